"""The half of the screen where an answer is checked: cards on the left, their document beside.

Comes in: cards that were opened or focused. It owns the evidence pane and knows which card is
shown; `chat_screen` adds the asking.
"""

import os
import subprocess
from typing import ClassVar

from textual import events, on
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.screen import Screen

from qa_bot.errors import QABotError
from qa_bot.tui import clipboard, external, prose
from qa_bot.tui.card import Card
from qa_bot.tui.conversation import Conversation
from qa_bot.tui.evidence_pane import EvidencePane
from qa_bot.tui.messages import CardOpened
from qa_bot.tui.protocol import ChatBot
from qa_bot.tui.turn import Turn

NEEDS_CARD = frozenset({"step", "explain", "open_editor", "copy_quote"})
NO_WAY = (
    "This terminal takes no OSC 52, and none of wl-copy, xclip, xsel and pbcopy could copy it."
    " Select with the mouse while you hold Shift."
)


class CheckingScreen(Screen[None]):
    """Shows the quotes of a conversation in their documents."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "Next", id="next", tooltip="Next citation"),
        Binding("p", "step(-1)", "Previous", id="previous", tooltip="Previous citation"),
        Binding("o", "open_editor", "Editor", id="editor", tooltip="Open $EDITOR or $PAGER there"),
        Binding("y", "copy_quote", "Copy", id="copy_quote", tooltip="Copy quote and reference"),
        Binding("Y", "copy_answer", "Copy all", id="copy_answer", tooltip="Copy the whole answer"),
        Binding("x", "explain", "Why", id="explain", tooltip="How it was found"),
    ]

    def __init__(self, bot: ChatBot) -> None:
        """Take the bot whose documents are shown."""
        super().__init__()
        self.bot = bot
        self.conversation = Conversation()
        self.evidence = EvidencePane()
        self.card: Card | None = None

    @property
    def is_wide(self) -> bool:
        """Whether there is room for evidence beside the conversation."""
        return self.has_class("-wide")

    @property
    def turn(self) -> Turn | None:
        """The turn of the card that is shown, else the latest that is answered."""
        turns = [turn for turn in self.conversation.turns if turn.reply]
        shown = (turn for turn in turns if self.card in turn.cards)
        return next(shown, turns[-1] if turns else None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs a card only when one is shown."""
        return self.card is not None or action not in NEEDS_CARD

    @on(CardOpened)
    def open_card(self, message: CardOpened) -> None:
        """Show a card's quote in its document, and go there."""
        self.show(message.card)
        self.evidence.document.focus()

    @on(events.DescendantFocus)
    def follow(self, event: events.DescendantFocus) -> None:
        """Let the evidence follow the card in focus, where it is in view beside it."""
        if isinstance(event.widget, Card) and (self.is_wide or self.has_class("-checking")):
            self.show(event.widget)

    def show(self, card: Card) -> None:
        """Show a card's quote in its document."""
        passage = card.exhibit.passage
        try:
            text = self.bot.text(passage.document, passage.sha256)
        except QABotError as error:
            self.notify(error.message, severity="error", markup=False)
            return
        if self.card:
            self.card.remove_class("-shown")
        else:
            self.refresh_bindings()
        self.card = card.add_class("-shown")
        self.add_class("-checking")
        self.evidence.open(card.exhibit, text)

    def forget(self) -> None:
        """Show no card any more."""
        self.card = None
        self.evidence.clear()
        self.remove_class("-checking")
        self.refresh_bindings()

    def action_step(self, step: int) -> None:
        """Go to the next or previous quote of the conversation."""
        cards = list(self.conversation.cards)
        if self.card not in cards:
            return
        card = cards[min(max(cards.index(self.card) + step, 0), len(cards) - 1)]
        if isinstance(self.focused, Card):
            card.focus()
        self.conversation.scroll_to_widget(card, animate=False)
        self.show(card)

    def action_check(self) -> None:
        """Go to the quote that is shown, or to the first of the latest answer."""
        if card := self.card or next(iter(self.turn.cards if self.turn else ()), None):
            card.focus()

    def action_explain(self) -> None:
        """Show how the quote was found, or no longer."""
        self.add_class("-checking")
        self.evidence.explain()

    def action_open_editor(self) -> None:
        """Open the document in the user's editor or pager, and come back."""
        shown, exhibit = self.evidence.shown, self.evidence.exhibit
        if shown is None or exhibit is None:
            return
        try:
            with (
                external.opened_with(shown, exhibit.line, os.environ) as command,
                self.app.suspend(),
            ):
                subprocess.run(command, check=False)
        except (QABotError, OSError) as error:
            self.notify(str(error), severity="error", markup=False)
        except SuspendNotSupported:
            self.notify("An editor can only be opened in a terminal.", severity="warning")

    def action_copy_quote(self) -> None:
        """Copy the quote with its place and references."""
        if self.card:
            self._copy(prose.quotation(self.card.exhibit), "quote")

    def action_copy_answer(self) -> None:
        """Copy the question and its whole answer."""
        if self.turn and self.turn.reply:
            self._copy(prose.whole_answer(self.turn.reply), "answer")

    def _copy(self, text: str, what: str) -> None:
        way = clipboard.copy(text, self.app.copy_to_clipboard, os.environ)
        if way:
            self.notify(f"Copied the {what} {way}.")
        else:
            self.notify(f"The {what} could not be copied. {NO_WAY}", severity="warning")
