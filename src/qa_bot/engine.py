"""The one door: open an index, ask it, show a quote in its document.

Comes in: settings and questions. Goes out: answers. Every front end talks to a `Bot`; this one
keeps the index in step with the documents before it answers, so that nothing outdated is quoted.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from qa_bot.answering import ExtractiveAnswerer
from qa_bot.answering.reading import read_hits
from qa_bot.config import AnswerConfig, Config
from qa_bot.conversation import Resolution, Turn
from qa_bot.conversation.choosing import Ways, settle
from qa_bot.conversation.ways import ways_of
from qa_bot.disk import is_folder
from qa_bot.documents import Collection
from qa_bot.encoder import Encoder, load_encoder
from qa_bot.errors import (
    IndexNotFoundError,
    IndexOutdatedError,
    IndexUnbuildableError,
    pasted,
)
from qa_bot.index import BuildSummary, Index
from qa_bot.reader import Reader, load_reader
from qa_bot.records import Answer, Hit
from qa_bot.replies import Listener, Narrator, Provenance, Reply
from qa_bot.retrieval import Retriever
from qa_bot.stores import build_configured, configured_place, indexed_collection, open_configured
from qa_bot.text.display import counted


class _Silence:
    """A narrator that says nothing."""

    def note(self, text: str) -> None:
        """Hear one line."""

    def progress(self, stage: str, done: int, total: int) -> None:
        """Hear how far a build is."""


class QABot:
    """Answers from one index."""

    def __init__(
        self, index: Index, encoder: Encoder, config: Config, reader: Reader | None = None
    ) -> None:
        """Take an open index, the encoder that made it, and a reader if there is one."""
        self.index = index
        self.encoder = encoder
        self.reader = reader
        self._config = config
        self._retriever = Retriever(index, encoder)
        self._answerer = ExtractiveAnswerer(
            encoder, self._retriever.idf, reader, self._retriever.passages_of
        )

    @classmethod
    def open(cls, config: Config | None = None, narrator: Narrator | None = None) -> "QABot":
        """Open the configured index; build it when missing or of an earlier version of the program.

        It is updated when documents changed.

        Args:
            config: The settings; without, the defaults.
            narrator: Hears what goes on; without, nothing is said.

        Raises:
            FolderError: When there is nothing to index.
            IndexOutdatedError: When another encoder made it, or an earlier version on a server.
            IndexNewerError: When a later version of the program made it.
            IndexDamagedError: When a file of it is missing or altered.
            EncoderError: When the encoder cannot be loaded.
            ReaderError: When the reader cannot be loaded.
        """
        config = config or Config()
        index = _current_index(config, narrator or _Silence())
        built_with, wanted = index.manifest.encoder, config.encoder.model
        encoder = _load_encoder(config)
        if encoder.identity != built_with:
            raise IndexOutdatedError(
                f"the index in {config.index.path} was built with the encoder"
                f" {built_with.name} ({built_with.key[:8]}), not"
                f" {wanted} ({encoder.identity.key[:8]})",
                hint=f"qa-bot index --model {pasted(wanted)} --index {pasted(config.index.path)}",
            )
        return cls(index, encoder, config, _load_reader(config))

    def adjust(self, answer: AnswerConfig) -> None:
        """Answer from now on with these settings."""
        self._config = replace(self._config, answer=answer)

    def search(self, question: str, limit: int) -> list[Hit]:
        """Find the passages for a question, best first, without answering it.

        Raises:
            UsageError: When it is empty, too long, or has no word to search for.
        """
        return self._retriever.search(self._retriever.understand(question), limit)

    def ask(
        self, question: str, listener: Listener | None = None, *, earlier: Sequence[Turn] = ()
    ) -> Reply:
        """Answer a question.

        Args:
            question: As typed; it may leave out what earlier turns named.
            listener: Hears of each stage and of the passages as soon as they are found.
            earlier: The turns of the conversation before it, oldest first; each reply has one.

        Raises:
            UsageError: When it is empty, too long, or has no word to search for.
        """
        seconds: defaultdict[str, float] = defaultdict(float)
        resolution = None
        if ways := self._ways(question, earlier):
            heard = iter([listener])  # of the first way alone
            resolution, answer = settle(
                ways, lambda way: self._answer(way, seconds, next(heard, None))
            )
            resolution = replace(resolution, question=question)
        else:
            answer = self._answer(Resolution(question, question), seconds, listener)
        manifest = self.index.manifest
        reader = self.reader.identity if self.reader else None
        provenance = Provenance(manifest.content, manifest.encoder, dict(seconds), reader)
        return Reply(replace(answer, question=question), provenance, resolution)

    def _answer(
        self, resolution: Resolution, seconds: dict[str, float], listener: Listener | None = None
    ) -> Answer:
        """Search, read and answer, and add up what each took."""
        if listener:
            listener.stage("searching")
        with _timed(seconds, "search"):
            sought = understood = self._retriever.understand(resolution.standalone)
            if resolution.named != resolution.standalone:
                understood = self._retriever.understand(resolution.named)
            hits = self._retriever.search(sought, self._config.answer.passages)
        if listener:
            listener.found(hits)
            listener.stage("reading")
        with _timed(seconds, "read"):
            asked, read = read_hits(understood, hits, self.reader)
        with _timed(seconds, "answer"):
            answer = self._answerer.answer(asked, read, self._config.answer.threshold)
            missing = understood.missing(lambda t: self.index.lexical.passages_with(t) > 0)
        return replace(answer, searched=sought.searched, missing_terms=missing)

    def _ways(self, question: str, earlier: Sequence[Turn]) -> Ways | None:
        if not (earlier and self._config.conversation.resolve):
            return None
        return ways_of(question, earlier, self._retriever)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[stage] += time.perf_counter() - started


def build_index(config: Config, narrator: Narrator, *, rebuild: bool = False) -> BuildSummary:
    """Bring the configured index up to date with its folders.

    Raises:
        FolderError: When a folder is missing, or no document can be read.
        IndexLockedError: When another program is building it.
        IndexUnwritableError: When it cannot be written.
        EncoderError: When the encoder cannot be loaded.
    """
    encoder = _load_encoder(config)
    return build_configured(config, encoder, narrator.progress, rebuild=rebuild)


def indexed_folder(
    config: Config, *, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()
) -> Config:
    """Point the settings at the folders that the index was built from, if there is one.

    Args:
        config: The settings.
        include: Patterns of wanted files, in the stead of those of the index.
        exclude: Patterns of unwanted ones, in the stead of those of the index.

    Raises:
        IndexDamagedError: When what it was built from cannot be read, nor be guessed.
    """
    try:
        before = indexed_collection(config)
    except IndexNotFoundError:
        return config
    rules = include or before.include, exclude or before.exclude
    return _pointed_at(config, Collection(before.folders, *rules))


def require_folders(config: Config, missing: IndexNotFoundError) -> None:
    """Do nothing where a missing index can be built: the folders to build it from are there.

    Raises:
        IndexUnbuildableError: When one is not.
    """
    if gone := [one for one in config.index.folders if not is_folder(one)]:
        raise IndexUnbuildableError(
            f"{missing.message}, nor a folder {gone[0]} to build it from", hint=missing.hint
        ) from missing


def _pointed_at(config: Config, collection: Collection) -> Config:
    return replace(
        config,
        index=replace(
            config.index,
            folders=tuple(map(str, collection.folders)),
            include=collection.include,
            exclude=collection.exclude,
        ),
    )


def _load_encoder(config: Config) -> Encoder:
    settings = config.encoder
    return load_encoder(settings.model, backend=settings.backend, download=settings.download)


def _load_reader(config: Config) -> Reader | None:
    name = config.reader.model
    return None if name == "none" else load_reader(name)


def _current_index(config: Config, narrator: Narrator) -> Index:
    """Open the index, made or updated first where that is needed."""
    place = configured_place(config)
    try:
        index = open_configured(config)
    except IndexNotFoundError as error:
        config = indexed_folder(config)  # a build that was stopped may have begun with others
        require_folders(config, error)
        folders = ", ".join(config.index.folders)
        return _built(config, narrator, f"no index in {place} yet: building it from {folders}")
    except IndexOutdatedError:
        if config.index.store != "folder":  # other machines may still ask it as it is
            raise
        why = f"an earlier version built the index in {place}: building it anew"
        return _built(indexed_folder(config), narrator, why)
    for folder in index.collection.folders:
        if not is_folder(folder):
            narrator.note(f"the folder {folder} is gone: answering from what was indexed")
            return index
    changes = index.changes()
    if not changes or index.manifest.encoder.name != config.encoder.model:
        return index
    as_before = _pointed_at(config, index.collection)
    index.close()
    return _built(
        as_before, narrator, f"documents changed ({changes}): updating the index in {place}"
    )


def _built(config: Config, narrator: Narrator, why: str) -> Index:
    """Bring an index up to date, telling why and what came of it, and open it."""
    narrator.note(why)
    summary = build_index(config, narrator)
    narrator.note(
        f"indexed {counted(summary.documents, 'document')}, {counted(summary.passages, 'passage')}"
        f" in {summary.seconds:.1f} s"
    )
    for one in summary.failed:
        narrator.note(f"skipped {one.name}: {one.reason}")
    return open_configured(config)
