"""Stand-ins at the designed seams, with behaviour that can be worked out by hand."""

import hashlib
from collections.abc import Sequence

import numpy as np

from qa_bot.encoder import EncoderIdentity, FloatArray
from qa_bot.text import content_terms

DIMENSION = 64


class HashEncoder:
    """Encodes a text as the normalised sum of one fixed axis for each of its terms."""

    def __init__(self, name: str = "hash") -> None:
        self.identity = EncoderIdentity(name, hashlib.sha256(name.encode()).hexdigest(), DIMENSION)
        self.encoded: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        self.encoded.extend(texts)
        return np.stack([self.encode_question(text) for text in texts]).reshape(-1, DIMENSION)

    def encode_question(self, text: str) -> FloatArray:
        vector = np.full(DIMENSION, 1e-3, dtype=np.float32)
        for term in content_terms(text):
            vector[int(hashlib.sha256(term.form.encode()).hexdigest(), 16) % DIMENSION] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def silent(stage: str, done: int, total: int) -> None:
    """Hear of a build's progress and say nothing."""


class Notes:
    """A narrator that keeps what it hears."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.progress = silent

    def note(self, text: str) -> None:
        self.lines.append(text)
