"""Running headers, footers, page numbers and tables of contents are taken off.

They would part sentences, or be found in the stead of what they point at. A line near the upper or
lower edge is one when it comes back on other pages, alike but for a number that counts the pages.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_bot.documents.pdf.lines import Line, PdfPage

_EDGE = 0.12
"""Share of a page's height, above and below, in which such lines stand."""

_ENOUGH = 3
"""Pages on which a line comes back, or half of the pages where they are fewer."""

_LEADER = re.compile(r"(?:\.\s?){5,}\s*[\divxlc]*\Z")
"""Ends a line of a table of contents: dots that lead to a number."""

_NUMBER = re.compile(r"\d{1,5}")


def without_furniture(pages: Sequence[PdfPage]) -> list[PdfPage]:
    """Take off what runs along the edges of the pages."""
    seen = Counter(
        likeness
        for number, page in enumerate(pages)
        for likeness in {one for line in page.lines for one in _likenesses(line, page, number)}
    )
    enough = max(2, min(_ENOUGH, (len(pages) + 1) // 2))
    return [
        replace(
            page,
            lines=tuple(
                line
                for line in page.lines
                if not _LEADER.search(line.text)
                and all(seen[likeness] < enough for likeness in _likenesses(line, page, number))
            ),
        )
        for number, page in enumerate(pages)
    ]


def _likenesses(line: Line, page: PdfPage, number: int) -> Iterator[tuple[bool, str]]:
    """Yield what a line near an edge has in common with its like on other pages."""
    above = line.base > page.height * (1 - _EDGE)
    if not above and line.base > page.height * _EDGE:
        return
    yield above, line.text
    for found in _NUMBER.finditer(line.text):
        counted = int(found.group()) - number
        yield above, f"{line.text[: found.start()]}#{counted}{line.text[found.end() :]}"
