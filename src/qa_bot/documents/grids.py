"""A table's cells become rows that know their columns; every format with tables uses this."""

import re
from collections.abc import Iterator, Sequence

from qa_bot.documents.blocks import Row

_FIGURE = re.compile(r"\s*[<>≤≥~±+-]?\s*\d")
_YEAR = re.compile(r"\s*(?:19|20)\d\d(?:[-–—/](?:\d\d){1,2})?\s*")
_FEWEST_YEARS = 3
"""That name columns; fewer do where their corner is empty."""

_MOST_COLUMNS = 1000
_SHORT = 12
"""Characters of a cell that may well stand in every column of a row, such as `not reported`."""


def rows(
    grid: Sequence[Sequence[str]], heads: int | None = None, lines: Sequence[int] = ()
) -> Iterator[Row]:
    """Yield a table's rows, each with the names of its columns.

    Args:
        grid: Cells by row and column; a cell that spans several is repeated in each.
        heads: How many rows at the top hold names, or None where the format does not say: then
            the first row does, if more follow and nothing in it is a figure or there twice, or
            empty but for its corner.
        lines: The line of each row in the file, where it has lines.
    """
    if heads is None:
        heads = int(len(grid) > 1 and looks_like_names(grid[0]))
    width = min(max(map(len, grid), default=0), _MOST_COLUMNS)
    names = tuple(
        " ".join(dict.fromkeys(row[column] for row in grid[:heads] if column < len(row)))
        for column in range(width)
    )
    for at, row in enumerate(grid[heads:], heads):
        line = lines[at] if lines else 0
        yield Row(tuple(row[:1] if _is_one_cell(row) else row), names, line)


def _is_one_cell(row: Sequence[str]) -> bool:
    """Tell whether one cell runs across the table: a subtitle in it."""
    return len(row) > 1 and len(set(row)) == 1 and len(row[0]) > _SHORT


def looks_like_names(row: Sequence[str]) -> bool:
    """Tell whether cells may name columns: all say something, and none twice or a mere figure.

    The first may be empty. Years that rise from column to column are no mere figures.
    """
    has_corner = bool(row) and bool(row[0].strip())
    names = row if has_corner else row[1:]
    if len(names) < 2 or not all(map(str.strip, names)) or len(set(names)) < len(names):
        return False
    figures = [name for name in names if is_figure(name)]
    years = [name for name in row[1:] if is_year(name)]
    rise = years == list(row[1:]) == sorted(years) and len(years) >= _FEWEST_YEARS - (
        not has_corner
    )
    return not figures or (rise and figures == years)


def is_figure(text: str) -> bool:
    """Tell whether a text begins with a number."""
    return bool(_FIGURE.match(text))


def is_year(text: str) -> bool:
    """Tell whether a text is a year, or one of accounts: 2003–04."""
    return bool(_YEAR.fullmatch(text))
