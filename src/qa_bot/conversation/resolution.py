"""What travels through a conversation: its turns, and a follow-up that was made to stand alone.

Comes in: a question as typed, words of earlier turns. Goes out: a `Resolution`, which tells whose
words were added. They stand in brackets behind the question, so that a reader sees what was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa_bot.conversation.leaning import wanted_still
from qa_bot.conversation.rewording import corrected
from qa_bot.glossary import Wording
from qa_bot.question import Concept
from qa_bot.question.understanding import LONGEST_QUESTION

Key = frozenset[Wording]
"""Tells a concept from another, in whichever of its wordings it stands first."""

Place = tuple[Concept, ...]
"""What stands side by side in a question, and may be left for another thing."""


class Terminology(Protocol):
    """What the documents know of words."""

    def concepts_in(self, text: str) -> Sequence[Concept]:
        """List what a text names."""

    def rarity(self, concept: Concept) -> float:
        """Weigh a concept by its rarity: 1 stands nowhere else, 0 nowhere at all."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what was answered.

    Attributes:
        question: As it was typed.
        standalone: As it was understood.
        statements: The answer's sentences, each with the headings that it stands under.
    """

    question: str
    standalone: str
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """Words that an earlier turn lends to a question.

    Attributes:
        words: As the turn has them.
        turn: Its number, from 1.
        answered: Whether they come from its answer, not from its question.
        is_name: Whether they were ever written like a name.
    """

    words: str
    turn: int
    answered: bool = False
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """A question that stands alone.

    Attributes:
        question: As it was typed.
        standalone: With what earlier turns add; the same when it needs nothing.
        added: Those words, in the order of the turns.
        new_subject: Whether it was taken for one of its own, though earlier turns had words for it.
        is_whole: Whether it stands alone in the words of an earlier question, not with some added.
        wanted: What the question before wanted and this one does not say, such as "how long".
    """

    question: str
    standalone: str
    added: tuple[Added, ...] = ()
    new_subject: bool = False
    is_whole: bool = False
    wanted: str = ""

    @property
    def named(self) -> str:
        """The question with the names among those words: what an answer has to be about.

        The others lead to the right passages, but a sentence there need not repeat them, unless
        there is no name: an answer about anything would be worse than none.
        """
        names = [one for one in self.added if one.is_name]
        if not names or self.is_whole:
            return self.standalone
        return _with(corrected(self.question), names, self.wanted)


def lent(question: str, added: Sequence[Added], earlier: Sequence[Turn]) -> Resolution:
    """Add words to a question, and what the one before wanted; none where it would get too long."""
    wanted = wanted_still(question, earlier[-1].standalone) if earlier else ""
    standalone = _with(question, added, wanted)
    if not question.strip() or len(standalone) > LONGEST_QUESTION:
        return Resolution(question, question)
    return Resolution(question, standalone, tuple(added), wanted=wanted)


def _with(question: str, added: Sequence[Added], wanted: str) -> str:
    words = " ".join(filter(None, (wanted, *(one.words for one in added))))
    return f"{question.strip()} ({words})" if added else question


def key_of(concept: Concept) -> Key:
    """Give a concept's key."""
    return frozenset(concept.wordings)


def side_by_side(concepts: Sequence[Concept], text: str) -> list[Place]:
    """Put concepts together that a text has side by side: "Chief Financial Officer"."""
    found: list[Place] = []
    for one in concepts:
        if found and words_of((*found[-1], one)) in text:
            found[-1] = (*found[-1], one)
        else:
            found.append((one,))
    return found


def words_of(concepts: Sequence[Concept]) -> str:
    """Write concepts down, one behind the other."""
    return " ".join(one.words for one in concepts)
