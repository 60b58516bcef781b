"""A writer that writes what it was given, and answers to word."""

from collections.abc import Generator

from qa_bot.errors import WriterError
from qa_bot.llm import WriterIdentity
from qa_bot.records import Answer, Citation, Passage, Span, Statement, Unit


class TextWriter:
    """Writes these pieces, whatever it is told, and then fails if it has an error.

    Attributes:
        told: The instructions and data it was given.
        closed: Whether it was stopped before its end.
    """

    def __init__(self, *pieces: str, error: WriterError | None = None) -> None:
        self.identity = WriterIdentity("tiny", "http://127.0.0.1:1/v1")
        self.told: list[tuple[str, str]] = []
        self.closed = False
        self._pieces = pieces
        self._error = error

    def write(self, instructions: str, data: str) -> Generator[str]:
        self.told.append((instructions, data))
        try:
            yield from self._pieces
        except GeneratorExit:
            self.closed = True
            raise
        if self._error:
            raise self._error


def quoting(*texts: str, question: str = "how long did it last?") -> Answer:
    """Answer with statements, each the whole text of a document `d1.md`, `d2.md` and so on."""
    statements = []
    for number, text in enumerate(texts, 1):
        span = Span(0, len(text))
        passage = Passage(
            f"d{number}.md", "a" * 64, span, text, 1, ("Trial", f"Part {number}"), (Unit(span),)
        )
        statements.append(Statement(text, (Citation(passage, span, 1),)))
    return Answer(question, question, tuple(statements), 0.9)
