"""Which words of earlier turns a new question is about.

Comes in: a question as typed and the earlier turns. Goes out: a `Resolution`. It is judged word by
word (Voskarides et al., SIGIR 2020), by odds over what historical query expansion looks at (Lin et
al., ACM TOIS 2021): how rare a word is in these documents, how long ago it was said, and how much
the new question says by itself. Whether it is a follow-up at all is `choosing`'s to tell. No
language model takes part.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field, replace

from qa_bot.conversation.resolution import (
    Added,
    Key,
    Resolution,
    Terminology,
    Turn,
    key_of,
    lent,
    side_by_side,
)
from qa_bot.question import Concept
from qa_bot.question.concepts import said_together
from qa_bot.question.names import is_name

MOST_ADDED = 6
_OFTEN = 5
_FULL = 6


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties an earlier concept to a new question, or the weight of each in log-odds.

    Attributes:
        rarity: In the documents.
        recency: 1 over the number of turns since it was last asked about; 0 if it never was.
        opening: 1 if the first question was about it.
        name: 1 if it is written like one: a capital or a digit inside a sentence.
        affirmed: 1 if it was asked about and the last answer says it too.
        said: Share of five times that the last answer says it, where only answers do.
        fullness: How much the new question says by itself: its concepts, as a share of six.
        sameness: Share of the new question's concepts that were asked about before.
    """

    rarity: float
    recency: float
    opening: float
    name: float
    affirmed: float
    said: float
    fullness: float
    sameness: float

    def weighed(self, weights: "Ties") -> float:
        """Add the ties up, each times its weight."""
        return math.fsum(map(float.__mul__, astuple(self), astuple(weights)))


WEIGHTS = Ties(
    rarity=1.81,
    recency=2.00,
    opening=1.03,
    name=0.79,
    affirmed=1.38,
    said=3.56,
    fullness=-1.28,
    sameness=-0.49,
)
BIAS = -4.99
"""Both fitted by `benchmarks/followups.py --fit` to questions that people made standalone."""

THRESHOLD = 0.2
"""Probability from which a word is added: below even, as a word too few costs the answer."""

UNNAMED_THRESHOLD = THRESHOLD / 2
"""The same for what was asked, where no name ties a question that leans to it."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Words of an earlier turn that a new question may be about, and what ties them to it."""

    added: Added
    ties: Ties

    @property
    def probability(self) -> float:
        """Estimate how likely the question is about them."""
        return 1 / (1 + math.exp(-BIAS - self.ties.weighed(WEIGHTS)))


def resolve(
    question: str, earlier: Sequence[Turn], terminology: Terminology, *, leaning: bool = False
) -> Resolution:
    """Make a question stand alone, taken for a follow-up.

    Args:
        question: As typed; "why?" says nothing by itself and needs most.
        earlier: The turns before it, oldest first.
        terminology: What the documents know of words.
        leaning: Whether its words say that it is one.
    """
    found = recalled(question, earlier, terminology)
    likely = [one for one in found if one.probability >= THRESHOLD]
    if leaning and not any(one.added.is_name and not _is_figure(one.added) for one in likely):
        likely = [one for one in found if one.probability >= _least_unnamed(one)]
    likely = sorted(likely, key=lambda one: one.probability)[-MOST_ADDED:]
    return lent(question, [one.added for one in found if one in likely], earlier)


def _is_figure(added: Added) -> bool:
    """Tell whether words are a figure, such as a year: it tells no subject."""
    return added.words.isdigit()


def _least_unnamed(one: Recalled) -> float:
    """Tell the probability from which words are added where no name is."""
    return THRESHOLD if one.added.answered else UNNAMED_THRESHOLD


def recalled(question: str, earlier: Sequence[Turn], terminology: Terminology) -> list[Recalled]:
    """List what earlier turns asked or the last answer says, and the question does not.

    What occurs in no document is left out, a figure that only answers, and that in whose place the
    question names another thing. They come in the order of the turns.
    """
    memories = _memories(earlier, terminology)
    asked = terminology.concepts_in(question)
    own = frozenset().union(*(said_together(words) for one in asked for words in one.wordings))
    before = {key_of(memory.concept) for memory in memories if memory.asked}
    sameness = sum(key_of(one) in before for one in asked) / max(len(asked), 1)
    gone = _displaced(question, earlier[-1].question, terminology) if earlier else ()
    found = []
    for memory in memories:
        weight, said = terminology.rarity(memory.concept), memory.said[len(earlier)]
        is_figure = _is_figure(memory.added) and not memory.asked
        is_named = memory.concept.is_in(own) or key_of(memory.concept) in gone
        if is_named or not weight or is_figure or not (memory.asked or said):
            continue
        ties = Ties(
            rarity=weight,
            recency=1 / (len(earlier) + 1 - memory.asked[-1]) if memory.asked else 0.0,
            opening=float(1 in memory.asked),
            name=float(memory.is_name),
            affirmed=float(bool(memory.asked and said)),
            said=0.0 if memory.asked else min(said / _OFTEN, 1.0),
            fullness=min(len(asked) / _FULL, 1.0),
            sameness=sameness,
        )
        found.append(Recalled(replace(memory.added, is_name=memory.is_name), ties))
    return found


def _displaced(question: str, last: str, terminology: Terminology) -> frozenset[Key]:
    """Find what another thing took the place of, where the words are the same but for one place.

    "When does the library open?" after the office is not about the office. One thing takes the
    place of one of its kind, a name that of a name: "the response in women?" after "the response in
    BOSTON?" goes on about BOSTON. What no document knows may be a name in small letters.
    """
    now, before = terminology.concepts_in(question), terminology.concepts_in(last)
    new, old = _only_in(now, before), _only_in(before, now)
    is_one_place = len(side_by_side(new, question)) == len(side_by_side(old, last)) == 1
    if not is_one_place or len(old) == len(before):
        return frozenset()
    are_names = {is_name(one, question) for one in new}
    is_alike = are_names == {is_name(one, last) for one in old}
    is_unknown = not any(map(terminology.rarity, new))
    return frozenset(map(key_of, old)) if is_alike or is_unknown else frozenset()


def _only_in(concepts: Sequence[Concept], others: Sequence[Concept]) -> list[Concept]:
    known = set(map(key_of, others))
    return [one for one in concepts if key_of(one) not in known]


@dataclass(slots=True)
class _Memory:
    """What is remembered of a concept.

    Attributes:
        concept: As it was first met.
        added: Who lends its words: the last turn that was typed with it, or the answer it is from.
        is_name: Whether it was ever written like a name.
        asked: Numbers of the turns that were understood to be about it.
        said: How many statements say it, by turn.
    """

    concept: Concept
    added: Added
    is_name: bool = False
    asked: list[int] = field(default_factory=list)
    said: Counter[int] = field(default_factory=Counter)


def _memories(earlier: Sequence[Turn], terminology: Terminology) -> list[_Memory]:
    """Go through the turns and remember each concept, in the order of who lends its words."""
    concepts_in = terminology.concepts_in
    found: dict[Key, _Memory] = {}
    for number, turn in enumerate(earlier, 1):
        typed = set(map(key_of, concepts_in(turn.question)))
        if number > 1:
            for key in _displaced(turn.standalone, earlier[number - 2].standalone, terminology):
                found[key].asked.clear()
        texts = [(turn.standalone, False), *((text, True) for text in turn.statements)]
        for text, answered in texts:
            for concept in concepts_in(text):
                added = Added(concept.words, number, answered)
                memory = found.setdefault(key_of(concept), _Memory(concept, added))
                memory.is_name |= is_name(concept, text)
                if answered:
                    memory.said[number] += 1
                    continue
                memory.asked.append(number)
                if key_of(concept) in typed:
                    memory.added = added
    return sorted(found.values(), key=lambda memory: (memory.added.turn, memory.added.answered))
