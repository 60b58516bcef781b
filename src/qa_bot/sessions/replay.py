"""A saved session asked again on today's index: which answers changed.

Comes in: saved turns and a bot. Goes out: for each question what became of its answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa_bot.render.data import as_data
from qa_bot.replies import Bot, Reply
from qa_bot.sessions.dialogue import Dialogue
from qa_bot.sessions.store import SavedTurn
from qa_bot.text.display import one_line


class Change(StrEnum):
    """What became of an answer."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    FOUND = "found"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Replayed:
    """A saved turn, today's reply to its question, and how they compare."""

    saved: SavedTurn
    reply: Reply
    change: Change


def replay(bot: Bot, turns: Sequence[SavedTurn]) -> Iterator[Replayed]:
    """Ask every question of a session again, each after the ones before it if it was then.

    An answer is the same when it says the same, and moved when that stands elsewhere now.

    Raises:
        UsageError: When a question cannot be asked.
    """
    dialogue = Dialogue(bot)
    for saved in turns:
        reply = dialogue.ask(saved.turn.question, alone="understood" not in saved.answer)
        yield Replayed(saved, reply, _change(saved.answer, as_data(reply)))


def _change(before: dict[str, Any], now: dict[str, Any]) -> Change:
    said_before, said_now = _texts(before), _texts(now)
    if said_before == said_now:
        return Change.SAME if _places(before) == _places(now) else Change.MOVED
    if not said_before:
        return Change.FOUND
    return Change.CHANGED if said_now else Change.LOST


def _texts(answer: dict[str, Any]) -> list[str]:
    return [statement["text"] for statement in answer["statements"]]


def _places(answer: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(one["document"], one["start"], one["end"]) for one in answer["citations"]]


def as_text(replayed: Replayed) -> str:
    """Write what became of an answer; where it says something else, both answers."""
    lines = [f"{replayed.change:<8} {one_line(replayed.saved.turn.question)}"]
    if replayed.change not in {Change.SAME, Change.MOVED}:
        lines += [f"  - {one_line(one['text'])}" for one in replayed.saved.answer["statements"]]
        lines += [f"  + {one_line(one.text)}" for one in replayed.reply.answer.statements]
    return "\n".join(lines)
