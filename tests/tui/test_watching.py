"""The open chat follows the documents: it answers from the newest generation."""

from pathlib import Path

from qa_bot.config import Config
from qa_bot.tui.app import ChatApp
from qa_bot.tui.lazy import LazyBot
from qa_bot.tui.protocol import Overview
from qa_bot.tui.turn import TurnState
from tests.conftest import RunCommand
from tests.fakes import Notes
from tests.replies import ONE
from tests.tui.driving import Driver, notices, scripted, text_of, the_app, until

QUESTION = "what does the lamp cost"


async def answer(pilot: Driver, question: str) -> str:
    """Ask while a thread of the chat goes on following."""
    app = the_app(pilot)
    before = len(app.chat.conversation.turns)
    app.chat.question.focus()
    app.chat.question.put(question)
    await pilot.press("enter")
    await until(pilot, lambda: len(app.chat.conversation.turns) > before)
    turn = app.chat.conversation.turns[-1]
    await until(pilot, lambda: turn.state in (TurnState.DONE, TurnState.FAILED))
    return text_of(*turn.query("AnswerText"))


async def test_newer_documents_are_told_and_trouble_too() -> None:
    bot = scripted(ONE)
    app = ChatApp(bot, watch=True)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: "30 passages" in text_of(app.chat.header))
        bot.renewals.append(Overview("/home/ada/notes", 3, 31))
        await until(pilot, lambda: "3 documents · 31 passages" in text_of(app.chat.header))
        assert notices(pilot) == ["The documents changed; answers are from now on theirs."]
        bot.renewals.append("the disk is full")
        await until(pilot, lambda: "the disk is full" in text_of(app.chat.header))
        assert await answer(pilot, QUESTION)


async def test_without_being_asked_to_it_follows_nothing() -> None:
    bot = scripted(ONE)
    bot.renewals.append("followed")
    async with ChatApp(bot).run_test() as pilot:
        await pilot.pause(0.2)
        assert bot.renewals == ["followed"]


async def test_the_open_chat_answers_from_the_newest_generation(
    tmp_path: Path, qa_bot: RunCommand
) -> None:
    document = tmp_path / "knowledge" / "lamp.md"
    document.parent.mkdir()
    document.write_text("# Lamp\n\nThe lamp costs 12 euros.\n")
    bot = LazyBot(Config())
    bot.build(Notes(), rebuild=False)
    app = ChatApp(bot, watch=True)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: app.chat.asker.ready)
        assert "12 euros" in await answer(pilot, QUESTION)
        document.write_text("# Lamp\n\nThe lamp costs 15 euros.\n")
        await until(pilot, lambda: bool(notices(pilot)))
        assert "15 euros" in await answer(pilot, QUESTION)
        assert qa_bot("index", "--rebuild").returncode == 0
        await until(pilot, lambda: bot._bot.index.generation.name == "gen-000003")
        assert "15 euros" in await answer(pilot, QUESTION)
    bot.close()
