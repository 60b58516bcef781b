"""Slips of the keyboard: a word that occurs nowhere is read as the one it is a slip of.

Comes in: the words of a question, and the vocabulary of documents and people. Goes out: each slip
with the word that was meant, which is exactly one letter away; and so a month that is cut short.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from qa_bot.question.symbols import is_mixed
from qa_bot.text.calendar import MONTHS, shorter
from qa_bot.text.terms import Term, bare, folded

_CORRECTED_LENGTHS = range(5, 41)
_SPELLINGS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        ("ae(?!l)|(?<!p)oe(?![ds]$)", "e"),  # anaemia, oedema; not Michael, poets, heroes
        (r"(?<=\w\w)our", "or"),  # tumour; not fourth
        ("(?<=[iy])z", "s"),  # randomize, analyze; not dozes
        ("(?<=[bt])re(?=s?$)", "er"),  # centre, fibres
        ("(?<=en|ti)c(?=e[sd]?$|ing$)", "s"),  # licence, practicing
        ("(?<=dg)e(?=ment)", ""),  # judgement
    )
)
"""How British and American words are written one way; what stemming makes equal is not here."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which words are in use.

    Attributes:
        passages_with: Counts the passages that hold a folded term.
        knows: Tells whether a word is an ordinary one, whatever the documents say.
        writes: Tells whether the documents have a word itself, not only another with its stem.
        passages: How many there are.
    """

    passages_with: Callable[[str], int]
    knows: Callable[[str], bool]
    writes: Callable[[str], bool]
    passages: int


def slips(text: str, found: Sequence[Term], vocabulary: Vocabulary) -> Iterator[tuple[Term, str]]:
    """Yield each slip of a text with the word that was meant.

    One in use goes before one of the documents alone. An ordinary word is no slip, even if no
    document has it: it may only be spelled otherwise. Nor is one with capitals inside a slip of an
    ordinary word: "SecurID" is not "secured". What is meant is a word: "patternity" has the stem of
    one, but is none. Nobody leaves out the first letter, or puts one in front: "config" is no slip
    of ECONFIG, and "afebrile" is the contrary of "febrile".
    """
    knows, passages_with = vocabulary.knows, vocabulary.passages_with
    for term in found:
        month = _month(text, term)
        if month and not passages_with(term.form) and passages_with(folded(month)):
            yield term, month
        if len(term.form) not in _CORRECTED_LENGTHS or not term.form.isalpha():
            continue
        if passages_with(term.form):
            continue
        typed = term.span.of(text)
        word = bare(typed)
        meant = {
            other
            for other in _one_letter_away(word)
            if _spelling(other) == _spelling(word)
            or not (knows(word) or other.endswith(word) or word.endswith(other))
        }
        if is_mixed(typed):
            meant = {other for other in meant if not knows(other)}
        counts = {other: passages_with(folded(other)) for other in sorted(meant)}
        used = [one for one in counts if counts[one] and (knows(one) or vocabulary.writes(one))]
        if used:
            yield term, max(used, key=lambda other: (knows(other), counts[other]))


def _month(text: str, term: Term) -> str:
    """Give the month that is written shorter in front of a number or behind one: "Jul 2023"."""
    typed = term.span.of(text)
    beside = re.search(r"\d\s\Z", text[: term.span.start]) or re.match(
        r"\.?\s\d", text[term.span.end :]
    )
    found = (one for one in MONTHS if re.fullmatch(shorter(one), typed, re.IGNORECASE))
    return next(found, "") if beside else ""


def _spelling(word: str) -> str:
    """Write a word so that its British and its American spelling are the same."""
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


def _one_letter_away(word: str) -> set[str]:
    """List what one slip of the keyboard may have meant (Damerau 1964)."""
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    deleted = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    changed = {
        left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase
    }
    added = {left + letter + right for left, right in halves for letter in ascii_lowercase}
    return (deleted | swapped | changed | added) - {word}
