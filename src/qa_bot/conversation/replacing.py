"""A question that names another thing is asked in the words of the one before it.

Comes in: a question such as "and in STORM?", and the turns before it. Goes out: what was asked
last, of what it names. Whose place that takes is left open; the answers tell (`subject`).
"""

import re
from collections.abc import Sequence

from qa_bot.conversation.resolution import Added, ConceptsIn, Resolution, Turn, key_of, lent
from qa_bot.question import Concept
from qa_bot.question.names import is_name
from qa_bot.question.understanding import LONGEST_QUESTION

MOST_REPLACED = 3
"""Words that others may take the place of: each costs a search more, a name two."""


def renamed(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn
) -> list[tuple[Resolution, tuple[Concept, ...]]]:
    """Make a question that is no more than a name ask what was asked before of another.

    Which name it takes the place of is left open: each of the same kind in turn.

    Args:
        question: As typed: "and in STORM?", "and 2022?".
        earlier: The turns before it, oldest first; at least one.
        concepts_in: Lists what a text names.

    Returns:
        The fullest first, each with the name whose place was taken: with all that the last question
        was understood to ask, with one name less, and with what was typed of that alone.
    """
    added = repeated(question, earlier, concepts_in)
    typed = {one.words for one in concepts_in(earlier[-1].question)}
    kinds = {one.words.isdigit() for one in concepts_in(question)}
    replaced = [one for one in added if one.is_name and one.words.isdigit() in kinds]
    ways: dict[Resolution, tuple[Concept, ...]] = {lent(question, added, earlier): ()}
    fewer = {one: [other for other in added if other != one] for one in replaced[:MOST_REPLACED]}
    for name, kept in fewer.items():
        way = put_in_place(question, earlier[-1], name.words, kept, concepts_in)
        ways.setdefault(way, tuple(concepts_in(name.words)))
    for kept in fewer.values():
        newest = [one for one in kept if one.is_name or one.words in typed]
        if newest != kept and not all(one.is_name for one in newest):
            ways.setdefault(lent(question, newest, earlier), ())
    return list(ways.items())


def put_in_place(
    question: str, before: Turn, old: str, kept: Sequence[Added], concepts_in: ConceptsIn
) -> Resolution:
    """Ask an earlier question of what this one names, instead of something that it asked of.

    Args:
        question: As typed; it names something.
        before: The turn whose question is asked.
        old: What it asked of, as it is written there.
        kept: What else it named.
        concepts_in: Lists what a text names.
    """
    words = [one.words for one in concepts_in(question)]
    new = question[question.find(words[0]) : question.rfind(words[-1]) + len(words[-1])]
    asked = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, before.standalone)
    if not new or asked == before.standalone or len(asked) > LONGEST_QUESTION:
        return lent(question, kept, [before])
    return Resolution(question, asked, tuple(kept), is_whole=True)


def repeated(question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn) -> list[Added]:
    """List what the last question was understood to ask and this one does not name."""
    text, own = earlier[-1].standalone, set(map(key_of, concepts_in(question)))
    found = [one for one in concepts_in(text) if key_of(one) not in own]
    return [Added(one.words, len(earlier), is_name=is_name(one, text)) for one in found]
