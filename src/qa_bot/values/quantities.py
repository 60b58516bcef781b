"""Numbers with their units, as they stand in a text: 13.93 months is not 13.9 and not 13.93 weeks.

Comes in: a text as it reads. Goes out: its numbers with their units, or whether it states a given
one. Where no known unit stands beside a number, the word behind it is taken for what it counts.
Whether two answers agree and whether an answer is accepted is judged by the same rules.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qa_bot.records import Span
from qa_bot.text.terms import STOP_WORDS
from qa_bot.values.units import CODES, after_gap, is_unit, spellings, unit_form, units_beside

IN_GROUPS = (
    r"(?<![\w.,:/+-])(?=\+|[A-Z]{0,2}(?:\d+[ /-])*0\d)"
    r"(?:\+|[A-Z]{2})?\d++(?:[ /-]\d++)+(?![\w:]|[.,]\d)"
)
"""A number that is written in groups, as of a phone or an account; no number else begins with 0."""

_EXPONENT = r"(?:\^\{?[-−]?\d{1,3}\}?|⁻?[⁰¹²³⁴-⁹]{1,3})"
POWER = rf"\s?[×x·⋅*]\s?10{_EXPONENT}"
"""By which a number is written shorter: `0.5 × 10⁹`."""

_SPACES = " \u00a0\u2009\u202f"
_DIGITS = rf"""(?:
    # groups of three, and no digit beside them: `195 207 4` are three numbers
    (?<!\d[{_SPACES}])[1-9]\d{{0,2}}(?:[{_SPACES}]\d{{3}})++(?:[.,]\d+)?+(?![.,{_SPACES}]?\d)
    | \d++(?:[.,'’]\d+)*+
    # not the mark of a reference behind a full stop: `[1].5`
    | (?<![)\]"”])\.\d++(?![.,]\d)
)"""
_NUMBER = re.compile(
    rf"""
    (?P<front>
        (?:(?<![\w.,)%\]^€$£¥])[-−–]|(?<!\d\s)\b[Mm]inus\s)?
        (?P<currency>
            (?<!\d)(?<!\d\s)(?:(?<![^\W_])[A-Z]{{1,2}})?[€$£¥]\s?[-−–]?
            | (?<![^\W_])(?:{"|".join(CODES)})\s[-−–]?
        )?
    )
    (?<![\w.^])(?<!\d[,'’])
    (?:
        (?:(?P<factor>{_DIGITS})\s?[×x·⋅*]\s?)?
        10(?P<power>{_EXPONENT})(?!\w)
    |
        (?P<digits>{_DIGITS})(?P<part>[¼-¾⅐-⅞])?+(?!\w*\d|\^\{{?[-−]?\d)
        (?:  # `$5m` are millions, `5 m` are metres
            # of ASCII letters alone: `İ` and `ı` are no `i` of a scale
            [\s-]?(?P<scale>(?ai:thousand|million|billion|trillion|bn|(?(currency)[kmb]|(?!))))
            (?i:s?)(?!\w)
        )?
    )
    """,
    re.VERBOSE,
)
_GROUPED = re.compile(
    rf"""
    (?P<whole>
        [1-9]\d{{0,2}}
        # a plain space may stand between two numbers, but none begins with 0
        (?P<gap>[,'’{_SPACES[1:]}]|[ ](?=(?:\d{{3}}[ ])*0)|\.(?=\d{{3}}[.,]))\d{{3}}
        (?:(?P=gap)\d{{3}})*
    )
    (?:(?!(?P=gap))[.,](?P<fraction>\d+))?
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"(?P<whole>\d*)(?:[.,](?P<fraction>\d+))?")
LESS = "less|fewer|lower|younger|smaller|shorter"
MORE = "more|greater|higher|older|larger|longer"
"""Words that compare amounts."""

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
}
"""Words for numbers; `one` is left out, which is said of whatever was named."""

AMOUNT_WORDS = frozenset(
    """
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
    seventy eighty ninety hundred thousand million billion half third quarter twice thrice double
    triple dozen majority
    """.split()
).union(NUMBER_WORDS)
"""Those, and other words that say how much or how many."""

_SCALES = {"thousand": 3, "million": 6, "bn": 9, "billion": 9, "trillion": 12}
_SCALES |= {"k": 3, "m": 6, "b": 9}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--", "^{}")
_END = r"(?![^\W_])(?!/[^\W\d_])"
_WORD_BEHIND = re.compile(r"(?:\s+|-)([^\W\d_]+)")
_NOT_COUNTED = STOP_WORDS.union(
    """
    after among before between compared daily during each every given monthly only per
    respectively since twice versus vs weekly whereas within without yearly
    """.split()
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes:
        value: What it is worth.
        unit: Empty when it has none that is known.
        counted: The word behind it instead: `patients`, `barrels`. Empty when there is none.
    """

    value: Decimal
    unit: str = ""
    counted: str = ""

    def __str__(self) -> str:
        """Write it as a text would: `13.93 months`, `76.4%`."""
        return f"{self.value:f}{'' if self.unit in {'', '%'} else ' '}{self.unit}"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: where it stands, with its sign, currency and scale, and its worth."""

    span: Span
    value: Decimal


def numbers_in(text: str) -> Iterator[Number]:
    """Yield the numbers of a text that can be read in one way alone.

    `35,730` is one number, `0,5` is a half, `1½` is more than 1, `-$5 million` is below zero and in
    millions. Not read are `1.2.3`, and `35 730`, which may be one number or two; in `35 000` the
    zeros tell.
    """
    for found in _NUMBER.finditer(text):
        if (value := _value(found)) is not None:
            yield Number(Span(*found.span()), value)


def _value(found: re.Match[str]) -> Decimal | None:
    written = found["factor"] or found["digits"] or "1"
    parts = _GROUPED.fullmatch(written) or _PLAIN.fullmatch(written)
    if not parts:
        return None
    sign = "-" if re.search("[-−–]|[Mm]inus", found["front"]) else ""
    whole = re.sub(r"\D", "", parts["whole"])
    power = (found["power"] or "0").translate(_RAISED)
    tens = _SCALES[found["scale"].casefold()] if found["scale"] else int(power)
    fraction = parts["fraction"] or ""
    if found["part"]:
        fraction = str(unicodedata.numeric(found["part"])).removeprefix("0.")
    return Decimal(f"{sign}{whole}.{fraction}e{tens}")


def quantities(text: str, within: Sequence[Span]) -> frozenset[Quantity]:
    """Read the numbers that touch a span of a text, each with its unit or what it counts."""
    return frozenset(
        measured(text, number)
        for number in numbers_in(text)
        if any(number.span.overlaps(span) for span in within)
    )


def measured(text: str, number: Number) -> Quantity:
    """Read a number of a text with its unit or what it counts."""
    unit = min(units_beside(text, number.span), default="")
    behind = None if unit else _WORD_BEHIND.match(text, number.span.end)
    word = behind[1].casefold() if behind else ""
    return Quantity(number.value, unit, "" if word in _NOT_COUNTED else word)


def states(text: str, wanted: Quantity, within: Sequence[Span] | None = None) -> bool:
    """Tell whether a text states a number with its unit.

    The unit stands behind the number, or before it where it is a currency's sign. Where no known
    unit does, as in "13.93 versus 9.46 months" or in a column of months, it may stand elsewhere in
    the text. A number that is wanted without a unit must not have one of those known.

    Args:
        text: As it reads.
        wanted: The number and its unit.
        within: Spans of the text of which the number must touch one; None for anywhere.
    """
    read = _without_scale(wanted)
    return any(
        _has_unit(text, figure.span, unit_form(read.unit))
        for figure in numbers_in(text)
        if figure.value == read.value
        and (within is None or any(figure.span.overlaps(span) for span in within))
    )


def _without_scale(quantity: Quantity) -> Quantity:
    """Read a quantity as it would be written: 5 `million euros` are 5,000,000 `euros`."""
    written = str(quantity)
    number = next(numbers_in(written), None)
    return Quantity(number.value, written[number.span.end :]) if number else quantity


def _has_unit(text: str, number: Span, wanted: str) -> bool:
    if wanted and re.compile(re.escape(wanted) + _END, re.IGNORECASE).match(
        text, after_gap(text, number)
    ):
        return True
    units = units_beside(text, number)
    if units:
        return any(is_unit(unit, wanted) for unit in units)
    return not wanted or _occurs(text, wanted)


def _occurs(text: str, wanted: str) -> bool:
    """Tell whether any spelling of a unit stands in a text as a word."""
    return any(
        re.search(rf"(?<![^\W_]){re.escape(spelling)}(?![^\W_])", text, re.IGNORECASE)
        for spelling in spellings(wanted)
    )
