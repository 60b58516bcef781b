"""Numbered things that a text is about, such as "phase 3" or "B12", and whether it is others.

Comes in: texts as they read. Goes out: whether a sentence names other numbers of what the question
names by number. Doubt speaks for the sentence: where it names none, nothing is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from qa_bot.records import Span
from qa_bot.text.terms import is_stop_word
from qa_bot.values.periods import MONTHS
from qa_bot.values.units import units_beside

_PASSING = "chapter cycle day episode page round session step week".split()
"""Those that are gone through in order: "from week 9" is week 12, too."""

LABELS = (
    "act article bus class cohort exercise figure floor gate grade group level line module"
    " paragraph part phase platform quarter question room route season section stage table tier"
    " type version volume zone"
).split() + _PASSING
"""Words with a number behind them that is a name."""

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_SAYS_I = (
    r"(?!\s(?:am|can|could|did|do|get|had|have|may|must|need|should|take|use|want|was|will)\b)"
)
"""Behind an `I` that is whoever asks."""

_NUMBER = (
    rf"(?:\d{{1,3}}(?![\d.,]\d|%)(?-i:[a-d])?|(?-i:I{_SAYS_I}|{'|'.join([*_ROMAN][1:])}))(?![^\W_])"
)
_SEPARATOR = r"\s?(?:/|&|-|–|\+|,\s?(?:and|or)\b|\b(?:and|or|to|through|until)\b)\s?"
_LABELLED = re.compile(
    rf"""
    \b(?:any|all)[\s-](?P<any>grade|stage)s?\b
    |
    (?:\b(?P<open>(?:from|after|since|beyond)\s(?={"|".join(_PASSING)}))
        |(?P<shut>(?:\b(?:up\sto|until|till|before|below)\s|≤\s?)))?
    \b(?P<label>{"|".join(LABELS)})(?P<several>s)?[\s-]?
    (?P<least>(?:≥|>=|at\sleast)\s?)?
    (?P<numbers>{_NUMBER}(?:
        # behind a comma alone may stand what is counted: "in phase 2, 3 patients died"
        (?:{_SEPARATOR}|(?(several),\s?|,\s?(?={_NUMBER}{_SEPARATOR}{_NUMBER})))
        (?:(?:and|or)\s)?(?:(?P=label)s?\s)?{_NUMBER}
    )*)
    (?:
        (?P<more>\s?\+|\s(?:(?:or|and)\s)?(?:higher|more|above|worse|later|onwards?|upwards?)\b)
        |(?P<less>\s(?:or|and)\s(?:lower|less|below|under|earlier|milder)\b)
    )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PIECE = re.compile(
    rf"(?P<from>{_NUMBER})(?:\s?(?:-|–|\b(?:to|through|until)\b)\s?(?:[^\W\d_]+\s)?(?P<to>{_NUMBER}))?",
    re.IGNORECASE,
)
_SERIAL = re.compile(
    r"""
    (?<![\w-])
    (?:(?P<name>[^\W\d_]+(?:-[^\W\d_]+)*)-?|(?P<capital>[A-Z][^\W\d_]+)\s)
    (?P<first>\d{1,5})(?:[-–/](?P<last>\d{1,5}))?(?![.,]?\d|[^\W_]|\s?%)
    (?!\s(?:and|or)\s(?:earlier|older|later|newer)\b|\s(?:on|up)wards?\b)  # see `versions`
    """,
    re.VERBOSE,
)
"""A name with a number: `B12`, `F-16`, `Windows 11`."""

_YEARS = range(1900, 2100)
_MOST = 99_999

Range = tuple[int, int]
"""From one number to another, both included."""

_ANY = (-1, -1)
"""Any number: no single one is meant."""


def names_others(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence names by number other things of a kind than the question does.

    Args:
        sentence: As it reads.
        asked: The question.
        above: The headings of the sentence; they count for what it does not name itself.
    """
    wanted = _numbered(asked)
    if not wanted:
        return False
    found = {**_numbered(above), **_numbered(sentence)}
    return any(
        label in found and not any(_overlap(one, other) for one in ranges for other in found[label])
        for label, ranges in wanted.items()
    )


@lru_cache(maxsize=256)
def _numbered(text: str) -> Mapping[str, list[Range]]:
    """List the numbers behind each label and each name."""
    found: defaultdict[str, list[Range]] = defaultdict(list)
    for match in _LABELLED.finditer(text):
        if match["any"]:
            found[match["any"].casefold()].append(_ANY)
        else:
            found[match["label"].casefold()] += _ranges(match)
    for name, numbers in _serials(text):
        found[name].append(numbers)
    return dict(found)


def _ranges(labelled: re.Match[str]) -> Iterator[Range]:
    """Read a list of numbers and ranges: `1, 3 and 5-7`, `3 or higher`."""
    is_open = any(labelled[each] for each in ("open", "least", "more"))
    is_shut = any(labelled[each] for each in ("shut", "less"))
    for piece in _PIECE.finditer(labelled["numbers"]):
        least = _value(piece["from"])
        most = _value(piece["to"]) if piece["to"] else least
        yield 0 if is_shut else least, _MOST if is_open else most


def _serials(text: str) -> Iterator[tuple[str, Range]]:
    """Yield names with their numbers; no dates, no amounts."""
    for match in _SERIAL.finditer(text):
        word, first = match["name"] or match["capital"], int(match["first"])
        is_amount = match["capital"] and (
            word in MONTHS
            or is_stop_word(word)
            or units_beside(text, Span(match.start("first"), match.end()))
        )
        if not is_amount and first not in _YEARS:
            yield word.casefold(), (first, int(match["last"] or first))


def _value(number: str) -> int:
    return _ROMAN.get(number.upper()) or int(number.rstrip("abcdABCD"))


def _overlap(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
