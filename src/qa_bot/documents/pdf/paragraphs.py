"""Lines are joined into paragraphs again, words that were parted at line ends are mended.

The type tells headings: larger than that of most letters, or bold in a paragraph of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.documents.blocks import PAGE_BREAK, Block, Heading, Page, Prose
from qa_bot.documents.figures import is_figure
from qa_bot.documents.grids import heads_by_type, rows
from qa_bot.documents.pdf.lines import HYPHEN, Line, PdfPage
from qa_bot.documents.pdf.tables import Cell, Found, found_tables

_LARGER = 1.07
_ALIKE = 0.6
"""Points by which the type of two lines of a paragraph may differ."""

_LOOSE = 1.25
"""Times the usual distance of two lines: what is farther away is another paragraph."""

_LEVELS = 5
_LONGEST_HEADING = 160
_WORD = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_PARTED = re.compile(r"(?:([^\W_]+)|[^\s\w])([-‐\x02])\Z")
_ENDED = re.compile(r"[.!?:;。！？][\"'’”)\]」』）]*\Z")
_TAIL = 100
"""Characters at the end of a text in which to look for how it ends."""

_NUMBERED = re.compile(r"(?:[–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_BULLET = re.compile(r"\A[•‣▪●○■□◦·∙]\s*")


def joined(pages: Sequence[PdfPage]) -> Iterator[Block]:
    """Yield the blocks of all pages; a paragraph may run over the end of a column or page."""
    joiner = _Joiner(_usual(pages))
    for page in pages:
        yield from joiner.turn()
        for part in found_tables(page.lines):
            yield from joiner.line(part) if isinstance(part, Line) else joiner.table(part)
    yield from joiner.flush()


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual in a file.

    Attributes:
        size: Of most letters.
        headings: Larger sizes, largest first.
        pitch: From line to line, in sizes.
        words: Words that no line's end has parted, in lower case.
    """

    size: float
    headings: tuple[float, ...]
    pitch: float
    words: frozenset[str]

    def level(self, line: Line) -> int:
        """Tell the level of the heading that a line could be; 0 for none."""
        if line.size > self.size * _LARGER:
            return 1 + sum(size > line.size for size in self.headings[: _LEVELS - 1])
        return min(len(self.headings), _LEVELS) + 1 if line.bold else 0


def _usual(pages: Sequence[PdfPage]) -> _Usual:
    lines = [line for page in pages for line in page.lines]
    sizes: Counter[float] = Counter()
    pitches: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    for page in pages:
        for above, line in pairwise(page.lines):
            if above.size == line.size and 0.8 * line.size < above.base - line.base:
                pitches[round((above.base - line.base) / line.size, 1)] += 1
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = {one.size for one in lines if one.size > size * _LARGER}
    return _Usual(
        size,
        tuple(sorted(larger, reverse=True)),
        pitches.most_common(1)[0][0] if pitches else 1.2,
        frozenset(_whole_words(lines)),
    )


def _whole_words(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the words that no line's end has parted."""
    parted = False
    for line in lines:
        for number, word in enumerate(_WORD.finditer(line.text)):
            if word.end() < len(line.text) - 1 and not (parted and number == 0):
                yield word.group().lower()
        parted = bool(_PARTED.search(line.text))


class _Joiner:
    """The paragraph that is being joined."""

    def __init__(self, usual: _Usual) -> None:
        self._usual = usual
        self._text = ""
        self._first = self._above = Line("", 0, 0, 0, 0)
        self._right = 0.0
        self._turns = 0

    def turn(self) -> Iterator[Block]:
        """Begin the next page."""
        if self._text:
            self._turns += 1
        else:
            yield Page()

    def line(self, line: Line) -> Iterator[Block]:
        """Add a line to its paragraph, or begin one with it."""
        if self._text and self._goes_on(line):
            between = PAGE_BREAK * self._turns or "\n"
            self._text = mended(self._text, line.text, between, self._usual.words)
            self._turns = 0
        else:
            yield from self.flush()
            self._text = _BULLET.sub("", line.text)
            self._first, self._right = line, 0.0
        self._above = line
        self._right = max(self._right, line.right)

    def table(self, found: Found) -> Iterator[Block]:
        """Read a table."""
        yield from self.flush()
        grid = [[self._said(cell) for cell in row] for row in found.rows]
        names = [self._said(cell) for cell in found.names]
        if names:
            yield from rows([names, *grid], 1)
        else:
            strong = [[cell is None or cell.is_bold for cell in row] for row in found.rows]
            yield from rows(grid, heads_by_type(grid, strong))

    def flush(self) -> Iterator[Block]:
        """End the paragraph, and begin the pages that wait for its end."""
        text = self._text.replace(HYPHEN, "-")
        level = self._usual.level(self._first)
        short = len(text) <= _LONGEST_HEADING and PAGE_BREAK not in text
        level = 0 if _has_figures(self._first) else level
        larger = self._first.size > self._usual.size * _LARGER
        if text and level and short and (larger or not _at_end(_ENDED, text)):
            yield Heading(text, level)
        elif text:
            yield Prose(text)
        yield from (Page() for _ in range(self._turns))
        self._text, self._turns = "", 0

    def _said(self, cell: Cell | None) -> str:
        text = ""
        for line in cell.lines if cell else ():
            text = mended(text, line.text, "\n", self._usual.words) if text else line.text
        return text.replace(HYPHEN, "-")

    def _goes_on(self, line: Line) -> bool:
        """Tell whether a line belongs to the paragraph so far."""
        above = self._above
        if abs(line.size - above.size) > _ALIKE or line.bold != above.bold:
            return False
        if _BULLET.match(line.text) and not self._text.endswith(HYPHEN):
            return False
        ended = bool(_at_end(_ENDED, self._text))
        drop = above.base - line.base
        if self._turns or drop < -_LOOSE * line.size:  # the next page or column
            return not ended and not self._usual.level(line)
        if drop > _LOOSE * self._usual.pitch * line.size:
            return False
        indented = line.left > above.left + 0.8 * line.size
        short = above.right < max(self._right, line.right) - 4 * line.size
        if _NUMBERED.match(line.text) and (short or abs(line.left - above.left) > _ALIKE):
            return False
        return not (ended and (indented or short))


def _has_figures(line: Line) -> bool:
    """Tell whether figures stand in columns of a line: a table's sum, which is often bold."""
    apart = line.parts[1:] or ((line,) if line.beside else ())
    return any(is_figure(part.text) for part in apart)


def mended(text: str, line: str, between: str, words: frozenset[str]) -> str:
    """Add a line to a text; a word that the line's end has parted is whole again before it.

    Args:
        text: What was read so far.
        line: What comes next.
        between: What parts the two: a line feed or page breaks.
        words: Words of the same file in lower case: they tell whether a hyphen belongs to a word.
    """
    parted = _at_end(_PARTED, text)
    first = _WORD.match(line)
    if not first or not (parted or text.endswith("/")):
        return f"{text}{between}{line}"
    token, _, rest = line.partition(" ")
    if parted:
        text = text[: parted.start(2)]
        if _keeps_hyphen(parted[1] or "", first.group(), words):
            text += "-"
    behind = f"{between}{rest}" if rest or between != "\n" else ""
    return f"{text}{token}{behind}"


def _at_end(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Find how a text ends: a whole paragraph is not searched again for each of its lines."""
    return pattern.search(text, len(text) - _TAIL)


def _keeps_hyphen(before: str, after: str, words: frozenset[str]) -> bool:
    """Tell whether a hyphen at a line's end is one of the word's own."""
    compound, whole = f"{before}-{after}".lower(), f"{before}{after}".lower()
    if compound in words or not (before[-1:].isalpha() and after[0].isalpha()):
        return True
    if whole in words:
        return False
    two_words = min(len(before), len(after)) > 3 and {before.lower(), after.lower()} <= words
    return two_words or after[0].isupper() or (before.isupper() and len(before) > 1)
