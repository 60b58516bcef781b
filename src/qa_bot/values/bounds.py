"""Bounds that a text sets, such as "below 25,000" or "65 or older", and what lies within them.

Comes in: texts as they read. Goes out: the bounds of a text, or whether it gives the maximum where
the minimum is asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache

from qa_bot.records import Span
from qa_bot.text.calendar import YEAR
from qa_bot.text.terms import NEGATIONS, folded
from qa_bot.values.labels import LABELS
from qa_bot.values.quantities import (
    LESS,
    MORE,
    NUMBER_WORDS,
    POWER,
    Number,
    Quantity,
    measured,
    numbers_in,
)
from qa_bot.values.units import is_unit, units_beside

_FAR = 20
"""Numbers that differ by this factor are not compared: one may lack a unit, as in `40` thousand."""

_COMPARED = re.compile(
    rf"""
    (?P<not>(?:\b(?:{"|".join(NEGATIONS)})|n['’]t)\b[^,;.()]{{0,30}}?)?
    (?:
        (?P<below>\b(?:below|under|(?:{LESS})\sthan|at\smost|up\sto|maximum\sof)|[<≤])
        | (?P<above>
            \b(?:above|over|(?:{MORE})\sthan|at\sleast|from|exceed\w*|minimum\sof)|[>≥]
        )
    )\s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""After a `not` nothing is read as a bound: it may forbid the value or reverse the comparison."""

_NEAR = 60
"""Characters before a number in which a comparison is looked for."""

_OR_BELOW = re.compile(rf"[^,;.()]{{0,12}}?\bor (?:{LESS}|below|under)\b", re.IGNORECASE)
_OR_ABOVE = re.compile(rf"[^,;.()]{{0,12}}?\bor (?:{MORE}|above|over)\b", re.IGNORECASE)
_TO = re.compile(r"[^,;.()]{0,12}?(?:\s(?:to|and)(?: (?:below|under|less than))?\s|\s?[-–]\s?)")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_LABEL = re.compile(rf"\b(?:{'|'.join(LABELS)}|number)[\s-]?$", re.IGNORECASE)
"""Before a number that is a name: a phase 3 is no 3."""

_COUNTING = re.compile(
    rf"\b(?:{'|'.join(NUMBER_WORDS)}|(?:(?<=after )|(?<=with )|^)one(?= [a-z])(?! of\b))\b",
    re.IGNORECASE,
)
"""A number in words; `one` is told where it counts for certain, as in "after one treatment" or in
front: it may be said of whatever was named."""

_SOMEONE = r"(?= (?:an?|I|we|you)\b)"
_EXTREMES = {
    end: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for end, words in {
        "least": rf"minimum(?! of \d)|(?<!\d[\s-])(?<!/)min|(?<!at )(?:least|fewest){_SOMEONE}",
        "most": rf"maximum(?! of \d)|max|(?<!at )most{_SOMEONE}",
    }.items()
}
"""How each end of a range is asked for; not as a condition, nor as "the most common"."""

_POWER = re.compile(rf"(?<=\d){POWER}")
_PLUS = re.compile(r"(?<=\d)\+(?!\s?\d)(?!\w)")
_THOUSANDS = re.compile(r"(?<![\w.,])(\d{1,3})k\b", re.IGNORECASE)


class Fit(IntEnum):
    """How a value or range that is asked about lies to the bounds of a text."""

    APART = 0
    BESIDE = 1
    """They only touch: "75 or more" is asked about, and the text says "from 25 to 75"."""
    WITHIN = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range of values, or all values up to one or from one on.

    Attributes:
        least: The lowest value, included, with its unit; None for no such end.
        most: The highest one, likewise.
    """

    least: Quantity | None
    most: Quantity | None

    def is_comparable(self, other: "Bounds") -> bool:
        """Tell whether the values of both are of the same unit and size."""
        return all(_alike(one, its) for one in self.ends for its in other.ends)

    @property
    def ends(self) -> tuple[Quantity, ...]:
        """The ends that there are."""
        return tuple(filter(None, (self.least, self.most)))

    def fit(self, asked: "Bounds") -> Fit:
        """Tell how well what is asked about lies within; a single value may lie at an end."""
        if not self.is_apart(asked):
            return Fit.WITHIN
        if not self.meets(asked):
            return Fit.APART
        return Fit.WITHIN if self.is_value or asked.is_value else Fit.BESIDE

    def is_apart(self, other: "Bounds") -> bool:
        """Tell whether the two share no value, except one where they meet."""
        return any(last <= first for last, first in _facing(self, other))

    def meets(self, other: "Bounds") -> bool:
        """Tell whether one ends at the value where the other begins."""
        return any(last == first for last, first in _facing(self, other))

    @property
    def is_value(self) -> bool:
        """Whether they are one value."""
        return self.least == self.most


def tells_other_end(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence gives the maximum where the minimum is asked for, or the reverse.

    It does if all its numbers are such bounds, and neither it nor its headings name the end that is
    asked for.

    Args:
        sentence: As it reads.
        asked: The question.
        above: The headings of the sentence.
    """
    asked_for = [end for end, pattern in _EXTREMES.items() if pattern.search(asked)]
    if len(asked_for) != 1 or _EXTREMES[asked_for[0]].search(f"{above}\n{sentence}"):
        return False
    bounds = list(bounds_in(sentence))
    is_other = bool(bounds) and all(getattr(one, asked_for[0]) is None for one in bounds)
    return is_other and len(bounds) == len(_quantities_of(sentence))


def bounds_in(text: str) -> Iterator[Bounds]:
    """Yield the bounds that a text sets; a range that falls, like hours of a day, sets none."""
    text = _in_full(text)
    found = _values(text)
    taken = -1
    for place, number in enumerate(found):
        if place <= taken:
            continue
        this = measured(text, number)
        following = found[place + 1] if place + 1 < len(found) else None
        if following and _is_range(text, number, following):
            taken = place + 1
            if number.value < following.value:
                yield Bounds(this, measured(text, following))
        else:
            side = _side(text, number.span)
            if side:
                yield Bounds(None, this) if side == "below" else Bounds(this, None)


def _is_range(text: str, first: Number, last: Number) -> bool:
    """Tell whether a text goes from one number to another; "at 2.5 mg/kg and 13 months" is none."""
    joined = _TO.fullmatch(text, first.span.end, last.span.start)
    return bool(joined) and _is_of_same(measured(text, first), measured(text, last))


@lru_cache(maxsize=256)
def bounds_and_values(text: str) -> tuple[Bounds, ...]:
    """List the bounds of a text, and each of its other quantities as a range of one value."""
    values = _quantities_of(text)
    if not values:
        return ()
    told = [one for one in bounds_in(text) if all(end in values for end in one.ends)]
    ends = {end for one in told for end in one.ends}
    return (*told, *(Bounds(value, value) for value in values if value not in ends))


def _side(text: str, number: Span) -> str:
    """Tell whether a text speaks of what is `below` a number or `above` it; empty for neither."""
    if found := _COMPARED.search(text, max(0, number.start - _NEAR), number.start):
        return "" if found["not"] else str(found.lastgroup)
    if _OR_BELOW.match(text, number.end):
        return "below"
    return "above" if _OR_ABOVE.match(text, number.end) else ""


@lru_cache(maxsize=256)
def _quantities_of(text: str) -> tuple[Quantity, ...]:
    """List the quantities of a text; a year is none."""
    text = _in_full(text)
    found = ((number, measured(text, number)) for number in _values(text))
    return tuple(
        quantity
        for number, quantity in found
        if quantity.unit or not re.fullmatch(YEAR, number.span.of(text))
    )


def _values(text: str) -> list[Number]:
    """List the numbers of a text that are values."""
    return [
        each
        for each in numbers_in(text)
        if not _ORDINAL.match(text, each.span.end)
        and not _LABEL.search(text, max(0, each.span.start - _NEAR), each.span.start)
        and not _begins_name(text, each.span)
    ]


def _begins_name(text: str, number: Span) -> bool:
    """Tell whether letters that are no unit are joined to a number: `7zip`, not `25MB`."""
    return text[number.end : number.end + 1].isalpha() and not units_beside(text, number)


def _in_full(text: str) -> str:
    """Write number words, `40k` and `15+` out, and leave out powers of ten.

    People leave them out, too: 0.5 for 0.5 × 10⁹.
    """
    text = _COUNTING.sub(lambda found: str(NUMBER_WORDS.get(found.group().casefold(), 1)), text)
    return _PLUS.sub(" or more", _POWER.sub("", _THOUSANDS.sub(r"\g<1>000", text)))


def _alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two may be compared: a number alone with any that is not far from it.

    What is measured is not compared with what is counted, nor what is counted with others.
    """
    low, high = sorted((abs(one.value), abs(other.value)))
    return _is_of_same(one, other) and low > 0 and high < low * Decimal(_FAR)


def _is_of_same(one: Quantity, other: Quantity) -> bool:
    if one.unit and other.unit:
        return is_unit(one.unit, other.unit) or is_unit(other.unit, one.unit)
    kinds = [each.unit or folded(each.counted) for each in (one, other)]
    return not all(kinds) or kinds[0] == kinds[1]


def _facing(one: Bounds, other: Bounds) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield where each ends with where the other begins, if both are told."""
    for most, least in ((one.most, other.least), (other.most, one.least)):
        if most and least:
            yield most.value, least.value
