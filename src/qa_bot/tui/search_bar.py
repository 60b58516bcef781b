"""Search in the conversation: a line to type in, and where one is among what was found."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.keys import REPLACED_KEYS
from textual.message import Message
from textual.widgets import Input, Static

from qa_bot.tui.conversation import Conversation
from qa_bot.tui.finding import Finder


class SearchInput(Input):
    """The words to find."""

    HELP = "Type what to find in the conversation, in capitals or not."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,up,ctrl+g", "step(1)", "Older", id="found_older"),
        Binding("down", "step(-1)", "Newer", id="found_newer"),
    ]

    @dataclass
    class Stepped(Message):
        """An older or newer place is asked for: 1 is older, -1 newer."""

        step: int

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take a key for a letter; Textual does not know it of those that it renames, as `plus`."""
        return key in REPLACED_KEYS or super().check_consume_key(key, character)

    def action_step(self, step: int) -> None:
        """Report that one goes on."""
        self.post_message(self.Stepped(step))


class SearchBar(Horizontal):
    """Finds a word in the conversation."""

    def __init__(self, conversation: Conversation) -> None:
        """Begin out of sight."""
        super().__init__()
        self.display = False
        self.finder = Finder(conversation)
        self.input = SearchInput(placeholder="Search in the conversation", compact=True)
        self._count = Static(classes="count")

    def compose(self) -> ComposeResult:
        """A line to type in, and the count."""
        yield self.input
        yield self._count

    async def open(self) -> None:
        """Come into sight, what was looked for last selected."""
        self.display = True
        self.input.focus()
        self.input.select_all()
        if self.input.value:
            await self.find()

    def close(self) -> None:
        """Go out of sight; what was found is marked no more."""
        self.finder.stop()
        self.display = False

    @on(Input.Changed)
    async def find(self) -> None:
        """Show the newest place that says what is looked for."""
        await self.finder.find(self.input.value)
        self._tell()

    @on(SearchInput.Stepped)
    async def find_another(self, message: SearchInput.Stepped) -> None:
        """Show an older or newer place."""
        await self.finder.step(message.step)
        self._tell()

    def _tell(self) -> None:
        """Show where one is, from 1."""
        at, total = self.finder.at
        self._count.update(f"{at} of {total}" if total else "not found")
