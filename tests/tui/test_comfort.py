"""Palette, help, keys, themes, settings, search: everything within reach, and as one likes it."""

import asyncio
import json
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.filter import Monochrome
from textual.widgets import Input, Select

from qa_bot.config import AnswerConfig
from qa_bot.errors import ConfigError
from qa_bot.tui.app import HOLDERS, ChatApp
from qa_bot.tui.help_screen import HelpScreen
from qa_bot.tui.keys import COPY_OR_LEAVE, bindings_of, checked
from qa_bot.tui.messages import AnswerReady
from qa_bot.tui.preferences import Preferences, load, preferences_file, save
from qa_bot.tui.settings_screen import SettingsScreen
from tests.replies import NOT_FOUND, ONE, SEVERAL
from tests.tui.driving import (
    SMALL,
    ask,
    chatting,
    notices,
    screen_of,
    scripted,
    settled,
    text_of,
    the_app,
)


async def test_the_palette_has_every_action_and_runs_it() -> None:
    async with chatting(scripted(ONE), question="median") as pilot:
        app = the_app(pilot)
        offered = {command.title for command in app.get_system_commands(app.chat)}
        assert {
            "Next citation", "Previous citation", "Open $EDITOR or $PAGER there", "Quit", "Theme",
            "How it was found", "Copy quote and reference", "Copy the whole answer", "Search here",
            "Change the question and ask again", "Clear everything", "Help on where you are",
        } <= offered  # fmt: skip
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"Copy the whole")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert notices(pilot) == ["Copied the answer through the terminal."]
        await pilot.press("f1")
        offered = {command.title for command in app.get_system_commands(app.screen)}
        assert "Quit" in offered
        assert "Next citation" not in offered
        await pilot.press("escape")
        await app.chat.action_clear()
        offered = {command.title for command in app.get_system_commands(app.chat)}
        assert "Next citation" not in offered


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        ((), "f1 Help  ^p Actions  ⏎ Ask"),
        (("tab",), "esc Back  f1 Help  ^p Actions  ⏎ Open"),
        (("tab", "enter"), "esc Back  f1 Help  ^p Actions  n Next"),
    ],
)
async def test_help_and_the_way_back_are_seen_on_a_small_terminal(
    keys: tuple[str, ...], first: str
) -> None:
    async with chatting(scripted(ONE), size=SMALL, question="median") as pilot:
        await pilot.press(*keys)
        await settled(pilot)
        assert screen_of(pilot)[-1].strip().startswith(first)


async def test_f1_helps_with_what_is_in_focus() -> None:
    async with chatting(scripted(ONE), question="median", keys={"next": "f5,ctrl+n"}) as pilot:
        for keys, about, own in (
            ((), "Type a question.", "Ask"),
            (("tab",), "A quote of the answer.", "Show it in its document"),
            (("enter",), "The document as it was indexed.", "Down"),
        ):
            await pilot.press(*keys, "f1")
            assert isinstance(pilot.app.screen, HelpScreen)
            shown = text_of(*pilot.app.screen.query("Static"))
            assert shown.startswith(about)
            here, everywhere = shown.split("Everywhere")
            assert own in here
            assert "Help on where you are" in everywhere
            await pilot.press("escape")
        await pilot.press("f1")
        shown = text_of(*pilot.app.screen.query("Static"))
        assert "f5 ^n" in next(row for row in shown.splitlines() if row.endswith(" next"))


async def test_help_keeps_its_columns_apart_and_speaks_of_the_search() -> None:
    async with chatting(scripted(ONE), size=SMALL, question="median", session="new") as pilot:
        await pilot.press("tab", "f1")
        (row,) = (
            row
            for row in text_of(*pilot.app.screen.query("Static")).splitlines()
            if row.endswith("mark_good")
        )
        assert row.endswith("Mark the answer good, or unmark it  mark_good")
        await pilot.press("escape", "ctrl+f")
        await settled(pilot)
        assert "↑ Older" in screen_of(pilot)[-1]
        assert "Good" not in screen_of(pilot)[-1]
        await pilot.press("f1")
        here, _ = text_of(*pilot.app.screen.query("Static")).split("Everywhere")
        assert here.startswith("Type what to find")
        assert "↑ ⏎ ^g  Older" in here


async def test_the_palette_shows_keys_and_not_itself() -> None:
    async with chatting(scripted(ONE), question="median") as pilot:
        app = the_app(pilot)
        commands = {one.title: one.help for one in app.get_system_commands(app.chat)}
        assert "Actions" not in commands
        assert commands["Copy quote and reference"] == "y"


@pytest.mark.parametrize("key", ["ctrl+underscore", "ctrl+z"])
async def test_without_a_shell_to_go_back_to_ctrl_z_too_takes_back_what_was_typed(key: str) -> None:
    async with chatting(scripted(ONE)) as pilot:
        await pilot.press(*"median", key)
        assert the_app(pilot).chat.question.text == ""


async def test_how_to_leave_is_said_once_and_then_done() -> None:
    async with chatting(scripted(ONE), question="median") as pilot:
        await pilot.press("tab", "ctrl+c")
        assert len(notices(pilot)) == 1
        assert the_app(pilot).is_running
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert not the_app(pilot).is_running


@pytest.mark.parametrize("dialog", ["f1", "f2", "ctrl+r", "ctrl+p"])
async def test_a_dialog_too_can_be_left_by_ctrl_c(dialog: str) -> None:
    async with chatting(scripted(ONE), session="new") as pilot:
        await pilot.press(dialog, "ctrl+c")
        assert notices(pilot) == ["Ctrl+c once more leaves the chat."]
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert not the_app(pilot).is_running


async def test_keys_can_be_given_to_actions() -> None:
    keys = {"next": "ctrl+n", "ask": "ctrl+s", "newline": "enter"}
    async with chatting(scripted(SEVERAL), keys=keys) as pilot:
        chat = the_app(pilot).chat
        await pilot.press(*"a", "enter", *"b", "ctrl+s")
        await pilot.pause(0.1)
        assert the_app(pilot).bot.asked == ["a\nb"]  # type: ignore[attr-defined]
        await pilot.press("tab", "ctrl+n")
        assert chat.desk.card is chat.conversation.turns[0].cards[1]
        await pilot.press("n")
        assert chat.desk.card is chat.conversation.turns[0].cards[1]


@pytest.mark.parametrize(
    ("keys", "message", "hint"),
    [
        ({"nxt": "n"}, "unknown action 'nxt'", "did you mean 'next'?"),
        ({"zzzzzz": "n"}, "unknown action", "known: ask, "),
        ({"next": "ctrl+wibble"}, "'ctrl+wibble' is no key", "such as: ctrl+n"),
        ({"next": "hold+n"}, "'hold+n' is no key", "such as"),
        ({"next": ""}, "'' is no key", "such as"),
        ({"next": "j", "previous": "k,j"}, "'j' is given to 'next' too", "one key, one action"),
    ],
)
def test_an_action_or_key_that_does_not_exist_is_refused(
    keys: dict[str, str], message: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        ChatApp(scripted(ONE), keys=keys)
    assert message in caught.value.message
    assert caught.value.hint.startswith(hint)


def test_every_binding_has_an_id_of_its_own() -> None:
    ids = [one.id for one in bindings_of(*HOLDERS)]
    assert len(ids) == len(set(ids))
    for holder in HOLDERS:
        bound = [one for one in holder.__dict__["BINDINGS"] if one not in COPY_OR_LEAVE]
        assert len(list(bindings_of(holder))) == len(bound)
    for keys in ({"next": "question_mark, +"}, {"next": "plus,minus"}):
        assert checked(keys, ["next"]) == keys


async def test_a_theme_is_remembered_and_one_that_is_gone_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "state" / "chat.json"
    async with chatting(scripted(ONE), preferences=file) as pilot:
        assert pilot.app.theme == "textual-dark"
        pilot.app.theme = "high-contrast"
        await pilot.pause()
    assert json.loads(file.read_text()) == {"theme": "high-contrast"}
    async with chatting(scripted(ONE), preferences=file) as pilot:
        assert pilot.app.theme == "high-contrast"
        assert pilot.app.current_theme.background == "#000000"
    for text in ('{"theme": "no such theme"}', '{"theme": 7}', "[]", "{", "\udc00"):
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        assert ChatApp(scripted(ONE), preferences=file).theme == "textual-dark"


def test_preferences_are_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert preferences_file() == tmp_path / "qa-bot" / "chat.json"
    save(Preferences("nord"), preferences_file())
    assert load(preferences_file()) == Preferences("nord")
    assert [path.name for path in preferences_file().parent.iterdir()] == ["chat.json"]
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        save(Preferences(), tmp_path / "file" / "chat.json")


async def test_a_theme_that_cannot_be_remembered_is_used_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with chatting(scripted(ONE), preferences=tmp_path / "file" / "chat.json") as pilot:
        pilot.app.theme = "nord"
        await pilot.pause()
        assert pilot.app.theme == "nord"


async def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with chatting(scripted(ONE), question="median") as pilot:
        assert any(isinstance(one, Monochrome) for one in pilot.app._filters)
        assert "13.93 months" in "\n".join(screen_of(pilot))
    monkeypatch.setenv("NO_COLOR", "")
    async with chatting(scripted(ONE)) as pilot:
        assert not any(isinstance(one, Monochrome) for one in pilot.app._filters)


async def test_the_card_in_focus_is_told_apart_without_colour() -> None:
    async with chatting(scripted(SEVERAL), size=SMALL, question="median") as pilot:
        await pilot.press("tab", "down", "down", "up")
        await settled(pilot)
        edges = [row[1] for row in screen_of(pilot) if " notes/trial.md:" in row]
        assert edges == ["▏", "█", "▏"]


async def test_settings_are_checked_and_hold_from_the_next_question_on() -> None:
    bot = scripted(ONE)
    async with chatting(bot) as pilot:
        await pilot.press("f2")
        screen = pilot.app.screen
        assert isinstance(screen, SettingsScreen)
        passages, threshold = screen.query_one("#passages", Input), screen.query_one("#threshold")
        assert isinstance(threshold, Input)
        assert (passages.value, threshold.value) == ("8", "0.8")
        screen.query_one("#theme", Select).value = "nord"
        passages.value, threshold.value = "0", "2"
        passages.focus()
        await pilot.press("enter")
        passages.value = "3"
        await pilot.press("enter")
        assert pilot.app.screen is screen
        assert len(notices(pilot)) == 2
        threshold.value = "0.25"
        await pilot.click("#use")
        assert bot.settings == AnswerConfig(passages=3, threshold=0.25)
        assert pilot.app.theme == "nord"
        await pilot.press("f2")
        pilot.app.screen.query_one("#theme", Select).value = "gruvbox"
        await pilot.pause()
        assert pilot.app.theme == "gruvbox"
        await pilot.press("escape")
        assert pilot.app.theme == "nord"
        assert pilot.app.screen is the_app(pilot).chat
        assert bot.settings == AnswerConfig(passages=3, threshold=0.25)


@pytest.mark.parametrize("rows", [24, 12])
async def test_on_a_small_terminal_the_buttons_of_the_settings_are_within_reach(rows: int) -> None:
    bot = scripted(ONE)
    async with chatting(bot, size=(80, rows)) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert ("Use these" in "\n".join(screen_of(pilot))) is (rows == 24)
        pilot.app.screen.query_one("#threshold", Input).value = "0.25"
        pilot.app.screen.query_one("#use").focus()
        await pilot.pause(0.4)
        assert "Use these" in "\n".join(screen_of(pilot))
        await pilot.click("#use")
        assert bot.settings.threshold == 0.25


async def test_what_was_said_is_found_and_marked() -> None:
    async with chatting(scripted(ONE, NOT_FOUND, SEVERAL), question="the first [b]") as pilot:
        chat = the_app(pilot).chat
        await ask(pilot, "the second")
        await ask(pilot, "the third")
        await pilot.press("ctrl+f", *"13.93 MON")
        await pilot.pause()
        assert chat.search.finder.at == (1, 6)
        place, _ = chat.search.finder._unmarked or (None, None)
        assert place is chat.conversation.turns[2].cards[2]
        content = place.render()
        marked = [
            content.plain[one.start : one.end] for one in content.spans if one.style == "reverse"
        ]
        assert marked == ["13.93 mon"]
        await pilot.press("enter", "up", "up", "up", "up")
        assert text_of(chat.search._count) == "6 of 6"
        assert chat.conversation.turns[0].region.overlaps(chat.conversation.region)
        await pilot.press("up")
        assert chat.search.finder.at == (1, 6)
        await pilot.press("down")
        assert chat.search.finder.at == (6, 6)
        await pilot.press("escape")
        assert not chat.search.display
        assert chat.focused is chat.question
        assert "reverse" not in [one.style for one in place.render().spans]
        chat.search.input.value = "[b]"
        await pilot.press("ctrl+f")
        await pilot.pause()
        assert chat.search.finder.at == (1, 1)
        await pilot.press(*"nowhere")
        await pilot.pause()
        assert text_of(chat.search._count) == "not found"


async def test_what_is_said_by_an_answer_that_just_arrives_is_found() -> None:
    async with chatting(scripted(ONE)) as pilot:
        chat = the_app(pilot).chat
        turn = await chat.conversation.add("median")
        turn.post_message(AnswerReady(turn, ONE))
        while not turn.over:
            await asyncio.sleep(0)
        await chat.search.finder.find("13.93 months")
        place, _ = chat.search.finder._unmarked or (None, None)
        assert place in turn.children
