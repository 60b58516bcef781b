"""A card: where a quote stands, the quote, its references; the way to its document."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from qa_bot.tui import prose
from qa_bot.tui.exhibits import Exhibit
from qa_bot.tui.messages import CardOpened


class Card(Static, can_focus=True):
    """An exhibit of an answer."""

    HELP = "A quote of the answer. It is the document's text, word for word."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="open", tooltip="Show it in its document"),
        Binding("down,j", "step(1)", "Next card", show=False, id="card_down"),
        Binding("up,k", "step(-1)", "Previous card", show=False, id="card_up"),
    ]

    def __init__(self, exhibit: Exhibit, place: int) -> None:
        """Take what is shown, and its place among the exhibits of its turn, from 0."""
        super().__init__(prose.card(exhibit))
        self.exhibit = exhibit
        self.place = place

    def on_click(self) -> None:
        """Open what was clicked on."""
        self.action_open()

    def action_open(self) -> None:
        """Show the quote in its document."""
        self.post_message(CardOpened(self.place))

    def action_step(self, step: int) -> None:
        """Move on to a neighbour."""
        if step > 0:
            self.screen.focus_next(Card)
        else:
            self.screen.focus_previous(Card)
