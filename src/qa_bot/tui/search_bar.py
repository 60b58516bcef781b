"""Search in the conversation: a line to type in, and where one is among what was found."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class SearchBar(Horizontal):
    """Asks for a word to find."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,ctrl+g", "step(1)", "Older", id="found_older"),
        Binding("down", "step(-1)", "Newer", id="found_newer"),
    ]

    class Changed(Message):
        """Something else is looked for."""

        def __init__(self, wanted: str) -> None:
            """Take the text."""
            super().__init__()
            self.wanted = wanted

    class Stepped(Message):
        """An older or newer place is asked for."""

        def __init__(self, step: int) -> None:
            """Take the direction: 1 is older, -1 newer."""
            super().__init__()
            self.step = step

    def __init__(self) -> None:
        """Begin out of sight."""
        super().__init__()
        self.display = False
        self.input = Input(placeholder="Search in the conversation", compact=True)
        self._count = Static(classes="count")

    def compose(self) -> ComposeResult:
        """A line to type in, and the count."""
        yield self.input
        yield self._count

    def count(self, at: int, total: int) -> None:
        """Show where one is, from 1."""
        self._count.update(f"{at} of {total}" if total else "not found")

    def open(self) -> None:
        """Come into sight, what was looked for last selected."""
        self.display = True
        self.input.focus()
        self.input.select_all()
        if self.input.value:
            self.post_message(self.Changed(self.input.value))

    @on(Input.Changed)
    def change(self, event: Input.Changed) -> None:
        """Report what is looked for."""
        event.stop()
        self._count.update("")
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Go on to an older place."""
        event.stop()
        self.action_step(1)

    def action_step(self, step: int) -> None:
        """Report that one goes on."""
        self.post_message(self.Stepped(step))
