"""Combinations of which what a question asks about is only a part: "SVd" when it asks of "Sd".

Comes in: a question and texts as they read. Goes out: what such combinations are called, and
whether a sentence is about one. A treatment with three drugs has every word of one with two of
them; the short form behind it, with a letter for each, tells that it is another. When in doubt a
sentence is not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from qa_bot.question.understanding import Concept, Question
from qa_bot.text.terms import content_forms, folded, forms

_BRACKET = re.compile(r"\(([^()]{2,60})\)")
_SHORT = re.compile(r"[^\W\d_]*[A-Z][^\W\d_]*")
_PART = r"[^\W_]+"
_COMBINED = re.compile(
    rf"{_PART}(?:(?:\s?[,+/–-]\s?(?:and\s)?|\s(?:and|with|plus)\s){_PART})+\s?\Z"
)
"""Single words in a row at the end of a text: "selinexor with bortezomib and dexamethasone"."""


def larger_ones(question: Question, texts: Iterable[str]) -> dict[Concept, frozenset[str]]:
    """Tell what texts call combinations that have more parts than one that is asked about.

    Nothing is told of a larger one that is asked about, too, or whose further part is.
    """
    parts = {one: words for one in question.concepts if (words := _parts_of(one))}
    if not parts:
        return {}
    named = [one for text in texts for one in _named_combinations(text)]
    asked = forms(question.text)
    found = {
        concept: frozenset(
            name
            for name, of in named
            if any(of > one and asked.isdisjoint(of - one) for one in words)
        )
        for concept, words in parts.items()
    }
    return {concept: names for concept, names in found.items() if names and not names & asked}


def is_of_larger(sentence: str, above: str, larger: dict[Concept, frozenset[str]]) -> bool:
    """Tell whether a sentence names a larger combination, and what is asked about not at all.

    Args:
        sentence: As it reads.
        above: Its headings; they may name what is asked about.
        larger: What `larger_ones` found.
    """
    said = content_forms(sentence)
    told = [*content_forms(above), *said]
    return any(
        not names.isdisjoint(said) and not any(_stands_in(told, one) for one in concept.wordings)
        for concept, names in larger.items()
    )


def _parts_of(concept: Concept) -> list[frozenset[str]]:
    """List the words that a short form is made of; none of what is never said shorter."""
    is_shortened = any(len(wording) == 1 for wording in concept.wordings)
    return [frozenset(one) for one in concept.wordings if is_shortened and len(one) > 1]


def _named_combinations(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each name in a bracket with a letter for each word before it, and these words."""
    for bracket in _BRACKET.finditer(text):
        combined = _COMBINED.search(text, 0, bracket.start())
        words = content_forms(combined.group()) if combined else []
        for name in _SHORT.findall(bracket[1]):
            if 1 < len(name) <= len(words):
                yield folded(name), frozenset(words[-len(name) :])


def _stands_in(found: Sequence[str], wording: Sequence[str]) -> bool:
    """Tell whether terms stand in others one behind the other."""
    starts = range(len(found) - len(wording) + 1)
    return any(tuple(found[start : start + len(wording)]) == tuple(wording) for start in starts)
