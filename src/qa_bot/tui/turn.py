"""One turn of the conversation: a question, what goes on, then the answer and its cards."""

from enum import StrEnum
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from qa_bot.records import Answer
from qa_bot.tui import prose
from qa_bot.tui.answer_text import AnswerText
from qa_bot.tui.card import Card
from qa_bot.tui.exhibits import exhibits_of
from qa_bot.tui.messages import (
    AnswerReady,
    CardOpened,
    PassagesFound,
    QuestionFailed,
    StageReached,
)

if TYPE_CHECKING:
    from qa_bot.engine import Reply


class TurnState(StrEnum):
    """How far a turn is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Turn(Vertical):
    """A question and its answer."""

    def __init__(self, question: str) -> None:
        """Take the question; it waits to be asked."""
        super().__init__()
        self.question = question
        self.state = TurnState.WAITING
        self.reply: Reply | None = None
        self.cards: tuple[Card, ...] = ()
        self._found = False
        self._progress = Static("waiting until the index is open …", classes="progress")

    def compose(self) -> ComposeResult:
        """Show the question and that it waits."""
        asked = Content.assemble(("› ", "bold $text-primary"), prose.plain(self.question))
        yield Static(asked, classes="question")
        yield self._progress

    @property
    def over(self) -> bool:
        """Whether nothing more is to come."""
        return self.state not in {TurnState.WAITING, TurnState.WORKING}

    def ask(self) -> None:
        """Show that it is this turn's turn."""
        self.state = TurnState.WORKING
        self._progress.update("searching …")

    @on(StageReached)
    def show_stage(self, message: StageReached) -> None:
        """Show the stage that is reached, until passages are found."""
        message.stop()
        if not self.over and not self._found:
            self._progress.update(Content(f"{message.stage} …"))

    @on(PassagesFound)
    def show_found(self, message: PassagesFound) -> None:
        """Show the passages that are read now."""
        message.stop()
        if not self.over:
            self._found = True
            self._progress.update(Content.assemble("reading …\n", prose.found(message.hits)))

    @on(AnswerReady)
    async def show_reply(self, message: AnswerReady) -> None:
        """Show the answer, or that it was not found, with a card for each exhibit."""
        if self.over:
            message.stop()
            return
        self.state, self.reply = TurnState.DONE, message.reply
        answer = message.reply.answer
        self.cards = tuple(Card(exhibit) for exhibit in exhibits_of(answer))
        footing = Static(prose.footing(message.reply), classes="footing")
        await self._progress.remove()
        await self.mount(*self._searched(answer), AnswerText(answer), footing, *self.cards)

    def _searched(self, answer: Answer) -> list[Static]:
        """Show the question as it was searched, where that is not how it was typed."""
        searched = prose.searched(answer)
        return [Static(Content(f"searched: {searched}"), classes="searched")] if searched else []

    @on(QuestionFailed)
    def show_error(self, message: QuestionFailed) -> None:
        """Show why the question could not be asked."""
        if self.over:
            message.stop()
            return
        self.state = TurnState.FAILED
        self._progress.update(prose.failure(message.error.message, message.error.hint))

    def cancel(self) -> None:
        """Show that the question was taken back."""
        self.state = TurnState.CANCELLED
        self._progress.update("cancelled")

    @on(AnswerText.NumberChosen)
    def open_number(self, message: AnswerText.NumberChosen) -> None:
        """Open the card of a number that was clicked on."""
        message.stop()
        self.post_message(CardOpened(self.cards[message.number - 1]))
