"""Which way to understand a question is taken, by the answers that the documents give.

Comes in: the ways, and what answers a question that stands alone. Goes out: the way that is taken,
and its answer. Words of another subject spoil the answer to a question that stood alone, and a
sentence that names both what was asked about before and what is now says too little of either.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from qa_bot.conversation.replacing import Certainty, Replacement
from qa_bot.conversation.resolution import Resolution
from qa_bot.question import Concept
from qa_bot.question.concepts import said_by
from qa_bot.question.names import is_name
from qa_bot.records import Answer, Statement
from qa_bot.text.markup import stated_in_place

LIKELIER = 2.0
"""From so many times the odds that its answer is right, a question is taken alone: that of another
trial is worse than none. Chosen by `benchmarks/conversations.py` on the development cases."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to understand a question.

    Attributes:
        followed: With all that earlier turns lend to it.
        leaning: Whether the question leans on what was said before.
        subject: What its answer has to say, be it in a heading; empty where it may be paraphrased.
        own: What it names.
        in_place: In the words of the last question, the likeliest place first.
        by_name: With the names alone that earlier turns lend it; asked where nothing is found.
        pointed: With what it may point at, the likeliest first; asked where nothing is found.
        alone: As typed; None where it cannot be a question of its own.
    """

    followed: Resolution
    leaning: bool = False
    subject: tuple[Concept, ...] = ()
    own: Sequence[Concept] = ()
    in_place: Sequence[Replacement] = ()
    by_name: Resolution | None = None
    pointed: Sequence[Replacement] = ()
    alone: Resolution | None = None

    def held_to(self, answer: Answer) -> Answer:
        """Take the answer that was found, or none where it does not speak of the subject.

        Words of earlier turns make an answer likely that is about theirs alone: after "how much
        does the lamp weigh?", the lamp's weight is none of a boat's.
        """
        return _refused(answer) if _unsaid(answer, self.subject) else answer

    def is_answered(self, answer: Answer) -> bool:
        """Tell whether an answer lacks only an ordinary word whose place could be taken.

        "And the guarantee?", of the kettle, is then not asked of another thing.
        """
        in_place = (
            one for one in self.in_place if one.kept and one.certainty is Certainty.POSSIBLE
        )
        return any(
            not _unsaid(answer, (*self.own, *one.kept))
            and (self._says(answer) or _unsaid(answer, one.left, attrgetter("text")) == [*one.left])
            for one in in_place
        )

    def fits_better(self, rival: Answer, answer: Answer, way: Replacement) -> bool:
        """Tell whether an answer to what was asked last, of another thing, goes before another.

        It does where it lacks less. But a word has less of a claim to a place than a name to that
        of another: its answer must not be less likely; and to that of a name only if it is one, as
        the answer writes it. Where both lack as much, it is if likelier.
        """
        if way.of_name and not any(_writes_as_name(rival, one) for one in self.own):
            return False
        gap = self._lacking(answer, way.kept) - self._lacking(rival, way.kept)
        if gap > 0:
            return way.certainty is not Certainty.POSSIBLE or not is_likelier(
                answer.confidence, rival.confidence
            )
        return gap == 0 and is_likelier(rival.confidence, answer.confidence)

    def is_complete(self, answer: Answer, way: Replacement) -> bool:
        """Tell whether an answer says itself all that is asked."""
        return not self._lacking(answer, way.kept)

    def _lacking(self, answer: Answer, kept: Sequence[Concept]) -> float:
        """Count what an answer does not say of what is asked.

        One that says nothing of what the question names, or nothing at all, lacks more than any;
        to leave it to a heading, which may name many things, is to lack a word.

        Args:
            answer: To the question.
            kept: What is asked besides what it names.
        """
        if not answer.statements or _unsaid(answer, self.own):
            return math.inf
        return len(_unsaid(answer, kept)) + (not self._says(answer))

    def _says(self, answer: Answer) -> bool:
        """Tell whether an answer says what the question names itself, not in a heading."""
        return not _unsaid(answer, self.own, attrgetter("text"))


def settle(ways: Ways, answer_to: Callable[[Resolution], Answer]) -> tuple[Resolution, Answer]:
    """Choose of the ways to understand a question the one whose answer is taken.

    Args:
        ways: To understand it.
        answer_to: Answers a question that stands alone.
    """
    taken, answer = _following(ways, answer_to)
    if ways.by_name and not answer.statements:
        rival = answer_to(ways.by_name)
        taken, answer = (ways.by_name, rival) if rival.statements else (taken, answer)
    if ways.alone:
        rival = answer_to(ways.alone)
        if stands_alone(rival, answer, leaning=ways.leaning):
            taken, answer = ways.alone, rival
    for way in () if answer.statements else ways.pointed:
        rival = answer_to(way.resolution)
        if ways.is_complete(rival, way):
            return way.resolution, rival
    return taken, answer


def _following(ways: Ways, answer_to: Callable[[Resolution], Answer]) -> tuple[Resolution, Answer]:
    """Choose of the ways to go on with what was asked.

    Where nothing is found, the conversation goes on from the first place that could be taken, and
    what lacks is told of it; where the same is, from one of the kind: "and OS?" asks no more of
    PFS, though the answer tells both.
    """
    taken, answer = ways.followed, ways.held_to(answer_to(ways.followed))
    places = []
    for way in () if ways.is_answered(answer) else ways.in_place:
        rival = ways.held_to(answer_to(way.resolution))
        is_tied = (
            way.certainty is Certainty.SURE
            and taken == ways.followed
            and _say_the_same(rival, answer)
        )
        if is_tied or ways.fits_better(rival, answer, way):
            taken, answer = way.resolution, rival
        if not way.of_name:
            places.append((way.resolution, _refused(rival)))
    return (taken, answer) if answer.statements else (*places, (taken, answer))[0]


def _refused(answer: Answer) -> Answer:
    return replace(answer, statements=(), confidence=0.0) if answer.statements else answer


def _say_the_same(one: Answer, other: Answer) -> bool:
    first, second = (answer.statements[:1] for answer in (one, other))
    return bool(first) and first == second


def _writes_as_name(answer: Answer, concept: Concept) -> bool:
    """Tell whether an answer's first statement writes like a name what a question does not."""
    text = "".join(one.text for one in answer.statements[:1])
    found = re.search(rf"(?<!\w){re.escape(concept.words)}(?!\w)", text, re.IGNORECASE)
    return found is not None and is_name(replace(concept, words=found[0]), text)


def _unsaid(
    answer: Answer,
    concepts: Sequence[Concept],
    words_of: Callable[[Statement], str] = stated_in_place,
) -> list[Concept]:
    """List what an answer's first statement does not say, be it in its headings.

    Those after it may be about another thing: "The kettle costs 30 euros. The fridge costs 300."
    A slip is said by what it was read as.
    """
    said = said_by("".join(map(words_of, answer.statements[:1])))
    mended = {one.typed for one in answer.corrections}
    return [one for one in concepts if not one.is_in(said) and one.words not in mended]


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
