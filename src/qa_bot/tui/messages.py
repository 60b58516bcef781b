"""What threads and widgets report to the screen; each is told in the past tense."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from qa_bot.errors import QABotError, SessionError
from qa_bot.records import Hit
from qa_bot.tui.protocol import Overview

if TYPE_CHECKING:
    from qa_bot.replies import Reply
    from qa_bot.sessions import Kept
    from qa_bot.tui.history import Resumed
    from qa_bot.tui.turn import Turn


class BotOpened(Message):
    """Index and encoder are there."""

    def __init__(self, overview: Overview) -> None:
        """Take what was opened."""
        super().__init__()
        self.overview = overview


class OpeningFailed(Message):
    """Index or encoder cannot be used."""

    def __init__(self, error: QABotError) -> None:
        """Take why."""
        super().__init__()
        self.error = error


class NoteHeard(Message):
    """Opening or building said something."""

    def __init__(self, text: str) -> None:
        """Take the line."""
        super().__init__()
        self.text = text


class BuildProgressed(Message):
    """A build came further."""

    def __init__(self, stage: str, done: int, total: int) -> None:
        """Take how far."""
        super().__init__()
        self.stage, self.done, self.total = stage, done, total


class IndexBuilt(Message):
    """A build ended well."""


class IndexRenewed(Message):
    """A newer generation of the index is used."""

    def __init__(self, overview: Overview) -> None:
        """Take what is asked now."""
        super().__init__()
        self.overview = overview


class ExampleFound(Message):
    """A question was found that the documents answer."""

    def __init__(self, question: str) -> None:
        """Take the question."""
        super().__init__()
        self.question = question


class QuestionAsked(Message):
    """A question was typed or chosen."""

    def __init__(self, question: str) -> None:
        """Take the question."""
        super().__init__()
        self.question = question


class StageReached(Message):
    """The answering of a turn reached a stage."""

    def __init__(self, stage: str) -> None:
        """Take which."""
        super().__init__()
        self.stage = stage


class PassagesFound(Message):
    """The passages for a turn were found."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        """Take them, best first."""
        super().__init__()
        self.hits = hits


class AnswerReady(Message):
    """A turn was answered, or not found."""

    def __init__(self, turn: "Turn", reply: "Reply") -> None:
        """Take the reply."""
        super().__init__()
        self.turn, self.reply = turn, reply


class QuestionFailed(Message):
    """A turn's question could not be asked."""

    def __init__(self, turn: "Turn", error: QABotError) -> None:
        """Take why."""
        super().__init__()
        self.turn, self.error = turn, error


class TurnSaved(Message):
    """A turn was saved."""

    def __init__(self, kept: "Kept | None") -> None:
        """Take where it is kept; None where nothing is."""
        super().__init__()
        self.kept = kept


class AnswerMarked(Message):
    """A turn's answer was marked."""

    def __init__(self, mark: str) -> None:
        """Take the mark: `good`, `bad`, or nothing when it was taken back."""
        super().__init__()
        self.mark = mark


class SessionResumed(Message):
    """A saved session was read, to go on with it."""

    def __init__(self, resumed: "Resumed", *, instead: bool = False) -> None:
        """Take it, and whether it is shown instead of what was asked, or before it."""
        super().__init__()
        self.resumed, self.instead = resumed, instead


class SavingEnded(Message):
    """Nothing can be saved any more."""

    def __init__(self, error: SessionError) -> None:
        """Take why."""
        super().__init__()
        self.error = error


class SessionFailed(Message):
    """Something could not be done with a saved session."""

    def __init__(self, error: SessionError) -> None:
        """Take why."""
        super().__init__()
        self.error = error


class CardOpened(Message):
    """A card, or a citation's number, was chosen to be checked.

    Attributes:
        place: Of its exhibit in the turn, from 0.
        turn: The turn, once the message has passed it.
    """

    turn: "Turn"

    def __init__(self, place: int) -> None:
        """Take the place."""
        super().__init__()
        self.place = place
