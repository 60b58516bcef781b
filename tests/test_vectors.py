"""The nearest vectors, exactly: against numpy, with ties in the order of rows."""

import os
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from qa_bot.encoder import FloatArray
from qa_bot.errors import IndexDamagedError
from qa_bot.vectors import VectorIndex, VectorWriter


def unit_vectors(rows: int, dimension: int, seed: int = 7) -> FloatArray:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def opened(folder: Path, vectors: FloatArray) -> VectorIndex:
    return VectorIndex(written(folder / "vectors.faiss", vectors))


def written(path: Path, vectors: FloatArray) -> Path:
    with VectorWriter(path, vectors.shape[1]) as writer:
        writer.add(vectors)
    return path


@pytest.mark.parametrize("limit", [1, 8, 150, 5000])
def test_the_search_is_exact(tmp_path: Path, limit: int) -> None:
    vectors, questions = unit_vectors(3000, 48), unit_vectors(20, 48, seed=8)
    index = opened(tmp_path, vectors)
    for question in questions:
        cosines = vectors @ question
        found = index.search(question, limit)
        assert [row for row, _ in found] == np.argsort(-cosines, kind="stable")[:limit].tolist()
        assert np.allclose(
            [cosine for _, cosine in found], np.sort(cosines)[::-1][:limit], atol=1e-5
        )


@pytest.mark.parametrize("limit", [1, 3, 99, 100, 120, 399, 400, 401])
def test_equal_vectors_come_in_the_order_of_their_rows(tmp_path: Path, limit: int) -> None:
    axes = np.eye(4, dtype=np.float32)
    index = opened(tmp_path, axes[np.arange(400) % 4])
    rows = [row for row, _ in index.search(axes[2], limit)]
    of_axis = [row for row in range(400) if row % 4 == 2]
    assert rows == [*of_axis, *(row for row in range(400) if row % 4 != 2)][:limit]


def test_where_there_is_nothing_nothing_is_found(tmp_path: Path) -> None:
    index = opened(tmp_path, unit_vectors(0, 8))
    assert len(index) == 0
    assert index.search(unit_vectors(1, 8)[0], 5) == []
    assert opened(tmp_path, unit_vectors(3, 8)).search(unit_vectors(1, 8)[0], 0) == []


def test_vectors_are_kept_as_they_were(tmp_path: Path) -> None:
    vectors = unit_vectors(50, 16)
    index = opened(tmp_path, vectors)
    assert len(index) == 50
    assert (index.of(range(50)) == vectors).all()
    assert (index.of([7, 3, 7]) == vectors[[7, 3, 7]]).all()
    again = written(tmp_path / "again", vectors)
    assert again.read_bytes() == (tmp_path / "vectors.faiss").read_bytes()


def test_a_vector_cut_out_of_others_is_searched(tmp_path: Path) -> None:
    wide = unit_vectors(3, 32)
    index = opened(tmp_path, wide[:, ::2])
    assert (index.of(range(3)) == wide[:, ::2]).all()
    assert index.search(wide[1, ::2], 3)[0][0] in range(3)


def test_a_file_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        written(tmp_path / "missing" / "vectors.faiss", unit_vectors(2, 4))


@pytest.mark.parametrize("data", [None, b"", b"no index", b"IxFI"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "vectors.faiss"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss cannot be read") as raised:
        VectorIndex(path)
    assert raised.value.hint == "qa-bot index --rebuild"
    assert raised.value.exit_code == 3


def test_a_file_that_was_cut_short_is_named(tmp_path: Path) -> None:
    opened(tmp_path, unit_vectors(9, 16))
    path = tmp_path / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamagedError):
        VectorIndex(path)


def gathered(rows: int, dimension: int) -> FloatArray:
    """Make vectors that lie in bunches, as those of texts do."""
    chance = np.random.default_rng(3)
    centres = unit_vectors(40, dimension)[chance.integers(0, 40, rows)]
    vectors = centres + 0.15 * chance.normal(size=(rows, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FloatArray]:
    """An inverted file, as a large index has it, and the vectors in it."""
    vectors = gathered(4000, 64)
    path = tmp_path_factory.mktemp("many") / "vectors.faiss"
    with VectorWriter(path, 64, exact_up_to=1000) as writer:
        for start in range(0, 4000, 700):
            writer.add(vectors[start : start + 700])
    return path, vectors


def test_the_first_search_has_the_rows_that_it_reads_again_fetched_at_once(
    many: tuple[Path, FloatArray], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []

    def advise(_descriptor: int, start: int, length: int, _advice: int) -> None:
        asked.append((start, length))

    monkeypatch.setattr(os, "posix_fadvise", advise, raising=False)
    monkeypatch.setattr(os, "POSIX_FADV_WILLNEED", 3, raising=False)
    path, vectors = many
    with closing(VectorIndex(path)) as index:
        found = index.search(vectors[0], 20)
        assert {(4 * 64 * row, 4 * 64) for row, _ in found} <= set(asked)
        asked.clear()
        index.search(vectors[1], 20)
        assert not asked


def test_beyond_a_size_most_of_the_nearest_are_found_with_exact_cosines(
    many: tuple[Path, FloatArray],
) -> None:
    path, vectors = many
    with closing(VectorIndex(path)) as index:
        assert len(index) == 4000
        assert path.stat().st_size < vectors.nbytes / 4
        shared = 0
        for question in vectors[::200] + 0.05:
            question = question / np.linalg.norm(question)
            cosines = vectors @ question
            found = index.search(question, 20)
            assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
            assert [hit[1] for hit in found] == pytest.approx([cosines[row] for row, _ in found])
            shared += len({row for row, _ in found} & set(np.argsort(-cosines)[:20].tolist()))
        assert shared >= 0.9 * 20 * 20


def test_vectors_beyond_that_size_are_kept_as_they_were(many: tuple[Path, FloatArray]) -> None:
    path, vectors = many
    with closing(VectorIndex(path)) as index:
        assert (index.of([3999, 0, 7, 7]) == vectors[[3999, 0, 7, 7]]).all()


def test_without_its_vectors_an_inverted_file_is_damaged(
    many: tuple[Path, FloatArray], tmp_path: Path
) -> None:
    (tmp_path / "vectors.faiss").write_bytes(many[0].read_bytes())
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss cannot be read"):
        VectorIndex(tmp_path / "vectors.faiss")


@pytest.mark.parametrize("limit", [1, 5, 60])
def test_rows_that_are_not_wanted_make_room_for_the_next(
    many: tuple[Path, FloatArray], tmp_path: Path, limit: int
) -> None:
    path, vectors = many
    exact = opened(tmp_path, vectors)
    with closing(VectorIndex(path)) as index:
        for one in (exact, index):
            first = [row for row, _ in one.search(vectors[11], limit)]
            others = [row for row, _ in one.search(vectors[11], limit, set(first))]
            assert len(others) == limit
            assert not set(first) & set(others)
    assert (
        exact.search(vectors[11], 9, set(range(4000)) - {5, 8})
        == sorted(exact.search(vectors[11], 4000), key=lambda hit: hit[0] not in {5, 8})[:2]
    )
