"""Whether two texts say the same where they answer: the same figures or words, none turned round.

Comes in: a text and the spans of it that answer. Goes out: what it says there, to be compared.
Figures alone do not tell: 3 July is not 3 August, and at least 50 is not at most 50; nor do words,
when one text denies what the other states. If two texts are told apart by mistake, both are shown;
if they are taken for the same by mistake, a contradiction looks like a confirmation. So when in
doubt they are told apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qa_bot.records import Span
from qa_bot.text.calendar import DAYS, MONTHS, written
from qa_bot.text.spans import ASIDE
from qa_bot.text.terms import NEGATIONS, forms
from qa_bot.values.periods import dated, without_months
from qa_bot.values.quantities import LESS, MORE, Quantity, quantities
from qa_bot.values.units import is_unit

_DENYING = rf"""
    {"|".join(NEGATIONS)}|[^\W\d_]+n['’]t
    exclud\w+|except\w*
    prohibit\w*|forbid\w*|bann?(?:s|ed)?|illegal
    den(?:y|ies|ied)|refus\w+|reject\w*
    fail(?:s|ed|ing)?|lack(?:s|ed|ing)?
    invalid|ineligible|impossible|un(?:able|available|approved|licensed|safe)
"""
"""What reverses a statement wherever it stands: both must have it, or neither."""

_BOUNDING = rf"""
    under|below|(?:{LESS}) than
    over|above|(?:{MORE}) than|exceed\w*
    at least|or (?:{MORE}|over|above)|minimum
    at most|or (?:{LESS}|under|below)|maximum|up to
    before|until|till
    after(?! that)|since
    twice|two times|double|bid
    thrice|three times|triple|tid
    four times|qid
    every (?:other|second)|alternate
"""
"""What changes a figure that it stands beside: both must have it, or neither."""

_TELLING = "\n".join(map(written, (*MONTHS, *DAYS)))
_TELLING += r"""
    am|a\.m|mornings?
    pm|p\.m|afternoons?|evenings?
    q1|first quarter
    q2|second quarter
    q3|third quarter
    q4|fourth quarter
    hourly|(?:an|per|each|every) (?:hour|h)
    daily|(?:a|per|each|every) (?:day|d)
    weekly|(?:a|per|each|every) (?:week|wk)
    monthly|(?:a|per|each|every) (?:month|mo)
    yearly|annual(?:ly)?|(?:a|per|each|every) (?:year|yr)
    rose|risen|ris(?:es?|ing)|gr[eo]w(?:s|n|th|ing)?|increas\w+|gain\w*|up by|higher
    f[ae]ll(?:s|en|ing)?|decreas\w+|declin\w+|drop\w*|reduc\w+|lost|loss|down by|lower
"""
"""What adds to a figure that it stands beside: one may leave it out, but the two may not differ."""

_DIGITS = r"\d++(?:[.,]\d+)*+"
_IN_ORDER = re.compile(rf"(?<!\d){_DIGITS}(?:(?:\s?[/:–-]\s?| to ){_DIGITS})+")
"""Numbers whose order tells: a time, a date, a ratio, a range."""

_STATISTIC = re.compile(
    r"\b(?P<name>HR|OR|RR|[pP])\b\)?(?:\s(?:value|of|was))*\s?[=<>≤≥:]?\s?(?P<value>\d*\.\d+)"
)
"""What stands beside a figure and tells how sure it is: `HR 0.70`, `p = 0.0075`."""

_SIGNS = str.maketrans(
    {"<": " under ", ">": " over ", "≤": " at most ", "≥": " at least ", "/": " per "}
)
_BESIDE = 4
"""Words on each side of a span that are looked at."""

_CLAUSE_END = re.compile(r"[;()]")


def _patterns(lines: str) -> tuple[re.Pattern[str], ...]:
    """Make a pattern of each line; a digit may touch what it matches, as in `9am`, a letter not."""
    return tuple(
        re.compile(rf"(?<![^\W\d_])(?:{line.strip()})(?![^\W\d_])", re.IGNORECASE)
        for line in lines.strip().splitlines()
    )


_DENIES, _BOUNDS, _TELLS = map(_patterns, (_DENYING, _BOUNDING, _TELLING))


@dataclass(frozen=True, slots=True)
class Saying:
    """What a text says in the spans that answer.

    Attributes:
        figures: The numbers, with their units.
        words: The folded terms.
        turns: What denies it, bounds it or puts its numbers in order.
        tells: What tells when, how often or which way.
        statistics: Ratios and p values anywhere in it, by name.
    """

    figures: frozenset[Quantity]
    words: frozenset[str]
    turns: frozenset[str]
    tells: frozenset[str]
    statistics: frozenset[tuple[str, Decimal]] = frozenset()

    def agrees_with(self, other: "Saying") -> bool:
        """Tell whether both say the same; one may say more than the other.

        Where there are figures they decide, otherwise the words.
        """
        if self.turns != other.turns or not _nested(self.tells, other.tells):
            return False
        if self.figures or other.figures:
            return _agree(self.figures, other.figures)
        return bool(self.words and other.words) and _nested(self.words, other.words)

    def confirms(self, other: "Saying") -> bool:
        """Tell whether one may be cited for the other: both say the same, and nothing else differs.

        Else a reader who checks 13.93 months (p = 0.0075) would find p = 0.0066 beside it.
        """
        return self.agrees_with(other) and not _differ(self.statistics, other.statistics)


def saying(text: str, within: Sequence[Span]) -> Saying:
    """Read what a text says in those of its spans that answer."""
    beside = "; ".join(_with_words_beside(text, span) for span in within)
    numbers = without_months(beside)
    plain = " ".join(" ".join([numbers, *dated(beside)]).translate(_SIGNS).split())
    in_order = {
        re.sub(r" to |–", "-", found).replace(" ", "") for found in _IN_ORDER.findall(numbers)
    }
    return Saying(
        figures=quantities(without_months(text), within),
        words=forms(" ".join(span.of(text) for span in within)),
        turns=_found(_DENIES, text) | _found(_BOUNDS, plain) | in_order,
        tells=_found(_TELLS, plain),
        statistics=frozenset(
            (one["name"].upper(), Decimal(one["value"])) for one in _STATISTIC.finditer(text)
        ),
    )


def _with_words_beside(text: str, span: Span) -> str:
    """Take a span with a few words on each side, up to the clause's ends, without its asides."""
    before = _CLAUSE_END.split(text[: span.start])[-1].split()[-_BESIDE:]
    behind = _CLAUSE_END.split(text[span.end :])[0].split()[:_BESIDE]
    return ASIDE.sub(" ", " ".join([*before, span.of(text), *behind]))


def _found(patterns: Sequence[re.Pattern[str]], text: str) -> frozenset[str]:
    return frozenset(each.pattern for each in patterns if each.search(text))


def _nested(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _differ(one: frozenset[tuple[str, Decimal]], other: frozenset[tuple[str, Decimal]]) -> bool:
    """Tell whether both give a statistic, and no value of it is in both."""
    named = {name for name, _ in one} & {name for name, _ in other}
    return named != {name for name, _ in one & other}


def _agree(one: frozenset[Quantity], other: frozenset[Quantity]) -> bool:
    """Tell whether one of two readings states nothing that the other lacks, and both something.

    A number alone, as in a column of months, agrees with the same number of anything. So do numbers
    that count, as the words for it are many: `12 patients` are `12 people`. They are no `12 mg`.
    """
    return bool(one and other) and (_is_within(one, other) or _is_within(other, one))


def _is_within(fewer: frozenset[Quantity], more: frozenset[Quantity]) -> bool:
    return all(any(_is_alike(each, its) for its in more) for each in fewer)


def _is_alike(one: Quantity, other: Quantity) -> bool:
    if one.value != other.value:
        return False
    if one.unit and other.unit:
        return is_unit(one.unit, other.unit) or is_unit(other.unit, one.unit)
    if one.unit or other.unit:
        return not (one.counted or other.counted)
    return _decimals(one.value) == _decimals(other.value)  # version 3.10 is not 3.1


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))
