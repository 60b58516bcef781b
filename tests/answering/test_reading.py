"""Reading: evidence leads back to the sentences it was seen in, and ranks the hits anew."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answering.reading import probability, read_hits
from qa_bot.encoder import Encoder
from qa_bot.index import Index
from qa_bot.question import Question
from qa_bot.reader import Evidence, PassageText, ReaderIdentity, ScoredSpan
from qa_bot.records import Hit, Span
from qa_bot.retrieval import Retriever
from tests.fakes import WordReader


@pytest.fixture(scope="module")
def retriever(corpus_index: Index, encoder: Encoder) -> Retriever:
    return Retriever(corpus_index, encoder)


@pytest.fixture(scope="module")
def question(retriever: Retriever) -> Question:
    return retriever.understand("when does the ferry to Hvaler leave")


@pytest.fixture(scope="module")
def plain(retriever: Retriever) -> Question:
    """Names nothing, so that any passage may answer it."""
    return retriever.understand("when does the ferry leave")


@pytest.fixture(scope="module")
def hits(retriever: Retriever, question: Question) -> list[Hit]:
    return retriever.search(question, 8)


def level(hits: list[Hit]) -> list[Hit]:
    """Make all hits equally good, so that each is worth reading."""
    return [replace(hit, score=0.5) for hit in hits]


class EverywhereReader:
    """Sees an answer at given places of every passage, and likes the later passages better."""

    def __init__(self, *spans: tuple[int, int]) -> None:
        self.identity = ReaderIdentity("everywhere", "0" * 64)
        self.spans = spans
        self.texts: list[str] = []

    def read(self, question: str, passages: list[PassageText]) -> list[Evidence]:
        self.texts = [passage.text for passage in passages]
        return [
            Evidence(
                relevance=0.0,
                support=float(number) - 4,
                spans=tuple(
                    ScoredSpan(Span(start, min(end, len(passage.text))), 1.0)
                    for start, end in self.spans
                    if start < len(passage.text)
                ),
            )
            for number, passage in enumerate(passages)
        ]


def test_without_a_reader_hits_stay_as_they_are(question: Question, hits: list[Hit]) -> None:
    asked, read = read_hits(question, hits, None)
    assert asked == replace(question, subjects=())  # no heading names it
    assert [one.hit for one in read] == hits
    assert all(one.evidence is None for one in read)
    assert [len(one.units) for one in read] == [len(hit.passage.units) for hit in hits]


def test_the_answer_is_led_back_to_its_sentence(question: Question, hits: list[Hit]) -> None:
    _, read = read_hits(question, hits, WordReader())
    best = next(
        unit for one in read for unit in one.units if unit.spans and unit.spans[0].score > 0
    )
    assert best.spans[0].span.of(best.text) == "leaves"
    assert "ferry to Hvaler leaves" in best.text


def test_the_reader_s_support_moves_passages(plain: Question, hits: list[Hit]) -> None:
    _, read = read_hits(plain, level(hits), EverywhereReader())
    ranked = [one.hit.passage.id for one in read]
    assert ranked == [hit.passage.id for hit in reversed(hits)]
    assert [one.hit.score for one in read] == sorted((one.hit.score for one in read), reverse=True)
    assert all(0 <= one.hit.reader_score <= 1 for one in read if one.hit.reader_score is not None)
    assert all(one.hit.score <= 1 for one in read)


def test_what_does_not_name_what_is_asked_about_is_not_read(
    question: Question, hits: list[Hit]
) -> None:
    reader = EverywhereReader()
    _, read = read_hits(question, level(hits), reader)
    naming = [hit for hit in hits if "Hvaler" in hit.passage.text]
    assert 0 < len(naming) < len(hits)
    assert len(reader.texts) == len(naming)
    assert {one.hit.passage.id for one in read if one.may_answer} == {
        hit.passage.id for hit in naming
    }
    least = min(one.hit.score for one in read if one.may_answer)
    assert {one.hit.score for one in read if not one.may_answer} == {least}


@pytest.mark.parametrize(
    ("scores", "number"),
    [([0.9, 0.55, 0.53], 2), ([0.9, 0.1, 0.1], 2), ([0.5, 0.5, 0.5], 3), ([0.0, 0.0, 0.0], 3)],
)
def test_what_is_far_behind_the_best_is_not_read(
    plain: Question, hits: list[Hit], scores: list[float], number: int
) -> None:
    reader = EverywhereReader()
    found = [replace(hit, score=score) for hit, score in zip(hits, scores, strict=False)]
    _, read = read_hits(plain, found, reader)
    assert len(reader.texts) == number
    assert [one.hit.reader_score is not None for one in read] == [True] * number + [False] * (
        len(scores) - number
    )


@given(st.integers(0, 400), st.integers(1, 200))
def test_every_span_lies_in_one_sentence_and_reads_as_the_reader_saw_it(
    plain: Question, hits: list[Hit], start: int, length: int
) -> None:
    reader = EverywhereReader((start, start + length))
    _, read = read_hits(plain, level(hits), reader)
    seen = dict(zip([hit.passage.id for hit in hits], reader.texts, strict=True))
    for one in read:
        text = seen[one.hit.passage.id]
        assert text == " ".join(unit.text for unit in one.units)
        for unit in one.units:
            for found in unit.spans:
                assert 0 <= found.span.start < found.span.end <= len(unit.text)
                assert text[start : start + length].startswith(found.span.of(unit.text))


@pytest.mark.parametrize(("odds", "expected"), [(0.0, 0.5), (800.0, 1.0), (-800.0, 0.0)])
def test_log_odds_of_any_size_make_a_probability(odds: float, expected: float) -> None:
    assert probability(odds) == expected
