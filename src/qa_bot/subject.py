"""Whether a question says its subject itself, so that it needs nothing of the conversation.

Comes in: a question and its concepts. Goes out: a probability, from signs that the question alone
shows: how much it names, how rare that is in the documents, and whether it leans on what was said.
What it shares with earlier turns, and whether it names what they do not, was tried too and gave no
better questions.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

from qa_bot.question import Concept

Rarity = Callable[[Concept], float]
"""Weighs a concept by its rarity in the documents: 1 stands nowhere else, 0 nowhere at all."""

_FULL = 6
_FRAGMENT = 2
_POINTING = re.compile(
    r"^\W*(?:and|or|but|so|(?:what|how)\s+about|what\s+else)\b"
    r"|\b(?:it|its|itself|he|him|his|she|her|hers|they|them|their|theirs|this|that|these|those"
    r"|there|then|such|same|ones?|(?:an)?other|others|else|both|former|latter|more)\b",
    re.IGNORECASE,
)
"""How a follow-up opens, and words that stand for what was named before."""

_ASKING = re.compile(
    r"\b(?:what|who|whom|whose|when|where|which|why|how|is|are|am|was|were|do|does|did|can|could"
    r"|should|would|will|has|have|had|may|might|must|tell|give|show|explain|describe|list|find"
    r"|compare)\b",
    re.IGNORECASE,
)
"""Words of which a whole question has one; a fragment, such as "high risk?", has none."""


@dataclass(frozen=True, slots=True)
class SubjectSigns:
    """How much a question says by itself, or the weight of each sign in log-odds.

    Attributes:
        fullness: Its concepts, as a share of six.
        rarest: Rarity in the documents of the rarest of them.
        rarity: Their mean rarity.
        leaning: 1 if it opens like a follow-up, has a word like "it" or "those", or is a fragment.
    """

    fullness: float
    rarest: float
    rarity: float
    leaning: float

    @property
    def probability(self) -> float:
        """Estimate how likely the question needs nothing of the conversation."""
        log_odds = BIAS + math.fsum(map(float.__mul__, astuple(self), astuple(WEIGHTS)))
        return 1 / (1 + math.exp(-log_odds))


WEIGHTS = SubjectSigns(fullness=1.44, rarest=1.55, rarity=3.40, leaning=-0.84)
BIAS = -4.65
THRESHOLD = 0.45
"""All fitted by `benchmarks/followups.py --fit`; the threshold to F2, for which recall counts more:
a word too few costs the answer."""


def fullness(asked: Sequence[Concept]) -> float:
    """Tell how much a question says by itself: its concepts, as a share of six, 1 at most."""
    return min(len(asked) / _FULL, 1.0)


def subject_signs(question: str, asked: Sequence[Concept], rarity: Rarity) -> SubjectSigns:
    """See what a question says by itself.

    Args:
        question: As typed.
        asked: Its concepts.
        rarity: Weighs a concept by its rarity.
    """
    rarities = [rarity(concept) for concept in asked] or [0.0]
    return SubjectSigns(
        fullness=fullness(asked),
        rarest=max(rarities),
        rarity=math.fsum(rarities) / len(rarities),
        leaning=float(_leans(question, len(asked))),
    )


def _leans(question: str, concepts: int) -> bool:
    """Tell whether a question leans on what was said before."""
    is_fragment = concepts <= _FRAGMENT and not _ASKING.search(question)
    return is_fragment or bool(_POINTING.search(question))


def says_its_subject(question: str, asked: Sequence[Concept], rarity: Rarity) -> bool:
    """Tell whether a question needs nothing of the conversation."""
    return subject_signs(question, asked, rarity).probability >= THRESHOLD
