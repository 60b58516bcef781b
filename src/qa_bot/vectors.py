"""Nearest vectors by cosine: the only place that touches FAISS.

Comes in: unit vectors, row after row, so that memory does not grow with them. Goes out: rows with
exact cosines. Up to `EXACT_UP_TO` rows the search itself is exact, too. Beyond, where reading every
vector takes longer than an answer may, an inverted file holds one bit a dimension (RaBitQ: Gao and
Long, SIGMOD 2024) and is mapped into memory; the best it finds are read again from the vectors
themselves, which stay on disk. `benchmarks/scale.py` measures what is chosen here.
"""

import os
from collections.abc import Collection, Iterable, Sequence
from math import sqrt
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import faiss
import numpy as np
from numpy.typing import NDArray

from qa_bot.disk import read_ahead
from qa_bot.encoder.protocol import FloatArray
from qa_bot.errors import IndexDamagedError

EXACT_UP_TO = 50_000
"""Rows that are searched one by one: in 2 ms on two idle cores, in 7 on busy ones."""

LISTS_PER_ROOT = 2.0
"""Lists of the inverted file: times the square root of the rows."""

TRAINED_PER_LIST = 40
"""Rows that each list's centre is learned from, about as few as FAISS does without a warning."""

PROBED_PER_ROOT = 4.0
"""Lists that a question is compared with: times the square root of the lists."""

REREAD = 5
"""Of how many times the rows that are wanted the exact cosines are computed."""

_BLOCK = 16_384
_ROUNDS = 8
_SEED = 1234


def rows_of(path: Path) -> Path:
    """Name the file beside an inverted file that holds the vectors themselves."""
    return path.with_suffix(".f32")


class VectorWriter:
    """Writes vectors as they come; `close` makes the index of them."""

    def __init__(self, path: Path, dimension: int, exact_up_to: int = EXACT_UP_TO) -> None:
        """Begin.

        Args:
            path: Of the index.
            dimension: Length of a vector.
            exact_up_to: With more rows than these, the index is an inverted file.

        Raises:
            OSError: When the file cannot be written.
        """
        self._path = path
        self._dimension = dimension
        self._exact_up_to = exact_up_to
        self._file = rows_of(path).open("wb")

    def __enter__(self) -> "VectorWriter":
        """Use it in a `with` block, at whose end the index is made, unless it failed."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        self._file.close()
        if error is None:
            self._index()

    def add(self, vectors: FloatArray) -> None:
        """Add unit vectors, shape (rows, dimension)."""
        self._file.write(np.ascontiguousarray(vectors, dtype=np.float32).data)

    def _index(self) -> None:
        """Make the index; FAISS reports every failure to write as RuntimeError."""
        path = rows_of(self._path)
        rows = path.stat().st_size // (4 * self._dimension)
        if rows > self._exact_up_to:
            with path.open("rb") as file:
                index = _inverted(file, rows, self._dimension)
        else:
            index = faiss.IndexFlatIP(self._dimension)
            index.add(np.fromfile(path, dtype=np.float32).reshape(rows, self._dimension))
            path.unlink()
        try:
            faiss.write_index(index, str(self._path))
        except RuntimeError as error:
            raise OSError(f"the vectors cannot be written: {error}") from error


def _inverted(file: BinaryIO, rows: int, dimension: int) -> Any:  # noqa: ANN401 - FAISS has no types
    """Learn lists from a sample of the rows and fill them, block by block."""
    lists = round(LISTS_PER_ROOT * sqrt(rows))
    description = f"IVF{lists},RaBitQ"
    index: Any = faiss.index_factory(dimension, description, faiss.METRIC_INNER_PRODUCT)
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    index.cp.seed, index.cp.niter = _SEED, _ROUNDS
    chosen = np.random.default_rng(_SEED).permutation(rows)[: TRAINED_PER_LIST * lists]
    index.train(_read(file, np.sort(chosen).tolist(), dimension))
    for start in range(0, rows, _BLOCK):
        index.add(_read(file, range(start, min(start + _BLOCK, rows)), dimension))
    return index


def _read(file: BinaryIO, rows: Iterable[int], dimension: int) -> FloatArray:
    """Read rows; were they mapped, pages once touched would stay in the memory of the process."""
    width = 4 * dimension
    found = b"".join(os.pread(file.fileno(), width, width * row) for row in rows)
    return np.frombuffer(found, dtype=np.float32).reshape(-1, dimension)


class VectorIndex:
    """Vectors on disk, opened for search."""

    def __init__(self, path: Path) -> None:
        """Map an index into memory.

        Raises:
            IndexDamagedError: When FAISS cannot read it, or its vectors are missing.
        """
        try:
            self._index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
            exact = isinstance(self._index, faiss.IndexFlat)
            self._file = None if exact else rows_of(path).open("rb")
            self._is_new = True
        except (RuntimeError, OSError) as error:
            raise IndexDamagedError(
                f"the vectors in {path} cannot be read", hint="qa-bot index --rebuild"
            ) from error

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._index.ntotal)

    def close(self) -> None:
        """Close the file that is held open."""
        if self._file:
            self._file.close()

    def search(
        self, vector: FloatArray, limit: int, without: Collection[int] = frozenset()
    ) -> list[tuple[int, float]]:
        """Find the rows nearest to a unit vector of shape (dimension,).

        Args:
            vector: Of the question.
            limit: The most rows to find.
            without: Rows that are not wanted; a set, for each row is looked up in it.

        Returns:
            Rows and cosines, sorted by (-cosine, row).
        """
        faiss.omp_set_num_threads(1)  # a second thread costs a question more than it saves
        nearest = self._exactly if self._file is None else self._about
        asked = limit = min(limit, len(self))
        while limit > 0:
            found = nearest(vector[np.newaxis], asked)
            wanted = [hit for hit in found if hit[0] not in without][:limit]
            if len(wanted) == limit or len(found) < asked or asked == len(self):
                return wanted
            asked = min(2 * asked, len(self))
        return []

    def of(self, rows: Sequence[int]) -> FloatArray:
        """Fetch vectors by row; shape (number of rows, dimension)."""
        if self._file is None:
            vectors: FloatArray = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
            return vectors
        return _read(self._file, rows, self._index.d)

    def _exactly(self, question: FloatArray, limit: int) -> list[tuple[int, float]]:
        scores, rows = self._index.search(question, min(limit + 1, len(self)))
        if len(scores[0]) > limit and scores[0, limit - 1] == scores[0, limit]:
            # FAISS chooses freely among equals, so all of them are asked for.
            least = np.nextafter(scores[0, limit], np.float32(-np.inf))
            _, *found = self._index.range_search(question, float(least))
        else:
            found = [scores[0], rows[0]]
        return _sorted(found[1], found[0], limit)

    def _about(self, question: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find more than is wanted by estimated cosines, and order it by exact ones."""
        probed = round(PROBED_PER_ROOT * sqrt(self._index.nlist))
        parameters: Any = faiss.IVFRaBitQSearchParameters()
        parameters.nprobe = min(probed, self._index.nlist)
        _, found = self._index.search(question, REREAD * limit, params=parameters)
        rows = found[0][found[0] >= 0]
        if self._file and self._is_new:  # later questions find most in the system's cache
            width, self._is_new = 4 * self._index.d, False
            read_ahead(self._file, (width * rows).tolist(), width)
        return _sorted(rows, self.of(rows) @ question[0], limit)


def _sorted(rows: NDArray[np.int64], cosines: FloatArray, limit: int) -> list[tuple[int, float]]:
    order = np.lexsort((rows, -cosines))[:limit]
    return list(zip(rows[order].tolist(), cosines[order].tolist(), strict=True))
