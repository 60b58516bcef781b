"""Combinations of which what a question asks about is only a part: "SVd" when it asks of "Sd".

Comes in: a question and texts as they read. Goes out: what such combinations are called, and
whether a sentence is about one. A treatment with three drugs has every word of one with two of
them; the short form behind it, with a letter for each, tells that it is another. When in doubt a
sentence is not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa_bot.glossary import Wording
from qa_bot.glossary.abbreviations import combinations
from qa_bot.question.concepts import Concept
from qa_bot.question.understanding import Question
from qa_bot.text.terms import content_forms, folded, forms


@dataclass(frozen=True, slots=True)
class Larger:
    """Combinations of which one that a question asks about is only a part.

    Attributes:
        names: What they are called, folded.
        asked: Every wording of the one that is asked about.
    """

    names: frozenset[str]
    asked: tuple[Wording, ...]


def larger_ones(question: Question, texts: Iterable[str]) -> list[Larger]:
    """List the combinations in texts that have more parts than one that is asked about.

    None is listed that is asked about, too, or whose further part is.
    """
    named = [
        (folded(one.short), tuple(content_forms(one.long)))
        for text in texts
        for one in combinations(text)
    ]
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
        not one.names.isdisjoint(said) and not any(_stands_in(told, own) for own in one.asked)
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
    return Larger(frozenset(names), (*concept.wordings, *sorted(told)))


def _stands_in(found: Sequence[str], wording: Wording) -> bool:
    """Tell whether terms stand in others one behind the other."""
    starts = range(len(found) - len(wording) + 1)
    return any(tuple(found[start : start + len(wording)]) == wording for start in starts)
