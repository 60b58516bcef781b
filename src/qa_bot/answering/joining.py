"""The answers to the parts of a question are put together.

Comes in: an answer to each part, in the order that they were asked. Goes out: one, which also says
which parts have none: half an answer might be taken for the whole.
"""

from collections.abc import Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from qa_bot.records import Answer, Hit


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
        statements=tuple({one.text: one for one in _all(found, "statements")}.values()),
        confidence=min(one.confidence for one in found),
        missing_terms=_all(parts, "missing_terms"),
        hits=tuple(hits.values()),
        corrections=_all(parts, "corrections"),
        unanswered=tuple(chain.from_iterable(map(_unanswered, parts))),
    )


def _unanswered(part: Answer) -> tuple[str, ...]:
    return part.unanswered if part.statements else (part.question,)


def _all(answers: Sequence[Answer], name: str) -> tuple[Any, ...]:
    """List what answers have under a name, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(map(attrgetter(name), answers))))
