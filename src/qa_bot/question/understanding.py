"""A question as typed becomes one that can be searched and answered.

Comes in: the question as typed. Goes out: a `Question`: what it asks about, with every wording that
the documents know, and how it is searched for. A word that occurs nowhere is read as the one it is
a slip of, when exactly one letter differs, and it is told.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa_bot.errors import UsageError
from qa_bot.glossary import Glossary, Wording
from qa_bot.question.asking import asks_long_form, is_asked
from qa_bot.question.concepts import Concept, asked_terms, concepts_in
from qa_bot.question.slips import Vocabulary, slips
from qa_bot.question.symbols import symbols
from qa_bot.records import Correction
from qa_bot.text.display import one_line
from qa_bot.text.terms import Term, folded, pairs

LONGEST_QUESTION = 2000
_COMMON = 0.25
"""Share of the passages from which a word tells what the documents are about; it goes without
saying in the others."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, ready to be searched.

    Attributes:
        text: As it was asked.
        searched: With slips mended, abbreviations and synonyms spelled out, as it is embedded.
        concepts: What it asks about.
        corrections: The slips that were mended, each once.
        symbols: What it names by parts, as programs do: `max_execution_time`, `ISO-IEC-27001`.
        uncommon: Its words that are no ordinary ones; they may be names in small letters.
        subjects: What has such a word, and stands in some passages only; once these are found, what
            of it a heading of theirs names.
        narrowing: All of it in the style of a telegram, where each word narrows the question down:
            it has to be said where it is answered, for there is no everyday equivalent.
    """

    text: str
    searched: str
    concepts: tuple[Concept, ...]
    corrections: tuple[Correction, ...] = ()
    symbols: tuple[str, ...] = ()
    uncommon: frozenset[str] = frozenset()
    subjects: tuple[Concept, ...] = ()
    narrowing: tuple[Concept, ...] = ()

    def missing(self, occurs: Callable[[str], bool]) -> tuple[str, ...]:
        """List its words that occur in no document, in any wording.

        One that was read as another comes first, as it was typed.

        Args:
            occurs: Tells whether a folded term does.
        """
        typed = [one.typed for one in self.corrections]
        others = [
            concept.words
            for concept in self.concepts
            if not any(all(map(occurs, wording)) for wording in concept.wordings)
        ]
        return (*typed, *others)


def understand(text: str, glossary: Glossary, vocabulary: Vocabulary) -> Question:
    """Take a question apart.

    Args:
        text: As typed.
        glossary: The documents' abbreviations and synonyms.
        vocabulary: The words that documents and people use.

    Raises:
        UsageError: When it is empty, too long, or has no word to search for.
    """
    cleaned = _askable(text)
    typed = [term for term in asked_terms(cleaned) if not glossary.has(term.form)]
    read_as = list(slips(cleaned, typed, vocabulary))
    mended = _mended(cleaned, read_as)
    corrections = [Correction(term.span.of(cleaned), word) for term, word in read_as]
    concepts = concepts_in(mended, glossary)
    said = (term.span.of(mended) for term in asked_terms(mended))
    subjects = tuple(one for one in concepts if _is_of_the_trade(one, vocabulary))
    return Question(
        text=text,
        searched=_spelled_out(mended, concepts, glossary, vocabulary.passages_with),
        concepts=concepts,
        corrections=tuple(dict.fromkeys(corrections)),
        symbols=_without_other_wordings(symbols(mended), concepts),
        uncommon=frozenset(word for word in said if not vocabulary.knows(word)),
        subjects=subjects,
        narrowing=() if is_asked(mended) else subjects,
    )


def _askable(text: str) -> str:
    """Write a question in one line.

    Raises:
        UsageError: When it is empty, too long, or has no word to search for.
    """
    cleaned = one_line(text.replace("\x00", " "))
    if not cleaned:
        raise UsageError("the question is empty", hint='qa-bot ask "what is the BOSTON median PFS"')
    if len(cleaned) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(cleaned)} characters; the most is {LONGEST_QUESTION}",
            hint="ask one thing at a time",
        )
    if not asked_terms(cleaned):
        raise UsageError(
            f"the question {cleaned!r} has no word to search for", hint="name what you look for"
        )
    return cleaned


def _mended(text: str, read_as: Sequence[tuple[Term, str]]) -> str:
    """Write the words that were meant in the place of their slips."""
    for term, word in reversed(read_as):
        text = text[: term.span.start] + word + text[term.span.end :]
    return text


def _without_other_wordings(found: Sequence[str], concepts: Sequence[Concept]) -> tuple[str, ...]:
    """Leave out symbols that may be said in another way: `SARS-CoV-2` is the corona virus."""
    others = [one.words for one in concepts if len(one.wordings) > 1]
    return tuple(one for one in found if not any(one in words for words in others))


def _is_of_the_trade(concept: Concept, vocabulary: Vocabulary) -> bool:
    """Tell whether some documents have a concept as it is asked, and a word of it is uncommon.

    A plural is as common as its singular. What was done to a thing may be said in many ways.
    """
    held = [
        min(map(vocabulary.passages_with, (*wording, *pairs(wording))), default=0)
        for wording in concept.wordings
    ]
    is_in_some = held[0] > 0 and max(held) < _COMMON * vocabulary.passages
    return is_in_some and any(
        word[0].isalpha()
        and not word.endswith(("ed", "ing"))
        and not (vocabulary.knows(word) or vocabulary.knows(folded(word)))
        for word in concept.words.split()
    )


def _spelled_out(
    text: str,
    concepts: Sequence[Concept],
    glossary: Glossary,
    passages_with: Callable[[str], int],
) -> str:
    """Put what it stands for behind each abbreviation and synonym of a question.

    What goes on behind one is another name: `CSRF-Token`, `php.ini`. Where it is asked what one
    stands for, the long form is the answer.
    """
    if asks_long_form(text):
        return text
    for place, concept in enumerate(concepts):
        senses = [wording for wording in concept.wordings[1:] if glossary.spelled(wording)]
        if len(senses) > 1:
            beside = concepts[max(place - 1, 0) : place], concepts[place + 1 : place + 2]
            senses.sort(key=lambda sense: -_stand_together(sense, *beside, passages_with))
        long = glossary.spelled(senses[0]) if senses else ""
        if long and long.casefold() not in text.casefold():
            whole = rf"(?<!\w)(?<!\w\.){re.escape(concept.words)}(?!\w|[-.]\w)"
            if word := re.search(whole, text):
                text = f"{text[: word.end()]} ({long}){text[word.end() :]}"
    return text


def _stand_together(
    sense: Wording,
    before: Sequence[Concept],
    behind: Sequence[Concept],
    passages_with: Callable[[str], int],
) -> int:
    """Count where documents have a sense beside the words beside it, as in "Malaysian PI"."""
    runs = [(*one.wordings[0][-1:], sense[0]) for one in before]
    runs += [(sense[-1], *one.wordings[0][:1]) for one in behind]
    return sum(passages_with(pair) for run in runs for pair in pairs(run))
