"""Spans of a text: its lines and pages, and spans trimmed, cut and joined.

Comes in: any text. Goes out: spans of that very text, so that what is found can be quoted.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from qa_bot.records import Span

ASIDE = re.compile(r"\([^()]*\)")
"""What stands in brackets that hold no others."""

_BREAK = re.compile(r"\r\n|\r|\n")


def lines(text: str) -> Iterator[Span]:
    """Yield each line that holds a character other than its line break, without the break."""
    start = 0
    for line_break in _BREAK.finditer(text):
        if line_break.start() > start:
            yield Span(start, line_break.start())
        start = line_break.end()
    if start < len(text):
        yield Span(start, len(text))


class LineNumbers:
    """Line numbers of a text; LF, CR LF and a lone CR each end a line."""

    def __init__(self, text: str) -> None:
        """Find every line's first offset."""
        self.starts = [0, *(line_break.end() for line_break in _BREAK.finditer(text))]
        self._end = len(text)

    def __len__(self) -> int:
        """Count the lines; what follows a last line break is a line only if there is something."""
        return len(self.starts) - (len(self.starts) > 1 and self.starts[-1] == self._end)

    def bounds(self, line: int) -> tuple[int, int]:
        """Tell where a line, counted from 1, starts and where the next one does."""
        return self.starts[line - 1], self.starts[line] if line < len(self.starts) else self._end

    def at(self, offset: int) -> int:
        """Count lines, from 1, up to the one that holds an offset."""
        return bisect_right(self.starts, offset)


class PageNumbers:
    """Page numbers of a text, by where its pages start."""

    def __init__(self, starts: Sequence[int]) -> None:
        """Take every page's first offset; none for a text without pages."""
        self._starts = starts

    def at(self, offset: int) -> int | None:
        """Count pages, from 1, up to the one that holds an offset."""
        return bisect_right(self._starts, offset) or None

    def turns(self, span: Span) -> tuple[int, ...]:
        """List the pages' starts that lie inside a span, behind its first character."""
        first, last = (bisect_right(self._starts, edge) for edge in (span.start, span.end - 1))
        return tuple(self._starts[first:last])


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Take white space off both ends of a range; None when nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return Span(start, end) if end > start else None


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Replace every match by as many spaces, so that offsets stay true."""
    return pattern.sub(lambda match: " " * len(match.group()), text)


def cut(text: str, span: Span, longest: int) -> Iterator[Span]:
    """Cut a span into pieces of at most `longest` characters, at spaces where there are any."""
    start = span.start
    while span.end - start > longest:
        space = text.rfind(" ", start + longest // 2, start + longest)
        end = space if space > start else start + longest
        if piece := trimmed(text, start, end):
            yield piece
        start = end
    if piece := trimmed(text, start, span.end):
        yield piece


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sort spans and join those that touch or overlap."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
