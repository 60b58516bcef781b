"""What the main states look like, at fixed sizes; after a look: `pytest --snapshot-update`."""

from collections.abc import Awaitable, Callable

import pytest
from textual.widgets import Input

from qa_bot.errors import IndexNotFoundError
from qa_bot.tui.app import ChatApp
from tests.replies import HOSTILE_REPLY, NOT_FOUND, SEVERAL
from tests.tui.driving import HOSTILE_TEXTS, TEXTS, Driver, ask, scripted, settled, the_app

WIDE, NARROW = (120, 36), (80, 24)

Compare = Callable[..., bool]


def keys(*pressed: str, question: str = "median of the *trial*?") -> Callable[..., Awaitable[None]]:
    """Make what asks a question and presses keys before the picture is taken."""

    async def before(pilot: Driver) -> None:
        the_app(pilot).chat.question.cursor_blink = False
        await settled(pilot)
        if question:
            await ask(pilot, question)
        await pilot.press(*pressed)
        await settled(pilot)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        if "ctrl+p" in pressed:  # what the palette offers comes by and by
            await pilot.pause(1.0)

    return before


STATES: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "wide": (WIDE, ()),
    "evidence": (WIDE, ("tab", "down", "x")),
    "help": (WIDE, ("tab", "f1")),
    "palette": (WIDE, ("ctrl+p",)),
    "settings": (WIDE, ("f2",)),
    "narrow": (NARROW, ("tab",)),
    "narrow-evidence": (NARROW, ("tab", "enter")),
}


@pytest.mark.parametrize("state", STATES)
def test_an_answer(snap_compare: Compare, state: str) -> None:
    size, pressed = STATES[state]
    app = ChatApp(scripted(SEVERAL, texts=TEXTS))
    assert snap_compare(app, run_before=keys(*pressed), terminal_size=size)


def test_not_found(snap_compare: Compare) -> None:
    app = ChatApp(scripted(NOT_FOUND, texts=TEXTS))
    assert snap_compare(app, run_before=keys(question="price of it"), terminal_size=WIDE)


def test_hostile(snap_compare: Compare) -> None:
    app = ChatApp(scripted(HOSTILE_REPLY, texts=HOSTILE_TEXTS))
    assert snap_compare(app, run_before=keys("tab"), terminal_size=WIDE)


def test_high_contrast(snap_compare: Compare) -> None:
    app = ChatApp(scripted(SEVERAL, texts=TEXTS))
    app.theme = "high-contrast"
    assert snap_compare(app, run_before=keys("tab"), terminal_size=WIDE)


def test_no_index(snap_compare: Compare) -> None:
    bot = scripted(SEVERAL)
    bot.opening = [IndexNotFoundError("no index in index", hint="qa-bot index --index 'index'")]
    assert snap_compare(ChatApp(bot), run_before=keys(question=""), terminal_size=NARROW)
