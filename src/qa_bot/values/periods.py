"""Months, days of the week and years in any spelling, as July in "May to August" or 2026-07-04.

Comes in: a text, and a word. Goes out: the months and years of the text's dates, or whether the
text speaks of the month or day that the word names: in another spelling, or within a span. When in
doubt it does.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from qa_bot.text.calendar import DAYS, MONTHS, SHORTEST, written

_LAST = len(MONTHS)


def _span_of(names: list[str]) -> re.Pattern[str]:
    """Match from one of the names to another, with days of the month: `May 1 through August 31`.

    A year in between would make it longer than the names tell.
    """
    one = rf"(?:{'|'.join(map(written, names))})\b\.?"
    day = r"(?:\s\d{1,2}(?:st|nd|rd|th)?)?"
    joint = r"\s?(?:[-–—]|\b(?:to|through|thru|until|till)|(?(between)and\b|(?!)))\s?"
    return re.compile(
        rf"\b(?P<between>(?i:between)\s)?(?P<first>{one}){day}{joint}(?:\d{{1,2}}\s)?(?P<last>{one})"
    )


_KINDS = tuple((names, _span_of(names)) for names in (MONTHS, DAYS))
_TOGETHER = {
    re.compile(pattern, re.IGNORECASE): days
    for pattern, days in {
        r"\bweek-?ends?\b": DAYS[5:],
        r"\bweek-?days?\b": DAYS[:5],
        r"\b(?:daily|every day)\b": DAYS,
    }.items()
}
_JOINTS = 2
_DATE = re.compile(
    r"""
    (?<![\w./-])(?:
        (?P<year>\d{4})-(?P<month>\d\d)-\d\d(?!\d)
        | \d{1,2}\.\s?(?P<second>\d{1,2})\.\s?(?P<last>\d{4}|\d\d)(?![.,]?\d)
        | (?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<behind>\d{4}|\d\d)(?![/\d])
    )
    """,
    re.VERBOSE,
)


def dated(text: str) -> Iterator[str]:
    """Yield the months and years of a text's dates, such as `2026-11-10`, `10.11.2026`, `14/3/27`.

    Of `3/4/2027` nothing tells which month it is.
    """
    for found, month in _dates(text):
        yield MONTHS[int(found[month]) - 1]
        yield next(filter(None, (found[each] for each in ("year", "last", "behind"))))


def without_months(text: str) -> str:
    """Blank of each such date all but its day and year, so that offsets stay true."""
    for found, month in _dates(text):
        (start, end), (first, last) = found.span(), found.span(month)
        left = f"{text[start:first]}{' ' * (last - first)}{text[last:end]}"
        text = f"{text[:start]}{re.sub(r'[./-]', ' ', left)}{text[end:]}"
    return text


def _dates(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each date with the name of the group that is its month."""
    if all(text.count(joint) < _JOINTS for joint in "-./"):
        return  # most texts; to look for a date in each would take longer
    for found in _DATE.finditer(text):
        parts = (each for each in ("month", "second", "one", "other") if found[each])
        months = {int(found[each]): each for each in parts if 1 <= int(found[each]) <= _LAST}
        if len(months) == 1:
            yield found, next(iter(months.values()))


def speaks_of(text: str, word: str) -> bool:
    """Tell whether a text speaks of a month or a day of the week in another spelling.

    Args:
        text: As it reads.
        word: The month in full, the day, which may be plural or shorter: `Tuesdays`, `Tue`.
    """
    word = re.sub("['’]s$", "", word)
    if word in MONTHS:
        return _names(text, MONTHS.index(word), MONTHS)
    day = _day_in_full(word)
    return bool(day) and (
        _names(text, DAYS.index(day), DAYS)
        or any(day in days and pattern.search(text) for pattern, days in _TOGETHER.items())
    )


@lru_cache(maxsize=256)
def _day_in_full(word: str) -> str:
    """Find the day that a word names, be it plural or shorter; empty where it names none."""
    return next((day for day in DAYS if re.fullmatch(written(day), word)), "")


def _names(text: str, place: int, names: Sequence[str]) -> bool:
    """Tell whether a text has one of the names in any spelling, or a span that it lies in."""
    if re.search(rf"\b{written(names[place])}(?!\w)", text):
        return True
    pattern = next(pattern for its, pattern in _KINDS if its is names)
    return any(_lies_within(place, span, names) for span in pattern.finditer(text))


def _lies_within(place: int, span: re.Match[str], names: Sequence[str]) -> bool:
    """Tell whether a name's place lies in a span, which may go on from the last to the first."""
    starts = [name[:SHORTEST] for name in names]
    first, last = (starts.index(span[end][:SHORTEST]) for end in ("first", "last"))
    return (place - first) % len(names) <= (last - first) % len(names)
