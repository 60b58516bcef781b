"""Stand-ins at the designed seams, with behaviour that can be worked out by hand."""

import hashlib
from collections.abc import Sequence

import numpy as np

from qa_bot.encoder import EncoderIdentity, FloatArray
from qa_bot.reader import Evidence, PassageText, ReaderIdentity, ScoredSpan
from qa_bot.records import Span
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


class WordReader:
    """Takes the rarest word of the question, the longest, as what is asked.

    A passage that holds it answers, with the word that follows; one whose headings hold it is
    relevant; everything else is neither.
    """

    def __init__(self, name: str = "word") -> None:
        self.identity = ReaderIdentity(name, hashlib.sha256(name.encode()).hexdigest())
        self.asked: list[tuple[str, int]] = []

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Evidence]:
        self.asked.append((question, len(passages)))
        asked = max(content_terms(question), key=lambda term: len(term.form)).form
        return [self._evidence(asked, passage) for passage in passages]

    def _evidence(self, asked: str, passage: PassageText) -> Evidence:
        words = content_terms(passage.text)
        headed = any(term.form == asked for term in content_terms(passage.headings))
        places = [number for number, word in enumerate(words) if word.form == asked]
        if not places:
            first = tuple(ScoredSpan(word.span, -4.0) for word in words[:1])
            return Evidence(1.0 if headed else -4.0, -4.0, first)
        span = words[min(places[0] + 1, len(words) - 1)].span
        return Evidence(4.0, 4.0, (ScoredSpan(Span(span.start, span.end), 4.0),))


def silent(stage: str, done: int, total: int) -> None:
    """Hear of a build's progress and say nothing."""


class Notes:
    """A narrator that keeps what it hears."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.progress = silent

    def note(self, text: str) -> None:
        self.lines.append(text)
