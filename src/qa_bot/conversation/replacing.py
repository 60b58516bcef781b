"""A question that names another thing is asked in the words of the one before it.

Comes in: a question such as "and in STORM?", and the turns before it. Goes out: what was asked
last, of what it names, once for each thing whose place that may take. Whose place it is, is left
open; the answers tell (`choosing`). So is which thing takes the place of the "it" of a question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from qa_bot.conversation.leaning import preposition
from qa_bot.conversation.resolution import (
    Added,
    Place,
    Resolution,
    Terminology,
    Turn,
    key_of,
    lent,
    side_by_side,
    words_of,
)
from qa_bot.conversation.rewording import put_for_pronoun
from qa_bot.question import Concept
from qa_bot.question.asking import PREPOSITIONS, asks_for_figure
from qa_bot.question.names import is_name
from qa_bot.question.understanding import LONGEST_QUESTION
from qa_bot.text.spans import ASIDE

MOST_REPLACED = 3
"""Places that are tried in turn: each costs a search more."""


class Certainty(Enum):
    """How sure it is that a thing is asked about in the place of another."""

    POSSIBLE = auto()
    """Any word may be asked about besides, or in the place of yet another."""
    LIKELY = auto()
    """They are of one kind, two names or two numbers. It may still be asked about besides, as the
    name of a drug may be beside that of a trial."""
    SURE = auto()
    """They are two measures, or stand behind the same preposition."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What was asked last, of another thing.

    Attributes:
        resolution: The question that stands alone.
        left: What the other thing took the place of.
        kept: What is asked as it was.
        certainty: How sure it is that it took it.
        of_name: Whether a word took the place of a name in small letters, as "cellar" of "pantry":
            it may be one, too.
    """

    resolution: Resolution
    left: Place
    kept: tuple[Concept, ...]
    certainty: Certainty = Certainty.POSSIBLE
    of_name: bool = False


def replacements(
    question: str, earlier: Sequence[Turn], terminology: Terminology
) -> list[Replacement]:
    """Ask what was asked last of what a question names, in each place that it may take.

    Args:
        question: As typed; it names something, and asks nothing else.
        earlier: The turns before it, oldest first; at least one.
        terminology: What the documents know of words.

    Returns:
        The likeliest place first.
    """
    own, before = terminology.concepts_in(question), _before(question, earlier, terminology)
    text, names = earlier[-1].standalone, _names_among(before, earlier, terminology)
    alike = _alike(question, own, before, names)
    if alike:
        places = [*side_by_side(alike, text), *_lent(before, text)]
    else:
        is_small = not any(is_name(one, question) for one in own)
        words = [one for one in before if one not in names or (is_small and one.words.islower())]
        places = [*_lent(words, text), *_likeliest_first(words, question, text, terminology)]
    found: dict[str, Replacement] = {}
    for place in places[:MOST_REPLACED]:
        kept = tuple(one for one in before if one not in place)
        if asked := put_in_place(own, question, text, place):
            way = Resolution(question, asked, tuple(_added(kept, earlier)), is_whole=True)
            of_name = any(one in names for one in place)
            is_beside = _stands_behind(preposition(question), words_of(place), text)
            certainty = Certainty.LIKELY if alike else Certainty.POSSIBLE
            if is_beside or (alike and not of_name):
                certainty = Certainty.SURE
            found.setdefault(
                asked, Replacement(way, place, kept, certainty, of_name=of_name and not alike)
            )
    return list(found.values())


def _alike(
    question: str, own: Sequence[Concept], before: Sequence[Concept], names: Sequence[Concept]
) -> list[Concept]:
    """Find what is of the kind that a question names: a measure, or else a name or a number."""
    if any(asks_for_figure(one.words) for one in own):
        measures = [one for one in before if one not in names and asks_for_figure(one.words)]
        if measures:
            return measures
    figures = {one.words.isdigit() for one in own if is_name(one, question)}
    return [one for one in names if one.words.isdigit() in figures]


def repeated(question: str, earlier: Sequence[Turn], terminology: Terminology) -> Resolution:
    """Lend a question all that the one before it asked.

    All of it is asked still, but of a name: that is rather asked in the place of another.
    """
    before = _before(question, earlier, terminology)
    asked = lent(question, _added(before, earlier), earlier)
    are_names = all(is_name(one, question) for one in terminology.concepts_in(question))
    return replace(asked, is_whole=not are_names)


def pointed_at(
    question: str, earlier: Sequence[Turn], terminology: Terminology
) -> list[Replacement]:
    """Put what was asked about last in the place of the word that points at it.

    "When was it built?", of a boat, is "when was the boat built?". A name is asked of in any case:
    the answer of another trial would be worse than none.

    Args:
        question: As typed.
        earlier: The turns before it, oldest first; at least one.
        terminology: What the documents know of words.

    Returns:
        First what was named last.
    """
    before = _before(question, earlier, terminology)
    things = [one for one in before if not one.words.isdigit()]
    names = _names_among(things, earlier, terminology)
    together = side_by_side(names, earlier[-1].standalone)
    places = [*((one,) for one in things if one not in names), *together]
    found = []
    for place in places[: -MOST_REPLACED - 1 : -1]:
        if asked := put_for_pronoun(words_of(place), question):
            beside = [one for one in names if one not in place]
            kept = (*place, *beside)
            whole = f"{asked} ({words_of(beside)})" if beside else asked
            way = Resolution(question, whole, tuple(_added(kept, earlier)), is_whole=True)
            found.append(Replacement(way, (), kept))
    return found


def _before(question: str, earlier: Sequence[Turn], terminology: Terminology) -> list[Concept]:
    """List what the last question was understood to ask and this one does not name."""
    own = set(map(key_of, terminology.concepts_in(question)))
    asked = terminology.concepts_in(earlier[-1].standalone)
    return [one for one in asked if key_of(one) not in own]


def _added(concepts: Sequence[Concept], earlier: Sequence[Turn]) -> list[Added]:
    """Say of concepts that the last turn lends them."""
    text = earlier[-1].standalone
    return [Added(one.words, len(earlier), is_name=is_name(one, text)) for one in concepts]


def _names_among(
    concepts: Sequence[Concept], earlier: Sequence[Turn], terminology: Terminology
) -> list[Concept]:
    """List those that were ever written like a name: no ordinary word takes the place of one.

    The answer of another trial would be worse than none.
    """
    texts = (text for turn in earlier for text in (turn.standalone, *turn.statements))
    written = {
        one.wordings[0]
        for text in texts
        for one in terminology.concepts_in(text)
        if is_name(one, text)
    }
    return [one for one in concepts if one.wordings[0] in written]


def _likeliest_first(
    words: Sequence[Concept], question: str, text: str, terminology: Terminology
) -> list[Place]:
    """Order what a question may take the place of.

    "In winter" takes the place of what stands behind a preposition, first behind the same: "in
    summer". Of others, last is what is wanted, as "temperature" in "at what temperature?"; first
    what has a capital, where its own has, then the rarest.
    """
    if beside := preposition(question):
        places = side_by_side(words, text)
        same, behind_any = (
            [one for one in places if _stands_behind(before, words_of(one), text)]
            for before in (beside, PREPOSITIONS)
        )
        return [*same, *(one for one in behind_any if one not in same)]
    capitals = {_has_capital(one) for one in terminology.concepts_in(question)}

    def likeness(one: Concept) -> tuple[bool, bool, float]:
        is_wanted = _stands_behind("what|which", one.words, text)
        return not is_wanted, _has_capital(one) in capitals, terminology.rarity(one)

    return [(one,) for one in sorted(words, key=likeness, reverse=True)]


def _has_capital(concept: Concept) -> bool:
    return any(map(str.isupper, concept.words))


def _stands_behind(before: str, words: str, text: str) -> bool:
    """Tell whether words stand right behind others in a text, but for an article."""
    place = rf"\b(?:{before}) (?:the |an? )?{re.escape(words)}\b"
    return bool(before and re.search(place, text, re.IGNORECASE))


def _lent(concepts: Sequence[Concept], text: str) -> list[Place]:
    """Find what a question was lent, if it stands side by side: it may be about another thing."""
    bracket = "".join(ASIDE.findall(text)[-1:])
    found = tuple(one for one in concepts if one.words in bracket)
    return [found] if found and words_of(found) in bracket else []


def put_in_place(own: Sequence[Concept], question: str, before: str, place: Place) -> str:
    """Write the last question with what another one names, in the place of something.

    Args:
        own: What the other one names.
        question: As typed.
        before: The last question, as it was understood.
        place: What stands there.

    Returns:
        It; empty where the place is not found, or the question would get too long.
    """
    first, last = own[0].words, own[-1].words
    new = question[question.find(first) : question.rfind(last) + len(last)]
    asked = _place_of(words_of(place), new).sub(lambda _: new, before)
    return asked if new and asked != before and len(asked) <= LONGEST_QUESTION else ""


def _place_of(old: str, new: str) -> re.Pattern[str]:
    """Match what others take the place of, with what stands beside it and is said by them, too.

    "The Audit Committee" takes the place of "the Finance Committee", not of "Finance" alone.
    """
    said = new.split()
    begins = "|".join(re.escape(" ".join(said[:end])) for end in range(len(said) - 1, 0, -1))
    ends = "|".join(re.escape(" ".join(said[start:])) for start in range(1, len(said)))
    place = re.escape(old)
    if begins:
        place = rf"(?:(?i:{begins})\s)?{place}(?:\s(?i:{ends}))?"
    return re.compile(rf"(?<!\w){place}(?!\w)")
