"""What the chat needs of a bot: to be opened while the window is there, and to show its documents.

Comes in: questions and names of documents. Goes out: replies and texts. `lazy.LazyBot` is the one
that answers from an index.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from qa_bot.config import AnswerConfig

if TYPE_CHECKING:
    from qa_bot.conversation import Turn
    from qa_bot.replies import Listener, Narrator, Reply


@dataclass(frozen=True, slots=True)
class Overview:
    """What is asked: the folders that are there, what was indexed of them, and what was not.

    Attributes:
        folder: The folders, or what stands for them.
        documents: How many were indexed.
        passages: How many they make.
        gone: Folders that are not there any more.
        unreadable: How many documents could not be indexed.
    """

    folder: str
    documents: int
    passages: int
    gone: tuple[str, ...] = ()
    unreadable: int = 0


class FileState(StrEnum):
    """How a document's file compares with what was indexed."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class IndexedText:
    """A document's text as it was indexed, and its file today.

    Attributes:
        document: Its name.
        text: As it was indexed, which the offsets of a citation index.
        sha256: Of its file as it was indexed.
        path: Its file.
        state: How that file compares with the text.
    """

    document: str
    text: str
    sha256: str
    path: Path
    state: FileState


class ChatBot(Protocol):
    """Answers questions, once it is opened. Every method may block; all may raise `QABotError`."""

    @property
    def settings(self) -> AnswerConfig:
        """Passages that are read, and the threshold."""
        ...

    @property
    def place(self) -> str:
        """Where the index is, for sessions to be kept with it."""
        ...

    def open(self, narrator: "Narrator") -> Overview:
        """Open the index and load what answers from it."""
        ...

    def build(self, narrator: "Narrator", *, rebuild: bool) -> None:
        """Build the index, or build it anew."""
        ...

    def follow(self, narrator: "Narrator", stop: Event) -> Iterator[Overview]:
        """Yield each time newer documents are answered from, until it is stopped."""
        ...

    def ask(
        self,
        question: str,
        listener: "Listener | None" = None,
        *,
        earlier: Sequence["Turn"] = (),
    ) -> "Reply":
        """Answer a question, which may leave out what earlier turns named."""
        ...

    def adjust(self, settings: AnswerConfig) -> None:
        """Answer from now on with other settings."""
        ...

    def examples(self) -> Iterator[str]:
        """Yield questions that the documents answer, to begin with."""
        ...

    def text(self, document: str, sha256: str) -> IndexedText:
        """Fetch the indexed text of a document; tell whether its file has that SHA-256 today."""
        ...

    def close(self) -> None:
        """Let go of the index."""
        ...
