"""Files of cases: what is read from them, and what is refused by file, line and case."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import qa_bot.evaluation
from qa_bot.errors import CaseError
from qa_bot.evaluation.case_files import CaseFile, load_cases
from qa_bot.evaluation.cases import Case, as_data, as_line, written
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.records import Span
from qa_bot.values.quantities import Quantity

SCHEMA = json.loads(
    (Path(qa_bot.evaluation.__file__).parent / "case.schema.json").read_text("utf-8")
)
TEXTS = {
    "notes/trial.md": (
        "# Trial\r\n\r\nThe median was **4.5 weeks**.\r\nIt was mild. It was mild.\r\n"
    )
}
SPAN = {"document": "notes/trial.md", "quote": "The median was **4.5 weeks**"}
MILD = {"document": "notes/trial.md", "quote": "mild.\r\nIt"}
FULL = {
    "id": "c1",
    "question": "how long?",
    "answerable": True,
    "accepted": ["4.5 weeks", {"value": 4.5, "unit": "weeks"}, ["4.5", {"value": 2, "unit": ""}]],
    "gold": [SPAN, [SPAN, {"document": "notes/trial.md", "quote": "# Trial"}]],
    "turns": ["what trial?"],
    "tags": ["figure"],
}
REFUSED = {"id": "c2", "question": "weather in Paris", "answerable": False}


def load(tmp_path: Path, *lines: object) -> CaseFile:
    path = tmp_path / "cases.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_bytes("\n".join(texts).encode())
    return load_cases(path, TEXTS.get, list(TEXTS))


def changed(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in {**FULL, **fields}.items() if value is not None}


def test_every_line_that_cannot_be_used_is_named_at_once(tmp_path: Path) -> None:
    moved = [changed(id=f"m{n}", gold=[{**SPAN, "quote": "moved"}]) for n in range(25)]
    with pytest.raises(CaseError) as caught:
        load(tmp_path, FULL, moved[0], "{", FULL)
    assert caught.value.message.startswith(f"{tmp_path / 'cases.jsonl'}:2: case 'm0': ")
    assert caught.value.message.endswith(" has no quote 'moved' (and 2 other lines: 3, 4)")
    assert caught.value.hint == "qa-bot show notes/trial.md"
    with pytest.raises(CaseError, match=r"\(and 24 other lines: 2, .*, 21 and more\)$"):
        load(tmp_path, *moved)


def test_a_case_is_read_whole_and_its_quotes_are_located(tmp_path: Path) -> None:
    found = load(tmp_path, FULL, "", REFUSED, "")
    full, refused = found.cases
    assert full.accepted == (
        ("4.5 weeks",),
        (Quantity(4.5, "weeks"),),
        ("4.5", Quantity(2, "")),
    )
    first, both = full.gold
    assert first[0].location == Location("notes/trial.md", Span(11, 39))
    assert first[0].line == 3
    assert [one.quote for one in both] == [SPAN["quote"], "# Trial"]
    assert full.turns == ("what trial?",)
    assert refused == Case("c2", "weather in Paris", answerable=False)
    assert found.name == "cases.jsonl"
    assert len(found.sha256) == 64


def test_a_document_is_fetched_once_for_all_quotes_of_it(tmp_path: Path) -> None:
    fetched: list[str] = []

    def text_of(document: str) -> str | None:
        fetched.append(document)
        return TEXTS.get(document)

    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(changed(id=name)) for name in ("a", "b")), "utf-8")
    assert len(load_cases(path, text_of).cases) == 2
    assert fetched == ["notes/trial.md"]


def test_a_byte_order_mark_and_line_breaks_of_windows_are_nothing(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_bytes(
        b"\xef\xbb\xbf" + json.dumps(REFUSED).encode() + b"\r\n\r\n"
    )
    assert load_cases(tmp_path / "cases.jsonl", TEXTS.get).cases[0].id == "c2"


def test_a_case_written_as_a_line_is_read_the_same(tmp_path: Path) -> None:
    found = load(tmp_path, FULL, REFUSED)
    again = load(tmp_path, *(as_line(case) for case in found.cases))
    assert again.cases == found.cases
    for case in found.cases:
        jsonschema.validate(json.loads(as_line(case)), SCHEMA)


def test_the_data_of_a_case_says_where_its_gold_stands(tmp_path: Path) -> None:
    data = as_data(load(tmp_path, FULL).cases[0])
    assert data["accepted"] == FULL["accepted"]
    assert data["gold"][0] == {**SPAN, "start": 11, "end": 39, "line": 3}
    assert json.loads(json.dumps(data)) == data


INVALID = {
    "no id": (changed(id=None), '"id" is missing'),
    "empty id": (changed(id=" "), '"id" is empty or not a text'),
    "number as id": (changed(id=3), '"id" is empty or not a text'),
    "no question": (changed(question=None), "case 'c1': \"question\" is missing"),
    "empty question": (changed(question=""), '"question" is empty or not a text'),
    "answerable in words": (changed(answerable="yes"), "neither true nor false"),
    "unknown field": (changed(answer="x"), "unknown field 'answer'"),
    "accepted is text": (changed(accepted="4.5 weeks"), '"accepted" is not a list'),
    "bare number": (changed(accepted=[4.5]), "holds 4.5, neither a text nor a number with a unit"),
    "true as value": (changed(accepted=[{"value": True, "unit": ""}]), "neither a text"),
    "no unit": (changed(accepted=[{"value": 4.5}]), "neither a text"),
    "other field": (changed(accepted=[{"value": 4.5, "unit": "", "x": 1}]), "neither a text"),
    "empty text": (changed(accepted=[" "]), "neither a text"),
    "empty alternative": (changed(accepted=[[]]), '"accepted" holds an empty list'),
    "gold is a span": (changed(gold=SPAN), '"gold" is not a list'),
    "gold is text": (changed(gold=["x"]), '"gold" holds "x", not a span'),
    "gold without quote": (changed(gold=[{"document": "notes/trial.md"}]), "not a span"),
    "gold with empty quote": (changed(gold=[{**SPAN, "quote": ""}]), "not a span"),
    "tags are text": (changed(tags="figure"), '"tags" is not a list'),
    "empty tag": (changed(tags=[""]), '"tags" holds what is empty or not a text'),
    "turns are numbers": (changed(turns=[1]), '"turns" holds what is empty or not a text'),
    "nothing to judge by": (changed(gold=[], accepted=[]), "nothing tells what answers it"),
    "not answerable with gold": ({**REFUSED, "gold": [SPAN]}, "not answerable, but it has"),
    "not answerable, accepted": ({**REFUSED, "accepted": ["x"]}, "not answerable, but it has"),
}


@pytest.mark.parametrize(("fields", "message"), INVALID.values(), ids=INVALID)
def test_what_the_schema_refuses_is_refused_with_the_place(
    tmp_path: Path, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(fields, SCHEMA)
    with pytest.raises(CaseError, match=r"cases\.jsonl:2: ") as caught:
        load(tmp_path, "", fields)
    assert message in caught.value.message
    assert caught.value.hint
    assert caught.value.exit_code == 2


def test_the_schema_accepts_what_is_read() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for fields in (FULL, REFUSED, changed(gold=None), changed(accepted=[]), changed(tags=[])):
        jsonschema.validate(fields, SCHEMA)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            '{"id": "c1", ',
            "3: not JSON: Expecting property name enclosed in double quotes, column 14",
        ),
        ("[1]", "not a JSON object"),
        ('{"id": "c1", "accepted": [{"value": NaN, "unit": ""}]}', "NaN is not a number"),
        ('{"id": "c1", "question": "\\ud800", "answerable": false}', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"id": "c1", "accepted": [{"value": 1e99999999999999999999, "unit": ""}]}', "not JSON"),
        (
            '{"id": "c1", "question": "q", "answerable": true,'
            ' "accepted": [{"value": 1e5000, "unit": ""}]}',
            '"accepted" holds',
        ),
    ],
)
def test_a_malformed_line_is_named_by_its_number(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(CaseError, match=r"cases\.jsonl:3: ") as caught:
        load(tmp_path, REFUSED, "", line)
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (json.dumps(FULL).replace('"tags"', '"question"'), "question"),
        (json.dumps(FULL).replace('"tags"', '"id"'), "id"),
        (json.dumps(FULL).replace('"value": 4.5', '"value": 4.5, "value": 5'), "value"),
    ],
)
def test_what_is_given_twice_is_refused(tmp_path: Path, line: str, key: str) -> None:
    with pytest.raises(CaseError, match=rf"cases\.jsonl:2: '{key}' is given twice") as caught:
        load(tmp_path, REFUSED, line)
    assert caught.value.hint


def test_a_quote_that_is_missing_or_stands_twice_names_the_case(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"case 'c1': notes/trial\.md has no quote 'The mean'"):
        load(tmp_path, changed(gold=[{**SPAN, "quote": "The mean"}]))
    twice = changed(gold=[{**SPAN, "quote": "It was mild."}])
    with pytest.raises(CaseError, match=r"more than once: in lines 4 and 4"):
        load(tmp_path, twice)
    with pytest.raises(CaseError, match=r"no document 'notes/trail\.md'") as caught:
        load(tmp_path, changed(gold=[{**SPAN, "document": "notes/trail.md"}]))
    assert caught.value.hint == "did you mean 'notes/trial.md'?"


def test_a_quote_that_is_missing_is_told_with_what_comes_nearest(tmp_path: Path) -> None:
    changed_quote = {**SPAN, "quote": "The median was **4.5 months**. It"}
    with pytest.raises(CaseError) as caught:
        load(tmp_path, changed(gold=[changed_quote]))
    assert caught.value.message.endswith(
        "notes/trial.md has no quote 'The median was **4.5 months**. It';"
        " nearest, in line 3: 'The median was **4.5 weeks**. It'"
    )
    assert caught.value.hint == "qa-bot show notes/trial.md:3"
    long = {"notes/trial.md": f"It was so, {'and so ' * 20}on for 4 weeks, {'and so ' * 20}on."}
    quote = long["notes/trial.md"].replace("4 weeks", "5 weeks")
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(changed(gold=[{**SPAN, "quote": quote}])), encoding="utf-8")
    with pytest.raises(CaseError, match=r"'….*so on for 5 weeks.*…'; .*'….*so on for 4 weeks.*…'"):
        load_cases(path, long.get)


@pytest.mark.parametrize("quote", ["weeks**.\r\nIt", "weeks**.\nIt", "weeks**. It"])
def test_lines_of_a_quote_may_end_otherwise_than_those_of_the_document(
    tmp_path: Path, quote: str
) -> None:
    (case,) = load(tmp_path, changed(gold=[{**SPAN, "quote": quote}])).cases
    span = case.gold[0][0].location.span
    assert span.of(TEXTS["notes/trial.md"]) == "weeks**.\r\nIt"
    assert case.gold[0][0].line == 3


def test_a_quote_whose_lines_end_otherwise_must_stand_once_too(tmp_path: Path) -> None:
    texts = {"notes/trial.md": "one\ntwo three\r\none two\r\n\r\none  two one\ntwo"}
    path = tmp_path / "cases.jsonl"
    for quote, error in {
        "one two": None,  # as it stands, it does so once
        "one\r\ntwo": "more than once: in lines 1 and 3",
        "two\n\none": None,
        "one  two": None,
        "two\none": None,
        "one\n\n\ntwo": "has no quote",
        "three one": None,
    }.items():
        case = changed(gold=[{"document": "notes/trial.md", "quote": quote}])
        path.write_text(json.dumps(case), encoding="utf-8")
        if error:
            with pytest.raises(CaseError, match=error):
                load_cases(path, texts.get)
        else:
            assert load_cases(path, texts.get).cases


def test_cases_are_picked_by_id_or_tag(tmp_path: Path) -> None:
    others = [changed(id="c3", tags=["why"]), changed(id="c4", tags=["why", "figure"])]
    found = load(tmp_path, FULL, REFUSED, *others)

    def picked(*ids: str, tags: tuple[str, ...] = ()) -> tuple[str, list[str]]:
        part = found.only(ids, tags)
        assert (part.name, part.sha256) == (found.name, found.sha256)
        return part.part, [case.id for case in part.cases]

    assert picked() == ("", ["c1", "c2", "c3", "c4"])
    assert picked("c4", "c2") == ("id c4, id c2", ["c2", "c4"])
    assert picked(tags=("figure",)) == ("tag figure", ["c1", "c4"])
    assert picked("c2", tags=("why",)) == ("id c2, tag why", ["c2", "c3", "c4"])
    with pytest.raises(CaseError, match=r"^no case of cases\.jsonl has the tag 'figures'$") as near:
        found.only((), ("why", "figures"))
    assert near.value.hint == "did you mean 'figure'?"
    with pytest.raises(CaseError, match="has the id 'figure'") as far:
        found.only(("figure",), ())
    assert far.value.hint == "known: c1, c2, c3, c4"
    with pytest.raises(CaseError, match="has the tag 'why'") as none:
        load(tmp_path, REFUSED).only((), ("why",))
    assert none.value.hint == "known: none"


def test_equal_ids_an_empty_file_and_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"cases\.jsonl:3: case 'c2': the id stands in line 1"):
        load(tmp_path, REFUSED, FULL, REFUSED)
    with pytest.raises(CaseError, match="no case in it"):
        load(tmp_path, "", " ")
    with pytest.raises(CaseError, match="No such file"):
        load_cases(tmp_path / "none.jsonl", TEXTS.get)
    (tmp_path / "cases.jsonl").write_bytes(b'{"id": "\xff"}')
    with pytest.raises(CaseError, match="not UTF-8 text at byte 8"):
        load_cases(tmp_path / "cases.jsonl", TEXTS.get)


def test_accepted_alternatives_are_written_in_words(tmp_path: Path) -> None:
    data = as_data(load(tmp_path, FULL).cases[0])
    assert list(map(written, data["accepted"])) == ["4.5 weeks", "4.5 weeks", "4.5 and 2"]
    assert written({"value": 76.4, "unit": "%"}) == "76.4%"
