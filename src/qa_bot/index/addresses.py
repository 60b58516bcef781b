"""An address leads to a place in an indexed document.

Comes in: `knowledge/boston.md:14` (a line) or `knowledge/boston.md:120-348` (characters), as they
stand in an answer. Goes out: the document's text, as it was indexed, and the span meant.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from qa_bot.errors import AddressError
from qa_bot.index import Index
from qa_bot.records import Span
from qa_bot.text.display import counted
from qa_bot.text.spans import LineNumbers, trimmed

_ADDRESS = re.compile(
    r"(?P<document>.+?)(?::(?P<start>\d{1,15})(?:-(?P<end>\d{1,15}))?)?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document's text.

    Attributes:
        document: Its name.
        text: The whole text, as it was indexed.
        span: What the address means; None for the whole document.
        pages: Where each page starts in the text; empty for a format without pages.
    """

    document: str
    text: str
    span: Span | None
    pages: tuple[int, ...] = ()


def locate(index: Index, address: str) -> Place:
    """Find what an address means.

    Raises:
        AddressError: When there is no such document, line or range.
    """
    # Bytes of a command line that are no UTF-8 arrive as surrogates; no document is named so.
    address = address.encode("utf-8", "replace").decode("utf-8")
    match = _ADDRESS.fullmatch(address)
    document = match["document"] if match else address
    text = index.store.text(document)
    if match is None or text is None:
        names = list(index.store.documents())
        close = get_close_matches(document, names, n=1, cutoff=0.3)
        hint = f"qa-bot show '{close[0]}'" if close else "qa-bot show knowledge/boston.md:14"
        raise AddressError(f"no document {document!r} in the index", hint=hint)
    pages = index.store.pages(document)
    if match["start"] is None:
        return Place(document, text, None, pages)
    if match["end"] is None:
        return Place(document, text, _line(document, text, int(match["start"])), pages)
    start, end = int(match["start"]), int(match["end"])
    if not start < end <= len(text):
        raise AddressError(
            f"{document} has characters 0-{len(text)}, not {start}-{end}",
            hint=f"qa-bot show '{document}'",
        )
    return Place(document, text, Span(start, end), pages)


def _line(document: str, text: str, line: int) -> Span | None:
    """Find the text of a line, counted from 1; an empty line means its neighbourhood."""
    lines = LineNumbers(text)
    if not 1 <= line <= len(lines):
        raise AddressError(
            f"{document} has {counted(len(lines), 'line')}, not {line}",
            hint=f"qa-bot show '{document}'",
        )
    start, end = lines.bounds(line)
    return trimmed(text, start, end) or (Span(start, end) if end > start else None)
