"""A table's cells become rows that know their columns; every format with tables uses this."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from qa_bot.documents.blocks import Row
from qa_bot.documents.column_names import are_units
from qa_bot.documents.figures import SIGNS, is_amount, is_figure, is_year
from qa_bot.documents.forms import is_form, pairs

_BEFORE = re.compile(r"\s*[$€£(]\s*")
_BEHIND = re.compile(r"\s*(?:\)|%|\)%|%\))\s*")
_MOST_HEADS = 3
"""Rows of names, titles above them included, where the format does not tell."""

_PAIR = 2

_MOST_COLUMNS = 1000
_SHORT = 12
"""Characters of a cell that may well stand in both columns of a row, such as `hotel`."""


def rows(
    grid: Sequence[Sequence[str]], heads: int | None = None, lines: Sequence[int] = ()
) -> Iterator[Row]:
    """Yield a table's rows, each with the names of its columns.

    Args:
        grid: Cells by row and column; a cell that spans several is repeated in each.
        heads: How many rows at the top hold names, or None where the format does not say: then
            the first row does that looks like it, if more follow, below titles, unless the table is
            a form.
        lines: The line of each row in the file, where it has lines.
    """
    grid = _whole(grid)
    if not heads and not lines and (form := pairs(grid)):
        grid, heads = form, 0
    named = _where_names_stand(grid, heads)
    head = grid[named.start : named.stop]
    width = min(max(map(len, grid), default=0), _MOST_COLUMNS)
    names = tuple(
        " ".join(dict.fromkeys(row[column] for row in head if column < len(row)))
        for column in range(width)
    )
    for at, row in enumerate(grid):
        if at not in named:
            is_said_once = _is_one_cell(row) or (not any(names) and len(set(row)) == 1)
            cells = row[:1] if is_said_once else row
            yield Row(tuple(cells), names if at >= named.stop else (), lines[at] if lines else 0)


def _where_names_stand(grid: Sequence[Sequence[str]], heads: int | None) -> range:
    """Tell which rows hold the names of the columns; what stands above them are titles.

    If the format says how many there are, titles belong to them, unless it is told of no more.
    """
    titles = len(list(takewhile(_is_one_cell, grid)))
    if heads is None or 0 < heads <= titles:
        named = range(titles, titles + _guessed(grid[titles:]))
    else:
        named = range(heads)
    has_units = len(named) == 1 and are_units(grid[named.start :])
    return range(named.start, named.stop + has_units)


def heads_by_type(grid: Sequence[Sequence[str]], strong: Sequence[Sequence[bool]]) -> int | None:
    """Count the rows at the top that stand out by their type; None where it tells of no names.

    Args:
        grid: Cells by row and column.
        strong: Of each cell whether all of it is bold, or it is empty.
    """
    is_name = [
        all(cells) and not any(map(is_amount, row)) for row, cells in zip(grid, strong, strict=True)
    ]
    heads = len(list(takewhile(bool, is_name)))
    if 0 < heads <= _MOST_HEADS and heads < len(grid):
        return heads
    is_labelled = all(cells[:1] == [True] and not any(cells[1:]) for cells in strong)
    return 0 if is_labelled else None


def _whole(grid: Sequence[Sequence[str]]) -> list[list[str]]:
    """Put the signs of figures that have cells of their own to their figures: `$`, `)`.

    Columns that say nothing are left out, for they only keep others apart. So are those of signs,
    which a name spans, too: in no row from the first amount on they say anything.
    """
    moved = [list(row) for row in grid]
    for row in moved:
        for at, (left, right) in enumerate(pairwise(row)):
            if _BEFORE.fullmatch(left) and is_figure(right.lstrip(SIGNS)):
                row[at : at + 2] = "", f"{left.strip()}{right.strip()}"
            elif _BEHIND.fullmatch(right) and is_figure(row[at].lstrip(SIGNS)):
                row[at : at + 2] = f"{row[at].strip()}{right.strip()}", ""
    first = 0
    if moved != [list(row) for row in grid]:
        first = next((at for at, row in enumerate(moved) if any(map(is_amount, row))), 0)
    said = {at for row in moved[first:] for at, cell in enumerate(row) if cell.strip()} | {0}
    return [[cell for at, cell in enumerate(row) if at in said] for row in moved]


def _guessed(grid: Sequence[Sequence[str]]) -> int:
    """Guess how many rows at the top hold names: below titles, one that looks like names."""
    if is_form(grid):
        return 0
    for heads, (row, _) in enumerate(pairwise(grid[: _MOST_HEADS + 1]), 1):
        if looks_like_names(row):
            return heads
        if row[:1] != [""] or any(map(is_figure, row)) or not any(row):
            break
    return 0


def _is_one_cell(row: Sequence[str]) -> bool:
    """Tell whether one cell runs across the table: a subtitle in it.

    Three words or more that are alike are none of a row, whose first cell is its name.
    """
    if len(row) < _PAIR or len(set(row)) > 1:
        return False
    return len(row[0]) > _SHORT or (len(row) > _PAIR and not is_figure(row[0]))


def looks_like_names(row: Sequence[str]) -> bool:
    """Tell whether cells may name columns: all say something, and none twice or a mere figure.

    The first may be empty. Years may name columns, too.
    """
    names = row if row and row[0].strip() else row[1:]
    if len(names) < 2 or not all(map(str.strip, names)) or len(set(names)) < len(names):
        return False
    return not any(map(is_figure, names)) or _are_years(row)


def _are_years(row: Sequence[str]) -> bool:
    """Tell whether years, in order, name all columns but the first.

    Two that are not consecutive may as well be what a row tells: "Founded | 1998 | 2003".
    """
    corner, *names = row
    if is_figure(corner) or not all(map(is_year, names)):
        return False
    years = [int(name.strip()[:4]) for name in names]
    in_order = years in (sorted(years), sorted(years, reverse=True))
    is_sure = not corner.strip() or len(years) > _PAIR or abs(years[0] - years[-1]) == 1
    return in_order and is_sure
