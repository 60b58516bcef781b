"""Which saved conversation to go on with: a list of them, and a line that searches them all.

Comes in: what lists them, which may block. Goes out: the one that was chosen, or None.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qa_bot.errors import SessionError
from qa_bot.text.display import one_line
from qa_bot.tui import prose
from qa_bot.tui.history import Entry
from qa_bot.tui.keys import COPY_OR_LEAVE
from qa_bot.tui.themes import DIM

EMPTY = "No conversation is saved yet."
NOTHING = "No saved question or answer has these words."


class ResumeScreen(ModalScreen[Entry | None]):
    """A list to choose from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="resume_close"),
        Binding("up", "move('cursor_up')", "Up", show=False, id="resume_up"),
        Binding("down", "move('cursor_down')", "Down", show=False, id="resume_down"),
        Binding("pageup", "move('page_up')", "Page up", show=False, id="resume_page_up"),
        Binding("pagedown", "move('page_down')", "Page down", show=False, id="resume_page_down"),
        *COPY_OR_LEAVE,
    ]

    @dataclass
    class Listed(Message):
        """What is looked for was found."""

        wanted: str
        entries: Sequence[Entry]

    @dataclass
    class ListingFailed(Message):
        """The sessions cannot be read."""

        error: SessionError

    def __init__(self, entries: Callable[[str], Sequence[Entry]]) -> None:
        """Take what lists the sessions that say something, or all."""
        super().__init__()
        self._find = entries
        self.entries: Sequence[Entry] = ()
        self.input = Input(placeholder="Search past questions and answers", compact=True)
        self.list = OptionList()
        self.list.can_focus = False
        self._note = Static(classes="note")

    def compose(self) -> ComposeResult:
        """A line to type in, above the list."""
        with Vertical(id="resume"):
            yield self.input
            yield self._note
            yield self.list
            yield Static("Enter goes on with it, Esc leaves", classes="hint", markup=False)

    def on_mount(self) -> None:
        """List all of them."""
        self.input.focus()
        self._list()

    @on(Input.Changed)
    def _list(self) -> None:
        """List what says what is typed, in a thread."""
        wanted = self.input.value
        self.run_worker(lambda: self._look(wanted), thread=True, exclusive=True, group="list")

    def _look(self, wanted: str) -> None:
        try:
            self.post_message(self.Listed(wanted, self._find(wanted)))
        except SessionError as error:
            self.post_message(self.ListingFailed(error))

    @on(Listed)
    def show(self, message: Listed) -> None:
        """Show what was found, unless something else is looked for meanwhile."""
        if message.wanted != self.input.value:
            return
        self.entries = message.entries
        self.list.set_options(Option(_content(entry)) for entry in self.entries)
        self.list.highlighted = 0 if self.entries else None
        self._note.update(NOTHING if message.wanted.strip() else EMPTY)
        self._note.display = not self.entries

    @on(ListingFailed)
    def leave(self, message: ListingFailed) -> None:
        """Say why there is no list."""
        self.notify(prose.remark(message.error), severity="error", markup=False)
        self.dismiss(None)

    def action_move(self, move: str) -> None:
        """Move in the list while one types."""
        getattr(self.list, f"action_{move}")()

    @on(Input.Submitted)
    def choose(self) -> None:
        """Return the one that is highlighted."""
        if self.list.highlighted is not None:
            self.dismiss(self.entries[self.list.highlighted])

    @on(OptionList.OptionSelected)
    def choose_clicked(self, event: OptionList.OptionSelected) -> None:
        """Return the one that was clicked on."""
        self.dismiss(self.entries[event.option_index])


def _content(entry: Entry) -> Content:
    lines = [
        Content.styled(one_line(entry.title), "bold"),
        *([Content(one_line(entry.said))] if entry.said else []),
        Content.styled(entry.about, DIM),
    ]
    return Content("\n").join(lines)
