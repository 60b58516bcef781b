"""Tables that are drawn in plain text with bars and rules, as databases print them.

Comes in: lines that hold bars. Goes out: the rows in them, each with the names of its columns. Only
where a rule sets the names off is there a table; without one, bars may mean anything.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from qa_bot.documents.lists import Line
from qa_bot.records import Unit
from qa_bot.text.cells import table_cells
from qa_bot.text.markup import reading_form

_RULE = re.compile(r"(?=.*[|+])(?=.*[-=]{2})[|+:=\s-]+")


def is_drawn(line: Line) -> bool:
    """Tell whether a line may be part of a table."""
    return "|" in line.text or _is_rule(line)


def drawn_rows(text: str, lines: Sequence[Line]) -> list[Unit]:
    """Read lines as the rows of a table; nothing if they are none, or a row may have several."""
    groups = [list(group) for is_rule, group in groupby(lines, _is_rule) if not is_rule]
    if len(groups) < 2 or len(groups[0]) > 1:
        return []
    (head,), *bodies = groups
    if len(bodies) > 1 and any(len(body) > 1 for body in bodies):
        return []
    cells = {line: table_cells(text, line.span) for group in groups for line in group}
    if len(cells[head]) < 2 or any(len(row) != len(cells[head]) for row in cells.values()):
        return []
    names = tuple(reading_form(name.of(text)) if name else "" for name in cells.pop(head))
    return [Unit(row.span, names) for row in cells]


def _is_rule(line: Line) -> bool:
    return bool(_RULE.fullmatch(line.text))
