"""A row's cells are found where they stand, in every notation."""

import pytest

from qa_bot.records import Span
from qa_bot.text.cells import table_cells


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a|b", ["a", "b"]),
        ("a | b |", ["a", "b"]),
        ("| a || b | |", ["a", None, "b", None]),
        ("|| a |", [None, "a"]),
        (r"| a \| b | `c \| d` |", [r"a \| b", r"`c \| d`"]),
        ("|  a b\t|\u3000c |", ["a b", "c"]),
        ("alone", ["alone"]),
        ("|", []),
        ("<td>a</td>\n<th>b</th><td></td>", ["a", "b", None]),
        ("* - a\n  - b\n    - of b\n  -", ["a", "b\n    - of b"]),
    ],
)
def test_cells_are_cut_at_borders(row: str, cells: list[str | None]) -> None:
    text = f"before\n{row}\nafter"
    found = table_cells(text, Span(7, 7 + len(row)))
    assert [cell and cell.of(text) for cell in found] == cells
