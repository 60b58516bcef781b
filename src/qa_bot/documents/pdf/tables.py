"""Lines that stand side by side become the rows of a table.

PDFs know no tables, only where words are. Cells are written one after the other, each from its top
to its bottom, row by row: a cell starts where the writing goes up or to the right, a row where it
goes back to the left and down.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from qa_bot.documents.figures import is_amount, is_figure
from qa_bot.documents.grids import looks_like_names
from qa_bot.documents.pdf.heads import Edges, names_above
from qa_bot.documents.pdf.lines import Line

_FEWEST_ROWS = 2
_ALIKE = 0.6
"""Points by which the type of two lines of a cell may differ."""

_EXACT = 1.5
"""Points by which edges that are meant to be in line may differ."""

_NEAR = 12
"""Lines before and after, among which others of the same column are looked for."""

_CLOSE = 1.45
"""Times the size of the type, from a cell's line to the next one."""

_BETWEEN = 3
"""Lines between two tables, as subtitles in one: more are what parts them."""

_LONGEST_CELL = 40
"""Lines of a cell; more are a column of the page."""


@dataclass(slots=True)
class Cell:
    """Lines below one another that belong together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where its lines start."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Where its longest line ends."""
        return max(line.right for line in self.lines)

    @property
    def top(self) -> float:
        """Upper edge, about."""
        return self.lines[0].base + self.lines[0].size

    @property
    def bottom(self) -> float:
        """Lower edge, about."""
        return self.lines[-1].base

    @property
    def is_bold(self) -> bool:
        """Whether all of it is."""
        return all(line.bold for line in self.lines)


Rows = list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Found:
    """A table: its rows of cells, below what names its columns, where lines above it do.

    Attributes:
        rows: Cells by row and column.
        names: A cell for each column, or none at all.
        edges: Where its columns begin and end.
    """

    rows: Rows
    names: list[Cell | None]
    edges: Edges


def found_tables(lines: Sequence[Line]) -> list[Line | Found]:
    """List a page's lines in order, those of a table as its rows of cells."""
    rows = list(_rows(_cells(_rejoined(lines))))
    found: list[Line | Found] = []
    start = 0
    while start < len(rows):
        table = _Table(rows[start])
        end = start + 1
        while end < len(rows) and table.add(rows[end]):
            end += 1
        if end - start >= _FEWEST_ROWS:
            found.append(_headed(table, found))
        else:
            end = start + 1
            found += [line for cell in rows[start] for line in cell.lines]
        start = end
    return found


def _headed(table: "_Table", above: list[Line | Found]) -> Found:
    """Give a table its names, and take them off what stands above it.

    One that goes on behind a subtitle or a sum has those of the table before.
    """
    said = [" ".join(line.text for line in cell.lines) if cell else "" for cell in table.rows[0]]
    if looks_like_names(said):
        return Found(table.rows, [], table.edges)
    at = max((place + 1 for place, one in enumerate(above) if isinstance(one, Found)), default=0)
    lines = [one for one in above[at:] if isinstance(one, Line)]
    rows, names = table.rows, names_above(lines, table.top, table.edges)
    if not names and len(rows) > _FEWEST_ROWS and not any(map(is_amount, said)):
        # Names that are alike tell columns apart only with what stands above them.
        first = [line for cell in rows[0] if cell for line in cell.lines]
        rows, names = rows[1:], names_above([*lines, *first], _top(rows[1]), table.edges)
    if names:
        taken = [part for parts in names for part in parts]
        above[at:] = [one for one in lines if (one.parts or (one,))[0] not in taken]
        return Found(rows, [Cell(parts) if parts else None for parts in names], table.edges)
    before = above[at - 1] if at and len(lines) <= _BETWEEN else None
    if isinstance(before, Found) and _are_alike(before.edges, table.edges):
        return Found(table.rows, before.names, table.edges)
    return Found(table.rows, [], table.edges)


def _top(row: Sequence[Cell | None]) -> float:
    """Tell the height of a row's first line."""
    return max(cell.lines[0].base for cell in row if cell)


def _are_alike(one: Edges, other: Edges) -> bool:
    """Tell whether columns stand below others, each below its own."""
    return len(one) == len(other) and all(
        (left < end and start < right) == (place == below)
        for place, (left, right) in enumerate(one)
        for below, (start, end) in enumerate(other)
    )


def _rejoined(lines: Sequence[Line]) -> Iterator[Line]:
    """Join what a gap has parted by chance: nothing near by starts or ends where it does.

    Between two figures none is by chance.
    """
    whole: Line | None = None
    for place, line in enumerate(lines):
        near = [*lines[max(0, place - _NEAR) : place], *lines[place + 1 : place + _NEAR]]
        is_apart = whole and is_figure(line.text) and is_figure(whole.text.rpartition(" ")[2])
        shares = any(_share_an_edge(line, other) for other in near)
        if whole and line.beside and not is_apart and not shares:
            text = f"{whole.text} {line.text}"
            parts = (*(whole.parts or (whole,)), line)
            whole = replace(whole, text=text, right=line.right, parts=parts)
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _share_an_edge(line: Line, other: Line) -> bool:
    if abs(line.base - other.base) < line.size / 2:
        return False
    middles = abs(line.left + line.right - other.left - other.right) < 2 * _EXACT
    starts = abs(line.left - other.left) < _EXACT
    figures = line.text[-1].isdigit() and other.text[-1].isdigit() and other.beside
    return (
        starts or (middles and other.beside) or (figures and abs(line.right - other.right) < _EXACT)
    )


def _cells(lines: Iterable[Line]) -> Iterator[Cell]:
    """Group lines of which each stands closely under the one before."""
    cell = Cell()
    for line in lines:
        if cell.lines and not _is_below(line, cell.lines[-1]):
            yield cell
            cell = Cell()
        cell.lines.append(line)
    if cell.lines:
        yield cell


def _is_below(line: Line, above: Line) -> bool:
    drop = above.base - line.base
    aligned = abs(line.left - above.left) < 2.5 * line.size
    centred = abs(line.left + line.right - above.left - above.right) < 3 * line.size
    alike = abs(line.size - above.size) < _ALIKE and line.bold == above.bold
    return alike and 0.5 * line.size < drop < _CLOSE * line.size and (aligned or centred)


def _rows(cells: Iterator[Cell]) -> Iterator[list[Cell]]:
    """Group cells of which each stands to the right of the one before, at the same height."""
    row: list[Cell] = []
    for cell in cells:
        beside = row and cell.left >= row[-1].right - _EXACT
        if row and not (beside and cell.bottom < row[0].top and row[0].bottom < cell.top):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


class _Table:
    """Rows that stand below one another, in columns that do not overlap."""

    def __init__(self, first: list[Cell]) -> None:
        self.rows: Rows = [list(first)]
        self.edges = [(cell.left, cell.right) for cell in first]
        self.top = _top(first)
        self._bottom = min(cell.bottom for cell in first)
        self._sound = len(first) > 1 and _are_cells(first)

    def add(self, row: list[Cell]) -> bool:
        """Add a row if it belongs to the table."""
        highest = max(cell.lines[0].base for cell in row)
        if not self._sound or len(row) < 2 or highest >= self._bottom or not _are_cells(row):
            return False
        self._leave_corner(row)
        places = self._places(row)
        edges = list(self.edges)
        for place, cell in zip(places, row, strict=False):
            left, right = edges[place]
            edges[place] = min(left, cell.left), max(right, cell.right)
        apart = all(one[1] <= other[0] + _EXACT for one, other in pairwise(edges))
        if len(places) < len(row) or not apart:
            return False
        cells = dict(zip(places, row, strict=True))
        self.rows.append([cells.get(place) for place in range(len(edges))])
        self.edges = edges
        self._bottom = min(cell.bottom for cell in row)
        return True

    def _leave_corner(self, row: list[Cell]) -> None:
        """Begin the head with an empty cell, if a row begins to the left of it with one more."""
        left, right = row[0].left, row[0].right
        one_more = len(self.rows) == 1 and len(row) == len(self.edges) + 1
        if one_more and right <= self.edges[0][0] + _EXACT:
            self.rows[0].insert(0, None)
            self.edges.insert(0, (left, right))

    def _places(self, row: list[Cell]) -> list[int]:
        """Tell the column of each cell; fewer than there are cells where one fits in none."""
        if len(row) == len(self.edges):
            return list(range(len(row)))
        found = [
            place
            for cell in row
            for place, (left, right) in enumerate(self.edges)
            if cell.left < right and left < cell.right
        ]
        return found if len(found) == len(set(found)) == len(row) else []


def _are_cells(row: list[Cell]) -> bool:
    return all(len(cell.lines) <= _LONGEST_CELL for cell in row)
