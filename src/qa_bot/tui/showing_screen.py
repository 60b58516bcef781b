"""The part of the screen that shows a quote in its document.

Comes in: a turn, and a place among its exhibits. It owns the conversation and the evidence pane,
and knows which quote is shown and where there is room for it; `checking_screen` adds the keys.
"""

from textual.screen import Screen

from qa_bot.errors import QABotError
from qa_bot.tui.card import Card
from qa_bot.tui.conversation import Conversation
from qa_bot.tui.evidence_pane import EvidencePane
from qa_bot.tui.exhibits import Exhibit
from qa_bot.tui.protocol import ChatBot, IndexedText
from qa_bot.tui.turn import Turn


class ShowingScreen(Screen[None]):
    """Shows one quote of a conversation, or none."""

    def __init__(self, bot: ChatBot) -> None:
        """Take the bot whose documents are shown."""
        super().__init__()
        self.bot = bot
        self.conversation = Conversation()
        self.evidence = EvidencePane()
        self.shown: tuple[Turn, int] | None = None

    @property
    def card(self) -> Card | None:
        """The card whose quote is shown, if it is not folded."""
        return self.shown[0].cards[self.shown[1]] if self.shown and self.shown[0].cards else None

    @property
    def exhibit(self) -> Exhibit | None:
        """The exhibit that is shown."""
        return self.shown[0].exhibits[self.shown[1]] if self.shown else None

    @property
    def is_wide(self) -> bool:
        """Whether there is room for evidence beside the conversation."""
        return self.has_class("-wide")

    @property
    def is_open(self) -> bool:
        """Whether the evidence is in view."""
        return self.has_class("-checking")

    @property
    def is_covered(self) -> bool:
        """Whether the evidence is in view where the conversation would be."""
        return self.is_open and not self.is_wide and self.has_class("-short")

    def take(self, turn: Turn, place: int) -> None:
        """Choose a quote, and show it where the evidence is in view or has room beside."""
        (self.show if self.is_wide or self.is_open else self.choose)(turn, place)

    def choose(self, turn: Turn, place: int) -> None:
        """Take a quote for the one that the keys are about."""
        if self.shown is None:
            self.call_later(self.refresh_bindings)
        elif self.shown[0] is not turn:
            self.shown[0].point_at(None)
        self.shown = turn, place
        turn.point_at(place)

    def show(self, turn: Turn, place: int) -> None:
        """Show a quote in its document, which has the focus where it covers the conversation."""
        self.choose(turn, place)
        exhibit = turn.exhibits[place]
        if text := self._text(exhibit):
            self.add_class("-checking")
            if self.is_covered:
                self.set_focus(self.evidence.document)
            self.evidence.open(exhibit, text)

    def _text(self, exhibit: Exhibit) -> IndexedText | None:
        """Fetch the text of a document; where that is not possible say so."""
        try:
            return self.bot.text(exhibit.passage.document, exhibit.passage.sha256)
        except QABotError as error:
            self.notify(error.message, severity="error", markup=False)
            return None

    def forget(self) -> None:
        """Show no quote any more."""
        if self.shown:
            self.shown[0].point_at(None)
        self.shown = None
        self.evidence.clear()
        self.remove_class("-checking")
        self.refresh_bindings()
