"""The one door: open an index, ask it, show a quote in its document.

Comes in: settings and questions. Goes out: answers. Every front end talks to a `Bot`; the
index is brought in step with the documents when it is opened, so that nothing outdated is quoted.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from qa_bot.answering import ExtractiveAnswerer
from qa_bot.answering.joining import joined, rather
from qa_bot.answering.reading import read_hits
from qa_bot.config import AnswerConfig, Config
from qa_bot.conversation import Resolution, Turn
from qa_bot.conversation.choosing import settle
from qa_bot.conversation.ways import ways_of
from qa_bot.encoder import Encoder
from qa_bot.errors import IndexOutdatedError, pasted
from qa_bot.index import Index
from qa_bot.question import Question
from qa_bot.question.parts import are_told, of_each_name, whole_questions
from qa_bot.reader import Reader, load_reader
from qa_bot.records import Answer, Hit
from qa_bot.replies import Listener, Narrator, Provenance, Reply
from qa_bot.retrieval import Retriever
from qa_bot.upkeep import configured_encoder, current_index


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
        index = current_index(config, narrator or _Silence())
        built_with, wanted = index.manifest.encoder, config.encoder.model
        encoder = configured_encoder(config)
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
        replies: list[Reply] = []

        def answer_to(part: str) -> Answer:
            said = f"and {part}" if replies else part  # as what leans on the part before
            before = [*earlier, *(one.turn for one in replies)]
            replies.append(self._ask(said, seconds, listener, before))
            return replace(replies[-1].answer, question=part)

        parts = whole_questions(question) if self._config.conversation.resolve else []
        if answer := joined(question, [answer_to(one) for one in parts]):
            return _together(answer, replies)
        return self._ask(question, seconds, listener, earlier)

    def _ask(
        self,
        question: str,
        seconds: dict[str, float],
        listener: Listener | None,
        earlier: Sequence[Turn],
    ) -> Reply:
        """Ask one question, and add up what each stage took."""
        resolution = None
        if earlier and self._config.conversation.resolve:
            ways = ways_of(question, earlier, self._retriever)
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
        """Answer a question that stands alone; where it asks of several names, rather of each.

        A sentence that tells of all of them goes before, unless it is less likely.
        """
        asked, answer = self._read(resolution, seconds, listener)
        if not (parts := of_each_name(asked)):
            return answer
        apart = [self._answer(Resolution(one, one), seconds) for one in parts.values()]
        is_told = are_told(parts, asked, " ".join(one.text for one in answer.statements))
        return rather(answer, joined(answer.question, apart), tells_all=is_told)

    def _read(
        self, resolution: Resolution, seconds: dict[str, float], listener: Listener | None = None
    ) -> tuple[Question, Answer]:
        """Search, read and answer, and add up what each took.

        Returns:
            The question as the passages write it, and the answer.
        """
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
        return asked, replace(answer, searched=sought.searched, missing_terms=missing)


def _together(answer: Answer, replies: Sequence[Reply]) -> Reply:
    """Reply with the answer that was joined of several; the last one took as long as all."""
    first, last = replies[0], replies[-1]
    resolution = first.resolution
    if resolution:
        understood = " ".join(one.turn.standalone for one in replies)
        resolution = replace(resolution, question=answer.question, standalone=understood)
    return replace(last, answer=answer, resolution=resolution)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[stage] += time.perf_counter() - started


def _load_reader(config: Config) -> Reader | None:
    name = config.reader.model
    return None if name == "none" else load_reader(name)
