"""A table's cells become rows that know their columns; every format with tables uses this."""

import re
from collections.abc import Iterator, Sequence

from qa_bot.documents.blocks import Row

_FIGURE = re.compile(r"\s*[<>≤≥~±+-]?\s*\d")
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
    """Tell whether cells may name columns: none is a figure, empty but for the first, or twice."""
    names = row if row and row[0].strip() else row[1:]
    return (
        len(names) > 1
        and all(name.strip() and not _FIGURE.match(name) for name in names)
        and len(set(names)) == len(names)
    )
