"""What a sentence without a name is about: what one before it named, as "In Lisbon" does.

Comes in: a question and a hit, read. Goes out: the sentences that are about another. Of a passage
about two cities that both serve breakfast, only what was named last tells whose breakfast it is.
"""

import re
from collections.abc import Iterator, Sequence

from qa_bot.answering.units import ReadHit, ReadUnit, begins_paragraph
from qa_bot.question import Concept, Question
from qa_bot.question.concepts import said_by
from qa_bot.question.names import to_be_named

_OPENS_WITH_NAME = re.compile(
    r"\W*(?i:at|by|during|for|from|in|on|to|under|with)\s(?:the\s)?[^\Wa-z_]"
)
"""How a sentence opens that says what the following ones are about."""


def of_other_topics(question: Question, read: ReadHit) -> frozenset[ReadUnit]:
    """List the sentences about another than the question names, where one is about that very one.

    It has to say as much of the rest of the question: doubt speaks for a sentence.
    """
    return frozenset(
        one for name in to_be_named(question) for one in _of_others(question, name, read)
    )


def _of_others(question: Question, name: Concept, read: ReadHit) -> Iterator[ReadUnit]:
    topics = list(_topics(name, read))
    asked = [one for one in question.concepts if one != name]
    own = [_said(asked, one) for one, is_own in topics if is_own]
    for one, is_own in topics:
        if is_own is False and any(_said(asked, one) <= more for more in own):
            yield one


def _said(concepts: Sequence[Concept], one: ReadUnit) -> frozenset[Concept]:
    said = said_by(one.text)
    return frozenset(each for each in concepts if each.is_in(said))


def _topics(name: Concept, read: ReadHit) -> Iterator[tuple[ReadUnit, bool | None]]:
    """Tell of each sentence whether it is about a name, or about another; None where none tells."""
    is_own: bool | None = None
    for number, one in enumerate(read.units):
        if name.is_in(said_by(one.text)):
            is_own = True
        elif _OPENS_WITH_NAME.match(one.text):
            is_own = False
        elif number and begins_paragraph(read, number):
            is_own = None
        yield one, is_own
