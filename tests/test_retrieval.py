"""Retrieval: fusion by hand, and passages of the tests' corpus found by meaning and by words."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.encoder import Encoder
from qa_bot.index import Index, build, open_index
from qa_bot.retrieval import Retriever, fuse
from tests.fakes import HashEncoder, silent


@pytest.fixture(scope="module")
def retriever(corpus_index: Index, encoder: Encoder) -> Retriever:
    """The tests' corpus, searched with the packaged model."""
    return Retriever(corpus_index, encoder)


def test_fusion_is_a_convex_combination_over_what_bm25_could_reach() -> None:
    fused = fuse({1: 0.8, 2: 0.6, 3: 0.2}, {2: 5.0, 3: 10.0}, bound=10.0, weight=0.25)
    assert [row for row, _ in fused] == [3, 2, 1]
    assert [score for _, score in fused] == pytest.approx([0.8, 0.525, 0.2])


def test_equal_scores_are_ordered_by_row_and_no_words_leave_the_cosine() -> None:
    assert fuse({7: 0.5, 3: 0.5}, {}, bound=0.0, weight=0.5) == [(3, 0.25), (7, 0.25)]


scores = st.dictionaries(st.integers(0, 30), st.floats(0, 1), max_size=30)


@given(scores, scores, st.floats(0, 1))
def test_a_fused_score_lies_between_what_it_is_made_of(
    cosines: dict[int, float], shares: dict[int, float], weight: float
) -> None:
    fused = fuse(cosines, {row: 4 * share for row, share in shares.items()}, 4.0, weight)
    assert {row for row, _ in fused} == cosines.keys()
    for row, score in fused:
        lowest, highest = sorted((cosines[row], shares.get(row, 0.0)))
        assert lowest - 1e-9 <= score <= highest + 1e-9
    assert fused == sorted(fused, key=lambda item: (-item[1], item[0]))


@pytest.mark.parametrize(
    ("question", "document", "quoted"),
    [
        ("median time to remission with bright light", "corpus/trial.md", "4.5 weeks"),
        ("TTR bright light", "corpus/trial.md", "4.5 weeks"),
        ("when does the ship to Hvaler depart", "corpus/windows.md", "07:40"),
        ("how hot must the oven be for rye bread", "corpus/bom.md", "210 degrees"),
        ("at which temperature are vials kept", "corpus/plain.txt", "2 and 8 degrees"),
        ("rain at Larvik in 1957", "corpus/one-line.txt", "259 millimetres"),
        ("东京 tower 333", "corpus/scripts.md", "333"),
    ],
)
def test_the_passage_that_answers_comes_first(
    retriever: Retriever, question: str, document: str, quoted: str
) -> None:
    hit = retriever.search(retriever.understand(question), 3)[0]
    assert hit.passage.document == document
    assert quoted in hit.passage.text


def test_hits_tell_scores_ranks_and_words(retriever: Retriever, corpus_index: Index) -> None:
    question = retriever.understand("headache in the bright arm")
    hits = retriever.search(question, 50)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits) <= corpus_index.manifest.passages
    assert hits[0].matched == ("headache", "bright", "arm")
    assert min(hit.lexical_rank for hit in hits if hit.lexical_rank) == 1
    assert min(hit.dense_rank for hit in hits if hit.dense_rank) == 1
    for hit in hits:
        assert (hit.lexical_score is None) == (hit.lexical_rank is None)
        assert hit.dense_score is not None
        assert -1 <= hit.score <= 1


def test_the_limit_is_kept_and_the_same_question_finds_the_same(retriever: Retriever) -> None:
    question = retriever.understand("light")
    assert len(retriever.search(question, 2)) == 2
    assert retriever.search(question, 2) == retriever.search(question, 2)


def test_weights_choose_one_scoring(corpus_index: Index, encoder: Encoder) -> None:
    for weight, kind in ((1.0, "dense_score"), (0.0, "lexical_score")):
        alone = Retriever(corpus_index, encoder, weight)
        hits = alone.search(alone.understand("dose of the light"), 10)
        found = [getattr(hit, kind) or 0.0 for hit in hits]
        assert found == sorted(found, reverse=True)


def test_a_rare_concept_weighs_more_than_a_frequent_one(retriever: Retriever) -> None:
    rare, frequent = retriever.understand("Larvik station").concepts
    assert retriever.idf(rare) > retriever.idf(frequent)


def test_a_word_of_the_encoder_s_vocabulary_is_no_slip(retriever: Retriever) -> None:
    assert retriever.understand("how long does the Train take?").corrections == ()
    (slip,) = retriever.understand("rainn at Larvik").corrections
    assert (slip.typed, slip.read) == ("rainn", "rain")


def test_words_alone_find_a_passage_that_meaning_ranks_last(corpus_index: Index) -> None:
    class Blind(HashEncoder):
        """Sees no difference between texts."""

        def encode_question(self, text: str) -> np.ndarray:
            return np.full(384, 384**-0.5, dtype=np.float32)

    retriever = Retriever(corpus_index, Blind())
    hits = retriever.search(retriever.understand("Hvaler"), 5)
    assert "Hvaler" in hits[0].passage.text
    assert hits[0].lexical_rank == 1


def test_a_slip_is_read_as_a_word_that_the_documents_have(tmp_path: Path, encoder: Encoder) -> None:
    text = "The pattern of leave is agreed. A SecureID token and a secured door have patterning."
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "leave.md").write_text(f"# Leave\n\n{text}\n")
    build(tmp_path / "notes", tmp_path / "index", encoder, progress=silent)
    with open_index(tmp_path / "index") as index:
        understand = Retriever(index, encoder).understand
        assert understand("paternity leave?").searched == "paternity leave?"
        assert understand("pattrning of it").searched == "patterning of it"
        assert understand("a SecurID's token").searched == "a secureid token"
