"""The encoder that answers questions: an exported model on ONNX Runtime.

Comes in: the folder of an export. Goes out: unit vectors. Imports neither torch nor
sentence-transformers, which would cost seconds at every start.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa_bot.encoder.protocol import EncoderIdentity, FloatArray
from qa_bot.encoder.weights import MODEL, PROBE_TEXT, TOKENIZER, read_card
from qa_bot.errors import EncoderError, pasted
from qa_bot.runtime import open_model
from qa_bot.weights import is_sealed

BATCH = 32
PROBE_TOLERANCE = 1e-2


class OnnxEncoder:
    """A sentence encoder exported to ONNX, pooling and normalisation inside the graph."""

    def __init__(self, folder: Path) -> None:
        """Open an export and try it on a known text.

        Raises:
            EncoderError: When a file is missing or altered.
        """
        card = read_card(folder)
        if card is None or not is_sealed(folder):
            raise _damaged(folder)
        self._tokenizer, self._session = open_model(
            folder / MODEL, folder / TOKENIZER, _damaged(folder)
        )
        self._card = card
        self.identity = EncoderIdentity(card.name, card.key, card.dimension)
        probe = self._encode([PROBE_TEXT])[0][: len(card.probe)]
        if not np.allclose(probe, card.probe, atol=PROBE_TOLERANCE):
            raise _damaged(folder)

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages; shape (number of texts, dimension)."""
        return self._encode([self._card.document_prompt + text for text in texts])

    def encode_question(self, text: str) -> FloatArray:
        """Encode one question; shape (dimension,)."""
        vector: FloatArray = self._encode([self._card.question_prompt + text])[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, without the special ones and without a limit."""
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        """Encode texts in batches of similar length, so that little of a batch is padding."""
        vectors = np.empty((len(texts), self.identity.dimension), dtype=np.float32)
        token_ids = [self._token_ids(text) for text in texts]
        by_length = sorted(range(len(texts)), key=lambda row: len(token_ids[row]))
        for start in range(0, len(texts), BATCH):
            rows = by_length[start : start + BATCH]
            vectors[rows] = self._run([token_ids[row] for row in rows])
        return vectors

    def _token_ids(self, text: str) -> list[int]:
        """Tokenize, cutting the end off what the model cannot take, special tokens kept."""
        ids: list[int] = self._tokenizer.encode(text).ids
        excess = len(ids) - self._card.max_tokens
        return ids if excess <= 0 else [*ids[: -excess - 1], ids[-1]]

    def _run(self, batch: list[list[int]]) -> FloatArray:
        longest = max(map(len, batch))
        input_ids = np.zeros((len(batch), longest), dtype=np.int64)
        attention_mask = np.zeros_like(input_ids)
        for row, ids in enumerate(batch):
            input_ids[row, : len(ids)] = ids
            attention_mask[row, : len(ids)] = 1
        inputs = {"input_ids": input_ids, "attention_mask": attention_mask}
        vectors: FloatArray = self._session.run(None, inputs)[0]
        return vectors


def _damaged(folder: Path) -> EncoderError:
    return EncoderError(
        f"the exported encoder in {folder} is damaged",
        hint=f"rm -r {pasted(folder)}   (it is made again when needed)",
    )
