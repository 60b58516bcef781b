"""Nearest vectors by cosine: the only place that touches FAISS.

Comes in: unit vectors, by row. Goes out: rows with cosines. The search is exact: approximate
indexes lose accuracy that a folder of documents is too small to need.
"""

from pathlib import Path

import faiss
import numpy as np

from qa_bot.encoder.protocol import FloatArray
from qa_bot.errors import IndexDamagedError


def write_vectors(path: Path, vectors: FloatArray) -> None:
    """Write unit vectors, shape (rows, dimension), as an exact inner-product index.

    Raises:
        OSError: When the file cannot be written; FAISS reports every failure as RuntimeError.
    """
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"the vectors cannot be written: {error}") from error


class VectorIndex:
    """Vectors on disk, opened for search."""

    def __init__(self, path: Path) -> None:
        """Read an index.

        Raises:
            IndexDamagedError: When FAISS cannot read it.
        """
        try:
            self._index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexDamagedError(
                f"the vectors in {path} cannot be read", hint="qa-bot index --rebuild"
            ) from error

    def __len__(self) -> int:
        """Count the rows."""
        return int(self._index.ntotal)

    def search(self, vector: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find the rows nearest to a unit vector of shape (dimension,).

        Returns:
            Rows and cosines, sorted by (-cosine, row).
        """
        limit = min(limit, len(self))
        if limit < 1:
            return []
        question = vector[np.newaxis]
        scores, rows = self._index.search(question, min(limit + 1, len(self)))
        if len(scores[0]) > limit and scores[0, limit - 1] == scores[0, limit]:
            # FAISS chooses freely among equals, so all of them are asked for.
            least = np.nextafter(scores[0, limit], np.float32(-np.inf))
            _, *found = self._index.range_search(question, float(least))
        else:
            found = [scores[0], rows[0]]
        hits = [(int(row), float(score)) for score, row in zip(*found, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def of(self, rows: list[int]) -> FloatArray:
        """Fetch vectors by row; shape (number of rows, dimension)."""
        vectors: FloatArray = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return vectors

    def all(self) -> FloatArray:
        """Fetch every vector; shape (rows, dimension)."""
        vectors: FloatArray = self._index.reconstruct_n(0, len(self))
        return vectors
