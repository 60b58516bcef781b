"""What can be checked: a quote of an answer, or a passage that came near.

Comes in: an `Answer`. Goes out: exhibits, each of which a card shows and the evidence pane opens.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.records import Answer, Hit, Passage, Reference, Span
from qa_bot.text.spans import LineNumbers

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

    def found_in(self, text: str, sha256: str) -> "Exhibit | None":
        """Find the quote in today's text of its document, nearest to where it stood.

        Args:
            text: As it is indexed.
            sha256: Of the file that it was read from.

        Returns:
            None when it stands there no more. One whose words were not saved is where it was, and
            that can only be told of the very file.
        """
        if not self.quote:
            return self if self.passage.sha256 == sha256 else None
        if self.span.of(text) == self.quote:
            return self
        places = [one.start() for one in re.finditer(re.escape(self.quote), text)]
        if not places:
            return None
        return self._at(min(places, key=lambda start: abs(start - self.span.start)), text)

    @property
    def alone(self) -> "Exhibit":
        """The same in a text that is nothing but the quote."""
        return self._at(0, self.quote)

    def _at(self, start: int, text: str) -> "Exhibit":
        by = start - self.span.start
        span, *highlights = (
            Span(one.start + by, one.end + by) for one in (self.span, *self.highlights)
        )
        passage = replace(self.passage, span=span, text=self.quote, units=(), turns=())
        line = LineNumbers(text).at(start)
        return replace(self, passage=passage, span=span, line=line, highlights=tuple(highlights))


def exhibits_of(answer: Answer) -> tuple[Exhibit, ...]:
    """List the citations of an answer, or the nearest passages of one that was not found."""
    return tuple(_citations(answer) if answer.statements else _nearest(answer))


def _citations(answer: Answer) -> Iterator[Exhibit]:
    for number, cited in enumerate(answer.citations, 1):
        yield Exhibit(
            label=f"[{number}]",
            passage=cited.passage,
            span=cited.span,
            line=cited.line,
            highlights=cited.highlights,
            references=cited.references,
            hit=_hit_of(cited.passage, answer.hits),
        )


def _hit_of(cited: Passage, hits: Sequence[Hit]) -> Hit | None:
    """Find how a passage, or the one that it is a saved part of, was found."""
    around = (
        hit
        for hit in hits
        if hit.passage.document == cited.document and hit.passage.span.contains(cited.span)
    )
    return next((hit for hit in hits if hit.passage.id == cited.id), next(around, None))


def _nearest(answer: Answer) -> Iterator[Exhibit]:
    for number, hit in enumerate(answer.hits[:MOST_NEAREST], 1):
        passage = hit.passage
        yield Exhibit(f"≈{number}", passage, passage.span, passage.line, hit=hit)
