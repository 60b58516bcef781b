"""Passages become vectors: taken over where the same text was encoded before, else encoded now.

Comes in: the texts of a generation, by row, with their hashes. Goes out: its vectors. What is
encoded is kept at once, so that a build that is stopped need not encode it again.
"""

from collections.abc import Container, Sequence

import numpy as np

from qa_bot.encoder import Encoder, FloatArray
from qa_bot.index.encoded import EncodedVectors
from qa_bot.index.opened import Index
from qa_bot.index.summary import Progress

ENCODED_AT_ONCE = 256


class Embedding:
    """The vectors of a generation in the making.

    Attributes:
        vectors: Unit vectors, shape (number of texts, dimension).
        encoded: How many had to be encoded.
    """

    def __init__(self, texts: Sequence[str], keys: Sequence[bytes], encoder: Encoder) -> None:
        """Take texts, and for each the hash by which its vector may be known."""
        self.vectors = np.empty((len(texts), encoder.identity.dimension), dtype=np.float32)
        self.encoded = 0
        self._texts = texts
        self._keys = keys
        self._encoder = encoder
        self._wanted = list(range(len(texts)))

    def take_over(self, kept: EncodedVectors, earlier: Index | None) -> None:
        """Take what the generation before has, and what a build that was stopped had encoded."""
        known = earlier.store.text_keys() if earlier else {}
        if earlier and (rows := self._found(known)):
            self.vectors[rows] = earlier.vectors.of([known[self._keys[row]] for row in rows])
        if rows := self._found(kept):
            self.vectors[rows] = kept.of([self._keys[row] for row in rows])

    def _found(self, keys: Container[bytes]) -> list[int]:
        """Pick the rows, of those still wanted, whose keys are among these."""
        found = [row for row in self._wanted if self._keys[row] in keys]
        self._wanted = [row for row in self._wanted if self._keys[row] not in keys]
        return found

    def complete(self, kept: EncodedVectors, progress: Progress) -> None:
        """Encode the rest, and keep it from batch to batch."""
        total = len(self._wanted)
        kept.begin(total)
        for start in range(0, total, ENCODED_AT_ONCE):
            progress("encoding", start, total)
            rows = self._wanted[start : start + ENCODED_AT_ONCE]
            made: FloatArray = self._encoder.encode_documents([self._texts[row] for row in rows])
            self.vectors[rows] = made
            kept.keep([self._keys[row] for row in rows], made)
        progress("encoding", total, total)
        self.encoded = total
