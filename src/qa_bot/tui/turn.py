"""One turn of the conversation: a question, what goes on, then the answer and its cards."""

from collections.abc import Sequence
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
from qa_bot.tui.exhibits import Exhibit, exhibits_of
from qa_bot.tui.history import Earlier
from qa_bot.tui.messages import (
    AnswerMarked,
    AnswerReady,
    CardOpened,
    PassagesFound,
    QuestionFailed,
    StageReached,
    TurnSaved,
)

if TYPE_CHECKING:
    from qa_bot.replies import Reply
    from qa_bot.sessions import Kept

_WIDTH = 70
_CARD = 5
"""What the height of a turn is guessed by before it is laid out: columns, and rows of a card."""


class TurnState(StrEnum):
    """How far a turn is."""

    WAITING = "waiting"
    SEARCHING = "searching"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Turn(Vertical):
    """A question and its answer.

    Far out of view it is folded: it keeps its height but none of its widgets, so that a long
    conversation is laid out as fast as a short one.

    Attributes:
        exhibits: What can be checked; there is a card for each while it is not folded.
        kept: Where it is saved; None while it is not.
        mark: What was thought of the answer: `good`, `bad`, or nothing.
    """

    def __init__(self, question: str) -> None:
        """Take the question; it waits to be asked."""
        super().__init__()
        self.question = question
        self.state = TurnState.WAITING
        self.reply: Reply | None = None
        self.exhibits: tuple[Exhibit, ...] = ()
        self.cards: tuple[Card, ...] = ()
        self.kept: Kept | None = None
        self.mark = ""
        self.folded = False
        self._said: list[str] = []
        self._shown: int | None = None
        self._progress = Static("waiting until the index is open …", classes="progress")

    @classmethod
    def restored(cls, earlier: Earlier) -> "Turn":
        """Make a turn of a saved session, folded."""
        answer = earlier.reply.answer
        turn = cls(answer.question)
        turn.state, turn.reply = TurnState.DONE, earlier.reply
        turn.kept, turn.mark = earlier.kept, earlier.mark
        turn.exhibits, turn.folded = exhibits_of(answer), True
        turn.styles.height = _guessed_height(answer, turn.exhibits)
        return turn

    def compose(self) -> ComposeResult:
        """Show the question and that it waits."""
        if not self.folded:
            yield Static(prose.asked(self.question), classes="question")
            yield self._progress

    @property
    def said(self) -> list[str]:
        """What its parts say, marks and styles off, in order."""
        if self.reply and not self._said:
            parts = _parts(self.question, self.reply, self.exhibits, self.mark)
            self._said = [str(getattr(part.content, "plain", "")) for part in parts]
        return self._said or [self.question]

    @property
    def over(self) -> bool:
        """Whether nothing more is to come."""
        return self.state in {TurnState.DONE, TurnState.FAILED, TurnState.CANCELLED}

    def ask(self) -> None:
        """Show that it is this turn's turn."""
        self.state = TurnState.SEARCHING
        self._progress.update("searching …")

    @on(StageReached)
    def show_stage(self, message: StageReached) -> None:
        """Show the stage that is reached, until passages are found."""
        message.stop()
        if self.state is TurnState.SEARCHING:
            self._progress.update(Content(f"{message.stage} …"))

    @on(PassagesFound)
    def show_found(self, message: PassagesFound) -> None:
        """Show the passages that are read now."""
        message.stop()
        if not self.over:
            self.state = TurnState.READING
            self._progress.update(Content.assemble("reading …\n", prose.found(message.hits)))

    @on(AnswerReady)
    async def show_reply(self, message: AnswerReady) -> None:
        """Show the answer, or that it was not found, with a card for each exhibit."""
        if self.over:
            message.stop()
            return
        async with self.lock:
            self.state, self.reply = TurnState.DONE, message.reply
            self.exhibits = exhibits_of(message.reply.answer)
            await self.remove_children()
            await self._show(message.reply)

    async def _show(self, reply: "Reply") -> None:
        parts = _parts(self.question, reply, self.exhibits, self.mark)
        self.cards = tuple(part for part in parts if isinstance(part, Card))
        self.point_at(self._shown)
        await self.mount(*parts)

    async def fold(self) -> None:
        """Let go of the widgets and keep the height, unless something of it is in focus."""
        async with self.lock:
            if self.reply and self.size.height and not self.folded and not self.has_focus_within:
                self.folded, self.cards = True, ()
                self.styles.height = self.outer_size.height
                await self.remove_children()

    async def unfold(self) -> None:
        """Make the widgets again; once this returns, there is one for each part that is said."""
        async with self.lock:
            if self.reply and self.folded:
                self.folded = False
                await self._show(self.reply)
                self.styles.height = "auto"

    def point_at(self, place: int | None) -> None:
        """Set the card apart whose quote is shown, or none."""
        self._shown = place
        for card in self.cards:
            card.set_class(card.place == place, "-shown")

    @on(TurnSaved)
    def keep(self, message: TurnSaved) -> None:
        """Remember where it is kept."""
        message.stop()
        self.kept = message.kept

    @on(AnswerMarked)
    def show_mark(self, message: AnswerMarked) -> None:
        """Show what was thought of the answer."""
        message.stop()
        self.mark = message.mark
        if self.reply:
            for footing in self.query(".footing").results(Static):
                footing.update(prose.footing(self.reply, self.mark))

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

    @on(CardOpened)
    def tell_turn(self, message: CardOpened) -> None:
        """Say whose card it is."""
        message.turn = self


def _parts(question: str, reply: "Reply", exhibits: Sequence[Exhibit], mark: str) -> list[Static]:
    """Make the widgets of an answered turn."""
    searched = prose.searched(reply.answer)
    return [
        Static(prose.asked(question), classes="question"),
        *([Static(searched, classes="searched")] if searched else []),
        AnswerText(reply.answer),
        Static(prose.footing(reply, mark), classes="footing"),
        *(Card(exhibit, place) for place, exhibit in enumerate(exhibits)),
    ]


def _guessed_height(answer: Answer, exhibits: Sequence[Exhibit]) -> int:
    rows = sum(1 + len(one.text) // _WIDTH for one in answer.statements)
    return _CARD * (1 + len(exhibits)) + rows
