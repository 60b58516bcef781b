"""What each candidate claims: how likely, where in it, and which figures or words.

Comes in: a question and candidates. Goes out: claims, the likeliest first, that can be compared:
two agree when they answer with the same figures, by value and unit, or in the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_bot.candidates import Candidate
from qa_bot.figures import asks_for_figure, figures_that_answer, words_that_answer
from qa_bot.odds import Odds
from qa_bot.quantities import Quantity, agree, quantities
from qa_bot.question import Question, forms
from qa_bot.records import Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A candidate as an answer.

    Attributes:
        candidate: Where it stands and what speaks for it.
        log_odds: That it answers.
        highlights: What in it answers, as spans of its text.
        figures: The numbers in the highlights, with their units.
        words: The folded terms in the highlights.
    """

    candidate: Candidate
    log_odds: float
    highlights: tuple[Span, ...]
    figures: frozenset[Quantity]
    words: frozenset[str]

    def agrees_with(self, other: "Claim") -> bool:
        """Tell whether both answer alike; one may say more than the other."""
        if self is other:
            return True
        if self.figures or other.figures:
            return agree(self.figures, other.figures)
        fewer, more = sorted((self.words, other.words), key=len)
        return bool(fewer) and fewer <= more


def claims(question: Question, found: Sequence[Candidate], odds: Odds) -> list[Claim]:
    """Judge candidates; the likeliest first."""
    judged = [_claim(question, one, odds) for one in found]
    return sorted(
        judged,
        key=lambda one: (
            -one.log_odds,
            one.candidate.hit.passage.document,
            one.candidate.quote,
        ),
    )


def _claim(question: Question, candidate: Candidate, odds: Odds) -> Claim:
    highlights = _highlights(question, candidate)
    said = " ".join(span.of(candidate.text) for span in highlights)
    return Claim(
        candidate=candidate,
        log_odds=odds.of(candidate),
        highlights=highlights,
        figures=quantities(candidate.text, highlights),
        words=forms(said),
    )


def _highlights(question: Question, candidate: Candidate) -> tuple[Span, ...]:
    """Find what answers in a candidate: where the reader is sure to see it, or by plain rules."""
    if candidate.read.spans and candidate.read.spans[0].score > 0:
        return (candidate.read.spans[0].span,)
    wants_figure = asks_for_figure(question.text)
    figures = figures_that_answer(question.text, candidate.text) if wants_figure else ()
    return figures or words_that_answer(question, candidate.text, candidate.hit.passage.section)
