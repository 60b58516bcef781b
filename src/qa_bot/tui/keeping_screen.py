"""The part of the screen that keeps a conversation: saves, resumes, marks and exports it.

Comes in: messages of threads that use the `History`. Goes out: what they found, told to turns and
user. A file that cannot be used ends the saving and nothing else. `chat_screen` adds the asking.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import StringIO
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from qa_bot.errors import SessionError
from qa_bot.tui import prose
from qa_bot.tui.checking_screen import CheckingScreen
from qa_bot.tui.history import Entry, History
from qa_bot.tui.messages import AnswerMarked, SavingEnded, SessionFailed, SessionResumed
from qa_bot.tui.protocol import ChatBot
from qa_bot.tui.resume_screen import ResumeScreen
from qa_bot.tui.turn import Turn

EXPORT = "conversation"
_LONG = 20.0
"""Seconds that one has to read what is not said again."""


class KeepingScreen(CheckingScreen):
    """Remembers what was asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "mark('good')", "Good", id="mark_good",
                tooltip="Mark the answer good, or unmark it"),
        Binding("minus", "mark('bad')", "Bad", id="mark_bad",
                tooltip="Mark the answer bad, or unmark it"),
        Binding("ctrl+r", "resume", "Resume", id="resume", tooltip="Go on with a saved one"),
        Binding("w", "export", "Write", show=False, id="export",
                tooltip="Write the conversation to a file"),
    ]  # fmt: skip

    def __init__(self, bot: ChatBot, session: str | None) -> None:
        """Take the bot, and the session to go on with; None to save nothing."""
        super().__init__(bot)
        self._session = session or ""
        self.history = History(bot, saves=session is not None)

    def on_mount(self) -> None:
        """Open the sessions once the window is painted."""
        if self.history.saves:
            self.call_after_refresh(self._in_thread, self._start)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer marks and sessions only where they are kept, and what needs an answer with one."""
        if action in {"mark", "resume"} and not self.history.saves:
            return False
        if action in {"mark", "export"} and self.turn is None:
            return False
        return super().check_action(action, parameters)

    def _in_thread(self, work: Callable[[], None]) -> None:
        self.run_worker(work, thread=True, group="history", exit_on_error=False)

    def _start(self) -> None:
        try:
            resumed = self.history.start(self._session)
        except SessionError as error:
            failed = SessionFailed if self.history.saves else SavingEnded
            self.post_message(failed(error))
        else:
            if resumed:
                self.post_message(SessionResumed(resumed))

    @on(SavingEnded)
    def go_on_unsaved(self, message: SavingEnded) -> None:
        """Say that nothing is saved from here on."""
        self.history.end()
        text = f"This conversation is not saved: {prose.remark(message.error)}"
        self.notify(text, severity="warning", timeout=_LONG, markup=False)
        self.refresh_bindings()

    @on(SessionFailed)
    def say(self, message: SessionFailed) -> None:
        """Say what could not be done."""
        self.notify(prose.remark(message.error), severity="error", timeout=_LONG, markup=False)

    def action_resume(self) -> None:
        """Offer the saved conversations."""
        self.app.push_screen(ResumeScreen(self.history.entries), self._resume)

    def _resume(self, entry: Entry | None) -> None:
        if entry:
            self._in_thread(partial(self._read, str(entry.session), entry.number))

    def _read(self, name: str, number: int | None) -> None:
        try:
            resumed = self.history.resume(name, number)
        except SessionError as error:
            self.post_message(SessionFailed(error))
        else:
            self.post_message(SessionResumed(resumed, instead=True))

    def action_mark(self, mark: str) -> None:
        """Mark the answer, or take the mark back."""
        turn = self.turn
        if turn and turn.kept:
            given = "" if turn.mark == mark else mark
            self._in_thread(partial(self._mark, turn, given))

    def _mark(self, turn: Turn, mark: str) -> None:
        try:
            self.history.mark(turn.kept, mark)  # type: ignore[arg-type]
        except SessionError as error:
            self.post_message(SessionFailed(error))
        else:
            turn.post_message(AnswerMarked(mark))

    def action_export(self) -> None:
        """Write the conversation, as it is shown, as Markdown into the working folder."""
        replies = [turn.reply for turn in self.conversation.turns if turn.reply]
        name = f"qa-bot-{datetime.now():%Y-%m-%d-%H%M%S}.md"
        text = StringIO(prose.exported(replies))
        self.app.deliver_text(text, save_filename=name, save_directory=".", name=EXPORT)
