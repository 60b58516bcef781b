"""Reading: evidence leads back to the sentences it was seen in, and ranks the hits anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answering.reading import ReadHit, probability, read_hits
from qa_bot.encoder import Encoder
from qa_bot.index import Index
from qa_bot.reader import Evidence, PassageText, ReaderIdentity, ScoredSpan
from qa_bot.records import Hit, Span
from qa_bot.retrieval import Retriever
from tests.fakes import WordReader

QUESTION = "when does the ferry to Hvaler leave"


@pytest.fixture(scope="module")
def hits(corpus_index: Index, encoder: Encoder) -> list[Hit]:
    retriever = Retriever(corpus_index, encoder)
    return retriever.search(retriever.understand(QUESTION), 8)


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
                support=float(number) * 4 - 8,
                spans=tuple(
                    ScoredSpan(Span(start, min(end, len(passage.text))), 1.0)
                    for start, end in self.spans
                    if start < len(passage.text)
                ),
            )
            for number, passage in enumerate(passages)
        ]


def test_without_a_reader_hits_stay_as_they_are(hits: list[Hit]) -> None:
    read = read_hits(QUESTION, hits, None)
    assert [one.hit for one in read] == hits
    assert all(one.evidence is None for one in read)
    assert [len(one.units) for one in read] == [len(hit.passage.units) for hit in hits]


def test_the_answer_is_led_back_to_its_sentence(hits: list[Hit]) -> None:
    read = read_hits(QUESTION, hits, WordReader())
    best = next(
        unit for one in read for unit in one.units if unit.spans and unit.spans[0].score > 0
    )
    assert best.spans[0].span.of(best.text) == "leaves"
    assert "ferry to Hvaler leaves" in best.text


def test_the_reader_s_support_moves_passages(hits: list[Hit]) -> None:
    read = read_hits(QUESTION, hits, EverywhereReader())
    assert {one.hit.passage.id for one in read} == {hit.passage.id for hit in hits}
    assert [one.hit.score for one in read] == sorted((one.hit.score for one in read), reverse=True)
    assert [one.hit.passage.id for one in read].index(hits[-1].passage.id) < len(hits) - 1
    assert all(0 <= one.hit.reader_score <= 1 for one in read if one.hit.reader_score is not None)
    assert all(one.hit.score <= 1 for one in read)


@given(st.integers(0, 400), st.integers(1, 200))
def test_every_span_lies_in_one_sentence_and_reads_as_the_reader_saw_it(
    hits: list[Hit], start: int, length: int
) -> None:
    reader = EverywhereReader((start, start + length))
    read: list[ReadHit] = read_hits(QUESTION, hits, reader)
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
