"""Text made safe for a terminal.

Comes in: any text, a document's too. Goes out: the same without what would steer a terminal.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from qa_bot.records import Span

_STEERING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c"  # bidirectional overrides
    "\ufeff\u2028\u2029\ud800-\udfff"
)
_SPACES = re.compile(r"\s+")
SEQUENCE = (
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    "|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)"  # OSC: links, clipboard, title
)
"""What a terminal follows instead of showing it."""

_UNSAFE = re.compile(f"{SEQUENCE}|[{_STEERING}]")


def printable(text: str) -> str:
    """Take out of a text what would steer a terminal; tabs and line feeds stay."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def covered(text: str) -> str:
    """Put NULs where something would steer a terminal, so that spans of the text still hold.

    `printable` takes them out, of every part: a sequence that is cut in two would come to light.
    """
    return _UNSAFE.sub(lambda found: "\0" * len(found.group()), text.replace("\r", "\n"))


def pieces(text: str, spans: Sequence[Span], base: int = 0) -> Iterator[tuple[str, bool]]:
    """Cut a text that begins at `base` by spans, each piece safe for a line of a terminal.

    Args:
        text: Any text.
        spans: Parts of it that are set apart, in order.
        base: Where the text begins, as the spans count.

    Returns:
        Each piece that is not empty, and whether it is inside a span.
    """
    safe = covered(text)
    edges = [base, *chain.from_iterable((one.start, one.end) for one in spans), base + len(text)]
    for number, (start, end) in enumerate(pairwise(edges)):
        if piece := _SPACES.sub(" ", printable(safe[start - base : end - base])):
            yield piece, number % 2 == 1


def one_line(text: str) -> str:
    """Make a text safe for a terminal and fold all its white space to single spaces."""
    return " ".join(printable(text).split())


def json_text(data: object, indent: int | None = None) -> str:
    """Write data as JSON that is safe for a terminal: what would steer it is escaped, not lost."""
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    return re.sub(f"[{_STEERING}]", lambda sign: f"\\u{ord(sign.group()):04x}", text)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: `1 document`, `2 documents`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
