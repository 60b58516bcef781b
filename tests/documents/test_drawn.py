"""Tables that are drawn in plain text are read row by row; other lines with bars are prose."""

import pytest

from qa_bot.documents.plain import parse
from qa_bot.text.markup import unit_form
from tests.exact import assert_exact

PRINTED = """\
Prices of the shop:
+------+-------+-----+
| Item | Price |     |
+------+-------+-----+
| Cup  | 4 EUR | red |
| Lid  | 5 EUR |     |
+------+-------+-----+
2 rows in set. It took 0.1 s.

 id | name  | price
----+-------+-------
  1 | Ruler |   7.5
(1 row)

+------+-------+
| Fuel | Note  |
+======+=======+
| Oil  | heavy |
+------+-------+
| Gas  | light |
+------+-------+
"""


def forms(text: str) -> list[str]:
    found = parse(text, "stem")
    assert_exact(text, found.sections)
    return [unit_form(text, unit) for section in found.sections for unit in section.units]


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_rows_below_a_rule_have_the_names_above_it(line_break: str) -> None:
    assert forms(PRINTED.replace("\n", line_break)) == [
        "Prices of the shop:",
        "Cup — Price: 4 EUR; red",
        "Lid — Price: 5 EUR",
        "2 rows in set.",
        "It took 0.1 s.",
        "1 — name: Ruler; price: 7.5",
        "(1 row)",
        "Oil — Note: heavy",
        "Gas — Note: light",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Run a | b or c | d where it\nis so | and not | else.",
        "Fuel | Note\n-----+-----",
        "Fuel | Note\n-----+-----\nOil | heavy | black",
        "| Oil | heavy |\n|     | black |\n|-----|-------|\n| Gas | light |",
        "|Fuel|Note |\n|----|-----|\n|Oil |heavy|\n|    |black|\n|----|-----|\n|Gas |light|",
    ],
)
def test_other_lines_with_bars_are_prose(text: str) -> None:
    assert forms(text) == [" ".join(text.split())]
