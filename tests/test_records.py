"""What the records refuse, and what they derive."""

import json
from dataclasses import FrozenInstanceError, replace

import pytest

from qa_bot.records import Answer, AnswerStatus, Citation, Passage, Span, Statement, Unit

TEXT = "Before. It was 13.93 months. After."
QUOTE = Span(8, 28)
PASSAGE = Passage("notes/a.md", "a" * 64, QUOTE, QUOTE.of(TEXT), 1, ("A",), (Unit(QUOTE),))
CITATION = Citation(PASSAGE, QUOTE, 1)
STATEMENT = Statement("It was 13.93 months.", (CITATION,))


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (6, 5), (-1, 5), (-2, -1)])
def test_an_empty_or_inverted_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"not a span: {start}-{end}"):
        Span(start, end)


def test_a_span_cuts_text_where_the_document_has_it() -> None:
    assert Span(8, 10).of(TEXT) == Span(108, 110).of(TEXT, 100) == "It"
    assert PASSAGE.quote(Span(15, 20)) == "13.93"


@pytest.mark.parametrize("lead", ["", "It is open on:"])
@pytest.mark.parametrize("columns", [(), ("arm",), ("arm", "", "7")])
def test_a_unit_is_read_as_it_was_written(columns: tuple[str, ...], lead: str) -> None:
    unit = Unit(QUOTE, columns, lead)
    assert unit.as_list() == [8, 28, lead, *columns]
    assert Unit.from_list(json.loads(json.dumps(unit.as_list()))) == unit


@pytest.mark.parametrize(
    ("other", "inside"),
    [(QUOTE, True), (Span(9, 27), True), (Span(7, 28), False), (Span(8, 29), False)],
)
def test_a_quote_lies_inside_its_passage_and_a_highlight_inside_its_quote(
    other: Span, inside: bool
) -> None:
    assert QUOTE.contains(other) is inside
    if inside:
        assert Citation(PASSAGE, other, 1).quote == other.of(TEXT)
        assert Citation(PASSAGE, QUOTE, 1, (other,)).highlights == (other,)
        return
    with pytest.raises(ValueError, match=r"lies outside passage notes/a\.md:8-28"):
        Citation(PASSAGE, other, 1)
    with pytest.raises(ValueError, match="a highlight lies outside quote"):
        Citation(PASSAGE, QUOTE, 1, (QUOTE, other))


def test_an_address_is_the_document_and_its_characters() -> None:
    assert PASSAGE.id == "notes/a.md:8-28"
    assert Citation(PASSAGE, Span(15, 20), 1).address == "notes/a.md:15-20"


def test_a_statement_that_cites_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="uncited statement: 'Made up'"):
        Statement("Made up", ())


def test_an_answer_has_statements_and_what_is_not_found_has_none() -> None:
    assert Answer("q", "q", (STATEMENT,), 0.5).status is AnswerStatus.ANSWERED
    assert Answer("q", "q", (), 0.5).status is AnswerStatus.NOT_FOUND


def test_an_answer_numbers_each_citation_once_in_the_order_of_its_statements() -> None:
    other = replace(CITATION, span=Span(15, 20))
    statements = (Statement("b", (other,)), Statement("a", (CITATION, other)))
    answer = Answer("q", "q", statements, 0.9)
    assert answer.citations == (other, CITATION)
    assert Answer("q", "q", (), 0.1).citations == ()


@pytest.mark.parametrize("record", [QUOTE, PASSAGE, CITATION, STATEMENT])
def test_records_are_frozen(record: object) -> None:
    name = next(iter(type(record).__slots__))  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        setattr(record, name, None)
