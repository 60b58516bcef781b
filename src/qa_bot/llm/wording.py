"""An answer is worded: what a language model writes about its quotes, checked sentence by sentence.

Comes in: a question, its answer, a writer. Goes out: a `Wording` that grows while it is written.
A sentence without fault becomes part of it, another is dropped and told; whatever happens, the
answer itself stands.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from qa_bot.encoder import Encoder
from qa_bot.errors import WriterError
from qa_bot.llm.checks import Fault, fault_of
from qa_bot.llm.prompt import INSTRUCTIONS, as_data, quotes_of
from qa_bot.llm.protocol import Writer, WriterIdentity
from qa_bot.llm.sentences import Draft, DraftSentence
from qa_bot.llm.thinking import aloud
from qa_bot.records import Answer, Citation

LONGEST = 4000
"""Characters of an answer after which no more is read: what was asked for is a few sentences."""


@dataclass(frozen=True, slots=True)
class WordedSentence:
    """A sentence that the quotes it cites support."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class DroppedSentence:
    """A sentence that was written and is no part of the answer, and why."""

    text: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Wording:
    """An answer in a language model's words.

    Attributes:
        writer: Who wrote it.
        sentences: Those that are supported; none when nothing was.
        dropped: Those that are not.
        error: What kept it from being written to its end, if anything did.
    """

    writer: WriterIdentity
    sentences: tuple[WordedSentence, ...] = ()
    dropped: tuple[DroppedSentence, ...] = ()
    error: WriterError | None = None


def word(question: str, answer: Answer, writer: Writer, encoder: Encoder) -> Generator[Wording]:
    """Have an answer worded; yield what there is at each piece that is written.

    Args:
        question: As it was understood.
        answer: Which quotes the documents.
        writer: Who words it.
        encoder: Tells how close a sentence is to what it cites.
    """
    quotes = quotes_of(answer)
    wording = Wording(writer.identity)
    yield wording
    with closing(writer.write(INSTRUCTIONS, as_data(question, quotes))) as pieces:
        try:
            for written in _sentences(aloud(pieces, writer.identity)):
                for sentence in written:
                    fault = fault_of(sentence, quotes, encoder)
                    wording = _with(wording, sentence, fault, answer.citations)
                yield wording
        except WriterError as error:
            yield replace(wording, error=error)


def _sentences(pieces: Iterable[str]) -> Iterator[list[DraftSentence]]:
    """Yield, at each piece, the sentences that it completes."""
    draft, length = Draft(), 0
    for piece in pieces:
        yield list(draft.add(piece[: LONGEST - length]))
        length += len(piece)
        if length >= LONGEST:
            break
    yield list(draft.finish())


def _with(
    wording: Wording,
    sentence: DraftSentence,
    fault: Fault | None,
    citations: tuple[Citation, ...],
) -> Wording:
    """Add a sentence to those that stand, once, or to those that are dropped."""
    if fault:
        dropped = DroppedSentence(sentence.text, fault)
        return replace(wording, dropped=(*wording.dropped, dropped))
    cited = tuple(citations[number - 1] for number in sentence.numbers)
    worded = WordedSentence(sentence.text, cited)
    if worded in wording.sentences:
        return wording
    return replace(wording, sentences=(*wording.sentences, worded))
