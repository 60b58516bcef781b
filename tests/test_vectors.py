"""The nearest vectors, exactly: against numpy, with ties in the order of rows."""

from pathlib import Path

import numpy as np
import pytest

from qa_bot.encoder import FloatArray
from qa_bot.errors import IndexDamagedError
from qa_bot.vectors import VectorIndex, write_vectors


def unit_vectors(rows: int, dimension: int, seed: int = 7) -> FloatArray:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def opened(folder: Path, vectors: FloatArray) -> VectorIndex:
    write_vectors(folder / "vectors.faiss", vectors)
    return VectorIndex(folder / "vectors.faiss")


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
    assert (index.all() == vectors).all()
    assert (index.of([7, 3, 7]) == vectors[[7, 3, 7]]).all()
    again = tmp_path / "again"
    write_vectors(again, vectors)
    assert again.read_bytes() == (tmp_path / "vectors.faiss").read_bytes()


def test_a_vector_cut_out_of_others_is_searched(tmp_path: Path) -> None:
    wide = unit_vectors(3, 32)
    index = opened(tmp_path, wide[:, ::2])
    assert (index.all() == wide[:, ::2]).all()
    assert index.search(wide[1, ::2], 3)[0][0] in range(3)


def test_a_file_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="the vectors cannot be written"):
        write_vectors(tmp_path / "missing" / "vectors.faiss", unit_vectors(2, 4))


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
