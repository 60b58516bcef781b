"""Running headers, footers, page numbers and tables of contents are taken off.

They would part sentences, or be found instead of what they point at. A line near the upper or
lower edge is one when all of it comes back on other pages, alike but for a number that counts them,
and one that runs along the left or right edge is one at once.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_bot.documents.pdf.lines import Line, PdfPage

_EDGE = 0.12
"""Share of a page's height or width, at either end, in which such lines stand."""

_ENOUGH = 3
"""Pages on which a line comes back, or half of the pages where they are fewer."""

_LEADER = re.compile(r"\s*(?:\.\s?){5,}\s*(?P<page>[\divxlc]*)\Z")
"""Ends a line of a table of contents: dots that lead to a page. What names a row has none."""

_NUMBER = re.compile(r"\d{1,5}")


def without_furniture(pages: Sequence[PdfPage]) -> list[PdfPage]:
    """Take off what runs along the edges of the pages."""
    seen = Counter(
        likeness
        for number, page in enumerate(pages)
        for likeness in {one for line in page.lines for one in _likenesses(line, page, number)}
    )
    enough = max(2, min(_ENOUGH, (len(pages) + 1) // 2))
    kept: list[PdfPage] = []
    for number, page in enumerate(pages):
        lines: list[Line] = []
        for row in _rows([line for line in page.lines if not _is_along_side(line, page)]):
            # A cell of a table may come back by chance, all cells of a row hardly do.
            runs = all(
                any(seen[one] >= enough for one in _likenesses(line, page, number)) for line in row
            )
            leader = _LEADER.search(" ".join(line.text for line in row))
            if not runs and not (leader and leader["page"]):
                bare = (replace(line, text=_LEADER.sub("", line.text)) for line in row)
                lines += [line for line in bare if line.text]
        kept.append(replace(page, lines=tuple(lines)))
    return kept


def _is_along_side(line: Line, page: PdfPage) -> bool:
    """Tell whether a line is written sideways at the left or right edge of a page: a stamp."""
    left, right = _EDGE * page.width, (1 - _EDGE) * page.width
    return line.sideways and (line.right < left or line.left > right)


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Join the parts of each line that wide gaps part."""
    row: list[Line] = []
    for line in lines:
        if row and not line.beside:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _likenesses(line: Line, page: PdfPage, number: int) -> Iterator[tuple[bool, str]]:
    """Yield what a line near an edge has in common with its like on other pages."""
    above = line.base > page.height * (1 - _EDGE)
    if not above and line.base > page.height * _EDGE:
        return
    yield above, line.text
    for found in _NUMBER.finditer(line.text):
        counted = int(found.group()) - number
        yield above, f"{line.text[: found.start()]}#{counted}{line.text[found.end() :]}"
