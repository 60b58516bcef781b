"""Tables of a page: their cells by row and column, and which rows hold the names of the columns.

Comes in: an element of a page. Goes out: its caption and its rows. A table for layout is none.
"""

from collections.abc import Callable, Sequence
from itertools import takewhile

from selectolax.lexbor import LexborNode

from qa_bot.documents.blocks import Block, Prose
from qa_bot.documents.elements import children, is_hidden
from qa_bot.documents.grids import heads_by_type, rows

Said = Callable[[LexborNode], str]
"""Reads an element as one line."""

_WIDEST_SPAN = 100
_LONGEST_CELL = 1000
"""Characters of a cell from which a table is taken for layout, not for data."""


def table(element: LexborNode, said: Said) -> list[Block]:
    """Read an element that is a table of data; nothing if it is none, or one for layout.

    Args:
        element: Of a page.
        said: Reads a cell as one line.
    """
    if (
        element.tag != "table"
        or len(element.css("table")) > 1
        or element.css("h1, h2, h3, h4, h5, h6")
    ):
        return []
    lines = [_cells(line) for line in element.css("tr")]
    # A row without cells is none, though it takes a place of a cell that spans several.
    grid = [row for row, cells in zip(_grid(lines, said), lines, strict=True) if cells]
    if max(map(len, grid), default=0) < 2 or any(len(c) > _LONGEST_CELL for r in grid for c in r):
        return []
    marked = sum(bool(_cells(line)) for line in element.css("thead tr"))
    about = [Prose(said(caption)) for caption in element.css("caption")]
    seen = list(filter(None, lines))
    heads = _heads(seen, marked)
    if heads is None:
        heads = heads_by_type(grid, [list(map(_is_strong, cells)) for cells in seen])
    return [*about, *rows(grid, heads)]


def _cells(line: LexborNode) -> list[LexborNode]:
    """List the cells of a table's row that are seen."""
    if is_hidden(line) or (line.parent is not None and is_hidden(line.parent)):
        return []
    cells = [child for child in children(line) if child.tag in {"td", "th"}]
    return [cell for cell in cells if not is_hidden(cell)]


def _heads(lines: Sequence[list[LexborNode]], marked: int) -> int | None:
    """Count the rows at the top that hold names; None where the page says of no cell that it does.

    Args:
        lines: The cells of each row.
        marked: How many rows the page marks as the table's head.
    """
    told = list(takewhile(_are_names, lines))
    while len(told) > 1 and len(told[-1]) == 1 and _span(told[-1][0], "colspan") > 1:
        told.pop()  # alone below the names it heads the rows that follow
    heads = marked or len(told)
    if heads or any(cell.tag == "th" for cells in lines for cell in cells):
        return heads % len(lines)  # what has a head alone has none
    return None


def _are_names(cells: Sequence[LexborNode]) -> bool:
    """Tell whether all cells of a row are marked as names, but for an empty corner."""
    names = cells if cells[0].text(strip=True) else cells[1:]
    return bool(names) and all(name.tag == "th" for name in names)


def _is_strong(cell: LexborNode) -> bool:
    """Tell whether all of a cell is bold, or it is empty."""
    bold = cell.css_first("b, strong")
    said = cell.text(strip=True)
    return not said or (bold is not None and bold.text(strip=True) == said)


def _grid(lines: list[list[LexborNode]], said: Said) -> list[list[str]]:
    """Lay cells out by row and column; one that spans several is repeated in each."""
    grid: list[list[str]] = []
    pending: dict[int, tuple[int, str]] = {}
    for line in lines:
        row: list[str] = []
        cells = iter(line)
        while True:
            column = len(row)
            if column in pending:
                left, text = pending.pop(column)
                row.append(text)
                if left > 1:
                    pending[column] = (left - 1, text)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            text, down = said(cell), _span(cell, "rowspan")
            for across in range(column, column + _span(cell, "colspan")):
                row.append(text)
                if down > 1:
                    pending[across] = (down - 1, text)
        grid.append(row)
    return grid


def _span(cell: LexborNode, direction: str) -> int:
    written = (cell.attributes.get(direction) or "1").strip()
    return max(1, min(int(written), _WIDEST_SPAN)) if written.isascii() and written.isdigit() else 1
