"""Whether the words of a question say that it leans on what was said before it.

Comes in: a question as typed, and what it names. Goes out: whether it opens like a follow-up,
points back, or is a mere fragment, such as "and the fridge?". The documents have no say in this:
whether it leaves the subject is `choosing`'s to tell, which words it is lent `recalling`'s.
"""

import re
from collections.abc import Sequence

from qa_bot.question import Concept
from qa_bot.question.asking import PREPOSITIONS, is_asked, is_half_asked, wanted
from qa_bot.question.concepts import names_nothing
from qa_bot.question.names import is_name

_FRAGMENT = 2
_THANKING = re.compile(
    r"\W*(?:\b(?:ok|okay|great|good|fine|perfect|cheers|got\s+it|i\s+see"
    r"|(?:many\s+)?thanks(?:\s+a\s+lot)?|thank\s+you(?:\s+(?:so|very)\s+much)?)\b\W*)+",
    re.IGNORECASE,
)
"""What a person says who asks nothing."""

_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|last|next)\W*\Z", re.IGNORECASE)
"""How a question ends that leaves out of what: "what comes after the third?"."""

_OPENING = re.compile(
    r"^(?:\W*\b(?:and|or|but|so|(?:what|how)\s+about|what\s+else|(?:along|together)\s+with"
    r"|instead\s+of)\b)+",
    re.IGNORECASE,
)
"""How a follow-up opens."""

_POINTING = re.compile(
    r"\b(?:it|its|itself|he|him|his|she|her|hers|they|them|their|theirs|this|that|these|those"
    r"|there|then|such|same|ones?|(?:an)?other|others|else|both|former|latter|more)\b",
    re.IGNORECASE,
)
"""Words that need what was named before, be it to point at another."""

_PREPOSITION = re.compile(rf"\W*({PREPOSITIONS})\b", re.IGNORECASE)

_OF_KIND = re.compile(r"\W*(?:\w+\s+)?(?:what|which)\s+[^\W\d_]+\W*", re.IGNORECASE)
"""How a question asks which of a kind is meant, and no more: "on which day?"."""

_OF_THE_SAME = re.compile(r"\W*(?:the|its|his|her|their)\b", re.IGNORECASE)
"""How a follow-up begins that rather asks another thing of the same: "and the response rate?"."""


def asks_nothing(question: str) -> bool:
    """Tell whether a person only says thanks, or the like."""
    return bool(_THANKING.fullmatch(question))


def after_opening(question: str) -> str:
    """Give what a question says behind the words that it opens with as a follow-up."""
    return _OPENING.sub("", question)


def leans(question: str, asked: Sequence[Concept]) -> bool:
    """Tell whether a question leans on what was said before.

    One that names nothing, such as "why?", always does.
    """
    opens = _OPENING.search(question) or _ORDINAL.search(question)
    if names_nothing(question) or opens or points(question) or is_fragment(question, asked):
        return True
    names = any(is_name(one, question) for one in asked)
    return len(asked) <= _FRAGMENT and not names and is_half_asked(question)


def points(question: str) -> bool:
    """Tell whether a question points at what was named before, or at another."""
    return bool(_POINTING.search(question))


def is_fragment(question: str, asked: Sequence[Concept]) -> bool:
    """Tell whether a question asks nothing, after its opening, and names little.

    What begins with a preposition may name much: "in patients with a high risk of relapse?".
    """
    is_little = len(asked) <= _FRAGMENT or bool(preposition(question))
    return is_little and not _asks(question)


def is_of_kind(text: str) -> bool:
    """Tell whether a text only asks which of a kind is meant: "at what temperature?"."""
    return bool(_OF_KIND.fullmatch(text))


def wanted_still(question: str, before: str) -> str:
    """Find what the question before wanted, for one that asks nothing itself: "how long".

    Without it, "and the second?" would be answered with anything that is said of the second.

    Args:
        question: As typed.
        before: The question before it, as it was understood.

    Returns:
        Its words in small letters; empty where the question asks by itself, or something else.
    """
    asks_otherwise = _asks(question) or _OF_THE_SAME.match(after_opening(question))
    return "" if asks_otherwise else wanted(before)


def preposition(question: str) -> str:
    """Give the one that a question begins with, after its opening: "in", of "and in STORM?"."""
    found = _PREPOSITION.match(after_opening(question))
    return found[1].lower() if found else ""


def _asks(question: str) -> bool:
    """Tell whether a question, after its opening, is a whole one."""
    return is_asked(after_opening(question))
