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
from dataclasses import replace

from qa_bot.conversation.choosing import Ways
from qa_bot.conversation.leaning import (
    after_opening,
    asks_nothing,
    corrected,
    in_figures,
    is_fragment,
    is_of_kind,
    leans,
    points,
    preposition,
    without_repeated,
    without_stand_in,
)
from qa_bot.conversation.recalling import resolve
from qa_bot.conversation.replacing import pointed_at, repeated, replacements
from qa_bot.conversation.resolution import Resolution, Terminology, Turn
from qa_bot.question import Concept
from qa_bot.question.names import is_name
from qa_bot.question.understanding import names_nothing

_LIMIT = re.compile(r"\bat (?:most|least)\b", re.IGNORECASE)


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
    before = earlier[-1].standalone
    said = in_figures(without_stand_in(corrected(question)), before)
    said = without_repeated(said, before)
    asked = terminology.concepts_in(said)
    leaning, pointing = leans(said, asked), points(said)
    names = [one for one in asked if is_name(one, said)]
    says_of_name = len(names) < len(asked) and any(_is_thing(one.words) for one in names)
    are_names = bool(asked) and len(names) == len(asked)
    is_bare = leaning and (are_names or (bool(asked) and not pointing and is_fragment(said, asked)))
    if is_bare and not pointing and (are_names or preposition(said)):
        followed = repeated(said, earlier, terminology)
    else:
        followed = resolve(said, earlier, terminology, leaning=leaning)
    in_place = replacements(said, earlier, terminology) if is_bare else []
    pointed = pointed_at(said, earlier, terminology) if pointing else []
    is_own = followed.added and (not leaning or (says_of_name and not _is_place(said, asked)))
    alone = Resolution(said, said, new_subject=True) if is_own else None
    is_free = not leaning and any(one.is_name for one in followed.added)
    subject = _subject(after_opening(said), terminology)
    if pointing or is_free or not followed.added:
        subject = ()
    by_name = None if is_bare or pointing else _by_name(followed)
    return Ways(followed, leaning, subject, asked, in_place, by_name, pointed, alone)


def _by_name(followed: Resolution) -> Resolution | None:
    """Leave out what is no name of what earlier turns lend to a question that asks by itself.

    "How many took part?", after "the median PFS in BOSTON", need not be told where the PFS is.
    """
    names = tuple(one for one in followed.added if one.is_name)
    if not names or names == followed.added:
        return None
    return replace(followed, standalone=followed.named, added=names)


def _is_place(said: str, asked: Sequence[Concept]) -> bool:
    """Tell whether a question says no more than where, or of whom: "and in the STORM trial?".

    Without "and", it may be a telegram of its own: "in STORM median age".
    """
    is_opened = after_opening(said) != said
    return is_opened and bool(preposition(said)) and is_fragment(said, asked)


def _without_thanks(earlier: Sequence[Turn]) -> list[Turn]:
    """Put in the place of each turn that asked nothing the one before it."""
    found: list[Turn] = []
    for turn in earlier:
        found.append(found[-1] if found and asks_nothing(turn.question) else turn)
    return found


def _subject(text: str, terminology: Terminology) -> tuple[Concept, ...]:
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
