"""Passages become an answer: the sentences and rows that answer, quoted and cited; or not found.

Comes in: a question taken apart and its hits. Goes out: an `Answer`. Every statement is a quote, so
that nothing can be made up; whether it answers at all is judged by odds learned from questions
with known answers.
"""

import math
from collections.abc import Callable, Sequence

from qa_bot.candidates import Candidate, Signs, candidates
from qa_bot.encoder import Encoder
from qa_bot.figures import asks_for_figure, figures_that_answer, words_that_answer
from qa_bot.markup import citation_keys
from qa_bot.question import Concept, Question, forms
from qa_bot.records import Answer, AnswerStatus, Citation, Hit, Span, Statement
from qa_bot.text import LineNumbers, merged

THRESHOLD = 0.5
"""Confidence from which an answer is given."""

MOST_STATEMENTS = 3
NEAR = 0.1
"""A further statement's log-odds may be behind the best one's by this much."""

WEIGHTS = Signs(
    cosine=3.27,
    here=2.36,
    headed=1.8,
    around=-0.36,
    focus=-0.12,
    uncovered=-1.44,
    gaps=-0.28,
    lag=-7.78,
    figure=0.08,
)
BIAS = -4.67


class ExtractiveAnswerer:
    """Answers with sentences of the documents, chosen by a few plain signs."""

    def __init__(self, encoder: Encoder, idf: Callable[[Concept], float]) -> None:
        """Take what tells similarity and what tells the rarity of a concept."""
        self._encoder = encoder
        self._idf = idf

    def answer(
        self, question: Question, hits: Sequence[Hit], threshold: float = THRESHOLD
    ) -> Answer:
        """Choose the statements that answer, or none.

        Args:
            question: What is asked.
            hits: Passages found for it, best first.
            threshold: Confidence, 0 to 1, below which the answer is "not found".
        """
        found = candidates(question, hits, self._idf, self._encoder)
        ranked = sorted(
            found, key=lambda one: (-log_odds(one), one.hit.passage.document, one.unit.span)
        )
        confidence = 1 / (1 + math.exp(-log_odds(ranked[0]))) if ranked else 0.0
        chosen = choose(question, ranked) if ranked and confidence >= threshold else []
        return Answer(
            question=question.text,
            searched=question.searched,
            status=AnswerStatus.ANSWERED if chosen else AnswerStatus.NOT_FOUND,
            statements=tuple(state(question, one) for one in chosen),
            confidence=confidence,
            hits=tuple(hits),
        )


def log_odds(candidate: Candidate) -> float:
    """Estimate the log-odds that a candidate answers."""
    return BIAS + candidate.signs.weighed(WEIGHTS)


def choose(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Take the best candidate, and near ones that add something that was asked for.

    That is a word of the question that no chosen one has, or, where a figure is asked for, other
    figures than the chosen ones have: sources that disagree are shown side by side.
    """
    chosen = [ranked[0]]
    for candidate in ranked[1:]:
        if len(chosen) == MOST_STATEMENTS or log_odds(candidate) < log_odds(ranked[0]) - NEAR:
            break
        if _adds_words(question, chosen, candidate) or _adds_figures(question, chosen, candidate):
            chosen.append(candidate)
    return chosen


def _adds_words(question: Question, chosen: Sequence[Candidate], candidate: Candidate) -> bool:
    said = forms(" ".join(one.in_place for one in chosen))
    asked = [concept for concept in question.concepts if not concept.is_in(said)]
    return any(concept.is_in(said | forms(candidate.in_place)) for concept in asked)


def _adds_figures(question: Question, chosen: Sequence[Candidate], candidate: Candidate) -> bool:
    if not asks_for_figure(question.text):
        return False
    shown = {figure for one in chosen for figure in _figures(question, one)}
    offered = _figures(question, candidate)
    return bool(offered) and shown.isdisjoint(offered)


def _figures(question: Question, candidate: Candidate) -> set[str]:
    text = candidate.reading.text
    return {span.of(text) for span in figures_that_answer(question.text, text)}


def state(question: Question, candidate: Candidate) -> Statement:
    """Quote a candidate and cite it, what answers in it marked."""
    reading, passage, quote = candidate.reading, candidate.hit.passage, candidate.unit.span
    highlights = _highlights(question, candidate)
    in_document = [span for highlight in highlights for span in reading.back(highlight)]
    keys = citation_keys(passage.quote(quote))
    lines_before = LineNumbers(passage.text).at(quote.start - passage.span.start) - 1
    citation = Citation(
        passage=passage,
        span=quote,
        line=passage.line + lines_before,
        highlights=merged(in_document),
        references=tuple(entry for entry in passage.references if entry.key in keys),
    )
    return Statement(reading.text, (citation,), highlights)


def _highlights(question: Question, candidate: Candidate) -> tuple[Span, ...]:
    text = candidate.reading.text
    wants_figure = asks_for_figure(question.text)
    figures = figures_that_answer(question.text, text) if wants_figure else ()
    return figures or words_that_answer(question, text, candidate.hit.passage.section)


def missing_words(question: Question, occurs: Callable[[str], bool]) -> tuple[str, ...]:
    """List the words of a question that occur in no document, in any wording."""
    return tuple(
        concept.words
        for concept in question.concepts
        if not any(all(map(occurs, wording)) for wording in concept.wordings)
    )
