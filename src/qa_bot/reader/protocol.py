"""What a reader is to the rest of the program; tests put their own in its place.

Comes in: a question and passages in reading form. Goes out: for each passage what speaks for it,
and where in it the answer stands. All numbers are log-odds: 0 is undecided, a sigmoid makes a
probability of them; no threshold is taken here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa_bot.records import Span


@dataclass(frozen=True, slots=True)
class ReaderIdentity:
    """What tells two readers apart.

    Attributes:
        name: As the user gives it.
        key: SHA-256 over the model's files, in hexadecimal.
    """

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage in reading form.

    Attributes:
        headings: Title and headings, joined by ` › `; no answer is sought in it. May be empty.
        text: The passage's sentences and rows as they read, joined by spaces.
    """

    headings: str
    text: str


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """A place where the answer may stand.

    Attributes:
        span: Of `PassageText.text`.
        score: Log-odds of this span against "the passage does not say it".
    """

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a reader makes of a question and one passage.

    Attributes:
        relevance: Log-odds that the passage is about what is asked; to rank passages by.
        support: Log-odds that the passage answers the question.
        spans: The likeliest answers, best first, none overlapping another; none if the passage
            is empty.
    """

    relevance: float
    support: float
    spans: tuple[ScoredSpan, ...]


class Reader(Protocol):
    """Reads a question together with passages."""

    @property
    def identity(self) -> ReaderIdentity:
        """Name and key."""
        ...

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Evidence]:
        """Read the passages for a question; one piece of evidence each, in their order."""
        ...
