"""A question that asks several things at once is taken apart into questions that ask one each.

Comes in: a question. Goes out: its parts; none where it asks one thing. Either it is made of whole
questions ("what is X and when was it approved?"), or it asks the same of several names ("the price
of the Plus and the Basic plan"), which one sentence need not tell together.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from qa_bot.question.asking import PREPOSITIONS, is_asked
from qa_bot.question.concepts import Concept, names_nothing, said_by
from qa_bot.question.names import is_name
from qa_bot.question.understanding import Question

MOST_PARTS = 4
"""Each takes as long as a question; one of more is asked as it is."""

_BETWEEN_QUESTIONS = re.compile(
    r"(?:\?+\s+(?:and\s+)?|[,;]?\s+and\s+)(?:also\s+)?"
    rf"(?=(?:(?:{PREPOSITIONS})\s+)?(?P<word>what|who|whom|whose|when|where|which|why|how)\b)",
    re.IGNORECASE,
)

_LISTED = r",\s(?:the\s)?"
_JOINED = r",?\s(?:and|vs\.?|versus|against|compared\s(?:with|to))\s(?:(?:in|of|the)\s)*"
"""Not "or": "was it Porto or Lisbon?" is answered by one of them."""

_COMPARING = re.compile(
    r"\b(?:compar(?:e|ison\sof)|(?:the\s)?differences?\s(?:in|of)|both)\s(?:the\s)?", re.IGNORECASE
)
_BETWEEN = re.compile(r"\bbetween(?=\s)", re.IGNORECASE)
_TOGETHER = re.compile(r"\b(?:with|plus|combin\w+|together|interact\w*)\b", re.IGNORECASE)
"""What is told of two together is told of neither alone."""


def whole_questions(text: str) -> list[str]:
    """List the questions that a text is made of, where it is of several.

    Each has to ask of something: "how and when is it used?" is one question. So is "what do members
    who row and who coach pay?", where the same word leads into two clauses.
    """
    places = [one.span() for one in _BETWEEN_QUESTIONS.finditer(text) if not _is_clause(one)]
    starts, ends = [0, *(end for _, end in places)], [*(start for start, _ in places), len(text)]
    parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    is_each = is_asked(parts[0]) and not any(map(names_nothing, parts))
    return parts if is_each and 1 < len(parts) <= MOST_PARTS else []


def _is_clause(found: re.Match[str]) -> bool:
    """Tell whether what is found between questions leads into a further clause of the same one."""
    before = found.string[: found.start()]
    return bool(re.search(rf"\w\s{found['word']}\b", before, re.IGNORECASE))


def of_each_name(question: Question) -> dict[str, str]:
    """Map each of several names that a question asks of to the question that asks of it alone.

    Args:
        question: As the documents write its names.
    """
    text = question.text
    found = _side_by_side(question)
    if not found:
        return {}
    before, behind = text[: found.start()], text[found.end() :]
    is_compared = bool(_COMPARING.search(before))
    if _TOGETHER.search(before) or (_BETWEEN.search(before) and not is_compared):
        return {}
    before = _BETWEEN.sub("in", _COMPARING.sub("", before))
    names = _names(found)
    return {one: f"{before}{one}{behind}" for one in names} if len(names) <= MOST_PARTS else {}


def _side_by_side(question: Question) -> re.Match[str] | None:
    """Find where a question joins several names.

    A comma lists those of a kind: it parts the trial from the outcome in "BOSTON, PFS?".
    """
    proper = {one.words for one in question.concepts if is_name(one, question.text)}
    short = {one.words for one in question.concepts if _is_short(one, question.text)} - proper
    lists = "|".join(rf"{name}(?:{_LISTED}{name})*" for name in map(_any_of, (proper, short)))
    found = re.finditer(rf"(?:{lists})(?:{_JOINED}(?:{lists}))*", question.text)
    return next((one for one in found if len(_names(one)) > 1), None)


def _any_of(names: Collection[str]) -> str:
    """Match one of several names; that of a person may have several words."""
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    titled = "|".join(re.escape(one) for one in names if one.istitle()) or "(?!)"
    return rf"(?<!\w)(?:(?:{titled})(?:\s(?:{titled}))+|(?:{words})(?:-(?:{words}))*)(?!\w)"


def _names(found: re.Match[str]) -> list[str]:
    return re.split(rf"{_JOINED}|{_LISTED}", found[0])


def are_told(names: Iterable[str], question: Question, text: str) -> bool:
    """Tell whether a text says all names that a question asks of, in whichever wording."""
    said, written = said_by(text), " ".join(names)
    asked = (
        one
        for one in question.concepts
        if re.search(rf"(?<!\w){re.escape(one.words)}(?!\w)", written)
    )
    return all(one.is_in(said) for one in asked)


def _is_short(concept: Concept, text: str) -> bool:
    """Tell whether a concept is written like a name though it says several words shorter: `PFS`."""
    return is_name(replace(concept, wordings=concept.wordings[:1]), text)
