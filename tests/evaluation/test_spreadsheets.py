"""Cases in a spreadsheet: one reading, and what cannot be read is named by line and column."""

from pathlib import Path

import pytest

from qa_bot.errors import CaseError
from qa_bot.evaluation.case_files import load_cases
from qa_bot.evaluation.cases import Case

TEXTS = {"notes/trial.md": 'The "median" was 4.5 weeks.\nIt was mild, mostly.\n'}
NAMES = "id,question,answerable,accepted,document,quote,tags"


def load(folder: Path, *lines: str, name: str = "cases.csv") -> tuple[Case, ...]:
    path = folder / name
    path.write_text("".join(f"{line}\r\n" for line in lines), encoding="utf-8-sig")
    return load_cases(path, TEXTS.get, list(TEXTS)).cases


def refusal(folder: Path, *lines: str) -> CaseError:
    with pytest.raises(CaseError) as caught:
        load(folder, *lines)
    return caught.value


def test_each_row_is_a_case(tmp_path: Path) -> None:
    full, refused = load(
        tmp_path,
        NAMES,
        'c1,"how long, then?",TRUE,4.5 weeks | 4.5 wk,notes/trial.md,"The ""median"" was",a | b',
        ",,,,,,",
        "c2,weather in Paris,no,,,,",
    )
    assert (full.id, full.question, full.answerable) == ("c1", "how long, then?", True)
    assert full.accepted == (("4.5 weeks",), ("4.5 wk",))
    assert [one.quote for spans in full.gold for one in spans] == ['The "median" was']
    assert full.tags == ("a", "b")
    assert refused == Case("c2", "weather in Paris", answerable=False)


def test_columns_may_be_parted_and_ordered_otherwise(tmp_path: Path) -> None:
    rows = ["Question;ID;Answerable;Turns", "and in Rome?;c1;No;weather in Paris?"]
    expected = Case("c1", "and in Rome?", answerable=False, turns=("weather in Paris?",))
    assert load(tmp_path, *rows) == (expected,)
    tabbed = (row.replace(";", "\t") for row in rows)
    assert load(tmp_path, *tabbed, name="cases.TSV") == (expected,)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",how long,no,,,,", ':3: "id" is missing'),
        ("c1,,no,,,,", ":3: case 'c1': \"question\" is missing"),
        ("c1,how long,maybe,,,,", ":3: case 'c1': \"answerable\" is neither true nor false"),
        ("c1,how long,yes,a||b,,,", ':3: case \'c1\': "accepted" holds ""'),
        ("c1,how long,yes,,,mild,", ':3: case \'c1\': "gold" holds {"quote": "mild"}'),
        ("c1,how long,yes,,notes/trial.md,wild,", "notes/trial.md has no quote 'wild'"),
        ("c1,how, long,yes,,,,a", ":3: 8 cells, but 7 columns"),
        ("c0,how long,no,,,,", ":3: case 'c0': the id stands in line 2 already"),
        ('c1,"how long,no\n,,,', "line 3: "),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, row: str, message: str) -> None:
    assert message in refusal(tmp_path, NAMES, "c0,weather in Paris,no,,,,", row).message


def test_columns_that_mean_nothing_or_come_twice_are_refused(tmp_path: Path) -> None:
    unknown = refusal(tmp_path, "id,question,answerable,answer", "c1,how long,yes,4 weeks")
    assert unknown.message.endswith("cases.csv:2: case 'c1': unknown field 'answer'")
    assert unknown.hint == "did you mean 'answerable'?"
    twice = refusal(tmp_path, "id,question,answerable,tags,tags", "c1,how long,no,a,b")
    assert "cases.csv:2: two columns of the same name" in twice.message
    assert "no case in it" in refusal(tmp_path, NAMES).message
    (tmp_path / "latin.csv").write_bytes(b"id,question\nc1,caf\xe9\n")
    with pytest.raises(CaseError, match=r"latin\.csv: not UTF-8 text"):
        load_cases(tmp_path / "latin.csv", TEXTS.get)
