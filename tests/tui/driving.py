"""How the tests drive the chat: start it, ask, wait until nothing moves, read the screen."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

from textual.pilot import Pilot
from textual.widget import Widget

from qa_bot.errors import QABotError
from qa_bot.replies import Reply
from qa_bot.tui.app import ChatApp
from qa_bot.tui.turn import Turn
from tests.fakes import ScriptedBot
from tests.replies import HOSTILE, TEXT

WIDE, TALL, SMALL = (120, 40), (90, 50), (80, 24)
TEXTS = {"notes/trial.md": TEXT}
HOSTILE_TEXTS = {"notes/trial.md": HOSTILE}

Driver = Pilot[None]


def scripted(*replies: Reply | QABotError, texts: dict[str, str] = TEXTS) -> ScriptedBot:
    return ScriptedBot(*replies, texts=texts)


@asynccontextmanager
async def chatting(
    bot: ScriptedBot,
    size: tuple[int, int] = WIDE,
    question: str = "",
    keys: Mapping[str, str] = MappingProxyType({}),
    preferences: Path | None = None,
    session: str | None = None,
) -> AsyncIterator[Driver]:
    """Start the chat over a bot, wait until it is open, and ask a question if one is given."""
    app = ChatApp(bot, keys=keys, preferences=preferences, session=session)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        if question:
            await ask(pilot, question)
        yield pilot


async def settled(pilot: Driver) -> None:
    """Wait until every thread is done and nothing on the screen moves any more."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    shown: list[str] = []
    while shown != (shown := screen_of(pilot)):
        await pilot.pause()


async def until(pilot: Driver, holds: Callable[[], bool]) -> None:
    """Wait until something holds that comes about by and by."""
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.05)
    raise AssertionError("it never came about")


async def ask(pilot: Driver, question: str) -> Turn:
    """Type a question, ask it, and wait for what comes of it."""
    app = the_app(pilot)
    app.chat.question.focus()
    app.chat.question.put(question)
    await pilot.press("enter")
    await settled(pilot)
    return app.chat.conversation.turns[-1]


def the_app(pilot: Driver) -> ChatApp:
    assert isinstance(pilot.app, ChatApp)
    return pilot.app


def text_of(*widgets: Widget) -> str:
    """Read what widgets say, marks and styles off."""
    return "\n".join(str(getattr(one.render(), "plain", "")) for one in widgets)


def screen_of(pilot: Driver) -> list[str]:
    """Read the rows of the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def notices(pilot: Driver) -> list[str]:
    """Read the notifications that are shown."""
    return [one.message for one in pilot.app._notifications]
