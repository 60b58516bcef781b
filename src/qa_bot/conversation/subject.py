"""Whether a question leaves the subject of the conversation, or puts another in its place.

Comes in: a question, and its answers with the words that earlier turns lend to it, with fewer, and
without. Goes out: which of them to take. The documents decide: words of another subject spoil the
answer to a question that stood alone. A question that leans on what was said, and names nothing of
its own, is never taken alone: it would be answered about anything. So would one that says no more
than a name: "and in STORM?" asks of STORM what was asked of another, whose name alone it can do
without. No capital tells whether "and the fridge?" puts the fridge in the place of a kettle, or
asks for that of the kettle: it does where only the answer without the kettle speaks of a fridge.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from qa_bot.conversation.leaning import (
    after_opening,
    asks_nothing,
    corrected,
    in_figures,
    is_fragment,
    is_of_kind,
    leans,
    points,
)
from qa_bot.conversation.replacing import MOST_REPLACED, put_in_place, renamed, renumbered, repeated
from qa_bot.conversation.resolution import ConceptsIn, Rarity, Resolution, Turn, resolve
from qa_bot.question import Concept
from qa_bot.question.names import is_name
from qa_bot.question.understanding import names_nothing, said_by
from qa_bot.records import Answer, Statement
from qa_bot.text.markup import stated_in_place

LIKELIER = 2.0
"""From so many times the odds that its answer is right, a question is taken alone: that of another
trial is worse than none. Chosen by `benchmarks/conversations.py` on the development cases."""

_ITSELF = 2


@dataclass(frozen=True, slots=True)
class Way:
    """A way to understand a question, and what its answer is judged by.

    Attributes:
        resolution: The question that stands alone.
        leaning: Whether the question leans on what was said before.
        subject: What its answer has to say, be it in a heading; empty where it may be paraphrased.
        left: The word, or the name, whose place the question took; empty where it took none.
    """

    resolution: Resolution
    leaning: bool
    subject: tuple[Concept, ...] = ()
    left: tuple[Concept, ...] = ()

    def held_to(self, answer: Answer) -> Answer:
        """Take the answer that was found, or none where it does not speak of the subject.

        Words of earlier turns make an answer likely that is about theirs alone: after "how much
        does the lamp weigh?", the lamp's weight is none of a boat's.
        """
        said = _said(answer, stated_in_place)
        mended = {one.typed for one in answer.corrections}
        if all(one.is_in(said) or one.words in mended for one in self.subject):
            return answer
        return replace(answer, statements=(), confidence=0.0)

    def is_idle(self, answer: Answer) -> bool:
        """Tell whether an answer leaves nothing to find in this way."""
        return False

    def goes_before(self, rival: Answer, answer: Answer) -> bool:
        """Tell whether its answer is to be taken.

        Args:
            rival: Its answer.
            answer: The one that would be taken otherwise.
        """
        return stands_alone(rival, answer, leaning=self.leaning)


@dataclass(frozen=True, slots=True)
class Replacing(Way):
    """A way in which what a question names takes the place of an ordinary word of an earlier one.

    Attributes:
        own: What it names by itself.
        kept: What it was lent then.
    """

    own: tuple[Concept, ...] = ()
    kept: tuple[Concept, ...] = ()

    def is_idle(self, answer: Answer) -> bool:
        """Tell whether an answer speaks of what takes a place.

        It does so itself, or its headings do and it says nothing of what stood there.
        """
        close, said = _closeness(answer, self.own), _said(answer, attrgetter("text"))
        return close == _ITSELF or (close > 0 and not any(one.is_in(said) for one in self.left))

    def goes_before(self, rival: Answer, answer: Answer) -> bool:
        """Tell whether its answer is to be taken.

        It is one that says all that the question names, and says it itself where the other leaves
        it to a heading, which may name the subjects of many, and is no likelier. Where there is
        another it has to say something of what was asked before, too: the price of anything is none
        of a kettle's.
        """
        close = _closeness(answer, self.own)
        if _closeness(rival, self.own) <= close:
            return False
        if not answer.statements:
            return True
        is_worse = close > 0 and is_likelier(answer.confidence, rival.confidence)
        said = _said(rival, stated_in_place)
        return not is_worse and any(one.is_in(said) for one in self.kept)


def settle(
    ways: Sequence[Way], answer_to: Callable[[Resolution], Answer]
) -> tuple[Resolution, Answer]:
    """Choose of the ways to understand a question the one whose answer is taken.

    Where nothing is found, the conversation goes on from the first in which something took a place.

    Args:
        ways: The fullest first; at least one.
        answer_to: Answers a question that stands alone.
    """
    taken, answer = ways[0], ways[0].held_to(answer_to(ways[0].resolution))
    for way in ways[1:]:
        if way.is_idle(answer):
            continue
        rival = way.held_to(answer_to(way.resolution))
        is_found = rival.statements or answer.statements
        goes_on = way.left and not (taken.left or is_found)
        if goes_on or way.goes_before(rival, answer):
            taken, answer = way, rival
    return taken.resolution, answer


def ways_of(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn, rarity: Rarity
) -> list[Way]:
    """List the ways to understand a question that are worth asking, the fullest first.

    What may be a question of its own is asked as typed, too.

    Args:
        question: As typed.
        earlier: The turns before it, oldest first; at least one.
        concepts_in: Lists what a text names.
        rarity: Weighs a concept by its rarity.
    """
    if asks_nothing(question):
        return [Way(Resolution(question, question), leaning=False)]
    earlier = _without_thanks(earlier)
    said = in_figures(corrected(question), earlier[-1].standalone)
    asked = concepts_in(said)
    leaning, pointing = leans(said, asked), points(said)
    subject = () if pointing else _subject(after_opening(said), concepts_in, rarity)
    names = [one for one in asked if is_name(one, said)]
    if leaning and not pointing and (way := renumbered(said, earlier, concepts_in)):
        return [Way(way, leaning, subject)]
    if leaning and names and len(names) == len(asked) and not pointing:
        return [
            Way(way, leaning, subject, left) for way, left in renamed(said, earlier, concepts_in)
        ]
    followed = resolve(said, earlier, concepts_in, rarity, leaning=leaning)
    is_free = not followed.added or (not leaning and any(one.is_name for one in followed.added))
    ways = [Way(followed, leaning, () if is_free else subject)]
    if asked and is_fragment(said, asked) and not pointing:
        ways += _replacing(said, earlier, concepts_in, rarity)
    if not followed.added or (leaning and not any(_is_thing(one.words) for one in names)):
        return ways
    return [*ways, Way(Resolution(said, said, new_subject=True), leaning)]


def _without_thanks(earlier: Sequence[Turn]) -> list[Turn]:
    """Put in the place of each turn that asked nothing the one before it."""
    found: list[Turn] = []
    for turn in earlier:
        found.append(found[-1] if found and asks_nothing(turn.question) else turn)
    return found


def _replacing(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn, rarity: Rarity
) -> list[Replacing]:
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
    own = tuple(concepts_in(question))
    found: list[Replacing] = []
    for word in ordinary[:MOST_REPLACED]:
        rest = [one for one in whole if one != word]
        way = put_in_place(question, earlier[-1], word.words, rest, concepts_in)
        kept = tuple(part for one in rest for part in whole[one])
        found.append(Replacing(way, True, left=tuple(whole[word]), own=own, kept=kept))
    return [one for one in found if one.kept]


def _subject(text: str, concepts_in: ConceptsIn, rarity: Rarity) -> tuple[Concept, ...]:
    """Find what a question is about: its rarest name, or else its rarest word.

    What stands in no document is rarer than what does. A figure tells more than a word beside it:
    what is said of "patients under 70" answers "in people under 70?", too. Nor does what answers
    "at what temperature?" say that word.
    """
    named = () if names_nothing(text) or is_of_kind(text) else concepts_in(text)
    words = [one for one in named if not one.words[:1].isdigit()]
    names = [one for one in words if is_name(one, text)]
    about = names or (words if words == [*named] else [])
    return tuple(sorted(about, key=lambda one: rarity(one) or math.inf)[-1:])


def _is_thing(name: str) -> bool:
    """Tell whether a name is that of a thing, no figure with its unit: "12 months"."""
    return any(
        any(map(str.isupper, word)) or (word[0].isalpha() and not word.isalpha())
        for word in name.split()
    )


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
