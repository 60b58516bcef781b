"""Which records at the top of a file name its columns: the first, as a rule.

Comes in: the first records of a CSV file, which says of none that it does. Goes out: how many do,
and the names. Units may have a record of their own below the names, and names may be parted into
groups by one above them. A form names nothing: its first record is a label and its value.
"""

import re
from collections.abc import Sequence

from qa_bot.documents.forms import pairs
from qa_bot.documents.grids import is_amount, is_figure

_PAIR = 2
_MOSTLY = 0.75
"""Share of figures in a column of figures."""

_NOTHING = re.compile(r"[\s–—-]*")
_IN_BRACKETS = re.compile(r"\s*(?:\[.*\]|\(.*\))\s*")

Records = Sequence[Sequence[str]]


def heads(records: Records) -> int:
    """Count the records that name columns: none, one or two."""
    if len(records) < _PAIR:
        return len(records)
    figures = _columns_of_figures(records[1:])
    if _is_unnamed(records, figures):
        return 0
    return _PAIR if _is_second(records, _columns_of_figures(records[_PAIR:])) else 1


def names(records: Records) -> tuple[str, ...]:
    """Join the names of each column; in the upper of two records one goes on over empty fields."""
    *upper, lower = records or [()]
    above = ""
    joined = []
    for at, name in enumerate(lower):
        own = upper[0][at] if upper and at < len(upper[0]) else ""
        above = own if own.strip() or not at else above
        joined.append(" ".join(one for one in (above, name) if not _NOTHING.fullmatch(one)))
    return tuple(joined)


def _columns_of_figures(rows: Records) -> list[int]:
    """List the columns whose fields are figures, but for a few."""
    found = []
    for at in range(max(map(len, rows), default=0)):
        said = [row[at] for row in rows if at < len(row) and row[at].strip()]
        if said and sum(map(is_figure, said)) >= _MOSTLY * len(said):
            found.append(at)
    return found


def _is_unnamed(records: Records, figures: Sequence[int]) -> bool:
    """Tell whether the first record is a row like the others.

    It holds a figure wherever they do, which must be so in its first field, too, or in the second
    of two: several figures may well name columns, such as hours.
    """
    first = records[0]
    is_pair = all(len(record) <= _PAIR for record in records)
    if is_pair and pairs(records):
        return True
    if is_pair and len(first) == _PAIR and is_amount(first[1]):
        return True
    said = [first[at] for at in figures if at < len(first)]
    has_all = len(said) == len(figures) and all(map(is_figure, said))
    return figures[:1] == [0] and has_all and any(map(is_amount, said))


def _is_second(records: Records, figures: Sequence[int]) -> bool:
    """Tell whether the second record belongs to the names: above figures, it holds none of them.

    Nothing, or nothing but a dash, names a row there; or the names above it have gaps; or what
    stands above figures is in brackets.
    """
    first, second = records[:_PAIR]
    said = [second[at] for at in figures if 0 < at < len(second)]
    if not any(map(str.strip, said)) or any(map(is_figure, second)):
        return False
    has_gaps = any(not first[at].strip() for at in figures if 0 < at < len(first))
    is_spanned = has_gaps and all(map(str.strip, said))
    in_brackets = all(_IN_BRACKETS.fullmatch(one) for one in said if one.strip())
    return bool(_NOTHING.fullmatch(second[0])) or is_spanned or in_brackets
