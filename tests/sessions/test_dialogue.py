"""Conversations as they go on, and asked again later."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa_bot.conversation import Resolution, Turn
from qa_bot.errors import UsageError
from qa_bot.records import Statement
from qa_bot.replies import Listener, Reply
from qa_bot.sessions import Dialogue, Sessions
from qa_bot.sessions.replay import Change, as_text, replay
from qa_bot.sessions.store import sessions_file
from tests.replies import NOT_FOUND, ONE, SENTENCE, SEVERAL, cited


class Listed:
    """Gives replies by question and remembers what it was asked after what."""

    def __init__(self, replies: dict[str, Reply]) -> None:
        self.replies = replies
        self.asked: list[tuple[str, list[str]]] = []

    def ask(
        self, question: str, listener: Listener | None = None, *, earlier: Sequence[Turn] = ()
    ) -> Reply:
        self.asked.append((question, [turn.question for turn in earlier]))
        if question not in self.replies:
            raise UsageError("no word to search for")
        reply = self.replies[question]
        return replace(reply, answer=replace(reply.answer, question=question))


def test_each_question_is_asked_after_the_ones_before_it_and_saved() -> None:
    bot = Listed({"one?": ONE, "two?": NOT_FOUND, "three?": SEVERAL})
    with Sessions() as sessions:
        dialogue = Dialogue(bot, sessions)
        assert dialogue.session is None
        dialogue.ask("one?")
        dialogue.ask("two?")
        with pytest.raises(UsageError):
            dialogue.ask("?")
        resumed = Dialogue(bot, sessions, dialogue.session)
        resumed.ask("three?")
        assert resumed.session is not None
        saved = sessions.turns(resumed.session)
    assert bot.asked[-1] == ("three?", ["one?", "two?"])
    assert [one.turn.question for one in saved] == ["one?", "two?", "three?"]


def test_without_sessions_nothing_is_written() -> None:
    bot = Listed({"one?": ONE, "two?": ONE})
    dialogue = Dialogue(bot)
    dialogue.ask("one?")
    dialogue.ask("two?")
    assert bot.asked[-1] == ("two?", ["one?"])
    assert not sessions_file().exists()


def test_a_question_taken_as_it_stands_gets_nothing_and_is_a_turn_all_the_same() -> None:
    bot = Listed({"one?": ONE, "two?": ONE, "three?": ONE})
    dialogue = Dialogue(bot)
    dialogue.ask("one?")
    dialogue.ask("two?", alone=True)
    dialogue.ask("three?")
    assert bot.asked[1:] == [("two?", []), ("three?", ["one?", "two?"])]


def test_a_session_asked_again_tells_what_changed() -> None:
    moved_then = replace(ONE, resolution=Resolution("moved?", "moved?"))
    then = {"same?": ONE, "other?": ONE, "lost?": ONE, "found?": NOT_FOUND, "moved?": moved_then}
    moved = replace(ONE, answer=replace(ONE.answer, statements=(_moved(),)))
    now = {"same?": ONE, "other?": SEVERAL, "lost?": NOT_FOUND, "found?": ONE, "moved?": moved}
    with Sessions() as sessions:
        dialogue = Dialogue(Listed(then), sessions)
        for question in then:
            dialogue.ask(question)
        turns = sessions.turns(1)
    bot = Listed(now)
    found = list(replay(bot, turns))
    assert [one.change for one in found] == [
        Change.SAME,
        Change.CHANGED,
        Change.LOST,
        Change.FOUND,
        Change.MOVED,
    ]
    assert bot.asked[-1] == ("moved?", ["same?", "other?", "lost?", "found?"])
    # The others were taken as they stood.
    assert bot.asked[1] == ("other?", [])
    assert as_text(found[0]) == "same     same?"
    assert as_text(found[2]) == "lost     lost?\n  - The median was 13.93 months."
    assert as_text(found[3]) == "found    found?\n  + The median was 13.93 months."


def _moved() -> Statement:
    """The same words from another document."""
    elsewhere = replace(SENTENCE, document="notes/other.md")
    return replace(ONE.answer.statements[0], citations=(cited(elsewhere, "13.93 months"),))
