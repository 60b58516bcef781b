"""Combinations of which what a question asks about is only a part: "SVd" when it asks of "Sd".

Comes in: a question and texts as they read. Goes out: what such combinations are called, and
whether a sentence is about one. A treatment with three drugs has every word of one with two of
them; the short form behind it, with a letter for each, tells that it is another. When in doubt a
sentence is not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa_bot.question.understanding import Concept, Question
from qa_bot.text.terms import content_forms, folded, forms

_BRACKET = re.compile(r"\(([^()]{2,60})\)")
_SHORT = re.compile(r"[^\W\d_]*[A-Z][^\W\d_]*")
_PART = r"[^\W_]+"
_COMBINED = re.compile(
    rf"{_PART}(?:(?:\s?[,+/–-]\s?(?:and\s)?|\s(?:and|with|plus)\s){_PART})+\s?\Z"
)
"""Single words in a row at the end of a text: "selinexor with bortezomib and dexamethasone"."""

_REACH = 150
"""Characters before a bracket that are looked at."""


Wording = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Larger:
    """What has more parts than something that a question asks about.

    Attributes:
        than: Every wording of what is asked about.
        names: What the larger combinations are called, folded.
    """

    than: tuple[Wording, ...]
    names: frozenset[str]


def larger_ones(question: Question, texts: Iterable[str]) -> list[Larger]:
    """List the combinations in texts that have more parts than one that is asked about.

    None is listed that is asked about, too, or whose further part is.
    """
    named = [one for text in texts for one in _named_combinations(text)]
    asked = forms(question.text)
    found = (_larger(concept, named, asked) for concept in question.concepts)
    return [one for one in found if one.names and not one.names & asked]


def is_of_larger(sentence: str, above: str, larger: Iterable[Larger]) -> bool:
    """Tell whether a sentence names a larger combination, and what is asked about not at all.

    Args:
        sentence: As it reads.
        above: Its headings; they may name what is asked about.
        larger: What `larger_ones` found.
    """
    said = content_forms(sentence)
    told = [*content_forms(above), *said]
    return any(
        not one.names.isdisjoint(said) and not any(_stands_in(told, own) for own in one.than)
        for one in larger
    )


def _larger(
    concept: Concept, named: Sequence[tuple[str, Wording]], asked: frozenset[str]
) -> Larger:
    """Find what is larger than a concept that is said in a short form, too."""
    short = {wording[0] for wording in concept.wordings if len(wording) == 1}
    told = {words for name, words in named if name in short}
    parts = [set(one) for one in (*concept.wordings, *told) if short and len(one) > 1]
    names = (
        name
        for name, words in named
        if any(one < set(words) and asked.isdisjoint(set(words) - one) for one in parts)
    )
    return Larger((*concept.wordings, *sorted(told)), frozenset(names))


def _named_combinations(text: str) -> Iterator[tuple[str, Wording]]:
    """Yield each name in a bracket with a letter for each word before it, and these words."""
    for bracket in _BRACKET.finditer(text):
        start = max(bracket.start() - _REACH, 0)
        combined = _COMBINED.search(text, start, bracket.start())
        words = content_forms(combined.group()) if combined else []
        for name in _SHORT.findall(bracket[1]):
            if 1 < len(name) <= len(words):
                yield folded(name), tuple(words[-len(name) :])


def _stands_in(found: Sequence[str], wording: Wording) -> bool:
    """Tell whether terms stand in others one behind the other."""
    starts = range(len(found) - len(wording) + 1)
    return any(tuple(found[start : start + len(wording)]) == wording for start in starts)
