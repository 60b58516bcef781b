"""Numbered things that a text is about, such as "phase 3" or "grade 3-4", and whether it is others.

Comes in: texts as they read. Goes out: whether a sentence names other numbers of what the question
names by number. Doubt speaks for the sentence: where it names none, nothing is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

LABELS = (
    "act article chapter class cohort cycle day episode exercise figure grade group module page"
    " paragraph part phase question room round section stage step table tier type version volume"
    " week"
).split()
"""Words with a number behind them that is a name."""

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_NUMBER = rf"(?:\d{{1,3}}(?![\d.,]\d|%)(?-i:[a-d])?|(?-i:{'|'.join(_ROMAN)}))(?![^\W_])"
_UPWARDS = "higher|more|above|worse|later"
_RANGE = rf"(?P<from>{_NUMBER})(?P<up>\s?\+|\s(?:or|and)\s(?:{_UPWARDS}))?"
_PIECE = re.compile(rf"{_RANGE}(?:\s?(?:-|–|\bto\b)\s?(?P<to>{_NUMBER}))?", re.IGNORECASE)
_LABELLED = re.compile(
    rf"\b(?:(?:any|all)[\s-](?P<any>grade|stage)s?\b"
    rf"|(?P<label>{'|'.join(LABELS)})s?[\s-]?(?P<up>(?:≥|>=|at least)\s?)?"
    rf"(?P<numbers>{_NUMBER}(?:\s?(?:,|/|&|-|–|\+|\b(?:and|or|to)\b)\s?(?:(?:and|or)\s)?"
    rf"(?:{_NUMBER}|{_UPWARDS})|\+)*))",
    re.IGNORECASE,
)
_MOST = 999

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
    wanted = _labelled(asked)
    if not wanted:
        return False
    found = {**_labelled(above), **_labelled(sentence)}
    return any(
        label in found and not any(_overlap(one, other) for one in ranges for other in found[label])
        for label, ranges in wanted.items()
    )


def _labelled(text: str) -> Mapping[str, list[Range]]:
    """List the numbers behind each label."""
    found: defaultdict[str, list[Range]] = defaultdict(list)
    for match in _LABELLED.finditer(text):
        if match["any"]:
            found[match["any"].casefold()].append(_ANY)
        else:
            upwards = bool(match["up"])
            found[match["label"].casefold()] += _ranges(match["numbers"], upwards=upwards)
    return found


def _ranges(numbers: str, *, upwards: bool) -> Iterator[Range]:
    """Read a list of numbers and ranges: `1, 3 and 5-7`, `3 or higher`."""
    for piece in _PIECE.finditer(numbers):
        least = _value(piece["from"])
        to = _value(piece["to"]) if piece["to"] else least
        yield least, _MOST if upwards or piece["up"] else to


def _value(number: str) -> int:
    return _ROMAN.get(number.upper()) or int(number.rstrip("abcdABCD"))


def _overlap(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
