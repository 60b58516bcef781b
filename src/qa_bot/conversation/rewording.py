"""What leads a question back to the one before it, written out: "the year after" as 2023.

Comes in: a question as typed, and the one before it. Goes out: the question as it is understood
then. Which words of earlier turns it is lent, is `recalling`'s to tell.
"""

import re

from qa_bot.conversation.leaning import after_opening
from qa_bot.question.asking import is_half_asked, wanted
from qa_bot.question.concepts import names_nothing
from qa_bot.text.calendar import YEAR

_CORRECTING = re.compile(
    r"^\W*(?:(?:(?:no|nope|sorry|oops)\b\W*)*i\s+mean(?:t)?\b|no(?:pe)?\s*,)\W*", re.IGNORECASE
)
"""How a person takes back what was asked."""

_YEAR_BESIDE = re.compile(
    r"\b(?:the\s+)?(?:(?P<after>year\s+after|(?:next|following)\s+year)"
    r"|year\s+before|(?:previous|preceding)\s+year)(?:\s+that)?(?=\W*\Z)",
    re.IGNORECASE,
)
"""A year that is told by the one asked about before."""

_STAND_IN = re.compile(
    r"\b((?:an?|the|my|our|your|his|her|its|their)\s+(?:[\w-]+\s+)?(?!(?:other|same)\b)[\w-]+)"
    r"\s+ones?(?=\W*\Z)",
    re.IGNORECASE,
)
"""What stands for the thing asked about before, behind what is another of it."""

_PRONOUN = re.compile(r"\b(?:it|he|him|she|they|them)\b", re.IGNORECASE)


def written_out(question: str, before: str) -> str:
    """Write out what leads a question back to the one before it, as that was understood."""
    said = _in_figures(_without_stand_in(corrected(question)), before)
    return _without_repeated(said, before)


def corrected(question: str) -> str:
    """Make of a correction what follows up on a question: "no, I meant X" asks "and X"."""
    return _CORRECTING.sub("and ", question)


def put_for_pronoun(words: str, question: str) -> str:
    """Write a question with what its first pronoun points at; empty where it has none."""
    return _PRONOUN.sub(lambda _: words, question, count=1) if _PRONOUN.search(question) else ""


def _without_stand_in(question: str) -> str:
    """Leave the word out that stands for a thing: "and the small one?" is "and the small?"."""
    return _STAND_IN.sub(r"\1", question)


def _without_repeated(question: str, before: str) -> str:
    """Leave out of half a question what the one before it asked with, too.

    "How many plums?", after "how many pears were picked?", is "plums?".
    """
    asked, rest = wanted(question), after_opening(question)
    same = re.match(rf"\W*{asked}\s+", rest, re.IGNORECASE) if asked == wanted(before) else None
    if not same or not is_half_asked(question) or names_nothing(question):
        return question
    return f"{question.removesuffix(rest)} {rest[same.end() :]}".lstrip()


def _in_figures(question: str, before: str) -> str:
    """Write "the year after" in figures, after a question that asked about one year."""
    years = frozenset(re.findall(rf"\b{YEAR}\b", before))
    if len(years) != 1:
        return question
    (year,) = map(int, years)
    return _YEAR_BESIDE.sub(lambda it: str(year + (1 if it["after"] else -1)), question)
