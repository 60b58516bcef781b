"""Lists that a question asks for by their heading, such as "soup ingredients".

Comes in: a question and a hit, read. Goes out: the whole list, where nothing but its heading leads
into it. One item of it alone would look like all there is.
"""

import re

from qa_bot.answering.units import PARTED, ReadHit, ReadUnit, as_one, between
from qa_bot.question import Question
from qa_bot.question.asking import asks_for_list
from qa_bot.question.concepts import said_by

_STOPS = (".", "!", "?", "。")
_NEXT_ITEM = re.compile(r"[ \t]*\r?\n[ \t>]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
"""What stands between an item and the one on the line below."""


def lists_asked_for(question: Question, read: ReadHit) -> tuple[ReadUnit, ...]:
    """Take the list of a passage if its headings say all that is asked, the last one some of it.

    One of whole sentences is taken where several things are asked for: each may answer by itself.
    """
    first = _first(read)
    are_sentences = any(one.text.endswith(_STOPS) for one in read.units[first : first + 1])
    if are_sentences and not asks_for_list(question.text):
        return ()
    section = read.hit.passage.section
    above, head = said_by(" ".join(section)), said_by(section[-1] if section else "")
    is_all = all(one.is_in(above) for one in question.concepts)
    if not is_all or not any(one.is_in(head) for one in question.concepts):
        return ()
    return _list_of(read, first)


def _first(read: ReadHit) -> int:
    """Tell the number of the first unit that is not the heading itself."""
    return int([one.text for one in read.units[:1]] == [*read.hit.passage.section[-1:]])


def _list_of(read: ReadHit, first: int) -> tuple[ReadUnit, ...]:
    """Put the list together that a passage begins with, and that no sentence leads into."""
    last, items = first, 1
    for at in range(first + 1, len(read.units)):
        if read.units[at].unit.lead or read.units[at].unit.columns:
            return ()
        parting = between(read, at)
        is_next = bool(_NEXT_ITEM.fullmatch(parting))
        if not is_next and PARTED.search(parting):
            break
        last, items = at, items + is_next
    return (as_one(read.units[first : last + 1]),) if items > 1 else ()
