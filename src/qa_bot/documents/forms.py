"""Tables that are forms: every row is a label and its value, and no row names columns.

Comes in: a table's cells, of which the format does not say which are names. Goes out: the rows of a
form, or nothing. "Colour — Bosch AG: White" would be read below "Manufacturer | Bosch AG", and the
manufacturer nowhere, if the first pair were taken for names. The contrary does little harm: where
"Country | Capital" is read as a pair, each capital still stands beside its country.
"""

from collections.abc import Sequence

from qa_bot.documents.figures import SIGNS, are_figures
from qa_bot.documents.leads import COLONS

_PAIR = 2


def pairs(grid: Sequence[Sequence[str]]) -> list[list[str]]:
    """List the labels of a form, each with its value; nothing if not every value has a label.

    A label ends with a colon, and a row may hold several: "Name: | Jane Roe | Date: | 3 May". What
    runs across the table needs none.
    """
    written = [row for row in grid if any(map(str.strip, row))]
    if any(len(row) % _PAIR for row in written):
        return []
    found = [pair for row in written for pair in _pairs_of(row)]
    labels = [label.strip() for label, *value in found if value]
    return found if labels and all(label.endswith(COLONS) for label in labels) else []


def _pairs_of(row: Sequence[str]) -> list[list[str]]:
    """Divide a row into pairs, but for those in which a cell only goes on across its columns."""
    if len(set(row)) == 1:
        return [[row[0]]]
    found = (list(row[at : at + _PAIR]) for at in range(0, len(row), _PAIR))
    return [pair for pair in found if pair[0] != pair[1]]


def is_form(grid: Sequence[Sequence[str]]) -> bool:
    """Tell whether a table without marked names is one: of two columns, not the second of figures.

    Args:
        grid: Cells by row and column; of the first row alone nothing is told.
    """
    values = [row[-1].lstrip(SIGNS) for row in grid[1:] if row and row[-1].strip()]
    is_narrow = all(len(row) <= _PAIR for row in grid)
    return is_narrow and bool(values) and not are_figures(values)
