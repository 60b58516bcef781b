"""Whether a question leaves the subject of the conversation.

Comes in: a question, and its answers with the words that earlier turns lend to it and without. Goes
out: which of both to take. The documents decide: words of another subject spoil the answer to a
question that stood alone. A question that leans on what was said, and names nothing of its own, is
never taken alone: it would be answered about anything. So would one that says no more than a name:
"and in STORM?" asks of STORM what was asked of another, whose name alone it can do without.
"""

import re
from collections.abc import Sequence

from qa_bot.conversation import ConceptsIn, Rarity, Resolution, Turn, renamed, resolve
from qa_bot.question import Concept, is_name
from qa_bot.records import Answer

LIKELIER = 2.0
"""From so many times the odds that its answer is right, a question is taken alone: that of another
trial is worse than none. Chosen by `benchmarks/conversations.py` on the development cases."""

_FRAGMENT = 2
_OPENING = re.compile(r"^\W*(?:and|or|but|so|(?:what|how)\s+about|what\s+else)\b", re.IGNORECASE)
"""How a follow-up opens."""

_POINTING = re.compile(
    r"\b(?:it|its|itself|he|him|his|she|her|hers|they|them|their|theirs|this|that|these|those"
    r"|there|then|such|same|ones?|(?:an)?other|others|else|both|former|latter|more)\b",
    re.IGNORECASE,
)
"""Words that stand for what was named before."""

_ASKING = re.compile(
    r"\b(?:what|who|whom|whose|when|where|which|why|how|is|are|am|was|were|do|does|did|can|could"
    r"|should|would|will|has|have|had|may|might|must|tell|give|show|explain|describe|list|find"
    r"|compare)\b",
    re.IGNORECASE,
)
"""Words of which a whole question has one; a fragment, such as "high risk?", has none."""


def readings(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn, rarity: Rarity
) -> list[Resolution]:
    """List the ways to understand a question that are worth asking, the fullest first.

    What may be a question of its own is asked as typed, too.

    Args:
        question: As typed.
        earlier: The turns before it, oldest first; at least one.
        concepts_in: Lists what a text names.
        rarity: Weighs a concept by its rarity.
    """
    asked = concepts_in(question)
    named = [is_name(one, question) for one in asked]
    is_leaning = leans(question, asked)
    if is_leaning and named and all(named) and not _POINTING.search(question):
        return renamed(question, earlier, concepts_in)
    followed = resolve(question, earlier, concepts_in, rarity)
    has_subject = any(is_name(one, question) and not one.words.isdigit() for one in asked)
    if not followed.added or (is_leaning and not has_subject):
        return [followed]
    return [followed, Resolution(question, question, new_subject=True)]


def leans(question: str, asked: Sequence[Concept]) -> bool:
    """Tell whether a question leans on what was said before."""
    is_fragment = len(asked) <= _FRAGMENT and not _ASKING.search(question)
    return is_fragment or bool(_OPENING.search(question) or _POINTING.search(question))


def stands_alone(alone: Answer, followed: Answer, *, leaning: bool) -> bool:
    """Tell whether a question is rather one of its own than a follow-up.

    It is where its answer is likelier; or, unless it leans on what was said, where words of earlier
    turns change nothing, or leave nothing to answer.

    Args:
        alone: The answer to it without them.
        followed: The answer with the words of earlier turns.
        leaning: Whether it leans on what was said before.
    """
    found = alone.statements
    same = bool(found) and followed.statements[: len(found)] == found
    is_whole = not leaning and (same or not followed.statements)
    return is_whole or is_likelier(alone.confidence, followed.confidence)


def is_likelier(alone: float, followed: float) -> bool:
    """Tell whether the odds of one probability are `LIKELIER` times those of the other."""
    return alone * (1 - followed) > LIKELIER * followed * (1 - alone)
