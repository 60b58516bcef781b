"""A bot for the chat that opens index and encoder only when it is told to.

Comes in: settings. Goes out: the replies of a `QABot`, and what the chat shows beside them. The
engine is imported in the thread that opens it, so that the window need not wait.
"""

import hashlib
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from qa_bot.config import AnswerConfig, Config
from qa_bot.disk import is_folder
from qa_bot.errors import AddressError, IndexNotFoundError, QABotError, UsageError
from qa_bot.text.display import one_line
from qa_bot.tui.protocol import FileState, IndexedText, Overview

if TYPE_CHECKING:
    from qa_bot.conversation import Turn
    from qa_bot.engine import QABot
    from qa_bot.replies import Listener, Narrator, Reply


class LazyBot:
    """Answers from the configured index."""

    def __init__(self, config: Config, placed: Callable[[str], str] = str) -> None:
        """Take the settings, and what lets a hint name the index as it was named.

        Nothing is opened.
        """
        self._config = config
        self._placed = placed
        self._opened: QABot | None = None

    @property
    def settings(self) -> AnswerConfig:
        """Passages that are read, and the threshold."""
        return self._config.answer

    @property
    def place(self) -> str:
        """Where the index is, for sessions to be kept with it."""
        from qa_bot.stores import lasting_place

        return lasting_place(self._config)

    @property
    def _bot(self) -> "QABot":
        if self._opened is None:
            raise UsageError("the index is not open yet", hint="wait a moment")
        return self._opened

    def open(self, narrator: "Narrator") -> Overview:
        """Open the index, updated where documents changed, and load the encoder.

        Raises:
            IndexNotFoundError: When nothing was built yet: the chat asks before it builds.
            IndexUnbuildableError: When it cannot be, as there are no documents either.
            QABotError: As `QABot.open`.
        """
        with self._hinting():
            opened, earlier = _open(self._config, narrator), self._opened
        opened.adjust(self._config.answer)  # it may have been changed meanwhile
        self._opened = opened
        if earlier:  # whoever still asks it comes to an end first
            weakref.finalize(earlier, earlier.index.close)
        return _overview(opened)

    @contextmanager
    def _hinting(self) -> Iterator[None]:
        """Let the hint of a failure name the index as it was named."""
        try:
            yield
        except QABotError as error:
            error.hint = self._placed(error.hint)
            raise

    def build(self, narrator: "Narrator", *, rebuild: bool) -> None:
        """Build the index of the folder that was indexed before, else of the configured one.

        Raises:
            QABotError: As `build_index`.
        """
        from qa_bot.upkeep import build_index, indexed_folder

        with self._hinting():
            build_index(indexed_folder(self._config), narrator, rebuild=rebuild)

    def follow(self, narrator: "Narrator", stop: Event) -> Iterator[Overview]:
        """Yield each time documents, or the index, changed and are answered from anew.

        What goes wrong is told; the generation that is open answers on. It ends where the folders
        cannot be watched.
        """
        from qa_bot.watching import awaited

        try:
            for _ in awaited(self._config, stop):
                try:
                    if self._is_behind():
                        yield self.open(narrator)
                except QABotError as error:
                    narrator.note(error.message)
        except QABotError as error:
            narrator.note(error.message)

    def _is_behind(self) -> bool:
        index = self._bot.index
        return not index.is_current() or bool(index.changes())

    def ask(
        self,
        question: str,
        listener: "Listener | None" = None,
        *,
        earlier: Sequence["Turn"] = (),
    ) -> "Reply":
        """Answer a question, which may leave out what earlier turns named.

        Raises:
            QABotError: As `QABot.ask`.
        """
        with self._hinting():
            return self._bot.ask(question, listener, earlier=earlier)

    def adjust(self, settings: AnswerConfig) -> None:
        """Answer from now on with other settings."""
        self._config = replace(self._config, answer=settings)
        if self._opened:
            self._opened.adjust(settings)

    def examples(self) -> Iterator[str]:
        """Yield questions that the documents answer."""
        from qa_bot.tui.examples import example_questions

        return example_questions(self._bot)

    def text(self, document: str, sha256: str) -> IndexedText:
        """Fetch the indexed text of a document, and compare its file.

        Args:
            document: Its name.
            sha256: Of its file as it was read; empty for as it was indexed.

        Raises:
            AddressError: When the index has no such document.
            UsageError: When the index is not open yet.
        """
        bot = self._bot  # held on to: its index is closed with it
        index = bot.index
        text = index.store.text(document)
        if text is None:
            raise AddressError(
                f"no document {one_line(document)!r} in the index", hint="qa-bot index"
            )
        folder, path = index.place_of(document)
        indexed = index.store.documents()[document].sha256
        return IndexedText(document, text, indexed, path, _state(path, folder, sha256 or indexed))

    def close(self) -> None:
        """Let go of the index."""
        if self._opened:
            self._opened.index.close()
            self._opened = None


def _open(config: Config, narrator: "Narrator") -> "QABot":
    """Open an index that is there; of one that is not, tell whether it can be built."""
    from qa_bot.engine import QABot
    from qa_bot.stores import require_index
    from qa_bot.upkeep import indexed_folder, require_folders

    try:
        require_index(config)
    except IndexNotFoundError as error:
        require_folders(indexed_folder(config), error)
        raise
    return QABot.open(config, narrator)


def _overview(bot: "QABot") -> Overview:
    index, folders = bot.index, bot.index.collection.folders
    there = ", ".join(_short(folder) for folder in folders if is_folder(folder))
    gone = tuple(_short(folder) for folder in folders if not is_folder(folder))
    unreadable = sum(one.failed for one in index.store.skipped())
    manifest = index.manifest
    return Overview(there, manifest.documents, manifest.passages, gone, unreadable)


def _short(path: Path) -> str:
    """Write a path from the working folder on, or from the home folder on, where it is inside."""
    for base, sign in ((Path.cwd(), ""), (Path.home(), "~/")):
        if path.is_relative_to(base) and path != base:
            return f"{sign}{path.relative_to(base).as_posix()}"
    return str(path)


def _state(path: Path, folder: Path, sha256: str) -> FileState:
    """Compare a file with the hash it had; a way out of the folder leads nowhere."""
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return FileState.GONE
        with path.open("rb") as file:
            now = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return FileState.GONE
    return FileState.SAME if now == sha256 else FileState.CHANGED
