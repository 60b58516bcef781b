"""What is seen when index or encoder cannot be used: what it is, what helps, and a button for it.

Comes in: the error. Goes out: the remedy that was chosen.
"""

from enum import StrEnum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from qa_bot.errors import IndexDamagedError, IndexNotFoundError, IndexOutdatedError, QABotError
from qa_bot.text.display import one_line
from qa_bot.tui import prose
from qa_bot.tui.keys import COPY_OR_LEAVE


class Remedy(StrEnum):
    """What can be done."""

    BUILD = "Build now"
    REBUILD = "Rebuild now"
    RETRY = "Try again"
    QUIT = "Quit"


EXPLAINED = {
    Remedy.BUILD: "The documents have to be indexed once. That takes some seconds for a hundred"
    " pages; you can type your question meanwhile.",
    Remedy.REBUILD: "The index can be built anew from the documents; they are not touched.",
    Remedy.RETRY: "Try again when what stands in the way is gone.",
}


def remedy_for(error: QABotError) -> Remedy:
    """Choose what helps."""
    if isinstance(error, IndexNotFoundError):
        return Remedy.BUILD
    if isinstance(error, IndexDamagedError | IndexOutdatedError):
        return Remedy.REBUILD
    return Remedy.RETRY


class TroubleScreen(ModalScreen[Remedy]):
    """A failure and its remedy."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "app.focus_previous", "Left", show=False, id="trouble_left"),
        Binding("right,down", "app.focus_next", "Right", show=False, id="trouble_right"),
        *COPY_OR_LEAVE,
    ]

    def __init__(self, error: QABotError) -> None:
        """Take what went wrong."""
        super().__init__()
        self.error = error
        self.remedy = remedy_for(error)

    def compose(self) -> ComposeResult:
        """Say what it is and offer what helps."""
        with Vertical(id="trouble"):
            yield Static(prose.failure(self.error.message, ""))
            yield Static(EXPLAINED[self.remedy], classes="explained")
            if self.error.hint:
                hint = f"hint: {one_line(self.error.hint)}"
                yield Static(hint, classes="hint", markup=False)
            with Horizontal():
                yield Button(self.remedy.value, variant="primary", id="remedy")
                yield Button(Remedy.QUIT.value, id="quit")

    @on(Button.Pressed, "#remedy")
    def do(self) -> None:
        """Return the remedy."""
        self.dismiss(self.remedy)

    @on(Button.Pressed, "#quit")
    def leave(self) -> None:
        """Return that the chat is to be left."""
        self.dismiss(Remedy.QUIT)
