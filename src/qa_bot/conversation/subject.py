"""Whether a question leaves the subject of the conversation, or puts another in its place.

Comes in: a question, and its answers with the words that earlier turns lend to it, with fewer, and
without. Goes out: which of them to take. The documents decide: words of another subject spoil the
answer to a question that stood alone. A question that leans on what was said, and names nothing of
its own, is never taken alone: it would be answered about anything. So would one that says no more
than a name: "and in STORM?" asks of STORM what was asked of another, whose name alone it can do
without. No capital tells whether "and the fridge?" puts the fridge in the place of a kettle, or
asks for that of the kettle: it does where only the answer without the kettle speaks of a fridge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from qa_bot.conversation.leaning import is_fragment, leans, points
from qa_bot.conversation.resolution import (
    MOST_REPLACED,
    ConceptsIn,
    Rarity,
    Resolution,
    Turn,
    lent,
    renamed,
    repeated,
    resolve,
)
from qa_bot.question import Concept
from qa_bot.question.names import is_name
from qa_bot.question.understanding import said_by
from qa_bot.records import Answer, Statement
from qa_bot.text.markup import stated_in_place

LIKELIER = 2.0
"""From so many times the odds that its answer is right, a question is taken alone: that of another
trial is worse than none. Chosen by `benchmarks/conversations.py` on the development cases."""

_ITSELF = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to understand a question, and what its answer is compared with a fuller one's by.

    Attributes:
        resolution: The question that stands alone.
        leaning: Whether the question leans on what was said before.
        own: What it names by itself, where that took the place of an earlier word.
        kept: What it was lent then.
    """

    resolution: Resolution
    leaning: bool
    own: tuple[Concept, ...] = ()
    kept: tuple[Concept, ...] = ()

    def is_idle(self, answer: Answer) -> bool:
        """Tell whether nothing is left to find: an answer says itself what took a place."""
        return bool(self.own) and _closeness(answer, self.own) == _ITSELF

    def goes_before(self, rival: Answer, answer: Answer) -> bool:
        """Tell whether its answer is to be taken.

        In the place of an earlier word, it is one that says all that the question names, and says
        it itself where the other leaves it to a heading, which may name the subjects of many. Where
        there is another it has to say something of what was asked before, too: the price of
        anything is none of a kettle's.

        Args:
            rival: Its answer.
            answer: The one that would be taken otherwise.
        """
        if not self.own:
            return stands_alone(rival, answer, leaning=self.leaning)
        if _closeness(rival, self.own) <= _closeness(answer, self.own):
            return False
        said = _said(rival, stated_in_place)
        return not answer.statements or any(one.is_in(said) for one in self.kept)


def readings(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn, rarity: Rarity
) -> list[Reading]:
    """List the ways to understand a question that are worth asking, the fullest first.

    What may be a question of its own is asked as typed, too.

    Args:
        question: As typed.
        earlier: The turns before it, oldest first; at least one.
        concepts_in: Lists what a text names.
        rarity: Weighs a concept by its rarity.
    """
    asked = concepts_in(question)
    named = [is_name(one, question) for one in asked]
    leaning, pointing = leans(question, asked), points(question)
    if leaning and named and all(named) and not pointing:
        return [Reading(one, leaning) for one in renamed(question, earlier, concepts_in)]
    followed = resolve(question, earlier, concepts_in, rarity)
    ways = [Reading(followed, leaning)]
    if named and is_fragment(question, asked) and not pointing:
        ways += _replacing(question, earlier, concepts_in, rarity)
    has_subject = any(is_name(one, question) and not one.words.isdigit() for one in asked)
    if not followed.added or (leaning and not has_subject):
        return ways
    return [*ways, Reading(Resolution(question, question, new_subject=True), leaning)]


def _replacing(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn, rarity: Rarity
) -> list[Reading]:
    """Ask what was asked last with a word less, whose place the question takes.

    Which word that is is left open, the rarest first. But what was ever written like a name is
    never left out: the answer of another trial would be worse than none.
    """
    texts = [text for turn in earlier for text in (turn.standalone, *turn.statements)]
    names = {one.wordings[0] for text in texts for one in concepts_in(text) if is_name(one, text)}
    whole = {one: concepts_in(one.words) for one in repeated(question, earlier, concepts_in)}
    ordinary = [
        one for one, named in whole.items() if names.isdisjoint(part.wordings[0] for part in named)
    ]
    ordinary.sort(key=lambda one: max(map(rarity, whole[one]), default=0.0), reverse=True)
    own, found = tuple(concepts_in(question)), []
    for word in ordinary[:MOST_REPLACED]:
        way = lent(question, [one for one in whole if one != word])
        kept = tuple(part for one in way.added for part in whole[one])
        found.append(Reading(way, True, own, kept))
    return [one for one in found if one.resolution.added]


def _closeness(answer: Answer, concepts: Sequence[Concept]) -> int:
    """Tell how close an answer is to concepts: 0 says not all, 1 with its headings, 2 itself."""
    places = _said(answer, stated_in_place), _said(answer, attrgetter("text"))
    return sum(all(one.is_in(said) for one in concepts) for said in places)


def _said(answer: Answer, words_of: Callable[[Statement], str]) -> frozenset[str]:
    """List what an answer's first statement says.

    Those after it may be about another thing: "The kettle costs 30 euros. The fridge costs 300."
    """
    return said_by("".join(map(words_of, answer.statements[:1])))


def stands_alone(alone: Answer, followed: Answer, *, leaning: bool) -> bool:
    """Tell whether a question is rather one of its own than a follow-up.

    It is where its answer is likelier; or, unless it leans on what was said, where words of earlier
    turns change nothing, or leave nothing to answer.

    Args:
        alone: The answer to it without them.
        followed: The answer with the words of earlier turns.
        leaning: Whether it leans on what was said before.
    """
    found = alone.statements
    same = bool(found) and followed.statements[: len(found)] == found
    is_whole = not leaning and (same or not followed.statements)
    return is_whole or is_likelier(alone.confidence, followed.confidence)


def is_likelier(alone: float, followed: float) -> bool:
    """Tell whether the odds of one probability are `LIKELIER` times those of the other."""
    return alone * (1 - followed) > LIKELIER * followed * (1 - alone)
