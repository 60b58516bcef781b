"""Whether a question leaves the subject of the conversation.

Comes in: a question, and its answers with the words that earlier turns lend to it and without. Goes
out: which of both to take. The documents decide: words of another subject spoil the answer to a
question that stood alone. A question that leans on what was said, and names nothing of its own, is
never taken alone: it would be answered about anything.
"""

import re
from collections.abc import Sequence

from qa_bot.question import Concept, is_name
from qa_bot.records import Answer

LIKELIER = 2.0
"""From so many times the odds that its answer is right, a question is taken alone: that of another
trial is worse than none. Chosen by `benchmarks/conversations.py` on the development cases."""

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


def may_stand_alone(question: str, asked: Sequence[Concept]) -> bool:
    """Tell whether a question can be one of its own.

    Args:
        question: As typed.
        asked: Its concepts.
    """
    return not leans(question, asked) or any(is_name(one, question) for one in asked)


def leans(question: str, asked: Sequence[Concept]) -> bool:
    """Tell whether a question leans on what was said before."""
    is_fragment = len(asked) <= _FRAGMENT and not _ASKING.search(question)
    return is_fragment or bool(_POINTING.search(question))


def stands_alone(alone: Answer, followed: Answer, *, leaning: bool) -> bool:
    """Tell whether a question is rather one of its own than a follow-up.

    It is where its answer is likelier; or, unless it leans on what was said, where words of earlier
    turns change nothing, or leave nothing to answer.

    Args:
        alone: The answer to it as it was typed.
        followed: The answer with the words of earlier turns.
        leaning: Whether it leans on what was said before.
    """
    found = alone.statements
    same = followed.statements[: len(found)] == found
    gains_nothing = bool(found) and (same or not followed.statements)
    is_whole = gains_nothing and not leaning
    return is_whole or is_likelier(alone.confidence, followed.confidence)


def is_likelier(alone: float, followed: float) -> bool:
    """Tell whether the odds of one probability are `LIKELIER` times those of the other."""
    return alone * (1 - followed) > LIKELIER * followed * (1 - alone)
