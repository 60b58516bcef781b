"""Stand-ins at the designed seams, with behaviour that can be worked out by hand."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import numpy as np

from qa_bot.config import AnswerConfig
from qa_bot.conversation import Turn
from qa_bot.encoder import EncoderIdentity, FloatArray
from qa_bot.errors import QABotError
from qa_bot.reader import Evidence, PassageText, ReaderIdentity, ScoredSpan
from qa_bot.records import Span
from qa_bot.replies import Listener, Narrator, Reply
from qa_bot.text.terms import content_terms
from qa_bot.tui.protocol import FileState, IndexedText, Overview

DIMENSION = 64


class HashEncoder:
    """Encodes a text as the normalised sum of one fixed axis for each of its terms."""

    def __init__(self, name: str = "hash") -> None:
        self.identity = EncoderIdentity(name, hashlib.sha256(name.encode()).hexdigest(), DIMENSION)
        self.encoded: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        self.encoded.extend(texts)
        return np.stack([self.encode_question(text) for text in texts]).reshape(-1, DIMENSION)

    def encode_question(self, text: str) -> FloatArray:
        vector = np.full(DIMENSION, 1e-3, dtype=np.float32)
        for term in content_terms(text):
            vector[int(hashlib.sha256(term.form.encode()).hexdigest(), 16) % DIMENSION] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


class WordReader:
    """Takes the rarest word of the question, the longest, as what is asked.

    A passage that holds it answers, with the word that follows; one whose headings hold it is
    relevant; everything else is neither.
    """

    def __init__(self, name: str = "word") -> None:
        self.identity = ReaderIdentity(name, hashlib.sha256(name.encode()).hexdigest())
        self.asked: list[tuple[str, int]] = []

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Evidence]:
        self.asked.append((question, len(passages)))
        asked = max(content_terms(question), key=lambda term: len(term.form)).form
        return [self._evidence(asked, passage) for passage in passages]

    def _evidence(self, asked: str, passage: PassageText) -> Evidence:
        words = content_terms(passage.text)
        headed = any(term.form == asked for term in content_terms(passage.headings))
        places = [number for number, word in enumerate(words) if word.form == asked]
        if not places:
            first = tuple(ScoredSpan(word.span, -4.0) for word in words[:1])
            return Evidence(1.0 if headed else -4.0, -4.0, first)
        span = words[min(places[0] + 1, len(words) - 1)].span
        return Evidence(4.0, 4.0, (ScoredSpan(Span(span.start, span.end), 4.0),))


def silent(stage: str, done: int, total: int) -> None:
    """Hear of a build's progress and say nothing."""


class Notes:
    """A narrator that keeps what it hears."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.progress = silent

    def note(self, text: str) -> None:
        self.lines.append(text)


class ScriptedBot:
    """A bot for the chat that gives the replies it was given, in turn, and shows their documents.

    Attributes:
        asked: The questions, as they came.
        opening: What happens when it is opened; each is raised once, in order.
        building: The same for building.
        renewals: What following the documents brings, in turn: newer ones, or what went wrong.
        indexed: The SHA-256 of every document.
        gate: Asking waits for it after its passages are found.
    """

    def __init__(self, *replies: Reply | QABotError, texts: dict[str, str] | None = None) -> None:
        self.replies = list(replies)
        self.texts = texts or {}
        self.states: dict[str, FileState] = {}
        self.indexed = "a" * 64
        self.suggestions: list[str] = []
        self.opening: list[Exception] = []
        self.building: list[Exception] = []
        self.built: list[bool] = []
        self.renewals: list[Overview | str] = []
        self.asked: list[str] = []
        self.earlier: list[list[str]] = []
        self.closed = False
        self.settings = AnswerConfig()
        self.place = ""
        self.gate = Event()
        self.gate.set()

    def open(self, narrator: Narrator) -> Overview:
        narrator.note("opening")
        if self.opening:
            raise self.opening.pop(0)
        return Overview("/home/ada/notes", 2, 30)

    def build(self, narrator: Narrator, *, rebuild: bool) -> None:
        narrator.progress("encoding", 1, 2)
        if self.building:
            raise self.building.pop(0)
        self.built.append(rebuild)

    def follow(self, narrator: Narrator, stop: Event) -> Iterator[Overview]:
        while not stop.is_set():
            if self.renewals:
                renewal = self.renewals.pop(0)
                if isinstance(renewal, str):
                    narrator.note(renewal)
                else:
                    yield renewal
            stop.wait(0.01)

    def ask(
        self, question: str, listener: Listener | None = None, *, earlier: Sequence[Turn] = ()
    ) -> Reply:
        self.asked.append(question)
        self.earlier.append([turn.question for turn in earlier])
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        if isinstance(reply, Exception):
            raise reply
        if listener:
            listener.stage("searching")
            listener.found(reply.answer.hits)
            listener.stage("reading")
        assert self.gate.wait(5)
        if listener:
            listener.stage("reading")
        return reply

    def adjust(self, settings: AnswerConfig) -> None:
        self.settings = settings

    def examples(self) -> Iterator[str]:
        yield from self.suggestions

    def text(self, document: str, sha256: str) -> IndexedText:
        state = self.states.get(document, FileState.SAME)
        path = Path("/nowhere") / document
        return IndexedText(document, self.texts[document], self.indexed, path, state)

    def close(self) -> None:
        self.closed = True
