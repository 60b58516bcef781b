"""The records that travel from a file to an answer: frozen, with derived properties only.

Every offset is an index into the document's decoded text, with no newline translated and nothing
normalised. One record contains another instead of copying its fields: a `Citation` and a `Hit`
hold the `Passage` they speak of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters, `text[start:end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse an empty or inverted range.

        Raises:
            ValueError: Unless `0 <= start < end`.
        """
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def of(self, text: str, offset: int = 0) -> str:
        """Cut the span out of a text that begins at `offset` of its document."""
        return text[self.start - offset : self.end - offset]

    def moved(self, by: int) -> "Span":
        """Tell the same range of a text that begins so much earlier."""
        return Span(self.start + by, self.end + by)

    def contains(self, other: "Span") -> bool:
        """Tell whether another span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Tell whether this span and another share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that is quoted: a sentence, or a table row with its column names.

    Its `lead` is what it hangs on: a list's lead-in as it reads, or the question it replies to.
    """

    span: Span
    columns: tuple[str, ...] = ()
    lead: str = ""

    def as_list(self) -> list[int | str]:
        """Write it as JSON can hold it: its offsets, its lead, then its columns."""
        return [self.span.start, self.span.end, self.lead, *self.columns]

    @classmethod
    def from_list(cls, values: Sequence[Any]) -> "Unit":
        """Read what `as_list` wrote."""
        start, end, lead, *columns = values
        return cls(Span(start, end), tuple(columns), lead)


@dataclass(frozen=True, slots=True)
class Section:
    """The units under one heading; `path` is the trail of headings that leads there."""

    path: tuple[str, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file, decoded and divided.

    Attributes:
        name: Its address: the folder's name and the path inside it, with `/`.
        text: Its decoded text, verbatim; of a format that is no text, what was extracted.
        sha256: Of its bytes, in hexadecimal.
        title: From its front matter, first heading or file name.
        sections: In reading order.
        pages: Where each page starts in the text; empty for a format without pages.
    """

    name: str
    text: str
    sha256: str
    title: str
    sections: tuple[Section, ...]
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A bibliographic entry that a document cites by its key."""

    key: str
    text: str
    url: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """An indexed slice of a document: whole units of one section.

    Attributes:
        document: Name of the document.
        sha256: Of the document's bytes.
        span: Where it lies in the document.
        text: That slice, verbatim.
        line: Line number of its first character, counted from 1.
        section: The trail of headings.
        units: Its sentences and rows; their spans index the document.
        references: What its citation keys stand for.
        page: Page on which it starts, counted from 1; None where there are no pages.
        turns: Where further pages start inside it.
    """

    document: str
    sha256: str
    span: Span
    text: str
    line: int
    section: tuple[str, ...]
    units: tuple[Unit, ...]
    references: tuple[Reference, ...] = ()
    page: int | None = None
    turns: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The passage's address, such as `knowledge/boston.md:120-348`."""
        return f"{self.document}:{self.span.start}-{self.span.end}"

    def quote(self, span: Span) -> str:
        """Cut a span of the document out of the passage, verbatim."""
        return span.of(self.text, self.span.start)

    def page_at(self, offset: int) -> int | None:
        """Tell the page of a character of the document, counted from 1."""
        return self.page and self.page + sum(turn <= offset for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with why: scores and ranks (from 1), or None where unseen.

    Attributes:
        passage: What was found.
        score: The fused score; mixed with the reader's once it was read. At most 1.
        dense_score: Cosine of question and passage.
        dense_rank: Rank by that cosine.
        lexical_score: BM25.
        lexical_rank: Rank by BM25.
        matched: The question's terms that occur in the passage.
        reader_score: The reader's estimate that the passage answers what is asked, 0 to 1.
    """

    passage: Passage
    score: float
    dense_score: float | None = None
    dense_rank: int | None = None
    lexical_score: float | None = None
    lexical_rank: int | None = None
    matched: tuple[str, ...] = ()
    reader_score: float | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage and the span of the document that is quoted from it.

    Attributes:
        passage: Where the quote stands.
        span: The quote, in the document.
        line: Line number of the quote's first character, counted from 1.
        highlights: The figures or words that answer, inside the quote.
        references: The bibliographic entries that the quote cites.
    """

    passage: Passage
    span: Span
    line: int
    highlights: tuple[Span, ...] = ()
    references: tuple[Reference, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a quote outside its passage and a highlight outside its quote.

        Raises:
            ValueError: With the spans at odds.
        """
        if not self.passage.span.contains(self.span):
            raise ValueError(f"quote {self.span} lies outside passage {self.passage.id}")
        if not all(self.span.contains(highlight) for highlight in self.highlights):
            raise ValueError(f"a highlight lies outside quote {self.span}")

    @property
    def quote(self) -> str:
        """The quoted text, verbatim."""
        return self.passage.quote(self.span)

    @property
    def page(self) -> int | None:
        """Page on which the quote starts, counted from 1; None where there are no pages."""
        return self.passage.page_at(self.span.start)

    @property
    def address(self) -> str:
        """Document and characters, such as `knowledge/boston.md:120-210`."""
        return f"{self.passage.document}:{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, as it reads once markup is taken off, and where it stands.

    Attributes:
        text: The quoted sentence or table row in reading form.
        citations: At least one.
        highlights: The words or figures that answer, as spans of `text`.
    """

    text: str
    citations: tuple[Citation, ...]
    highlights: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a statement that cites nothing.

        Raises:
            ValueError: When there is no citation.
        """
        if not self.citations:
            raise ValueError(f"uncited statement: {self.text!r}")


class AnswerStatus(StrEnum):
    """Whether the documents answer the question."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of a question that occurs in no document, and the one it was read as.

    Attributes:
        typed: As it was typed.
        read: As it was searched.
    """

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question, or that they say nothing.

    Attributes:
        question: As it was asked.
        searched: As it was searched.
        statements: In order of importance; none when not found.
        confidence: Estimated probability that the best statement found is right, 0 to 1.
        missing_terms: Words of the question that occur in no document.
        apart_terms: When not found: words of it that no passage found has together.
        hits: The passages found, best first.
        corrections: Words of the question that were read as others, which documents have.
        unanswered: Where a question asks several things: those of them that are not found.
    """

    question: str
    searched: str
    statements: tuple[Statement, ...]
    confidence: float
    missing_terms: tuple[str, ...] = ()
    apart_terms: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    corrections: tuple[Correction, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def status(self) -> AnswerStatus:
        """Answered where there is a statement."""
        return AnswerStatus.ANSWERED if self.statements else AnswerStatus.NOT_FOUND

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of the statements; the first is number 1."""
        cited = (citation for statement in self.statements for citation in statement.citations)
        return tuple(dict.fromkeys(cited))
