"""The answers to the parts of a question are put together.

Comes in: an answer to each part, in the order that they were asked, and one to the whole question.
Goes out: one, which also says which parts have none: half an answer might be taken for the whole.
"""

from collections.abc import Hashable, Iterable, Sequence
from itertools import chain
from typing import TypeVar

from qa_bot.records import Answer, Hit

_One = TypeVar("_One", bound=Hashable)


def joined(question: str, parts: Sequence[Answer]) -> Answer | None:
    """Put answers together; None where no part has one.

    Args:
        question: As it was asked.
        parts: To each of its parts.
    """
    found = [one for one in parts if one.statements]
    if not found:
        return None
    hits: dict[str, Hit] = {}
    for hit in chain.from_iterable(one.hits for one in parts):
        hits.setdefault(hit.passage.id, hit)
    return Answer(
        question=question,
        searched="; ".join(one.searched for one in parts),
        statements=tuple({one.text: one for part in found for one in part.statements}.values()),
        confidence=min(one.confidence for one in found),
        missing_terms=_once(one.missing_terms for one in parts),
        hits=tuple(hits.values()),
        corrections=_once(one.corrections for one in parts),
        unanswered=tuple(chain.from_iterable(map(_unanswered, parts))),
    )


def rather(whole: Answer, together: Answer | None, *, tells_all: bool) -> Answer:
    """Take the answers that were put together, unless that to the whole is no less likely.

    Args:
        whole: To the question as it was asked.
        together: To its parts.
        tells_all: Whether the answer to the whole tells of all that is asked about.
    """
    if not together or (tells_all and whole.confidence >= together.confidence):
        return whole
    return together


def _unanswered(part: Answer) -> tuple[str, ...]:
    return part.unanswered if part.statements else (part.question,)


def _once(lists: Iterable[Iterable[_One]]) -> tuple[_One, ...]:
    """Put lists together, each item once."""
    return tuple(dict.fromkeys(chain.from_iterable(lists)))
