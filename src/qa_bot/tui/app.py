"""The application: what holds on every screen, such as keys, help, palette, themes, settings.

Comes in: a `ChatBot`, not yet opened, and what the user prefers. Goes out: nothing; the screen is
the result.
"""

import asyncio
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import ClassVar

from textual import events, on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import Screen
from textual.theme import Theme

from qa_bot.config import AnswerConfig
from qa_bot.tui import prose
from qa_bot.tui.card import Card
from qa_bot.tui.chat_screen import ChatScreen
from qa_bot.tui.desk import Desk
from qa_bot.tui.document_view import DocumentView
from qa_bot.tui.help_screen import HelpScreen
from qa_bot.tui.housekeeping import QUIET, Housekeeper
from qa_bot.tui.keeper import EXPORT
from qa_bot.tui.keys import COPY_OR_LEAVE, bindings_of, checked
from qa_bot.tui.opening import OpeningApp
from qa_bot.tui.preferences import Preferences, load, save
from qa_bot.tui.protocol import ChatBot
from qa_bot.tui.question_input import QuestionInput
from qa_bot.tui.resume_screen import ResumeScreen
from qa_bot.tui.search_bar import SearchInput
from qa_bot.tui.settings_screen import SettingsScreen
from qa_bot.tui.themes import DEFAULT, HIGH_CONTRAST
from qa_bot.tui.trouble_screen import TroubleScreen

WIDE, TALL = 110, 36
NO_KEYS: Mapping[str, str] = MappingProxyType({})


class ActionPalette(CommandPalette):
    """The actions to choose from; it is left as any dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [*COPY_OR_LEAVE]


class ChatApp(OpeningApp):
    """Ask your documents."""

    TITLE = "qa-bot"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="help", tooltip="Help on where you are"),
        Binding("f2", "settings", "Settings", show=False, id="settings"),
        Binding("ctrl+p", "command_palette", "Actions", priority=True, id="palette"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, priority=True, id="suspend",
                tooltip="Back to the shell, until fg"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="quit"),
    ]  # fmt: skip

    def __init__(
        self,
        bot: ChatBot,
        *,
        keys: Mapping[str, str] = NO_KEYS,
        preferences: Path | None = None,
        session: str | None = None,
        watch: bool = False,
    ) -> None:
        """Take the bot; it is opened once the window is painted.

        Args:
            bot: What answers.
            keys: The keys of actions, by id, where they are not the usual ones.
            preferences: Where the theme is remembered; None to forget it.
            session: The saved session to go on with: a number, `last` or `new`; None to save
                nothing.
            watch: Whether to follow the documents as they change.

        Raises:
            ConfigError: When an action or key does not exist.
        """
        super().__init__(bot, session, watch=watch)
        self._housekeeper = Housekeeper()
        self.set_keymap(checked(keys, (one.id or "" for one in bindings_of(*HOLDERS))))
        self.register_theme(HIGH_CONTRAST)
        self._preferences = preferences
        self._told_to_quit = -inf
        theme = load(preferences).theme if preferences else DEFAULT
        self.theme = theme if theme in self.available_themes else DEFAULT

    def on_mount(self) -> None:
        """Remember each theme that is chosen, paint anew after fg, use pauses to tidy up."""
        self._heed_signals()
        self.theme_changed_signal.subscribe(self, self._remember)
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        self._housekeeper.begin()
        self.set_interval(QUIET, lambda: self._housekeeper.tidy(monotonic()))

    def _heed_signals(self) -> None:
        """Leave the terminal as it was, too, when the system ends the chat."""
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError):  # Windows
                number = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    def _end(self, number: int) -> None:
        """Leave with the exit code that a shell gives to what a signal ended."""
        if number == signal.SIGTERM or sys.stdin.isatty():
            self.exit(return_code=128 + number)
        else:  # the terminal is gone: Textual would wait for it
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    def on_unmount(self) -> None:
        """Tidy up no longer."""
        self._housekeeper.end()

    async def on_event(self, event: events.Event) -> None:
        """Hear of every key and click."""
        if isinstance(event, events.InputEvent):
            self._housekeeper.hear(monotonic())
        await super().on_event(event)

    def _remember(self, theme: Theme) -> None:
        """Keep the theme for the next time, where that is possible."""
        if self._preferences:
            with suppress(OSError):
                save(Preferences(theme.name), self._preferences)

    def get_system_commands(self, screen: Screen[None]) -> Iterator[SystemCommand]:
        """Offer every action that can be done now, with its key; the chat's only where it is."""
        chat = (self.chat, self.chat.desk) if screen is self.chat else ()
        for holder in (self, *chat):
            for binding in bindings_of(type(holder)):
                action = binding.action.partition("(")[0]
                if action != "command_palette" and holder.check_action(action, ()):
                    title = binding.tooltip or binding.description
                    run = partial(self.run_action, binding.action, holder)
                    yield SystemCommand(title, self.get_key_display(binding), run)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Picture", "Save the screen as SVG", self.deliver_screenshot)

    @on(events.DeliveryComplete)
    def tell_where(self, event: events.DeliveryComplete) -> None:
        """Say where the conversation was written to."""
        if event.name == EXPORT:
            where = event.path.absolute() if event.path else "it to the downloads"
            self.notify(f"Wrote {where}", markup=False)

    @on(events.DeliveryFailed)
    def tell_why(self, event: events.DeliveryFailed) -> None:
        """Say why the conversation could not be written."""
        if event.name == EXPORT:
            text = f"Not written to the working folder: {prose.reason(event.exception)}"
            self.notify(text, severity="error", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave ctrl+z to who else has a use for it where there is no shell, as in a browser."""
        if action == "suspend_process" and not (self._driver and self._driver.can_suspend):
            return None
        return super().check_action(action, parameters)

    def action_command_palette(self) -> None:
        """Offer the actions."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(ActionPalette(id="--command-palette"))

    def action_help(self) -> None:
        """Show help on the widget in focus."""
        self.push_screen(HelpScreen(self.screen.focused, self.screen.active_bindings))

    def action_help_quit(self) -> None:
        """Say how to leave; do so when asked again while that can be read."""
        if monotonic() - self._told_to_quit <= self.NOTIFICATION_TIMEOUT:
            self.exit()
        else:
            self._told_to_quit = monotonic()
            self.notify("Ctrl+c once more leaves the chat.")

    def action_settings(self) -> None:
        """Let the settings be changed."""
        self.push_screen(SettingsScreen(self.bot.settings), self._adjust)

    def _adjust(self, settings: AnswerConfig | None) -> None:
        if settings:
            self.bot.adjust(settings)


HOLDERS = (
    ChatApp, ChatScreen, Desk, QuestionInput, SearchInput, Card,
    DocumentView, HelpScreen, ResumeScreen, SettingsScreen, TroubleScreen,
)  # fmt: skip
"""Every class with keys that can be changed."""
