"""The ways to understand a question after others, of which the answers choose.

Comes in: a question as typed, and the turns before it. Goes out: `Ways`. A question that leans on
what was said, and names nothing of its own, is never taken alone: it would be answered about
anything. So would one that says no more than a name, as "and in STORM?" does. No capital tells
whether "and the fridge?" puts the fridge in the place of a kettle, or asks for that of the kettle:
both are asked.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa_bot.conversation.choosing import Ways
from qa_bot.conversation.leaning import (
    after_opening,
    asks_nothing,
    is_fragment,
    is_of_kind,
    leans,
    points,
    preposition,
)
from qa_bot.conversation.recalling import resolve
from qa_bot.conversation.replacing import pointed_at, repeated, replacements
from qa_bot.conversation.resolution import Resolution, Terminology, Turn
from qa_bot.conversation.rewording import written_out
from qa_bot.question import Concept
from qa_bot.question.concepts import names_nothing
from qa_bot.question.names import is_name

_LIMIT = re.compile(r"\bat (?:most|least)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A question, as it is heard after another one.

    Attributes:
        text: With what leads back to the other one written out.
        asked: What it names.
    """

    text: str
    asked: Sequence[Concept]

    @property
    def leans(self) -> bool:
        """Whether it leans on what was said before."""
        return leans(self.text, self.asked)

    @property
    def points(self) -> bool:
        """Whether it points at what was named before."""
        return points(self.text)

    @property
    def names(self) -> list[Concept]:
        """What of that which it names is written like a name."""
        return [one for one in self.asked if is_name(one, self.text)]

    @property
    def is_name_alone(self) -> bool:
        """Whether it says no more than a name: "and in STORM?"."""
        return bool(self.asked) and len(self.names) == len(self.asked)

    @property
    def is_bare(self) -> bool:
        """Whether it asks nothing itself of what it names: "and the fridge?"."""
        is_little = bool(self.asked) and not self.points and is_fragment(self.text, self.asked)
        return self.leans and (self.is_name_alone or is_little)

    @property
    def is_place(self) -> bool:
        """Whether it says no more than where, or of whom: "and in the STORM trial?".

        Without "and", it may be a telegram of its own: "in STORM median age".
        """
        is_opened = after_opening(self.text) != self.text
        return is_opened and bool(preposition(self.text)) and is_fragment(self.text, self.asked)

    @property
    def may_stand_alone(self) -> bool:
        """Whether it could be a question of its own: it leans on nothing, or asks of a thing."""
        names_thing = any(_is_thing(one.words) for one in self.names)
        return not self.leans or (names_thing and not self.is_name_alone and not self.is_place)


def ways_of(question: str, earlier: Sequence[Turn], terminology: Terminology) -> Ways:
    """List the ways to understand a question that are worth asking.

    Args:
        question: As typed.
        earlier: The turns before it, oldest first; at least one.
        terminology: What the documents know of words.
    """
    if asks_nothing(question):
        return Ways(Resolution(question, question))
    earlier = _without_thanks(earlier)
    text = written_out(question, earlier[-1].standalone)
    heard = _Heard(text, terminology.concepts_in(text))
    followed = _followed(heard, earlier, terminology)
    is_alone = followed.added and heard.may_stand_alone
    return Ways(
        followed,
        leaning=heard.leans,
        subject=_subject(heard, followed, terminology),
        own=heard.asked,
        in_place=replacements(text, earlier, terminology) if heard.is_bare else [],
        by_name=None if heard.is_bare or heard.points else _by_name(followed),
        pointed=pointed_at(text, earlier, terminology) if heard.points else [],
        alone=Resolution(text, text, new_subject=True) if is_alone else None,
    )


def _followed(heard: _Heard, earlier: Sequence[Turn], terminology: Terminology) -> Resolution:
    """Lend a question what it leaves out: all that was asked, where it says no more than of what.

    That is a name alone, or a circumstance: "and after a long illness?".
    """
    is_of_all = heard.is_name_alone or preposition(heard.text)
    if heard.is_bare and is_of_all and not heard.points:
        return repeated(heard.text, earlier, terminology)
    return resolve(heard.text, earlier, terminology, leaning=heard.leans)


def _by_name(followed: Resolution) -> Resolution | None:
    """Leave out what is no name of what earlier turns lend to a question that asks by itself.

    "How many took part?", after "the median PFS in BOSTON", need not be told where the PFS is.
    """
    names = tuple(one for one in followed.added if one.is_name)
    if not names or names == followed.added:
        return None
    return replace(followed, standalone=followed.named, added=names)


def _without_thanks(earlier: Sequence[Turn]) -> list[Turn]:
    """Put in the place of each turn that asked nothing the one before it."""
    found: list[Turn] = []
    for turn in earlier:
        found.append(found[-1] if found and asks_nothing(turn.question) else turn)
    return found


def _subject(heard: _Heard, followed: Resolution, terminology: Terminology) -> tuple[Concept, ...]:
    """Find what the answer to a follow-up has to say; nothing where it may be paraphrased.

    So it may be where the question points at it, is whole and was lent a name, or was lent nothing.
    """
    is_whole = not heard.leans and any(one.is_name for one in followed.added)
    if heard.points or is_whole or not followed.added:
        return ()
    return _rarest(after_opening(heard.text), terminology)


def _rarest(text: str, terminology: Terminology) -> tuple[Concept, ...]:
    """Find what a question is about: its rarest name, or else its rarest word.

    What stands in no document is rarer than what does. A figure tells more than a word beside it:
    what is said of "patients under 70" answers "in people under 70?", too. Nor does what answers
    "at what temperature?" say that word, nor does "up to two dogs" say "at most".
    """
    text = _LIMIT.sub("", text)
    named = () if names_nothing(text) or is_of_kind(text) else terminology.concepts_in(text)
    words = [one for one in named if not one.words[:1].isdigit()]
    names = [one for one in words if is_name(one, text)]
    about = names or (words if words == [*named] else [])
    return tuple(sorted(about, key=lambda one: terminology.rarity(one) or math.inf)[-1:])


def _is_thing(name: str) -> bool:
    """Tell whether a name is that of a thing, be it `2.0.0`; not a figure and its unit."""
    return any(
        any(map(str.isupper, word))
        or (word[0].isalpha() and not word.isalpha())
        or word.count(".") > 1
        for word in name.split()
    )
