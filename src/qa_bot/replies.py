"""What a bot is to the front ends, what it replies, and who hears of it meanwhile.

Comes in: answers of an engine, or of a stand-in. Goes out: a `Reply`, the answer together with what
it was made from. Front ends are written against this, not against the engine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qa_bot.conversation import Resolution, Turn
from qa_bot.encoder import EncoderIdentity
from qa_bot.index import Progress
from qa_bot.llm import Wording
from qa_bot.reader import ReaderIdentity
from qa_bot.records import Answer, Hit
from qa_bot.text.markup import stated_in_place


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an answer was made from, and how long each stage took.

    Attributes:
        index: SHA-256 that identifies the index's content.
        encoder: Name, key and dimension of the encoder.
        seconds: Wall time by stage.
        reader: Name and key of the reader; None when nothing was read.
    """

    index: str
    encoder: EncoderIdentity
    seconds: dict[str, float]
    reader: ReaderIdentity | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, what it was made from, and the question that was understood.

    Attributes:
        answer: To the question as it was typed.
        provenance: What it was made from.
        resolution: How the question was made to stand alone; None where no turn came before it.
        wording: The answer in a language model's words; None where none was asked.
    """

    answer: Answer
    provenance: Provenance
    resolution: Resolution | None = None
    wording: Wording | None = None

    @property
    def turn(self) -> Turn:
        """What later questions of the conversation can refer to."""
        question = self.answer.question
        standalone = self.resolution.standalone if self.resolution else question
        return Turn(question, standalone, tuple(map(stated_in_place, self.answer.statements)))


class Listener(Protocol):
    """Is told how far a question is; what it raises ends the asking."""

    def stage(self, name: str) -> None:
        """Hear what begins, or goes on: `searching`, `reading` or `wording`."""
        ...

    def found(self, hits: Sequence[Hit]) -> None:
        """Hear of the passages found, best first."""
        ...


class Bot(Protocol):
    """Answers questions; front ends are written against this."""

    def ask(
        self, question: str, listener: Listener | None = None, *, earlier: Sequence[Turn] = ()
    ) -> Reply:
        """Answer a question, which may leave out what earlier turns named."""
        ...


class Narrator(Protocol):
    """Is told what goes on while a user waits."""

    def note(self, text: str) -> None:
        """Hear one line."""
        ...

    @property
    def progress(self) -> Progress:
        """Hears how far a build is."""
        ...
