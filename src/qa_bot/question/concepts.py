"""The things that a text asks about or says, and whether another text says them, too.

Comes in: a text. Goes out: concepts, each a word of it, or words that the glossary knows another
wording of, such as an abbreviation, which may stand in a passage in either; or all that it says,
for concepts to be found in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from qa_bot.glossary import Glossary, Wording
from qa_bot.question.asking import asks_long_form, without_frame
from qa_bot.text.terms import Term, content_forms, content_terms, folded, telling_terms
from qa_bot.values.periods import dated
from qa_bot.values.versions import released

_REACH = 3
"""Two terms that are no further apart than this may belong to one expression."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing a question asks about.

    Attributes:
        words: As the question has them.
        wordings: The folded terms of each way to say it, the question's own first.
        is_defined: Whether documents define it, as "overall survival (OS)" does.
    """

    words: str
    wordings: tuple[Wording, ...]
    is_defined: bool = False

    def is_in(self, said: frozenset[str]) -> bool:
        """Tell whether one of its wordings is said whole, by what `said_by` lists.

        Its words must all be there, and near each other: "overall response and progression-free
        survival" is not about "overall survival", "overall and progression-free survival" is.
        """
        return any(_needed(wording) <= said for wording in self.wordings)


STANDING_FOR = Concept("stand for", (("stand",), ("short",), ("acronym",), ("abbrevi",)))
"""What tells a long form that no bracket defines."""


def concepts_in(text: str, glossary: Glossary) -> tuple[Concept, ...]:
    """List what a text asks about, each once: long forms whole, other words each alone.

    What something "stands for" is told by a definition, which has the short and the long form; if
    there is none, in these words.
    """
    found = tuple(_concepts(text, glossary))
    if not asks_long_form(text):
        return found
    if not any(one.is_defined for one in found):
        return (*found, STANDING_FOR)
    return tuple(part for one in found for part in (_apart(one) if one.is_defined else [one]))


def _apart(concept: Concept) -> Iterator[Concept]:
    """Yield a concept in its own wording, and in the others."""
    yield replace(concept, wordings=concept.wordings[:1])
    yield replace(concept, wordings=concept.wordings[1:])


def _concepts(text: str, glossary: Glossary) -> Iterator[Concept]:
    """Yield the longest wordings that the glossary knows, and each other word that is asked about.

    A small word counts in what is looked up, but says nothing itself.
    """
    found = telling_terms(text)
    content, asked = frozenset(content_terms(text)), frozenset(asked_terms(text))
    seen: set[Wording] = set()
    position = 0
    while position < len(found):
        length, others = glossary.wordings_at([term.form for term in found[position:]])
        group = found[position : position + max(length, 1)]
        position += len(group)
        own = tuple(term.form for term in group if term in content)
        if own not in seen and (others or group[0] in asked):
            seen.add(own)
            is_defined = glossary.defines(tuple(term.form for term in group))
            words = text[group[0].span.start : group[-1].span.end]
            yield Concept(words, (own, *others), is_defined)


def asked_terms(text: str) -> list[Term]:
    """List the words of a question that say what it is about."""
    return content_terms(without_frame(text)) or content_terms(text)


def names_nothing(text: str) -> bool:
    """Tell whether a question says only what questions are asked with: "up to how much?"."""
    return not content_terms(without_frame(text))


def said_by(text: str) -> frozenset[str]:
    """List what a text says, for `Concept.is_in`: folded terms, and pairs that stand together.

    A date says its month and year, and with a version in front that this is its release.
    """
    unwritten = (*dated(text), *released(text))
    return said_together(content_forms(text)).union(map(folded, unwritten))


def said_together(found: Sequence[str]) -> frozenset[str]:
    """List folded terms, and the pairs of them that stand together."""
    return frozenset((*found, *_near_pairs(found, _REACH)))


def _near_pairs(found: Sequence[str], reach: int) -> Iterator[str]:
    """Join each term with every one of the next `reach`, in either order: `rate respons`."""
    for place, first in enumerate(found):
        for second in found[place + 1 : place + 1 + reach]:
            yield f"{min(first, second)} {max(first, second)}"


@lru_cache(maxsize=4096)
def _needed(wording: Wording) -> frozenset[str]:
    """List what a text that says a wording whole has to say, of what `said_by` lists."""
    return frozenset((*wording, *_near_pairs(wording, 1)))
