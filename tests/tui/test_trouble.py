"""Index missing, damaged, locked, or worse: a screen says what helps and does it."""

import pytest
from textual.widgets import Button

from qa_bot.errors import (
    EncoderError,
    FolderError,
    IndexDamagedError,
    IndexLockedError,
    IndexNotFoundError,
    IndexOutdatedError,
    IndexUnbuildableError,
    QABotError,
)
from qa_bot.tui.messages import QuestionAsked
from qa_bot.tui.trouble_screen import TroubleScreen
from qa_bot.tui.turn import TurnState
from tests.replies import ONE
from tests.tui.driving import (
    SMALL,
    ask,
    chatting,
    screen_of,
    scripted,
    settled,
    text_of,
    the_app,
)

MISSING = IndexNotFoundError("no index in [b]index[/b]", hint="qa-bot index --index '[i]'")
DAMAGED = IndexDamagedError("the index is damaged: x is altered", hint="qa-bot index --rebuild")


@pytest.mark.parametrize(
    ("error", "label", "built"),
    [
        (MISSING, "Build now", [False]),
        (DAMAGED, "Rebuild now", [True]),
        (IndexOutdatedError("format 1"), "Rebuild now", [True]),
        (IndexUnbuildableError("no index, nor a folder"), "Try again", []),
        (IndexLockedError("another program is building"), "Try again", []),
        (FolderError("no folder"), "Try again", []),
        (EncoderError("no weights"), "Try again", []),
        (ZeroDivisionError("unforeseen"), "Try again", []),
    ],
)
async def test_the_button_does_what_helps_and_the_chat_goes_on(
    error: Exception, label: str, built: list[bool]
) -> None:
    bot = scripted(ONE)
    bot.opening = [error]
    async with chatting(bot, size=SMALL) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, TroubleScreen)
        shown = "\n".join(screen_of(pilot))
        assert str(error) in shown
        assert getattr(error, "hint", "fault of qa-bot") in shown
        button = screen.query_one("#remedy", Button)
        assert str(button.label) == label
        assert screen.focused is button
        await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        assert bot.built == built
        assert pilot.app.screen is the_app(pilot).chat
        assert (await ask(pilot, "median")).state is TurnState.DONE


async def test_a_question_waits_until_the_index_is_built() -> None:
    bot = scripted(ONE)
    bot.opening = [MISSING]
    async with chatting(bot) as pilot:
        chat = the_app(pilot).chat
        chat.post_message(QuestionAsked("median"))
        await pilot.pause()
        assert chat.conversation.turns[0].state is TurnState.WAITING
        await pilot.click("#remedy")
        await settled(pilot)
        await settled(pilot)
        assert chat.conversation.turns[0].state is TurnState.DONE


async def test_an_index_that_breaks_while_one_chats_is_rebuilt() -> None:
    bot = scripted(ONE, DAMAGED, ONE)
    async with chatting(bot, question="median") as pilot:
        turn = await ask(pilot, "median")
        assert turn.state is TurnState.FAILED
        assert isinstance(pilot.app.screen, TroubleScreen)
        await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        assert bot.built == [True]
        assert (await ask(pilot, "median")).state is TurnState.DONE


async def test_what_goes_on_is_told_in_the_header_and_a_build_that_fails_too() -> None:
    bot = scripted(ONE)
    bot.opening = [MISSING]
    bot.building = [QABotError("disk full", hint="make room")]
    async with chatting(bot) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        assert isinstance(pilot.app.screen, TroubleScreen)
        assert "disk full" in text_of(the_app(pilot).chat.header)
        the_app(pilot).chat.header.show_progress("encoding", 1, 2)
        assert text_of(the_app(pilot).chat.header).endswith(f"encoding {'█' * 12}{'░' * 12} 1/2")


async def test_the_chat_can_be_left_instead() -> None:
    bot = scripted(ONE)
    bot.opening = [MISSING]
    async with chatting(bot) as pilot:
        await pilot.press("right", "enter")
        await pilot.pause()
        assert not pilot.app.is_running or pilot.app._exit
