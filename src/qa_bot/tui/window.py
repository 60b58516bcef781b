"""The lines of a document around a quote, as styled text.

Comes in: a document's text and spans into it. Goes out: numbered lines. A long document is shown
as far as one would scroll from the quote, so that opening it takes no longer than a short one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from textual.content import Content

from qa_bot.records import Span
from qa_bot.text.display import covered, printable
from qa_bot.text.spans import LineNumbers
from qa_bot.tui.themes import ANSWERING, QUOTE

MOST_LINES = 400
MOST_CHARACTERS = 40_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document.

    Attributes:
        number: Counted from 1.
        content: Its text, styled.
        quoted: Whether some of the quote stands on it.
    """

    number: int
    content: Content
    quoted: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Lines around a quote, and how many more there are before and after."""

    lines: tuple[Line, ...]
    before: int
    after: int


def window_around(text: str, quote: Span, highlights: Sequence[Span]) -> Window:
    """Cut the lines around a quote out of a document."""
    lines = LineNumbers(text)
    low = max(0, quote.start - MOST_CHARACTERS)
    high = min(len(text), quote.end + MOST_CHARACTERS)
    first = max(lines.at(quote.start) - MOST_LINES, lines.at(low), 1)
    last = min(lines.at(quote.end - 1) + MOST_LINES, lines.at(max(high - 1, 0)), len(lines))
    shown = []
    for number in range(first, last + 1):
        start, end = lines.bounds(number)
        start, end = max(start, low), min(end, high)
        content = _styled(text, start, end, quote, highlights)
        shown.append(Line(number, content, start < quote.end and quote.start < end))
    return Window(tuple(shown), first - 1, len(lines) - last)


def is_quoted(piece: Content) -> bool:
    """Tell whether some of the quote stands on a piece of a line."""
    return any(one.style in {QUOTE, ANSWERING} for one in piece.spans)


def _styled(text: str, start: int, end: int, quote: Span, highlights: Sequence[Span]) -> Content:
    if not any(span.start < end and start < span.end for span in (quote, *highlights)):
        return _plain(text[start:end])
    line = covered(text[start:end])
    parts = [
        (_safe(line[left - start : right - start]), _style(left, quote, highlights))
        for left, right in pairwise(_cuts(start, end, [quote, *highlights]))
    ]
    return Content.assemble(*parts)


@lru_cache(maxsize=4096)
def _plain(text: str) -> Content:
    """Make a line without styles; the next quote is most often in the same document."""
    return Content(_safe(text))


def _cuts(start: int, end: int, spans: Sequence[Span]) -> Iterator[int]:
    """Yield a line's ends and every end of a span that lies in it, in order."""
    edges = {edge for span in spans for edge in (span.start, span.end) if start < edge < end}
    yield from sorted({start, end} | edges)


def _style(at: int, quote: Span, highlights: Sequence[Span]) -> str:
    if any(span.start <= at < span.end for span in highlights):
        return ANSWERING
    return QUOTE if quote.start <= at < quote.end else ""


def _safe(text: str) -> str:
    return printable(text).replace("\n", "").replace("\t", "    ")
