"""A follow-up becomes a question that stands alone, and it is told whose words were added.

Comes in: a question as typed and the earlier turns. Goes out: a `Resolution`. Which earlier
words belong to the new question is judged word by word (Voskarides et al., SIGIR 2020), by odds
over what historical query expansion looks at (Lin et al., ACM TOIS 2021): how rare a word is in
these documents, how long ago it was said, and how much the new question says by itself. Whether
it is a follow-up at all is `subject`'s to tell. No language model takes part.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field, replace

from qa_bot.conversation.leaning import corrected, turned_to, wanted_still
from qa_bot.conversation.parallels import displaced
from qa_bot.question import Concept
from qa_bot.question.names import is_name
from qa_bot.question.understanding import LONGEST_QUESTION, said_together

ConceptsIn = Callable[[str], Sequence[Concept]]
"""Lists what a text names, as the documents know it."""

Rarity = Callable[[Concept], float]
"""Weighs a concept by its rarity in the documents: 1 stands nowhere else, 0 nowhere at all."""

MOST_ADDED = 6
_OFTEN = 5
_FULL = 6


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


@dataclass(frozen=True, slots=True)
class Signs:
    """What ties an earlier concept to a new question, or the weight of each in log-odds.

    Attributes:
        rarity: In the documents.
        recency: 1 over the number of turns since it was last asked about; 0 if it never was.
        opening: 1 if the first question was about it.
        pointed: 1 if a pronoun stands for it, after "what about X?".
        name: 1 if it is written like one: a capital or a digit inside a sentence.
        affirmed: 1 if it was asked about and the last answer says it too.
        said: Share of five times that the last answer says it, where only answers do.
        fullness: How much the new question says by itself: its concepts, as a share of six.
        sameness: Share of the new question's concepts that were asked about before.
    """

    rarity: float
    recency: float
    opening: float
    pointed: float
    name: float
    affirmed: float
    said: float
    fullness: float
    sameness: float

    def weighed(self, weights: "Signs") -> float:
        """Add the signs up, each times its weight."""
        return math.fsum(map(float.__mul__, astuple(self), astuple(weights)))


WEIGHTS = Signs(
    rarity=1.84,
    recency=2.07,
    opening=1.05,
    pointed=0.83,
    name=0.73,
    affirmed=1.33,
    said=3.57,
    fullness=-1.30,
    sameness=-0.48,
)
BIAS = -5.02
"""Both fitted by `benchmarks/followups.py --fit` to questions that people made standalone."""

THRESHOLD = 0.2
"""Probability from which a word is added: below even, as a word too few costs the answer."""

UNNAMED_THRESHOLD = THRESHOLD / 2
"""The same for what was asked, where no name ties a question that leans to it."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Words of an earlier turn that a new question may be about, and what ties them to it."""

    added: Added
    signs: Signs

    @property
    def probability(self) -> float:
        """Estimate how likely the question is about them."""
        return 1 / (1 + math.exp(-BIAS - self.signs.weighed(WEIGHTS)))


def _least_unnamed(one: Recalled) -> float:
    """Tell the probability from which words are added where no name is."""
    return THRESHOLD if one.added.answered else UNNAMED_THRESHOLD


def resolve(
    question: str,
    earlier: Sequence[Turn],
    concepts_in: ConceptsIn,
    rarity: Rarity,
    *,
    leaning: bool = False,
) -> Resolution:
    """Make a question stand alone, taken for a follow-up.

    Args:
        question: As typed; "why?" says nothing by itself and needs most.
        earlier: The turns before it, oldest first.
        concepts_in: Lists what a text names.
        rarity: Weighs a concept by its rarity.
        leaning: Whether its words say that it is one.
    """
    found = recalled(question, earlier, concepts_in, rarity)
    likely = [one for one in found if one.probability >= THRESHOLD]
    if leaning and not any(one.added.is_name for one in likely):
        likely = [one for one in found if one.probability >= _least_unnamed(one)]
    likely = sorted(likely, key=lambda one: one.probability)[-MOST_ADDED:]
    added = [one.added for one in found if one in likely]
    return lent(question, added, earlier)


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


def recalled(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn, rarity: Rarity
) -> list[Recalled]:
    """List what earlier turns asked or the last answer says, and the question does not.

    What occurs in no document is left out, a figure that only answers, and that in whose place the
    question names another thing. They come in the order of the turns.
    """
    memories = _memories(earlier, concepts_in)
    asked = concepts_in(question)
    own = frozenset().union(*(said_together(words) for one in asked for words in one.wordings))
    last = earlier[-1].question if earlier else ""
    gone = set(map(key_of, displaced(question, last, concepts_in, rarity)))
    before = {key_of(memory.concept) for memory in memories if memory.asked}
    sameness = sum(key_of(one) in before for one in asked) / max(len(asked), 1)
    pointed = set(map(key_of, concepts_in(turned_to(question, [one.question for one in earlier]))))
    found = []
    for memory in memories:
        weight, said = rarity(memory.concept), memory.said[len(earlier)]
        is_figure = memory.concept.words.isdigit() and not memory.asked
        is_named = memory.concept.is_in(own) or key_of(memory.concept) in gone
        if is_named or not weight or is_figure or not (memory.asked or said):
            continue
        signs = Signs(
            rarity=weight,
            recency=1 / (len(earlier) + 1 - memory.asked[-1]) if memory.asked else 0.0,
            opening=float(1 in memory.asked),
            pointed=float(key_of(memory.concept) in pointed),
            name=float(memory.is_name),
            affirmed=float(bool(memory.asked and said)),
            said=0.0 if memory.asked else min(said / _OFTEN, 1.0),
            fullness=min(len(asked) / _FULL, 1.0),
            sameness=sameness,
        )
        found.append(Recalled(replace(memory.added, is_name=memory.is_name), signs))
    return found


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


def _memories(earlier: Sequence[Turn], concepts_in: ConceptsIn) -> list[_Memory]:
    """Go through the turns and remember each concept, in the order of who lends its words."""
    found: dict[_Key, _Memory] = {}
    for number, turn in enumerate(earlier, 1):
        typed = set(map(key_of, concepts_in(turn.question)))
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


_Key = frozenset[tuple[str, ...]]


def key_of(concept: Concept) -> _Key:
    """Tell a concept from another, in whichever of its wordings it stands first."""
    return frozenset(concept.wordings)
