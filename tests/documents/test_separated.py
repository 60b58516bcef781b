"""CSV and TSV: rows with the names of their columns, each on its own line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.formats import extract
from qa_bot.errors import DocumentError
from qa_bot.text.markup import unit_form
from qa_bot.text.spans import LineNumbers
from tests.exact import assert_exact


def rows(data: str | bytes, name: str = "notes/rain.csv") -> list[tuple[int, str]]:
    """List the rows of a file as they read, each with its line."""
    found = extract(data.encode() if isinstance(data, str) else data, name)
    assert_exact(found.text, found.sections)
    lines = LineNumbers(found.text)
    return [
        (lines.at(unit.span.start), unit_form(found.text, unit))
        for section in found.sections
        for unit in section.units
    ]


def test_a_row_reads_with_its_columns_and_keeps_its_line() -> None:
    text = (
        'station,rain,note\n\n"Bergen, west",2250,"wet | very\nwet"\n,,\nOslo,763\nRost,700,a,b\n'
    )
    assert rows(text) == [
        (3, "Bergen, west — rain: 2250; note: wet | very wet"),
        (6, "Oslo — rain: 763"),
        (7, "Rost — rain: 700; note: a; b"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found(delimiter: str, end: str) -> None:
    lines = [delimiter.join(("town", '"mm, a year; about"', "days")), delimiter.join("ab1")]
    assert rows(end.join(lines)) == [(2, "a — mm, a year; about: b; days: 1")]


@pytest.mark.parametrize("told", ["sep=;", "SEP=;\r", '"sep=;"'])
def test_a_line_that_tells_the_delimiter_names_no_columns(told: str) -> None:
    assert rows(f"{told}\na,b;c\n1;2,5\n") == [(3, "1 — c: 2,5")]
    assert rows("sep=\t\na\tb\n1\t2\n", "x.csv") == [(3, "1 — b: 2")]
    assert rows("sep=,x\n1,2\n") == [(2, "1 — x: 2")]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("pad", [True, False])
def test_titles_may_stand_above_the_names_of_the_columns(delimiter: str, pad: bool) -> None:
    end = 2 * delimiter if pad else ""
    table = delimiter.join(("Item", "Price", "Stock")) + "\n" + delimiter.join(("Rye", "2.80", "7"))
    text = f"Stock list 2026{end}\nCounted by Ines.{end}\n{end}\n{table}\n"
    found = extract(text.encode(), "stock.csv")
    assert_exact(found.text, found.sections)
    (section,) = found.sections
    assert (found.title, section.path) == ("Stock list 2026", ("Stock list 2026",))
    assert rows(text) == [(2, "Counted by Ines."), (5, "Rye — Price: 2.80; Stock: 7")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # A file of one column, and a comma in it.
        ("text\nHello\nWell, yes\nGood\n", ["Hello", "Well — yes", "Good"]),
        # The names of some columns are left out.
        ("Item,,\nRye,2.80,7\nOat,3.10,0\n", ["Rye — 2.80; 7", "Oat — 3.10; 0"]),
        (",2026\nRye,yes\nOat,no\n", ["Rye — 2026: yes", "Oat — 2026: no"]),
    ],
)
def test_a_first_record_of_one_field_is_else_the_names(text: str, read: list[str]) -> None:
    assert [row for _, row in rows(text)] == read


ROWS = "Hose,3,400\nLid,5,700\n"


@pytest.mark.parametrize("units", [",kg,mm", "-,kg,mm"])
def test_units_may_have_a_record_of_their_own(units: str) -> None:
    assert rows(f"Part,Weight,Length\n{units}\n{ROWS}") == [
        (3, "Hose — Weight kg: 3; Length mm: 400"),
        (4, "Lid — Weight kg: 5; Length mm: 700"),
    ]
    found = rows("Date,Heat\nyyyy-mm-dd,[°C]\n2026-05-01,12.3\n2026-05-02,14\n")
    assert found[0] == (3, "2026-05-01 — Heat [°C]: 12.3")


@pytest.mark.parametrize("title", ["", "Sales of both years\n\n"])
def test_a_name_may_stand_above_several(title: str) -> None:
    text = f"{title},2023,,2024,\nRegion,Sales,Costs,Sales,Costs\nNorth,10,5,12,6\nSouth,2,1,2,1\n"
    first = "North — 2023 Sales: 10; 2023 Costs: 5; 2024 Sales: 12; 2024 Costs: 6"
    assert rows(text)[0][1] == first


@pytest.mark.parametrize("row", ["Tap,n/a,none", "Tap,,", ",7,"])
def test_a_row_without_figures_is_a_row(row: str) -> None:
    assert len(rows(f"Part,Weight,Length\n{row}\n{ROWS}")) == 3


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Weight;42 kg\nWidth;60 cm\n", ["Weight — 42 kg", "Width — 60 cm"]),
        ("Name:,Ann\nHome:,Bern\n", ["Name: Ann", "Home: Bern"]),
        ("2026-01-01,2.3,0.5\n2026-01-02,4,1\n", ["2026-01-01 — 2.3; 0.5", "2026-01-02 — 4; 1"]),
        ("Room,1,2\nA,40,50\nB,70,80\n", ["A — 1: 40; 2: 50", "B — 1: 70; 2: 80"]),
    ],
)
def test_a_first_record_that_is_like_the_others_names_no_columns(
    text: str, read: list[str]
) -> None:
    assert [row for _, row in rows(text)] == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("hello;hallo\nhouse;Haus\n", ["hello — hallo", "house — hallo: Haus"]),
        ("Words\n\nhello,hallo\nhouse,Haus\n", ["hello — hallo", "house — hallo: Haus"]),
        # Here something tells that the first record names the columns.
        ("Town,Rain\nOslo,763 mm\n", ["Oslo — Rain: 763 mm"]),
        ("Points,Grade\n80 to 100,good\n", ["80 to 100 — Grade: good"]),
        ("Town,Land,River\nBonn,Germany,Rhine\n", ["Bonn — Land: Germany; River: Rhine"]),
        ("Town,\nOslo,wet\n", ["Oslo — wet"]),
    ],
)
def test_a_first_record_that_may_be_a_pair_is_both(text: str, read: list[str]) -> None:
    assert [row for _, row in rows(text)] == read
    for line, row in rows(text):
        assert re.split("[,;]", text.split("\n")[line - 1])[0] == row.split(" — ")[0]


def test_tsv_parts_at_tabs_only() -> None:
    assert rows("a,b\tc\n1,2\t3\n", "x.TSV") == [(2, "1,2 — c: 3")]


@given(st.lists(st.lists(st.sampled_from(["a", "7.5", "", "x y"]), min_size=3, max_size=3)))
def test_every_record_is_a_row(records: list[list[str]]) -> None:
    text = "one,two,three\n" + "".join(f"{','.join(record)}\n" for record in records)
    found = rows(text)
    assert [line for line, _ in found] == [
        number for number, record in enumerate(records, 2) if any(record)
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"only,a,header\n", b"\xef\xbb\xbf"])
def test_without_records_there_is_nothing(data: bytes) -> None:
    assert rows(data) == []


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ('Widget;"12\nSprocket;30\n', "unexpected end of data"),
        ('Widget;"12\nSprocket;30\nGizmo;"5"\n', "';' expected after '\"'"),
        ('Widget;"12\nSprocket;"30\n', "';' expected after '\"'"),
        ('Widget;"12', "unexpected end of data"),
    ],
)
def test_a_quotation_mark_that_is_left_open_is_named(records: str, reason: str) -> None:
    with pytest.raises(DocumentError) as raised:
        rows(f"product;price\nBolt;1\n{records}", "notes/a.csv")
    assert raised.value.message == f"notes/a.csv: line 3: {reason}"
    assert raised.value.hint.startswith("close the quotation marks of that record")


def test_quotation_marks_inside_a_field_of_one_line_are_forgiven() -> None:
    text = 'product,size\n"Red" bolt,5" long\n"Nut" ,"2"" wide"\nRod,"6"'
    assert rows(text) == [
        (2, 'Red bolt — size: 5" long'),
        (3, 'Nut — size: 2" wide'),
        (4, "Rod — size: 6"),
    ]


def test_what_is_no_text_and_what_never_ends_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"notes/a\.csv: not UTF-8 text"):
        rows(b"a,b\n\xff,2\n", "notes/a.csv")
    with pytest.raises(DocumentError, match=r"notes/a\.csv: line 2: field larger than"):
        rows('a,b\n"' + "x" * 10_000_001, "notes/a.csv")
