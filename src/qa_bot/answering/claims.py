"""What each candidate claims: how likely, where in it, and which figures or words.

Comes in: a question and candidates. Goes out: claims, the likeliest first, that can be compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.answering.agreement import Saying, saying
from qa_bot.answering.candidates import Candidate
from qa_bot.answering.demands import is_blank
from qa_bot.answering.figures import figures_that_answer, words_that_answer
from qa_bot.answering.odds import Odds
from qa_bot.glossary.abbreviations import abbreviations
from qa_bot.question import Question
from qa_bot.question.asking import asks_for_figure, asks_long_form, asks_whether
from qa_bot.question.concepts import said_by
from qa_bot.records import Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A candidate as an answer.

    Attributes:
        candidate: Where it stands and what speaks for it.
        log_odds: That it answers.
        highlights: What in it answers, as spans of its text.
        saying: What it says there.
    """

    candidate: Candidate
    log_odds: float
    highlights: tuple[Span, ...]
    saying: Saying

    @property
    def is_left_out(self) -> bool:
        """Whether it is a row that has no answer where that would stand: "Date: not given"."""
        text = self.candidate.text
        return self.candidate.is_row and any(is_blank(one.of(text)) for one in self.highlights)

    def agrees_with(self, other: "Claim") -> bool:
        """Tell whether both answer alike; one may say more than the other."""
        return self is other or self.saying.agrees_with(other.saying)

    def overlaps(self, other: "Claim") -> bool:
        """Tell whether one's quote has part of the other's, as a list has its items."""
        return self.is_beside(other) and self.candidate.quote.overlaps(other.candidate.quote)

    def holds(self, other: "Claim") -> bool:
        """Tell whether its quote has all of the other's."""
        return self.is_beside(other) and self.candidate.quote.contains(other.candidate.quote)

    def is_beside(self, other: "Claim") -> bool:
        """Tell whether both stand in one document."""
        return self.candidate.hit.passage.document == other.candidate.hit.passage.document


def claims(question: Question, found: Sequence[Candidate], odds: Odds) -> list[Claim]:
    """Judge candidates; the likeliest first.

    What says nothing itself of what is asked is left to its heading, where the reader sees more of
    an answer in that.
    """
    headings = [one for one in found if one.text in one.hit.passage.section[-1:]]
    left = [one for one in found if not any(_answers_for(head, one) for head in headings)]
    judged = [_claim(question, one, odds) for one in left]
    return sorted(
        judged,
        key=lambda one: (
            -one.log_odds,
            one.candidate.hit.passage.document,
            one.candidate.quote,
        ),
    )


def _answers_for(heading: Candidate, other: Candidate) -> bool:
    """Tell whether a heading answers, and what stands below it only for that."""
    above, passage = heading.hit.passage, other.hit.passage
    is_below = (above.document, above.section) == (passage.document, passage.section)
    return is_below and not other.signs.here and heading.signs.own_span > other.signs.own_span


def _claim(question: Question, candidate: Candidate, odds: Odds) -> Claim:
    highlights = _highlights(question, candidate)
    return Claim(
        candidate=candidate,
        log_odds=odds.of(candidate),
        highlights=highlights,
        saying=saying(candidate.text, highlights),
    )


def _highlights(question: Question, candidate: Candidate) -> tuple[Span, ...]:
    """Find what answers in a candidate, where the reader sees it or by plain rules.

    Nothing is found where all of it does.
    """
    if asks_long_form(question.text) and (long_forms := _long_forms(question, candidate.text)):
        return long_forms
    if candidate.read.spans:
        return () if _is_beside_point(question, candidate) else (candidate.read.spans[0].span,)
    wants_figure = asks_for_figure(question.text)
    figures = figures_that_answer(question.text, candidate.text) if wants_figure else ()
    return figures or words_that_answer(question, candidate.text, candidate.hit.passage.section)


def _is_beside_point(question: Question, candidate: Candidate) -> bool:
    """Tell whether the reader sees the answer in a blank cell of a row that tells it in another.

    Whether something is approved is told where the date is not given, unless that is asked for.
    """
    text, span = candidate.text, candidate.read.spans[0].span
    if not (candidate.is_row and asks_whether(question.text) and is_blank(span.of(text))):
        return False
    column = said_by(text[: span.start].rpartition(";")[2])
    return not any(one.is_in(column) for one in question.concepts)


def _long_forms(question: Question, text: str) -> tuple[Span, ...]:
    """Find what a text writes out of the short forms that are asked about."""
    asked = {concept.words.casefold() for concept in question.concepts}
    longs = [one.long for one in abbreviations(text) if one.short.casefold() in asked]
    return tuple(Span(start, start + len(long)) for long in longs for start in [text.find(long)])
