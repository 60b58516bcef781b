"""Drafts from the documents: the same ones every time, and asked as they are."""

from decimal import Decimal
from pathlib import Path
from unittest.mock import Mock

import pytest

from qa_bot.errors import CaseError
from qa_bot.evaluation.case_files import load_cases
from qa_bot.evaluation.cases import Case, as_data, as_line
from qa_bot.evaluation.drafts import draft_cases
from qa_bot.evaluation.judging import is_said
from qa_bot.index import Index, build, open_index
from qa_bot.text.display import one_line
from qa_bot.text.markup import unit_form
from qa_bot.values.quantities import Quantity
from tests.fakes import HashEncoder, silent

EVERY = 1000


@pytest.fixture(scope="module")
def drafts(corpus_index: Index) -> list[Case]:
    return draft_cases(corpus_index, EVERY, 7)


def test_a_row_becomes_a_question_by_the_names_of_row_and_column(drafts: list[Case]) -> None:
    rows = {case.question: case for case in drafts if "row" in case.tags}
    asked = [question for question in rows if "Remission at 8 weeks" in question]
    assert asked[0] in {
        "Efficacy: Remission at 8 weeks, Bright light?",
        "Efficacy: Remission at 8 weeks, Dim light?",
        "Efficacy: Remission at 8 weeks, Comparison?",
    }
    case = rows[asked[0]]
    assert case.accepted[0][0] in {"61%", "38%", "p<0.05"}
    assert case.gold[0][0].quote.startswith("| Remission at 8 weeks |")


def test_a_sentence_becomes_a_question_with_a_gap(drafts: list[Case]) -> None:
    (strain,) = (case for case in drafts if "Eye strain" in case.question)
    assert strain.question == "Safety: Eye strain occurred in … of patients?"
    assert strain.accepted == (("8%",), (Quantity(Decimal(8), "%"),))
    assert strain.tags == ("draft", "sentence")


def test_every_draft_can_be_loaded_and_its_quote_says_the_answer(
    drafts: list[Case], corpus_index: Index, tmp_path: Path
) -> None:
    assert len(drafts) > 10
    path = tmp_path / "drafts.jsonl"
    path.write_bytes("\n".join(map(as_line, drafts)).encode())
    assert load_cases(path, corpus_index.store.text).cases == tuple(drafts)
    passages = corpus_index.store.passages(range(corpus_index.manifest.passages))
    read = {
        (passage.document, unit.span): one_line(unit_form(passage.text, unit, passage.span.start))
        for passage in passages
        for unit in passage.units
    }
    for case in drafts:
        location = case.gold[0][0].location
        for (part,) in case.accepted:
            assert is_said(part, read[location.document, location.span]), case


@pytest.mark.parametrize(
    ("sentence", "asked", "accepted"),
    [
        ("It holds 1.7 litres.", "It holds …?", ["1.7 litres", {"value": 1.7, "unit": "litres"}]),
        ("It holds 17 litres.", "It holds …?", ["17 litres", {"value": 17, "unit": "litres"}]),
        ("It was -5 °C there.", "It was … there?", ["-5 °C", {"value": -5, "unit": "°C"}]),
        ("It cost $5 million.", "It cost …?", ["$5 million", {"value": 5000000, "unit": "$"}]),
        ("It cost CHF 140.", "It cost …?", ["CHF 140", {"value": 140, "unit": "CHF"}]),
        ("The 24-month rate.", "The … rate?", ["24-month", {"value": 24, "unit": "month"}]),
        ("It took 5 to 8 mg.", "It took …?", ["5 to 8 mg"]),
        ("It took 3.5 gizmos.", "It took … gizmos?", ["3.5"]),
    ],
)
def test_a_figure_is_accepted_as_written_and_as_a_number_with_its_unit(
    tmp_path: Path, sentence: str, asked: str, accepted: list[object]
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "pump.md").write_text(f"# Pump\n\n{sentence}\n", encoding="utf-8")
    build(folder, tmp_path / "index", HashEncoder(), progress=silent)
    with open_index(tmp_path / "index") as index:
        (case,) = draft_cases(index, EVERY, 7)
    assert (case.question, as_data(case)["accepted"]) == (f"Pump: {asked}", accepted)


def test_the_same_seed_draws_the_same_and_another_one_does_not(corpus_index: Index) -> None:
    first = draft_cases(corpus_index, 8, 1)
    assert len(first) == 8
    assert first == draft_cases(corpus_index, 8, 1)
    assert first != draft_cases(corpus_index, 8, 2)
    places = [(case.gold[0][0].location.document, case.gold[0][0].line) for case in first]
    assert places == sorted(places)


def test_what_stands_twice_is_not_drawn_and_texts_are_searched_for_what_is(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name in "abc":
        text = "".join(f"It took {days} days.\n\n" for days in (*range(11, 20), 11))
        (folder / f"{name}.md").write_text(f"# Days\n\n{text}", encoding="utf-8")
    build(folder, tmp_path / "index", HashEncoder(), progress=silent)
    with open_index(tmp_path / "index") as index:
        store = Mock(wraps=index.store)
        few = draft_cases(Mock(store=store), 2, 7)
        every = draft_cases(index, EVERY, 7)
    assert store.documents.call_count == 1
    assert store.text.call_count <= 3 + len(few) + 6  # six stand twice
    assert len(few) == 2
    assert len(every) == 24
    assert "11 days" not in {case.accepted[0][0] for case in every}


def test_documents_without_a_figure_give_no_draft(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "words.md").write_text("# Words\n\nNothing but words.\n", encoding="utf-8")
    build(folder, tmp_path / "index", HashEncoder(), progress=silent)
    with (
        open_index(tmp_path / "index") as index,
        pytest.raises(CaseError, match="has a figure to ask for"),
    ):
        draft_cases(index, 3, 7)
