"""The desk: a conversation and the document that it quotes, side by side where there is room.

Comes in: turns, each with a place among its exhibits, and keys about the quote that is shown. The
desk knows which quote that is; the pane with its document knows where there is room for it.
"""

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from qa_bot.tui import clipboard, prose
from qa_bot.tui.card import Card
from qa_bot.tui.conversation import Conversation
from qa_bot.tui.document_view import DocumentView
from qa_bot.tui.evidence_pane import EvidencePane
from qa_bot.tui.exhibits import Exhibit
from qa_bot.tui.messages import AnswerReady, CardOpened
from qa_bot.tui.protocol import ChatBot
from qa_bot.tui.turn import Turn

NEEDS_QUOTE = frozenset({"step", "explain", "open_editor", "copy_quote"})


class Desk(Horizontal):
    """Shows one quote of a conversation in its document, or none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "Next", id="next", tooltip="Next citation"),
        Binding("p", "step(-1)", "Previous", id="previous", tooltip="Previous citation"),
        Binding("o", "open_editor", "Editor", id="editor", tooltip="Open $EDITOR or $PAGER there"),
        Binding("x", "explain", "Why", id="explain", tooltip="How it was found"),
        Binding("y", "copy_quote", "Copy", id="copy_quote", tooltip="Copy quote and reference"),
        Binding("Y", "copy_answer", "Copy all", show=False, id="copy_answer",
                tooltip="Copy the whole answer"),
    ]  # fmt: skip

    def __init__(self, bot: ChatBot, conversation: Conversation, *below: Widget) -> None:
        """Take the bot whose documents are shown, the conversation, and what is below it."""
        self.conversation = conversation
        self.evidence = EvidencePane(bot)
        self.shown: tuple[Turn, int] | None = None
        super().__init__(Vertical(conversation, *below, id="talk"), self.evidence)

    @property
    def turn(self) -> Turn | None:
        """The turn of the quote that is shown, else the latest that is answered."""
        answered = (turn for turn in reversed(self.conversation.turns) if turn.reply)
        return self.shown[0] if self.shown else next(answered, None)

    @property
    def card(self) -> Card | None:
        """The card whose quote is shown, if it is not folded."""
        return self.shown[0].cards[self.shown[1]] if self.shown and self.shown[0].cards else None

    @property
    def exhibit(self) -> Exhibit | None:
        """The exhibit that is shown."""
        return self.shown[0].exhibits[self.shown[1]] if self.shown else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs a quote only when one is shown."""
        return self.shown is not None or action not in NEEDS_QUOTE

    def on_resize(self) -> None:
        """Show what is in focus; show the document, too, where it has room beside."""
        self._uncover()
        if self.evidence.is_beside and self.shown and not self.evidence.display:
            self.show(*self.shown)

    @on(events.DescendantFocus)
    def follow(self) -> None:
        """Show what is in focus; let the document follow a card where it is in view beside it."""
        self._uncover()
        card = self.screen.focused
        if isinstance(card, Card):
            turn = next(one for one in card.ancestors if isinstance(one, Turn))
            if not (self.evidence.display and self.shown == (turn, card.place)):
                self.take(turn, card.place)

    def _uncover(self) -> None:
        """Put the document away where it covers what is in focus."""
        if self.evidence.covers and self.screen.focused not in {None, self.evidence.document}:
            self.evidence.put_away()

    @on(CardOpened)
    def open_card(self, message: CardOpened) -> None:
        """Show a card's quote in its document, and go there."""
        self.show(message.turn, message.place)
        self.evidence.document.focus()

    @on(AnswerReady)
    def offer(self, message: AnswerReady) -> None:
        """Take the first quote of a new answer, or none, unless one is at another quote."""
        if isinstance(self.screen.focused, Card | DocumentView):
            return
        if message.turn.exhibits:
            self.take(message.turn, 0)
        else:
            self.forget()

    def take(self, turn: Turn, place: int) -> None:
        """Let the keys be about a quote; show it where documents are in view or have room."""
        if self.evidence.is_beside or self.evidence.display:
            self.show(turn, place)
        else:
            self._choose(turn, place)

    def show(self, turn: Turn, place: int) -> None:
        """Show a quote in its document, which has the focus where it covers the conversation."""
        self._choose(turn, place)
        if self.evidence.open(turn.exhibits[place]) and self.evidence.covers:
            self.screen.set_focus(self.evidence.document)

    def _choose(self, turn: Turn, place: int) -> None:
        if self.shown is None:
            self.call_later(self.refresh_bindings)
        elif self.shown[0] is not turn:
            self.shown[0].point_at(None)
        self.shown = turn, place
        turn.point_at(place)

    def forget(self) -> None:
        """Show no quote any more."""
        if self.shown:
            self.shown[0].point_at(None)
        self.shown = None
        self.evidence.clear()
        self.refresh_bindings()

    async def action_step(self, step: int) -> None:
        """Go to the next or previous quote of the conversation, its card in view."""
        if self.shown is None:
            return
        places = self.conversation.exhibits
        turn, place = places[min(max(places.index(self.shown) + step, 0), len(places) - 1)]
        await self.conversation.reveal(turn)
        self.show(turn, place)
        if isinstance(self.screen.focused, Card):
            turn.cards[place].focus()
        self.conversation.show(turn.cards[place])

    async def go_to_card(self) -> None:
        """Go to the quote that is shown, or to the first of the latest answer."""
        turn, place = self.shown or (self.turn, 0)
        if turn and turn.exhibits:
            await self.conversation.reveal(turn)
            turn.cards[place].focus()

    def action_explain(self) -> None:
        """Show how the quote was found, or no longer where one sees it."""
        if self.shown:
            seen = self.evidence.display and self.evidence.explains
            self.show(*self.shown)
            self.evidence.explain(not seen)

    def action_open_editor(self) -> None:
        """Open the document in the user's editor or pager, and come back."""
        if self.exhibit:
            self.evidence.edit(self.exhibit)

    def action_copy_quote(self) -> None:
        """Copy the quote with its place and references."""
        if self.exhibit:
            clipboard.copy_for(self.app, prose.quotation(self.exhibit), "quote")

    def action_copy_answer(self) -> None:
        """Copy the question and its whole answer."""
        if self.turn and self.turn.reply:
            clipboard.copy_for(self.app, prose.whole_answer(self.turn.reply), "answer")
