"""The commands together: the first word chooses one, and a question needs none."""

import shlex
import sys
from difflib import get_close_matches

import click

from qa_bot import __version__
from qa_bot.cli.ask import MISTYPED, ask
from qa_bot.cli.bases import kb
from qa_bot.cli.chat import chat
from qa_bot.cli.completion import completion
from qa_bot.cli.doctor import doctor
from qa_bot.cli.evaluate import evaluate
from qa_bot.cli.index import index
from qa_bot.cli.inspect import inspect
from qa_bot.cli.mcp import mcp
from qa_bot.cli.sessions import sessions
from qa_bot.cli.show import show
from qa_bot.cli.status import status
from qa_bot.cli.verify import verify
from qa_bot.cli.watch import watch

_CLOSE = 0.8
"""How alike a first word and a command must be, from 0 to 1: `inspct` and `inspect` are 0.92."""


class DefaultToAsk(click.Group):
    """A group whose first word may be left out when it is `ask`, or `chat` on a terminal."""

    def parse_args(self, context: click.Context, words: list[str]) -> list[str]:
        """Put `ask` before words that name no command; without words, `chat` on a terminal.

        Many programs have a command `help`, so it is understood, alone or before a command's name.
        """
        if words[:1] == ["help"] and self.commands.keys() >= set(words[1:]):
            words = [*words[1:], "--help"]
        known = {*self.commands, "--help", "-h", "--version"}
        if words and words[0] not in known:
            context.meta[MISTYPED] = self._meant(words)
            words = ["ask", *words]
        elif not words and not context.resilient_parsing:  # else a shell asks what may come here
            words = ["chat"] if sys.stdin.isatty() and sys.stdout.isatty() else ["ask"]
        return super().parse_args(context, words)

    def _meant(self, words: list[str]) -> str:
        """Write words as the command whose name is close to the first of them, else ``.

        A question's first word is none that was mistyped: `how` is close to `show`.
        """
        first = "" if words[0].startswith("-") else words[0]
        close = get_close_matches(first, self.commands, n=1, cutoff=_CLOSE)
        if not close:
            return ""
        from qa_bot.text.terms import is_stop_word

        return "" if is_stop_word(first) else shlex.join(["qa-bot", *close, *words[1:]])


@click.group(
    cls=DefaultToAsk,
    commands=(
        *(ask, chat, completion, doctor, evaluate, index, inspect, kb),
        *(mcp, sessions, show, status, verify, watch),
    ),
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog='Example: qa-bot "what is the BOSTON median PFS"',
)
@click.version_option(__version__, prog_name="qa-bot")
def commands() -> None:
    """Answers from your own documents, quoted word for word and cited, or "not found"."""
