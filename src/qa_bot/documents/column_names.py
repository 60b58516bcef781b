"""Which records at the top of a table name its columns: the first, as a rule.

Comes in: the first records of a CSV file, which says of none that it does. Goes out: how many do,
and the names. Units may have a record of their own below the names, in tables of any format, and
names may be parted into groups by one above them. A form names nothing: its first record is a label
and its value.
"""

import re
from collections.abc import Sequence

from qa_bot.documents.figures import are_figures, is_amount, is_figure
from qa_bot.documents.forms import is_form, pairs

_PAIR = 2
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
    return _PAIR if are_units(records) or _is_spanned(records) else 1


def may_be_pair(records: Records) -> bool:
    """Tell whether the first record may name columns or be a pair itself, such as hello and hallo.

    As a rule it names them, but where all is text nothing tells.
    """
    is_pair = len(records) > 1 and len(records[0]) == _PAIR and all(map(str.strip, records[0]))
    return is_pair and is_form(records) and not _columns_of_figures(records[1:])


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
        if are_figures(said):
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


def are_units(records: Records) -> bool:
    """Tell whether the second record holds units: above figures, it has none of them itself.

    Nothing, or nothing but a dash, names a row there, or what stands above figures is in brackets.
    """
    above = _above_figures(records)
    if not above:
        return False
    in_brackets = all(_IN_BRACKETS.fullmatch(unit) for _, unit in above if unit.strip())
    return in_brackets or bool(_NOTHING.fullmatch(records[1][0]))


def _is_spanned(records: Records) -> bool:
    """Tell whether names of the first record go on over several of the second, by its gaps."""
    above = _above_figures(records)
    return any(not name.strip() for name, _ in above) and all(below.strip() for _, below in above)


def _above_figures(records: Records) -> list[tuple[str, str]]:
    """List what the first two records say above each column of figures; nothing if not names."""
    first, second = [*records[:_PAIR], (), ()][:_PAIR]
    if not first or not second or any(map(is_figure, second)):
        return []
    width = min(len(first), len(second))
    columns = [at for at in _columns_of_figures(records[_PAIR:]) if 0 < at < width]
    above = [(first[at], second[at]) for at in columns]
    return above if any(below.strip() for _, below in above) else []
