"""Passages become an answer: the sentences and rows that answer, quoted and cited; or not found.

Comes in: a question taken apart and its hits. Goes out: an `Answer`. Every statement is a quote, so
that nothing can be made up; whether it answers at all is judged by a score with known odds.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qa_bot.encoder import Encoder
from qa_bot.figures import asks_for_figure, figures_that_answer, words_that_answer
from qa_bot.markup import Reading, citation_keys, read
from qa_bot.question import Concept, Question, forms
from qa_bot.records import Answer, AnswerStatus, Citation, Hit, Statement, Unit
from qa_bot.text import LineNumbers, merged

THRESHOLD = 0.5
"""Confidence from which an answer is given."""

MOST_STATEMENTS = 3
MOST_CANDIDATES = 16
NEAR_BEST = 0.9
"""A further statement must be as good as this share of the best one's score."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign that a sentence answers adds to its log-odds.

    Fitted by logistic regression on training questions (`training/fit_answering.py`).
    """

    bias: float = -9.0
    cosine: float = 6.0
    coverage: float = 3.0
    coverage_here: float = 2.0
    rarest: float = 3.0
    figure: float = 1.5
    rank: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence or row that may answer, with the signs that it does.

    Attributes:
        hit: The passage it stands in.
        unit: Where it stands.
        reading: How it reads.
        cosine: Of the question and it, headings in front.
        coverage: Share of the question's weight that it and its headings cover.
        coverage_here: Share that it alone covers.
        rarest: How much of the question's rarest concept it and its headings cover.
        figure: 1 if the question asks for a figure and it has one, -1 if it has none, else 0.
        rank: The hit's fused score.
    """

    hit: Hit
    unit: Unit
    reading: Reading
    cosine: float
    coverage: float
    coverage_here: float
    rarest: float
    figure: float
    rank: float

    def log_odds(self, weights: Weights) -> float:
        """Estimate the log-odds that it answers."""
        return (
            weights.bias
            + weights.cosine * self.cosine
            + weights.coverage * self.coverage
            + weights.coverage_here * self.coverage_here
            + weights.rarest * self.rarest
            + weights.figure * self.figure
            + weights.rank * self.rank
        )


class ExtractiveAnswerer:
    """Answers with sentences of the documents, chosen by a few plain signs."""

    def __init__(
        self, encoder: Encoder, idf: Callable[[Concept], float], weights: Weights = Weights()
    ) -> None:
        """Take what tells similarity and what tells the rarity of a concept."""
        self._encoder = encoder
        self._idf = idf
        self._weights = weights

    def answer(
        self, question: Question, hits: Sequence[Hit], threshold: float = THRESHOLD
    ) -> Answer:
        """Choose the statements that answer, or none.

        Args:
            question: What is asked.
            hits: Passages found for it, best first.
            threshold: Confidence, 0 to 1, below which the answer is "not found".
        """
        ranked = sorted(
            ((self._odds(one), one) for one in self.candidates(question, hits)),
            key=lambda pair: (-pair[0], pair[1].hit.passage.document, pair[1].unit.span),
        )
        confidence = ranked[0][0] if ranked else 0.0
        chosen = self._choose(question, ranked) if confidence >= threshold else []
        return Answer(
            question=question.text,
            searched=question.searched,
            status=AnswerStatus.ANSWERED if chosen else AnswerStatus.NOT_FOUND,
            statements=tuple(_statement(question, one) for one in chosen),
            confidence=confidence,
            hits=tuple(hits),
        )

    def candidates(self, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        """List the sentences and rows of the hits that share most with the question."""
        weights = {concept: self._idf(concept) for concept in question.concepts}
        total = sum(weights.values()) or 1.0
        rarest = max(weights, key=lambda concept: weights[concept])
        wants_figure = asks_for_figure(question.text)
        found: list[tuple[float, Hit, Unit, Reading, float, float, float]] = []
        for hit in hits:
            headings = forms(" ".join(hit.passage.section))
            for unit in hit.passage.units:
                reading = read(hit.passage, unit)
                here = forms(reading.text)
                alone = _covered(weights, here) / total
                both = _covered(weights, here | headings) / total
                best = rarest.coverage(here | headings)
                found.append((both + hit.score, hit, unit, reading, both, alone, best))
        found.sort(key=lambda one: -one[0])
        found = found[:MOST_CANDIDATES]
        cosines = self._cosines(question, [(one[1], one[3]) for one in found])
        return [
            Candidate(
                hit=hit,
                unit=unit,
                reading=reading,
                cosine=cosine,
                coverage=both,
                coverage_here=alone,
                rarest=best,
                figure=_figure_sign(question, reading) if wants_figure else 0.0,
                rank=hit.score,
            )
            for (_, hit, unit, reading, both, alone, best), cosine in zip(
                found, cosines, strict=True
            )
        ]

    def _odds(self, candidate: Candidate) -> float:
        return 1 / (1 + math.exp(-candidate.log_odds(self._weights)))

    def _cosines(self, question: Question, found: Sequence[tuple[Hit, Reading]]) -> list[float]:
        """Compare the question with each sentence, its headings in front as when it was indexed."""
        if not found:
            return []
        texts = [f"{' › '.join(hit.passage.section)}: {reading.text}" for hit, reading in found]
        vector = self._encoder.encode_question(question.searched)
        scores: list[float] = np.asarray(self._encoder.encode_documents(texts) @ vector).tolist()
        return scores

    def _choose(
        self, question: Question, ranked: Sequence[tuple[float, Candidate]]
    ) -> list[Candidate]:
        """Take the best, and further ones only where they add something that was asked for."""
        best_odds, best = ranked[0]
        chosen = [best]
        for odds, candidate in ranked[1:]:
            if len(chosen) == MOST_STATEMENTS or odds < NEAR_BEST * best_odds:
                break
            said = forms(" ".join(_in_place(one) for one in chosen))
            adds = forms(_in_place(candidate)) - said
            asked = [concept for concept in question.concepts if concept.coverage(said) < 1]
            if any(concept.coverage(said | adds) == 1 for concept in asked):
                chosen.append(candidate)
        return chosen


def _in_place(candidate: Candidate) -> str:
    """Read a candidate with the headings that it stands under."""
    return f"{' '.join(candidate.hit.passage.section)} {candidate.reading.text}"


def _covered(weights: dict[Concept, float], found: frozenset[str]) -> float:
    return sum(weight * concept.coverage(found) for concept, weight in weights.items())


def _figure_sign(question: Question, reading: Reading) -> float:
    return 1.0 if figures_that_answer(question.text, reading.text) else -1.0


def _statement(question: Question, candidate: Candidate) -> Statement:
    """Quote a candidate, what answers in it marked."""
    reading, passage, quote = candidate.reading, candidate.hit.passage, candidate.unit.span
    highlights = (
        figures_that_answer(question.text, reading.text) if asks_for_figure(question.text) else ()
    ) or words_that_answer(question, reading.text, candidate.hit.passage.section)
    in_document = [span for highlight in highlights for span in reading.back(highlight)]
    keys = citation_keys(passage.quote(quote))
    line = passage.line + LineNumbers(passage.text).at(quote.start - passage.span.start) - 1
    citation = Citation(
        passage=passage,
        span=quote,
        line=line,
        highlights=merged(in_document),
        references=tuple(entry for entry in passage.references if entry.key in keys),
    )
    return Statement(reading.text, (citation,), tuple(highlights))


def missing_words(question: Question, occurs: Callable[[str], bool]) -> tuple[str, ...]:
    """List the words of a question that occur in no document, in any wording."""
    return tuple(
        concept.words
        for concept in question.concepts
        if not any(all(map(occurs, wording)) for wording in concept.wordings)
    )
