"""Collections of any size, made of real sentences, and vectors for them without hours of encoding.

Comes in: abstracts of SciFact, BioASQ and NFCorpus. Goes out: documents whose passages recombine
their sentences, and an encoder for just these. Each sentence of the pool is encoded, once; a
passage's vector is the mean of its sentences' vectors, with noise. Questions are encoded as ever.
"""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from qa_bot.encoder import Encoder, EncoderIdentity, FloatArray
from qa_bot.text.markup import reading_form

POOL = 8_000
"""Sentences in the pool."""

SECTIONS = 100
"""Passages of a document: one a section."""

NOISE = 0.3
"""Length of the noise beside a vector of length 1: their cosine is 0.96."""

_COLLECTIONS = ("scifact", "bioasq", "nfcorpus")
_BOUNDARY = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
_WORDS = range(5, 41)
_LONGEST_PASSAGE = 75


def articles(data: Path) -> list[tuple[str, ...]]:
    """List abstracts as their sentences, until the pool is full; each sentence stands once."""
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for text in _abstracts(data):
        sentences = dict.fromkeys(
            filter(_is_clean, _BOUNDARY.split(reading_form(text, in_markdown=True)))
        )
        fresh = tuple(one for one in sentences if one not in seen)
        if len(fresh) > 2:
            seen.update(fresh)
            found.append(fresh)
        if len(seen) >= POOL:
            break
    return found


def questions(data: Path, number: int) -> list[str]:
    """List claims of SciFact's training part, for choosing is done with them."""
    lines = (data / "scifact" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    claims = (json.loads(line) for line in lines)
    return list(islice((one["claim"] for one in claims if one["split"] == "train"), number))


def document(pool: Sequence[Sequence[str]], number: int, sections: int = SECTIONS) -> str:
    """Write the document of a number: sections that take most sentences from one abstract."""
    chance = random.Random(number)
    parts = [f"# Collected notes {number}"]
    for section in range(sections):
        article, other = chance.choice(pool), chance.choice(pool)
        taken = [chance.choice(other)]
        for sentence in chance.sample(article, len(article)):
            if sum(len(one.split()) for one in [*taken, sentence]) > _LONGEST_PASSAGE:
                break
            if sentence not in taken:
                taken.append(sentence)
        parts.append(f"## Part {section}\n\n{' '.join(taken)}")
    return "\n\n".join(parts) + "\n"


def write(
    pool: Sequence[Sequence[str]],
    folder: Path,
    first: int,
    last: int,
    sections: int = SECTIONS,
) -> None:
    """Write the documents from one number to another, a thousand to a folder."""
    for number in range(first, last):
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(pool, number, sections), encoding="utf-8")


class RecombiningEncoder:
    """Encodes what `document` writes from vectors of the pool, and questions as they are."""

    def __init__(self, pool: Sequence[Sequence[str]], encoder: Encoder) -> None:
        """Encode the pool's sentences; an encoder that keeps vectors does it once for all."""
        self._encoder = encoder
        sentences = [sentence for article in pool for sentence in article]
        self._vectors = encoder.encode_documents(sentences)
        self._rows = {sentence: row for row, sentence in enumerate(sentences)}

    @property
    def identity(self) -> EncoderIdentity:
        """The encoder's own, for it is the one that is asked."""
        return self._encoder.identity

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Recombine; shape (number of texts, dimension)."""
        dimension = self.identity.dimension
        return np.array([self._of(text) for text in texts], dtype=np.float32).reshape(-1, dimension)

    def encode_question(self, text: str) -> FloatArray:
        """Encode one question for real; shape (dimension,)."""
        return self._encoder.encode_question(text)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count words, which is quicker; the passages are shorter than the budget anyway."""
        return [len(text.split()) for text in texts]

    def _of(self, text: str) -> FloatArray:
        _, _, body = text.partition(": ")
        rows = [self._rows[one] for one in _BOUNDARY.split(body) if one in self._rows]
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        noise = np.random.default_rng(seed).standard_normal(self.identity.dimension, np.float32)
        vector: FloatArray = _unit(noise) * NOISE
        if rows:
            vector += _unit(self._vectors[rows].sum(axis=0))
        return _unit(vector)


def _unit(vector: FloatArray) -> FloatArray:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _abstracts(data: Path) -> Iterator[str]:
    for name in _COLLECTIONS:
        with (data / name / "corpus.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                found = json.loads(line)
                yield " ".join(found["sentences"]) if "sentences" in found else found["text"]


def _is_clean(sentence: str) -> bool:
    return (
        len(sentence.split()) in _WORDS
        and sentence[0].isupper()
        and sentence[-1] in ".?!"
        and reading_form(sentence, in_markdown=True) == sentence
        and "|" not in sentence
    )
