"""An encoder that keeps what it made, so that a collection is encoded once and not for each index.

Comes in: an encoder and a file. Goes out: the same vectors. They outlive a build that was stopped
and an index of an older format.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa_bot.encoder import Encoder, EncoderIdentity, FloatArray


class KeepingEncoder:
    """Encodes texts that it did not meet before, and looks up the others."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        """Keep an encoder's vectors in a file of their own, by the encoder's key."""
        self._encoder = encoder
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path)
        self._table = f"vectors_{encoder.identity.key[:16]}"
        self._database.execute(
            f"CREATE TABLE IF NOT EXISTS {self._table} (text BLOB PRIMARY KEY, vector BLOB)"
        )

    @property
    def identity(self) -> EncoderIdentity:
        """Name, key and dimension."""
        return self._encoder.identity

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages; shape (number of texts, dimension), in their order."""
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if not self._kept(key)}
        if fresh:
            made = self._encoder.encode_documents(list(fresh.values()))
            rows = ((key, vector.tobytes()) for key, vector in zip(fresh, made, strict=True))
            with self._database:
                self._database.executemany(f"INSERT INTO {self._table} VALUES (?, ?)", rows)
        vectors = [np.frombuffer(self._kept(key), dtype=np.float32) for key in keys]
        return np.array(vectors, dtype=np.float32).reshape(-1, self.identity.dimension)

    def encode_question(self, text: str) -> FloatArray:
        """Encode one question; shape (dimension,)."""
        return self._encoder.encode_question(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, without the special ones and without a limit."""
        return self._encoder.count_tokens(texts)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _kept(self, key: bytes) -> bytes:
        query = f"SELECT vector FROM {self._table} WHERE text = ?"
        row = self._database.execute(query, (key,)).fetchone()
        return bytes(row[0]) if row else b""
