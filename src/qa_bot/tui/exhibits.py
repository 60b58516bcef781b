"""What can be checked: a quote of an answer, or a passage that came near.

Comes in: an `Answer`. Goes out: exhibits, each of which a card shows and the evidence pane opens.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from qa_bot.records import Answer, Hit, Passage, Reference, Span

MOST_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A span of a document, and why it is shown.

    Attributes:
        label: `[1]` for a citation, `≈1` for a passage that came near.
        passage: Where it stands.
        span: The quote, or the whole passage.
        line: Line number of its first character, counted from 1.
        highlights: The figures or words that answer.
        references: What the quote cites.
        hit: How its passage was found; None when it is not among the hits.
    """

    label: str
    passage: Passage
    span: Span
    line: int
    highlights: tuple[Span, ...] = ()
    references: tuple[Reference, ...] = ()
    hit: Hit | None = None

    @property
    def quote(self) -> str:
        """The text of the span, verbatim."""
        return self.passage.quote(self.span)


def exhibits_of(answer: Answer) -> tuple[Exhibit, ...]:
    """List the citations of an answer, or the nearest passages of one that was not found."""
    return tuple(_citations(answer) if answer.statements else _nearest(answer))


def _citations(answer: Answer) -> Iterator[Exhibit]:
    hits = {hit.passage.id: hit for hit in answer.hits}
    for number, cited in enumerate(answer.citations, 1):
        yield Exhibit(
            label=f"[{number}]",
            passage=cited.passage,
            span=cited.span,
            line=cited.line,
            highlights=cited.highlights,
            references=cited.references,
            hit=hits.get(cited.passage.id),
        )


def _nearest(answer: Answer) -> Iterator[Exhibit]:
    for number, hit in enumerate(answer.hits[:MOST_NEAREST], 1):
        passage = hit.passage
        yield Exhibit(f"≈{number}", passage, passage.span, passage.line, hit=hit)
