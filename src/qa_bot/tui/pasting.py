"""Pasted text reaches the chat whole, and without what would steer a terminal.

Comes in: what a terminal sends, in pieces. Goes out: the same, a paste in one piece. Textual takes
an escape within a paste for the beginning of a key: it types what follows ahead of the rest, and
an end of line there is Enter.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Protocol

from textual.driver import Driver
from textual.message import Message

from qa_bot.text import printable

_START, _END = "\x1b[200~", "\x1b[201~"


class Parser(Protocol):
    """Makes messages of what a terminal sends."""

    def feed(self, data: str) -> Iterable[Message]:
        """Take more of it; nothing once it has ended."""
        ...

    def tick(self) -> Iterable[Message]:
        """Take note of the time."""
        ...


class PasteParser:
    """Gives pastes to a parser whole and clean."""

    def __init__(self, parser: Parser) -> None:
        """Take what parses the rest."""
        self.tick = parser.tick
        self._parser = parser
        self._held = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Pass on what was sent, but for a paste that has not ended."""
        text = self._whole(self._held + data)
        return self._parser.feed(text) if text or not data else ()

    def _whole(self, text: str) -> str:
        """Clean the pastes of a text, and hold back one that has no end yet."""
        before, start, rest = text.partition(_START)
        paste, end, after = rest.partition(_END)
        self._held = "" if end else start + rest
        return f"{before}{start}{printable(paste)}{end}{self._whole(after)}" if end else before


def keep_pastes_whole(driver: type[Driver]) -> None:
    """Have a kind of driver read through a `PasteParser`, once."""
    names = vars(sys.modules[driver.__module__])
    parser = names.get("XTermParser")
    if isinstance(parser, type):
        make: Callable[..., Parser] = parser
        names["XTermParser"] = lambda *given, **named: PasteParser(make(*given, **named))
