"""Documents that all tell one number, so that an answer from two generations gives itself away.

Comes in: a number. Goes out: a folder whose every document says it; and of an index, which number
its documents say, once everything in it was looked at.
"""

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa_bot.encoder import EncoderIdentity, FloatArray
from qa_bot.health import Verdict
from qa_bot.health.parts import part_checks
from qa_bot.index import Index, build, open_index
from qa_bot.text.terms import content_terms

DOCUMENTS = 60
QUESTION = "what is the mark of the station"
_MARK = re.compile(r"mark of station \d+ is (\d+)")
_TEXT = "# Station {number}\n\nThe mark of station {number} is {mark}.\n"
_DAY = "\n## Day {day}\n\nIt rained at station {number} on day {day}, {mark} times in all.\n"
_DAYS, _DIMENSION, _SECONDS_EACH = 5, 64, 0.001


class TermEncoder:
    """Encodes a text as the sum of one axis for each of its terms, as slowly as a small model.

    What is tested is the index: of time it takes as much as a model does, of the processor little.
    """

    identity = EncoderIdentity("terms", hashlib.sha256(b"terms").hexdigest(), _DIMENSION)

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages; shape (number of texts, dimension)."""
        time.sleep(_SECONDS_EACH * len(texts))
        return np.stack([self.encode_question(text) for text in texts])

    def encode_question(self, text: str) -> FloatArray:
        """Encode one question; shape (dimension,)."""
        vector = np.full(_DIMENSION, 1e-3, dtype=np.float32)
        for term in content_terms(text):
            vector[hashlib.sha256(term.form.encode()).digest()[0] % _DIMENSION] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count words."""
        return [len(text.split()) for text in texts]


@dataclass(frozen=True, slots=True)
class Stations:
    """A folder of documents and the index beside it."""

    place: Path

    @property
    def folder(self) -> Path:
        """Where the documents are."""
        return self.place / "stations"

    @property
    def index(self) -> Path:
        """Where the index is."""
        return self.place / "index"

    def tell(self, mark: int) -> None:
        """Have every document say this number."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for number in range(DOCUMENTS):
            days = "".join(_DAY.format(number=number, day=d, mark=mark) for d in range(_DAYS))
            text = _TEXT.format(number=number, mark=mark) + days
            (self.folder / f"{number:02d}.md").write_text(text, encoding="utf-8")

    def build(self, *, rebuild: bool = False) -> None:
        """Bring the index up to date."""
        build(self.folder, self.index, TermEncoder(), progress=_silent, rebuild=rebuild)

    def command(self, *words: str) -> subprocess.Popen[str]:
        """Start `qa-bot` on this index."""
        return subprocess.Popen(
            [sys.executable, "-m", "qa_bot", *words, "--index", str(self.index), "-q"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def told(self) -> int:
        """Look at everything in the index and tell the number that all its documents say.

        Raises:
            IndexStateError: When it cannot be opened.
            ValueError: When it is not complete, or says more than one number.
        """
        with open_index(self.index) as index:
            return number_of(index)


def number_of(index: Index) -> int:
    """Tell the number that all documents of a complete index say.

    Raises:
        ValueError: When it is not complete, or says more than one number.
    """
    failed = [check for check in part_checks(index) if check.verdict is Verdict.FAILED]
    texts = [index.store.text(name) or "" for name in index.store.documents()]
    found = marks_in(texts)
    if failed or len(texts) != DOCUMENTS or len(found) != 1:
        raise ValueError(f"{len(texts)} documents say {sorted(found)}; {failed}")
    return found.pop()


def marks_in(texts: list[str]) -> set[int]:
    """Collect the numbers that texts say."""
    return {int(mark) for text in texts for mark in _MARK.findall(text)}


def _silent(stage: str, done: int, total: int) -> None:
    """Say nothing of how far a build is."""
