"""The vectors of all segments as one.

Comes in: each segment's vectors, and the rows of documents that are there no more. Goes out: rows
with cosines, or vectors, by rows that number on from segment to segment.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from qa_bot.encoder import FloatArray
from qa_bot.vectors import VectorIndex

_BLOCK = 4096


class Vectors:
    """Searches segment after segment."""

    def __init__(self, segments: Sequence[tuple[int, Path]], removed: Iterable[int]) -> None:
        """Open the segments' vectors, oldest first.

        Args:
            segments: Each with its first row and its file.
            removed: Rows that are not found any more.

        Raises:
            IndexDamagedError: When one cannot be read.
        """
        self._first_rows = [first for first, _ in segments]
        self._parts = [VectorIndex(path) for _, path in segments]
        without: defaultdict[int, set[int]] = defaultdict(set)
        for row in removed:
            part = self._part(row)
            without[part].add(row - self._first_rows[part])
        self._without = without

    def __len__(self) -> int:
        """Count the rows that can be found."""
        return sum(map(len, self._parts)) - sum(map(len, self._without.values()))

    def close(self) -> None:
        """Close the files that are held open."""
        for part in self._parts:
            part.close()

    def search(self, vector: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find the rows nearest to a unit vector of shape (dimension,).

        Returns:
            Rows and cosines, sorted by (-cosine, row).
        """
        found = [
            (first + row, cosine)
            for number, (first, part) in enumerate(zip(self._first_rows, self._parts, strict=True))
            for row, cosine in part.search(vector, limit, self._without.get(number, set()))
        ]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def of(self, rows: Sequence[int]) -> FloatArray:
        """Fetch vectors by row; shape (number of rows, dimension)."""
        places = [self._part(row) for row in rows]
        fetched = {
            part: self._parts[part].of(
                [
                    row - self._first_rows[part]
                    for row, at in zip(rows, places, strict=True)
                    if at == part
                ]
            )
            for part in set(places)
        }
        turns = {part: iter(vectors) for part, vectors in fetched.items()}
        return np.stack([next(turns[part]) for part in places])

    def blocks(self) -> Iterator[FloatArray]:
        """Fetch every vector that can be found, in the order of rows, some thousands at a time."""
        for number, (first, part) in enumerate(zip(self._first_rows, self._parts, strict=True)):
            without = self._without.get(number, set())
            rows = [first + row for row in range(len(part)) if row not in without]
            for start in range(0, len(rows), _BLOCK):
                yield self.of(rows[start : start + _BLOCK])

    def _part(self, row: int) -> int:
        return bisect_right(self._first_rows, row) - 1
