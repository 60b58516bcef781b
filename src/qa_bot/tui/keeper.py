"""What keeps a conversation: saved sessions, marks, and files that it is written to.

Comes in: what the user wants of the `History`, which is done in threads that only post messages.
Goes out, to turns and screen: what was done or read; else the user is told why not.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, Literal

from textual.screen import Screen

from qa_bot.errors import SessionError
from qa_bot.tui import prose
from qa_bot.tui.history import Entry, History, Resumed
from qa_bot.tui.messages import AnswerMarked, SavingEnded, SessionResumed
from qa_bot.tui.resume_screen import ResumeScreen
from qa_bot.tui.turn import Turn

if TYPE_CHECKING:
    from qa_bot.replies import Reply

EXPORT = "conversation"
_LONG = 20.0
"""Seconds that one has to read what is not said again."""


class Keeper:
    """Keeps the conversation of a screen."""

    def __init__(self, screen: Screen[None], history: History, session: str) -> None:
        """Take whom to tell, and the session to go on with, or `new`."""
        self._screen = screen
        self._history = history
        self._session = session

    def start(self) -> None:
        """Open the sessions, and read the one to go on with, if any is used."""
        if self._history.saves:
            self._in_thread(lambda: self._go_on(self._history.start(self._session)))

    def _go_on(self, resumed: Resumed | None, *, instead: bool = False) -> None:
        if resumed:
            self._screen.post_message(SessionResumed(resumed, instead))
        if resumed and resumed.elsewhere:
            about = f"This conversation is about other documents: those of {resumed.elsewhere}"
            self._tell(about, "warning")

    def offer(self) -> None:
        """Let one of the saved sessions be chosen, to be gone on with instead."""
        self._screen.app.push_screen(ResumeScreen(self._history.entries), self._resume)

    def _resume(self, entry: Entry | None) -> None:
        if entry:
            name, number = str(entry.session), entry.number
            self._in_thread(lambda: self._go_on(self._history.resume(name, number), instead=True))

    def mark(self, turn: Turn, mark: str) -> None:
        """Mark an answer that is saved; take the mark back where it has that one."""
        given = "" if turn.mark == mark else mark

        def work() -> None:
            if turn.kept:
                self._history.mark(turn.kept, given)
                turn.post_message(AnswerMarked(given))

        self._in_thread(work)

    def _in_thread(self, work: Callable[[], None]) -> None:
        def tried() -> None:
            try:
                work()
            except SessionError as error:
                if self._history.saves:
                    self._tell(prose.remark(error), "error")
                else:
                    self._screen.post_message(SavingEnded(error))

        self._screen.run_worker(tried, thread=True, group="history", exit_on_error=False)

    def end(self, error: SessionError) -> None:
        """Save nothing from here on, and say so."""
        self._history.end()
        self._screen.refresh_bindings()
        self._tell(f"This conversation is not saved: {prose.remark(error)}", "warning")

    def _tell(self, text: str, severity: Literal["warning", "error"]) -> None:
        self._screen.notify(text, severity=severity, timeout=_LONG, markup=False)

    def write(self, replies: Sequence["Reply"]) -> None:
        """Write a conversation, as it is shown, as Markdown into the working folder."""
        name = f"qa-bot-{datetime.now():%Y-%m-%d-%H%M%S}.md"
        text = StringIO(prose.exported(replies))
        self._screen.app.deliver_text(text, save_filename=name, save_directory=".", name=EXPORT)
