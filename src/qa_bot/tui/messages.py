"""What threads and widgets report to the screen; each is told in the past tense."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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


@dataclass
class BotOpened(Message):
    """Index and encoder are there."""

    overview: Overview


@dataclass
class OpeningFailed(Message):
    """Index or encoder cannot be used."""

    error: QABotError


@dataclass
class NoteHeard(Message):
    """Opening or building said something."""

    text: str


@dataclass
class BuildProgressed(Message):
    """A build came further."""

    stage: str
    done: int
    total: int


class IndexBuilt(Message):
    """A build ended well."""


@dataclass
class IndexRenewed(Message):
    """A newer generation of the index is used."""

    overview: Overview


@dataclass
class ExampleFound(Message):
    """A question was found that the documents answer."""

    question: str


@dataclass
class QuestionAsked(Message):
    """A question was typed or chosen."""

    question: str


@dataclass
class StageReached(Message):
    """The answering of a turn reached a stage."""

    stage: str


@dataclass
class PassagesFound(Message):
    """The passages for a turn were found, best first."""

    hits: Sequence[Hit]


@dataclass
class AnswerReady(Message):
    """A turn was answered, or not found."""

    turn: "Turn"
    reply: "Reply"


@dataclass
class QuestionFailed(Message):
    """A turn's question could not be asked."""

    turn: "Turn"
    error: QABotError


@dataclass
class TurnSaved(Message):
    """A turn was saved, or nothing is."""

    kept: "Kept | None"


@dataclass
class AnswerMarked(Message):
    """A turn's answer was marked: `good`, `bad`, or nothing when that was taken back."""

    mark: str


@dataclass
class SessionResumed(Message):
    """A saved session was read, to be shown before what was asked, or instead of it."""

    resumed: "Resumed"
    instead: bool = False


@dataclass
class SavingEnded(Message):
    """Nothing can be saved any more."""

    error: SessionError


@dataclass
class CardOpened(Message):
    """A card, or a citation's number, was chosen to be checked.

    Attributes:
        place: Of its exhibit in the turn, from 0.
        turn: The turn, once the message has passed it.
    """

    place: int
    turn: "Turn" = field(init=False)
