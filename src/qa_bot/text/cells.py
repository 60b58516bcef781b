"""Where the cells of a table's row stand, in whichever notation it is written.

Comes in: a row as a span of a text. Goes out: the spans of its cells.
"""

import re

from qa_bot.records import Span
from qa_bot.text.spans import trimmed

_CELL_BORDER = re.compile(r"(?<!\\)\|")
_CELL_TAG = re.compile(
    r"(?:</t[dh]\s*>[\s>]*)?<t[dhr]\b[^<>]*>|</t[dh]\s*>",
    re.IGNORECASE,
)
_LIST_ROW = re.compile(r"[*+-][ \t]+[*+-](?=\s)")
_LIST_CELL = re.compile(r"(?<=\n)([ \t]*)[*+-](?=\s|\Z)")
_FIELD = re.compile(r"(?:\A|,)\s*(?:\"((?:[^\"]|\"\")*+)\"\s*(?=,|\Z)|([^,]*))")


def table_cells(text: str, row: Span, columns: int = 1) -> list[Span | None]:
    """List the spans of a table row's cells, white space off; None for an empty cell.

    Cells stand between signs, or, in a row that begins with one of their tags, between these; or
    they are the items of a list that is an item itself. Where there is nothing of that, a row of
    several columns is a record, whose fields commas part.
    """
    borders = _borders(text, row)
    if not borders and columns > 1:
        fields = (found.span(found.lastindex or 0) for found in _FIELD.finditer(row.of(text)))
        return [trimmed(text, row.start + start, row.start + end) for start, end in fields]
    starts = [row.start, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), row.end]
    cells = [trimmed(text, start, end) for start, end in zip(starts, ends, strict=True)]
    first = 1 if borders and cells[0] is None else 0
    last = len(cells) - 1 if borders and cells[-1] is None else len(cells)
    return cells[first:last]


def _borders(text: str, row: Span) -> list[tuple[int, int]]:
    """List the spans of what parts a row's cells."""
    if first := _LIST_ROW.match(text, row.start, row.end):
        items = list(_LIST_CELL.finditer(text, first.end(), row.end))
        outermost = min((len(item[1]) for item in items), default=0)
        return [first.span(), *(item.span() for item in items if len(item[1]) == outermost)]
    border = _CELL_TAG if _CELL_TAG.match(text, row.start) else _CELL_BORDER
    return [found.span() for found in border.finditer(text, row.start, row.end)]
