"""Which end of a scale a question asks for: the cheapest, the most energy, the shortest.

Comes in: a question as typed. Goes out: whether it wants the most or the least, and of what.
"""

import re
from dataclasses import dataclass

from qa_bot.text.terms import content_forms, folded

_ANY = ""
_MONEY = "€ $ £ ¥ aud cad chf cny inr sek nok dkk price cost fee fare"
_EXTENT = "ms second minute hour day week month year duration mm cm m km mile length"
_SCALES = (
    (_ANY, "most|highest|largest|biggest|greatest", "least|lowest|smallest|fewest"),
    (_MONEY, "most expensive|dearest|priciest", "least expensive|cheapest"),
    (_EXTENT, "longest", "shortest"),
    ("mg g kg lb oz weight", "heaviest", "lightest"),
    ("age", "oldest|eldest", "youngest"),
    ("°c °f temperature", "hottest|warmest", "coldest|coolest"),
)
"""What a scale is measured in or called, and how people ask for its upper and its lower end; the
words of the first say nothing of the scale, which the question has to name."""

_ENDS = tuple(
    (re.compile(rf"(?<!\bat )\b(?:{end})\b", re.IGNORECASE), is_upper, scale)
    for scale, upper, lower in reversed(_SCALES)
    for end, is_upper in ((upper, True), (lower, False))
)


@dataclass(frozen=True, slots=True)
class Superlative:
    """What is asked for the most or the least of.

    Attributes:
        wants_most: Whether it is the upper end.
        named: Folded words that name what is compared: those behind the superlative, if any.
        scale: Folded units and names of what the superlative itself compares; none if any.
    """

    wants_most: bool
    named: frozenset[str]
    scale: frozenset[str]


def superlative(question: str) -> Superlative | None:
    """Find the superlative of a question."""
    for end, is_upper, scale in _ENDS:
        if found := end.search(question):
            behind = content_forms(question[found.end() :])
            return Superlative(
                wants_most=is_upper,
                named=frozenset(behind or content_forms(question[: found.start()])),
                scale=frozenset(map(folded, scale.split())),
            )
    return None
