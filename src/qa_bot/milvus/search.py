"""Vectors and terms on a server.

Comes in: a question's vector, or its clauses. Goes out: rows with cosines or BM25 scores. The
server finds; what it finds by its words is weighed here by the formula that `lexical` has, for a
server knows neither wordings that compete nor their weights.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from qa_bot.encoder import FloatArray
from qa_bot.lexical import K1, SATURATION, B, Clause, WeightedTerms, idf
from qa_bot.milvus.keys import token
from qa_bot.milvus.server import Generation

_BLOCK = 1000


class MilvusVectors:
    """Vectors of one generation."""

    def __init__(self, generation: Generation, dimension: int) -> None:
        """Remember where they are."""
        self._generation = generation
        self._dimension = dimension

    def __len__(self) -> int:
        """Count the rows that can be found."""
        return self._generation.count()

    def search(self, vector: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find the rows nearest to a unit vector, with cosines, sorted by (-cosine, row)."""
        found = self._generation.nearest(vector, limit) if limit > 0 else []
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def of(self, rows: Sequence[int]) -> FloatArray:
        """Fetch vectors by row; shape (number of rows, dimension)."""
        found = self._generation.get(rows, ["dense"])
        vectors = [found[row]["dense"] for row in rows]
        return np.array(vectors, dtype=np.float32).reshape(len(rows), self._dimension)

    def blocks(self) -> Iterator[FloatArray]:
        """Fetch every vector, some thousands at a time."""
        block: list[list[float]] = []
        for row in self._generation.rows("passages", "key >= 0", ["dense"]):
            block.append(row["dense"])
            if len(block) == _BLOCK:
                yield np.array(block, dtype=np.float32)
                block = []
        if block:
            yield np.array(block, dtype=np.float32)


class MilvusTerms:
    """Terms of one generation."""

    def __init__(self, generation: Generation, mean_length: float) -> None:
        """Remember where they are.

        Args:
            generation: Has them.
            mean_length: Terms of a passage, on average.
        """
        self._generation = generation
        self._mean_length = mean_length
        self._count = lru_cache(maxsize=1)(generation.count)
        self._holding = lru_cache(maxsize=65_536)(self._counted)

    def __len__(self) -> int:
        """Count the passages."""
        return self._count()

    def passages_with(self, term: str) -> int:
        """Count the passages that hold a folded term."""
        return self._holding(term)

    def idf(self, term: str) -> float:
        """Weigh a folded term by its rarity, as BM25 does; what occurs nowhere weighs most."""
        return idf(self.passages_with(term), len(self))

    def search(self, clauses: Sequence[Clause], limit: int) -> list[tuple[int, float]]:
        """Find the passages that satisfy any clause, with scores, sorted by (-score, row)."""
        terms = {term for clause in clauses for wording in clause for term in wording}
        if not terms:
            return []
        tokens = sorted(map(token, terms))
        scored = []
        for row, held in self._generation.with_terms(tokens, limit).items():
            counts = Counter(held.split())
            length = counts.total() / self._mean_length
            score = sum(
                max(self._score(one, counts, length) for one in clause) for clause in clauses
            )
            if score > 0:
                scored.append((row, score))
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))

    def _score(self, wording: WeightedTerms, counts: Counter[str], length: float) -> float:
        """Score a wording (Robertson and Zaragoza 2009)."""
        total = 0.0
        for term, weight in wording.items():
            if count := counts[token(term)]:
                saturated = count * SATURATION / (count + K1 * (1 - B + B * length))
                total += weight * self.idf(term) * saturated
        return total

    def _counted(self, term: str) -> int:
        return self._generation.count(f"text_match(terms, '{token(term)}')")
