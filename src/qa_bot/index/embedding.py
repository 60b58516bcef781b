"""Passages become vectors: taken over where the same text was encoded before, else encoded now.

Comes in: texts. Goes out: their vectors. What is encoded is kept at once, so that a build that is
stopped need not encode it again.
"""

import time
from collections.abc import Sequence

import numpy as np

from qa_bot.encoder import Encoder, FloatArray
from qa_bot.index.encoded import EncodedVectors
from qa_bot.index.opened import Index
from qa_bot.index.texts import text_key

ENCODED_AT_ONCE = 256
"""Texts that are encoded together; the encoder sorts them by length, for less padding."""


class Embedding:
    """Finds or makes vectors.

    Attributes:
        encoded: How many had to be encoded.
        seconds: How long that took.
    """

    def __init__(self, encoder: Encoder, kept: EncodedVectors, earlier: Index | None) -> None:
        """Take the encoder and who may know vectors already.

        Args:
            encoder: Makes those that are new.
            kept: Has what a build that was stopped had encoded.
            earlier: Has those of the generation before.
        """
        self.encoded = 0
        self.seconds = 0.0
        self._encoder = encoder
        self._kept = kept
        self._earlier = earlier

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.identity.dimension

    def of(self, texts: Sequence[str]) -> FloatArray:
        """Embed texts; shape (number of texts, dimension)."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        keys = [text_key(text) for text in texts]
        wanted = list(range(len(texts)))
        known = self._earlier.store.rows_with(keys) if self._earlier else {}
        taken = [row for row in wanted if keys[row] in known]
        if self._earlier and taken:
            vectors[taken] = self._earlier.vectors.of([known[keys[row]] for row in taken])
        wanted = [row for row in wanted if keys[row] not in known]
        kept = [row for row in wanted if keys[row] in self._kept]
        if kept:
            vectors[kept] = self._kept.of([keys[row] for row in kept])
        fresh = [row for row in wanted if keys[row] not in self._kept]
        if fresh:
            vectors[fresh] = made = self._encode([texts[row] for row in fresh])
            self._kept.keep([keys[row] for row in fresh], made)
        return vectors

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        started = time.perf_counter()
        made = self._encoder.encode_documents(texts)
        self.seconds += time.perf_counter() - started
        self.encoded += len(texts)
        return made
