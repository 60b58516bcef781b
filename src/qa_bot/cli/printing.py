"""Replies on stdout: in one of the formats, and as text a worded one as it is written.

Comes in: replies. Goes out: the same bytes whether they are printed at once or bit by bit.
"""

import click

from qa_bot.cli.console import bold, dim
from qa_bot.render import FORMATS, as_text, beginning, explain
from qa_bot.replies import Reply


class Printer:
    """Prints replies one after the other."""

    def __init__(self, style: str, *, explained: bool = False) -> None:
        """Print in a format of `FORMATS`, with an explanation behind each reply or without."""
        self._style = style
        self._explained = explained and style not in {"json", "jsonl"}
        self._printed = ""

    def grow(self, reply: Reply) -> None:
        """Print what a reply has more than when it was last printed."""
        if self._style == "text":
            self._print(beginning(reply, dim))

    def finish(self, reply: Reply) -> None:
        """Print what is left of a reply."""
        if self._style == "text":
            self._print(as_text(reply, bold, dim) + "\n")
        else:
            click.echo(FORMATS[self._style](reply))
        self._printed = ""
        if self._explained:
            table = explain(reply)
            click.echo(f"\n```\n{table}\n```" if self._style == "markdown" else f"\n{table}")

    def _print(self, text: str) -> None:
        if len(text) > len(self._printed):
            click.echo(text[len(self._printed) :], nl=False)
            self._printed = text
