"""Versions that a text speaks of, "2.2.0", and those before or behind: "Ubuntu 21.04 and earlier".

Comes in: texts as they read. Goes out: whether a sentence is about other versions than the one that
a question names, and what it says when it gives a version its date. Doubt speaks for the sentence.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from qa_bot.text.calendar import DATE

_VERSION = re.compile(
    r"""
    (?<![\w.-])(?P<name>[^\W\d_][\w-]*)\s(?P<number>\d{1,4}(?:\.\d{1,4}){0,3})(?![\w%]|[.,]\d)
    (?:
        (?:\s[A-Z]\w*){0,2}  # what else it is called: "LTS", "Impish Indri"
        \s(?:
            (?:and|or)\s(?:(?P<less>earlier|older|below|lower)|(?:above|higher|later|newer))\b
            |(?:onwards?|upwards?)\b
        )
    )?
    """,
    re.VERBOSE,
)
_RELEASE = re.compile(r"(?<![\w.])v?(\d{1,4}\.\d{1,4}(?:\.\d{1,3}){1,2})(?![\w%]|[.,]\d)")
"""A version in full, which needs no name in front; not a date, such as 1.3.2024."""

_REACHING = re.compile(
    r"\b(?:above|after|before|below|between|earlier|from|later|newer|older|onwards?|since|than|to"
    r"|until|upwards?)\b|[<>≤≥^~+]",
    re.IGNORECASE,
)
"""What makes a version stand for others, too."""

_RELEASED = re.compile(
    rf"""
    (?:
        (?<![\w.])\[v?\d+(?:\.\d+)+[\w.-]*\]
        | (?<![\w.])(?:v|(?i:version|release)\s)\d+(?:\.\d+)+[\w.-]*
        | (?<![\w.])\d+(?:\.\d+){{2,3}}[\w.-]*
    )
    \s?(?:[-–—:,]\s?)?\(?{DATE}
    """,
    re.VERBOSE,
)
"""A version and its date: `[2.0.0] - 2024-05-01`, `v1.4 (March 2, 2022)`."""

_OF_RELEASE = ("version", "release", "date")

_Number = tuple[int, ...]


class _Version(NamedTuple):
    """A version, up to or from which others are meant, too, if it `ends` or `begins` them."""

    name: str
    number: _Number
    ends: bool
    begins: bool

    def holds(self, asked: _Number) -> bool:
        """Tell whether a version is meant; 3.10 is one of 3."""
        same = asked[: len(self.number)]
        return (
            same == self.number
            or (self.ends and same < self.number)
            or (self.begins and same > self.number)
        )


def leaves_out(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence is about versions up to or from one, and not about the one asked for.

    Args:
        sentence: As it reads.
        asked: The question.
        above: The headings of the sentence; they count for what it does not name itself.
    """
    return any(
        any(one.ends or one.begins for one in said)
        and not any(one.holds(wanted.number) for one in said)
        for wanted in _versions(asked)
        if (said := _named(sentence, wanted.name) or _named(above, wanted.name))
    )


def names_other_release(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence, under its headings, is about other releases than the question.

    Args:
        sentence: As it reads.
        asked: The question, which names one in full: 2.2.0.
        above: The headings of the sentence.
    """
    wanted = _RELEASE.findall(asked)
    text = f"{above}\n{sentence}"
    told = _RELEASE.findall(text) if wanted else []
    return bool(told) and set(wanted).isdisjoint(told) and not _REACHING.search(text)


def released(text: str) -> tuple[str, ...]:
    """List the words that a text says by giving a version its date: that is its release."""
    return _OF_RELEASE if "." in text and _RELEASED.search(text) else ()


def _named(text: str, name: str) -> list[_Version]:
    return [one for one in _versions(text) if one.name == name]


@lru_cache(maxsize=256)
def _versions(text: str) -> tuple[_Version, ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[_Version]:
    for match in _VERSION.finditer(text):
        number = tuple(map(int, match["number"].split(".")))
        is_bound = match["name"][0].isupper() and not match.group().endswith(match["number"])
        ends = is_bound and bool(match["less"])
        yield _Version(match["name"].casefold(), number, ends, is_bound and not ends)
