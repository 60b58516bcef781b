"""Months and days of the week that lie within what a text spans, as July in "May to August".

Comes in: a word and a text. Goes out: whether the text spans what the word names. It speaks of it
then, without the word.
"""

import re

MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_LEAST = 3
"""Letters of the shortest way to write each: `Jan`, `Mon`."""


def _span_of(names: list[str]) -> re.Pattern[str]:
    """Match from one of the names to another, with days of the month: `May 1 through August 31`.

    A year in between would make it longer than the names tell.
    """
    one = "|".join(rf"{name[:_LEAST]}(?:{name[_LEAST:]}|t?\.?)" for name in names)
    day = r"(?:\s\d{1,2}(?:st|nd|rd|th)?)?"
    joint = r"\s?(?:[-–—]|\b(?:to|through|thru|until|till)|(?(between)and\b|(?!)))\s?"
    return re.compile(
        rf"\b(?P<between>(?i:between)\s)?(?P<first>{one}){day}{joint}(?:\d{{1,2}}\s)?(?P<last>{one})\b"
    )


_KINDS = tuple((names, _span_of(names)) for names in (MONTHS, _DAYS))


def spans(text: str, word: str) -> bool:
    """Tell whether a month or a day of the week lies between two that a text joins."""
    return any(
        _lies_within(names.index(word), span, names)
        for names, pattern in _KINDS
        if word in names
        for span in pattern.finditer(text)
    )


def _lies_within(place: int, span: re.Match[str], names: list[str]) -> bool:
    """Tell whether a name's place lies in a span, which may go on from the last to the first."""
    starts = [name[:_LEAST] for name in names]
    first, last = (starts.index(span[end][:_LEAST]) for end in ("first", "last"))
    return (place - first) % len(names) <= (last - first) % len(names)
