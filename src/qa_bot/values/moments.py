"""When something was measured, as in "35% at 12 months": at another time it was another figure.

Comes in: a sentence as it reads, and a question. Goes out: whether the sentence is about other
times than the one that is asked about. When in doubt it is not.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from qa_bot.values.units import unit_form

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?:days?|weeks?|wks?|months?|mos?|years?|yrs?)(?![^\W_])"
_AT = re.compile(
    rf"""
    \bat\s(?P<numbers>(?:{_NUMBER}(?:,\s(?:and\s|or\s)?|\s(?:and|or)\s))*{_NUMBER})
    [\s-](?P<unit>{_UNIT})(?!\s(?:or|and)\s(?:later|older|more|earlier|younger|less)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ASKED_BEFORE = re.compile(
    r"(?<![\w.-])(?P<numbers>\d+)[\s-](?P<unit>day|week|wk|month|mo|year|yr)(?=\s[^\W\d_])",
    re.IGNORECASE,
)
"""How people put it in front: "24-month PFS", "2 yr OS"."""

_LONGER = {"week": ("day", 7), "year": ("month", 12)}

Moment = tuple[Decimal, str]
"""A number of days or months."""


def tells_other_time(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence says what was at other times than the one of the question.

    Args:
        sentence: As it reads.
        asked: The question.
        above: The headings of the sentence, which may name it.
    """
    wanted = _asked(asked)
    if not wanted:
        return False
    units = {unit for _, unit in wanted}
    told = [one for one in _moments(_AT, f"{above}\n{sentence}") if one[1] in units]
    return bool(told) and not wanted.intersection(told)


@lru_cache(maxsize=256)
def _asked(question: str) -> frozenset[Moment]:
    return frozenset((*_moments(_AT, question), *_moments(_ASKED_BEFORE, question)))


def _moments(pattern: re.Pattern[str], text: str) -> Iterator[Moment]:
    """Yield the times of a text, in days or months."""
    for found in pattern.finditer(text):
        unit = unit_form(found["unit"])
        unit, times = _LONGER.get(unit, (unit, 1))
        for number in re.findall(_NUMBER, found["numbers"]):
            yield Decimal(number) * times, unit
