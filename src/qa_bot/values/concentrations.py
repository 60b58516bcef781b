"""Counts of cells, per litre and per microlitre: 60 x10^9/L are 60,000/µl.

Comes in: a text. Goes out: the same with each such count by the other volume. Laboratories use
both, and the numbers alone do not show that they are the same.
"""

import re
from decimal import Decimal

from qa_bot.values.quantities import numbers_in

_PER_LITRE = re.compile(
    r"(?<![\w.,])(?P<count>\d+(?:\.\d+)?)\s?(?:[x×*]\s?10(?:\^?9|⁹)|G)\s?/\s?[lL](?![^\W_])"
)
_PER_MICROLITRE = re.compile(
    r"(?<![\w.,])(?P<count>\d+(?:[.,]\d+)?)\s?/\s?(?:[µμu]l|mcl|mm\^?[3³])(?![^\W_])", re.IGNORECASE
)
_THOUSAND = Decimal(1000)


def per_other_volume(text: str) -> str:
    """Write counts per litre as those per microlitre, without unit, and the reverse."""
    if _PER_LITRE.search(text):
        return _PER_LITRE.sub(lambda found: _times(_THOUSAND, found), text)
    return _PER_MICROLITRE.sub(lambda found: _times(1 / _THOUSAND, found), text)


def _times(factor: Decimal, found: re.Match[str]) -> str:
    return "".join(f"{number.value * factor:f}" for number in numbers_in(found["count"]))
