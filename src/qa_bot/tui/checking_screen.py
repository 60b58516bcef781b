"""The half of the screen where an answer is checked: cards on the left, their document beside.

Comes in: cards that were opened or focused, and keys about the quote that is shown, of which
`showing_screen` knows; `chat_screen` adds the asking.
"""

import os
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from qa_bot.errors import QABotError
from qa_bot.tui import clipboard, external, prose
from qa_bot.tui.card import Card
from qa_bot.tui.document_view import DocumentView
from qa_bot.tui.messages import CardOpened
from qa_bot.tui.showing_screen import ShowingScreen
from qa_bot.tui.turn import Turn

NEEDS_CARD = frozenset({"step", "explain", "open_editor", "copy_quote"})
NO_WAY = (
    "This terminal takes no OSC 52, and none of wl-copy, xclip, xsel and pbcopy could copy it."
    " Select with the mouse while you hold Shift."
)


class CheckingScreen(ShowingScreen):
    """Shows the quotes of a conversation in their documents."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "Next", id="next", tooltip="Next citation"),
        Binding("p", "step(-1)", "Previous", id="previous", tooltip="Previous citation"),
        Binding("o", "open_editor", "Editor", id="editor", tooltip="Open $EDITOR or $PAGER there"),
        Binding("y", "copy_quote", "Copy", id="copy_quote", tooltip="Copy quote and reference"),
        Binding("Y", "copy_answer", "Copy all", show=False, id="copy_answer",
                tooltip="Copy the whole answer"),
        Binding("x", "explain", "Why", id="explain", tooltip="How it was found"),
    ]  # fmt: skip

    @property
    def turn(self) -> Turn | None:
        """The turn of the quote that is shown, else the latest that is answered."""
        answered = (turn for turn in reversed(self.conversation.turns) if turn.reply)
        return self.shown[0] if self.shown else next(answered, None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs a card only when one is shown."""
        return self.shown is not None or action not in NEEDS_CARD

    @on(CardOpened)
    def open_card(self, message: CardOpened) -> None:
        """Show a card's quote in its document, and go there."""
        self.show(message.turn, message.place)
        self.evidence.document.focus()

    @on(events.DescendantFocus)
    def follow(self) -> None:
        """Let the evidence follow the card in focus, where it is in view beside it.

        What it covers comes into view when it gets the focus.
        """
        card = self.focused
        if self.is_covered and card is not self.evidence.document:
            self.remove_class("-checking")
        if isinstance(card, Card):
            turn = next(one for one in card.ancestors if isinstance(one, Turn))
            if not (self.is_open and self.shown == (turn, card.place)):
                self.take(turn, card.place)

    def offer(self, turn: Turn) -> None:
        """Take the first quote of a new answer, or none, unless one is at another quote."""
        if isinstance(self.focused, Card | DocumentView):
            return
        if turn.exhibits:
            self.take(turn, 0)
        else:
            self.forget()

    async def action_step(self, step: int) -> None:
        """Go to the next or previous quote of the conversation."""
        if self.shown is None:
            return
        places = self.conversation.exhibits
        at = places.index(self.shown) + step
        await self._go_to(*places[min(max(at, 0), len(places) - 1)])

    async def _go_to(self, turn: Turn, place: int) -> None:
        """Show a quote, its card in view; in focus too where a card is."""
        await self.conversation.reveal(turn)
        self.show(turn, place)
        if isinstance(self.focused, Card):
            turn.cards[place].focus()
        self.conversation.scroll_there(turn.cards[place])

    async def action_check(self) -> None:
        """Go to the quote that is shown, or to the first of the latest answer."""
        turn, place = self.shown or (self.turn, 0)
        if turn and turn.exhibits:
            await self.conversation.reveal(turn)
            turn.cards[place].focus()

    def action_explain(self) -> None:
        """Show how the quote was found, or no longer where one sees it."""
        if self.shown:
            seen = self.is_open and self.evidence.explains
            self.show(*self.shown)
            self.evidence.explain(not seen)

    def action_open_editor(self) -> None:
        """Open the document in the user's editor or pager, and come back."""
        if not (exhibit := self.exhibit) or not (text := self._text(exhibit)):
            return
        try:
            external.edit(self.app, text, exhibit.line)
        except (QABotError, OSError) as error:
            self.notify(prose.reason(error), severity="error", markup=False)

    def action_copy_quote(self) -> None:
        """Copy the quote with its place and references."""
        if self.exhibit:
            self._copy(prose.quotation(self.exhibit), "quote")

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
