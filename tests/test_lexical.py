"""BM25 against the formula worked out by hand; ties, wordings, and damaged or read-only files."""

import math
import os
from collections import Counter
from pathlib import Path

import pytest

from qa_bot.errors import IndexDamagedError
from qa_bot.lexical import SATURATION, LexicalIndex, LexicalWriter

PASSAGES = (
    "median surviv month month",
    "median dose",
    "dose of the drug dose dose month",
    "nothing here at all to see in this longer passage",
)


def opened(folder: Path, passages: tuple[str, ...] = PASSAGES) -> LexicalIndex:
    place = folder / "lexical"
    place.mkdir()
    with LexicalWriter(place) as writer:
        for row, text in enumerate(passages):
            writer.add(row, text.split())
    return LexicalIndex(place)


def bm25(term: str, row: int) -> float:
    """Score one term of one passage: Robertson and Zaragoza 2009, k1 1.2, b 0.75."""
    texts = [text.split() for text in PASSAGES]
    holding = sum(term in text for text in texts)
    idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
    length = len(texts[row]) / (sum(map(len, texts)) / len(texts))
    count = Counter(texts[row])[term]
    return idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length))


@pytest.mark.parametrize("terms", [["median"], ["month"], ["dose"], ["median", "month", "nowhere"]])
def test_scores_are_those_of_the_formula(tmp_path: Path, terms: list[str]) -> None:
    scores = {row: sum(bm25(term, row) for term in terms) for row in range(len(PASSAGES))}
    expected = sorted(
        ((row, score) for row, score in scores.items() if score), key=lambda hit: -hit[1]
    )
    found = opened(tmp_path).search([[{term: 1.0}] for term in terms], 10)
    assert [row for row, _ in found] == [row for row, _ in expected]
    assert [score for _, score in found] == pytest.approx(
        [score for _, score in expected], rel=1e-5
    )


def test_weights_multiply_wordings_compete_and_clauses_add(tmp_path: Path) -> None:
    index = opened(tmp_path)

    def score(row: int, *clauses: list[dict[str, float]]) -> float:
        return dict(index.search(clauses, 10)).get(row, 0.0)

    median, month = bm25("median", 0), bm25("month", 0)
    assert score(0, [{"median": 0.5}]) == pytest.approx(0.5 * median, rel=1e-5)
    assert score(0, [{"median": 1.0, "month": 1.0}]) == pytest.approx(median + month, rel=1e-5)
    assert score(0, [{"median": 1.0}, {"month": 1.0}]) == pytest.approx(
        max(median, month), rel=1e-5
    )
    assert score(0, [{"median": 1.0}], [{"month": 2.0}]) == pytest.approx(
        median + 2 * month, rel=1e-5
    )
    assert score(3, [{"median": 1.0}]) == 0.0


def test_a_term_gives_at_most_its_saturation(tmp_path: Path) -> None:
    index = opened(tmp_path, ("word " * 500, "other", "more"))
    ((_, score),) = index.search([[{"word": 1.0}]], 1)
    assert 0.9 * SATURATION * index.idf("word") < score <= SATURATION * index.idf("word")


def test_rarity_is_counted(tmp_path: Path) -> None:
    index = opened(tmp_path)
    assert len(index) == 4
    assert [index.passages_with(term) for term in ("median", "see", "nowhere", "med")] == [
        2,
        1,
        0,
        0,
    ]
    assert index.idf("median") == pytest.approx(math.log(1 + 2.5 / 2.5))
    assert index.idf("nowhere") == pytest.approx(math.log(1 + 4.5 / 0.5))
    assert index.idf("nowhere") > index.idf("see") > index.idf("median")


@pytest.mark.parametrize("limit", [1, 5, 300])
def test_equal_scores_come_in_the_order_of_rows(tmp_path: Path, limit: int) -> None:
    passages = tuple("a b" if row % 2 else "a" for row in range(400))
    found = opened(tmp_path, passages).search([[{"b": 1.0}]], limit)
    assert [row for row, _ in found] == list(range(1, 400, 2))[:limit]


def test_terms_are_taken_as_they_are(tmp_path: Path) -> None:
    index = opened(tmp_path, ("1.3 mg/m2 東 p<0.05", "é E\u0301 AND OR * ( :", "progress_surviv"))
    for term in ("1.3", "mg/m2", "東", "p<0.05", "é", "AND", "*", "(", ":", "progress_surviv"):
        assert index.passages_with(term) == 1, term
        assert len(index.search([[{term: 1.0}]], 9)) == 1
    assert index.passages_with("and") == index.passages_with("progress") == 0


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    index = opened(tmp_path, ())
    assert len(index) == 0
    assert index.search([[{"a": 1.0}]], 5) == []
    (tmp_path / "other").mkdir()
    assert opened(tmp_path / "other").search([], 5) == []


def test_a_folder_that_may_not_be_written_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tmp_path)
    place = tmp_path / "lexical"
    for lock in place.glob(".tantivy*.lock"):
        lock.unlink()
    before = sorted(path.name for path in place.iterdir())
    place.chmod(0o500)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may write anywhere
    index = LexicalIndex(place)
    assert [row for row, _ in index.search([[{"surviv": 1.0}]], 5)] == [0]
    place.chmod(0o700)
    assert sorted(path.name for path in place.iterdir()) == before


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="the lexical index cannot be written"):
        LexicalWriter(tmp_path / "missing")


@pytest.mark.parametrize("damage", ["missing", "empty", "cut"])
def test_damage_is_named(tmp_path: Path, damage: str) -> None:
    place = tmp_path / "lexical"
    if damage == "cut":
        opened(tmp_path)
        meta = place / "meta.json"
        meta.write_bytes(meta.read_bytes()[:-20])
    elif damage == "empty":
        place.mkdir()
        (place / "meta.json").write_bytes(b"")
    with pytest.raises(IndexDamagedError, match="lexical cannot be read") as raised:
        LexicalIndex(place)
    assert raised.value.hint == "qa-bot index --rebuild"
