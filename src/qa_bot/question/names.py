"""Which words of a question are names, and which of them an answer has to name.

Comes in: concepts, and the text that they are of. Goes out: which are names. An answer about
another person, place or year would be worse than none. Capitals tell a name only where not every
word has one: "WHERE DO WE PARK?" and "Where Can Employees Park Their Cars?" name nobody.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from qa_bot.question.concepts import STANDING_FOR, Concept, said_by
from qa_bot.question.symbols import is_mixed
from qa_bot.question.understanding import Question
from qa_bot.text.calendar import MONTHS, YEAR
from qa_bot.text.capitals import MAY, is_shouted
from qa_bot.text.headings import things
from qa_bot.text.spans import ASIDE
from qa_bot.text.terms import STOP_WORDS, content_forms

_WORD = re.compile(r"[^\W\d_][^\s›]*")
_GROUP = re.compile(r"(?<![\w-])(\w+)\s(?:arm|cohort|group)s?\b")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_STRESSED = frozenset(
    """always attention both breaking caution danger deprecated each error every example fixme hint
    important info must never none note notice only optional required shall should todo
    warning""".split()
)
"""Words that are no names in capitals: they stress ("you MUST sign") or announce (`WARNING:`)."""

_FIRST_LETTER = re.compile(r"(?<![^\W_])[^\W\d_]")
_BEFORE_SENTENCE = (".", ":", ";", "?", "!", "›", "—")

_LEAST_TITLE = 3
_ALL_BUT = 4
"""A title has at least so many words that carry meaning, and a capital at all but one in four."""


_TITLES = frozenset(
    """Dame Dr Doctor Father Frau Herr Lady Lord Madam Madame Miss Mister Mr Mrs Ms Nurse Prof
    Professor Reverend Sir Sister""".split()
)
"""How people are addressed; documents may leave them out."""

_AFTER_TITLE = re.compile(rf"\b(?:{'|'.join(_TITLES)})\.$")


def is_name(concept: Concept, text: str) -> bool:
    """Tell whether a text writes a concept like a name: a capital or a digit not due to the place.

    What several words say shorter is none: "PFS" is asked of any trial.
    """
    words = concept.words
    if len(concept.wordings) > 1 and any(len(wording) > 1 for wording in concept.wordings):
        return False
    if is_shouted(ASIDE.sub("", text)):  # in brackets stands what a conversation lends
        return any(letter.isdigit() for letter in words)
    inside = words[1:] if _begins_sentence(text, max(text.find(words), 0)) else words
    if _is_titled(text):
        inside = _FIRST_LETTER.sub("", words)
    return any(letter.isupper() or letter.isdigit() for letter in inside)


def to_be_named(question: Question) -> list[Concept]:
    """List what of a question its answer has to name: names, and subjects of the documents."""
    return [
        one
        for one in question.concepts
        if one in question.subjects or has_to_be_named(one, question.text)
    ]


def has_to_be_named(concept: Concept, text: str) -> bool:
    """Tell whether what answers a question has to name a concept.

    That is a proper name, a year, what documents define, or that something stands for what is
    asked. Other short capitals and mixed ones, such as "NHS" or "SVd", may be abbreviations that a
    passage spells out; an address, such as "ClinicalTrials.gov", is where a thing is found; and
    "Mrs Vogel" may be called Anna Vogel.
    """
    if concept.is_defined or concept == STANDING_FOR:
        return True
    word = concept.words.removesuffix("'s").removesuffix("’s")
    if re.fullmatch(YEAR, word):
        return True
    if is_mixed(word):
        is_address = re.search(rf"{word}\.\w", text)
        return is_name(concept, text) and not is_address
    if word in _TITLES and re.search(rf"\b{word}\.?\s[^\W\d_a-z]", text):
        return False
    is_proper = (len(word) > 2 and word[1:].islower()) or (len(word) > 3 and word.isupper())
    return word.isalpha() and is_proper and is_name(concept, text)


def with_subjects(question: Question, headings: Iterable[str]) -> Question:
    """Leave of a question's subjects those that headings name.

    A word that documents have as a subject of its own, such as "bortezomib", is a name in small
    letters. Several words may be a kind of things, which are named where they are told of.
    """
    headed = {tuple(content_forms(one)) for heading in headings for one in things(heading)}
    words = (one for one in question.subjects if one.words.isalpha())
    subjects = (one for one in words if not headed.isdisjoint(one.wordings))
    return replace(question, subjects=tuple(subjects))


def as_written(question: Question, texts: Iterable[str]) -> Question:
    """Write a question's words as texts do that have them as names: `ikema` is IKEMA.

    That is in capitals alone, or, of words that are no ordinary ones, with a capital where none is
    due to the place: `cardopril` is Cardopril. A text in capitals or a title tells nothing, nor
    does a small letter that a text begins with, as a file's name may.
    """
    known, named = defaultdict(set), set()
    for text in texts:
        for word in () if text.isupper() else _LETTERS.finditer(text):
            if not word.start() and word.group()[0].islower():
                continue
            known[word.group().lower()].add(word.group())
            if word.group().lower() in question.uncommon and _is_named(word):
                named.add(word.group())

    def written(word: re.Match[str]) -> str:
        ways = known.get(word.group(), set()) if word.group() not in _STRESSED else ()
        names = sorted(way for way in ways if way in named or not way[1:].islower())
        return names[0] if names and word.group() not in ways else word.group()

    def rewritten(concepts: Iterable[Concept]) -> tuple[Concept, ...]:
        return tuple(replace(one, words=_LETTERS.sub(written, one.words)) for one in concepts)

    return replace(
        question,
        text=_LETTERS.sub(written, question.text),
        concepts=rewritten(question.concepts),
        subjects=rewritten(question.subjects),
        narrowing=rewritten(question.narrowing),
    )


def _is_named(word: re.Match[str]) -> bool:
    """Tell whether a word has a capital that is not due to where it stands."""
    text = word.string
    return word.group()[0].isupper() and not (
        _begins_sentence(text, word.start()) or _is_titled(text)
    )


def is_of_other_group(sentence: str, question: Question) -> bool:
    """Tell whether a sentence is about another group than the one asked about: "the SVd arm".

    Args:
        sentence: As it reads.
        question: It asks of "the Vd arm", by its name; "the control arm" may be any.
    """
    asked = _groups(question.text)
    own = [one for one in question.concepts if not asked.isdisjoint(one.words.split())]
    if not own or not _groups(sentence):
        return False
    said = said_by(sentence)
    return not any(one.is_in(said) for one in own)


def _groups(text: str) -> frozenset[str]:
    """List the names of groups of patients, tests or the like; a capital tells a name.

    "Each arm" that opens a sentence has its capital from there.
    """
    named = (found for found in _GROUP.finditer(text) if found[1] != found[1].lower())
    return frozenset(
        found[1]
        for found in named
        if not (found[1].istitle() and len(found[1]) > 2 and _begins_sentence(text, found.start()))
    )


def has_month_instead(word: str, asked: str, text: str) -> bool:
    """Tell whether a text has a name in capitals, such as `MARCH`, as the month alone.

    Args:
        word: Of the question.
        asked: The question; "MARCH 2020" is the month, and all is one size where it shouts.
        text: As it reads.
    """
    if not word.isupper() or word.title() not in MONTHS or is_shouted(asked):
        return False
    is_month = re.search(rf"\d\s{word}\b|\b{word}\s\d", asked)
    return not is_month and word.title() in text and word not in text


def _begins_sentence(text: str, place: int) -> bool:
    """Tell whether a word at a place has a capital from there; not behind a title: `Dr. Vogel`."""
    before = text[:place].rstrip()
    return not before or (before.endswith(_BEFORE_SENTENCE) and not _AFTER_TITLE.search(before))


@lru_cache(maxsize=256)
def _is_titled(text: str) -> bool:
    """Tell whether a text has a capital at nearly every word, as titles do.

    A small word inside a sentence has one there alone: "Who is Ann Mary Miller?" is no title.
    """
    text = ASIDE.sub("", text)
    carrying, has_small = [], False
    for match in _WORD.finditer(text):
        word = match.group().rstrip('.,:;?!"”')
        if word.casefold() not in STOP_WORDS:
            carrying.append(word)
        elif word.istitle() and word not in (MAY, "I"):
            has_small |= not _begins_sentence(text, match.start())
    lower = sum(word[0].islower() for word in carrying)
    return has_small and len(carrying) >= _LEAST_TITLE and lower * _ALL_BUT <= len(carrying)
