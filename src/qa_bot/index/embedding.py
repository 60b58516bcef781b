"""Passages become vectors: taken over where the same text was encoded before, else encoded now.

Comes in: texts. Goes out: their vectors. What is encoded is kept at once, so that a build that is
stopped need not encode it again.
"""

import time
from collections.abc import Sequence

import numpy as np

from qa_bot.encoder import Encoder, FloatArray
from qa_bot.index.encoded import EncodedVectors
from qa_bot.index.protocol import Index
from qa_bot.index.texts import text_key

ENCODED_AT_ONCE = 256
"""Texts that are encoded together; the encoder sorts them by length, for less padding."""


class Embedding:
    """Finds or makes vectors.

    Attributes:
        encoded: How many had to be encoded.
        seconds: How long that took.
    """

    def __init__(
        self, encoder: Encoder, kept: EncodedVectors | None, earlier: Index | None
    ) -> None:
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
        keys = [text_key(text) for text in texts]
        found = self._known(keys)
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if fresh:
            made = self._encode(list(fresh.values()))
            if self._kept:
                self._kept.keep(list(fresh), made)
            found.update(zip(fresh, made, strict=True))
        return np.stack([found[key] for key in keys])

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, FloatArray]:
        """Fetch the vectors of the generation before, then of a build that was stopped."""
        found: dict[bytes, FloatArray] = {}
        if self._earlier and (rows := self._earlier.store.rows_with(keys)):
            found.update(zip(rows, self._earlier.vectors.of(list(rows.values())), strict=True))
        if self._kept:
            kept = [key for key in keys if key not in found and key in self._kept]
            found.update(zip(kept, self._kept.of(kept), strict=True))
        return found

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        started = time.perf_counter()
        made = self._encoder.encode_documents(texts)
        self.seconds += time.perf_counter() - started
        self.encoded += len(texts)
        return made
