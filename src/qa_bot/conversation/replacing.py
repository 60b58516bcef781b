"""A question that names another thing is asked in the words of the one before it.

Comes in: a question such as "and in STORM?", and the turns before it. Goes out: what was asked
last, of what it names. Whose place that takes is left open; the answers tell (`subject`). What a
number tells from others of its kind takes theirs.
"""

import re
from collections.abc import Sequence

from qa_bot.conversation.resolution import Added, ConceptsIn, Resolution, Turn, key_of, lent
from qa_bot.question import Concept
from qa_bot.question.names import is_name
from qa_bot.question.understanding import LONGEST_QUESTION

MOST_REPLACED = 3
"""Words that others may take the place of: each costs a search more, a name two."""

_NUMBERED = re.compile(r"(?<!\w)(?P<kind>[^\W\d_]+)\s(?P<number>\d+(?:[.–-]\d+)*)(?!\w)")
"""A thing that is told apart from others of its kind by number: "level 8", "Python 3.12"."""


def renumbered(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn
) -> Resolution | None:
    """Make a question that is no more than "and level 8?" ask what was asked of level 9.

    Args:
        question: As typed.
        earlier: The turns before it, oldest first; at least one.
        concepts_in: Lists what a text names.

    Returns:
        None where it says anything else, or another number of that kind was not asked about.
    """
    said, before = _NUMBERED.search(question), earlier[-1].standalone
    names = [one.words for one in concepts_in(question)]
    if not said or len(names) < 2 or names != [one.words for one in concepts_in(said.group())]:
        return None
    others = [
        one
        for one in _NUMBERED.finditer(before)
        if one["kind"].casefold() == said["kind"].casefold() and one["number"] != said["number"]
    ]
    if len(others) != 1:
        return None
    (old,) = others
    asked = before[: old.start("number")] + said["number"] + before[old.end("number") :]
    kept = [one for one in repeated(question, earlier, concepts_in) if one.words in asked]
    return Resolution(question, asked, tuple(kept), is_whole=True)


def renamed(
    question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn
) -> list[tuple[Resolution, tuple[Concept, ...]]]:
    """Make a question that is no more than a name ask what was asked before of another.

    Which name it takes the place of is left open: each of the same kind in turn, before these such
    as stand side by side, "Chief Financial Officer". Where there is none, it is a title.

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
    same_kind = [one for one in added if one.words.isdigit() in kinds]
    replaced = [one for one in same_kind if one.is_name] or list(filter(_is_title, same_kind))
    ways: dict[Resolution, tuple[Concept, ...]] = {lent(question, added, earlier): ()}
    names = [*_side_by_side(replaced, earlier[-1].standalone), *([one] for one in replaced)]
    fewer = {
        " ".join(one.words for one in name): [one for one in added if one not in name]
        for name in names[:MOST_REPLACED]
    }
    for name, kept in fewer.items():
        way = put_in_place(question, earlier[-1], name, kept, concepts_in)
        ways.setdefault(way, tuple(concepts_in(name)))
    for kept in fewer.values():
        newest = [one for one in kept if one.is_name or one.words in typed]
        if newest != kept and not all(one.is_name for one in newest):
            ways.setdefault(lent(question, newest, earlier), ())
    return list(ways.items())


def _is_title(one: Added) -> bool:
    """Tell whether words that documents shorten are written like a name: "Annual Meeting"."""
    return " " in one.words and one.words.istitle()


def _side_by_side(names: Sequence[Added], text: str) -> list[list[Added]]:
    """List the names of several words, such as "Chief Financial Officer", that a text has."""
    found: list[list[Added]] = []
    for one in names:
        if found and " ".join(other.words for other in [*found[-1], one]) in text:
            found[-1].append(one)
        else:
            found.append([one])
    return [name for name in found if len(name) > 1]


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
    asked = _place_of(old, new).sub(lambda _: new, before.standalone)
    if not new or asked == before.standalone or len(asked) > LONGEST_QUESTION:
        return lent(question, kept, [before])
    return Resolution(question, asked, tuple(kept), is_whole=True)


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


def repeated(question: str, earlier: Sequence[Turn], concepts_in: ConceptsIn) -> list[Added]:
    """List what the last question was understood to ask and this one does not name."""
    text, own = earlier[-1].standalone, set(map(key_of, concepts_in(question)))
    found = [one for one in concepts_in(text) if key_of(one) not in own]
    return [Added(one.words, len(earlier), is_name=is_name(one, text)) for one in found]
