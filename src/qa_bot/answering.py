"""Passages become an answer: the sentences and rows that answer, quoted and cited; or not found.

Comes in: a question taken apart and its hits, read. Goes out: an `Answer`. Every statement is a
quote, so that nothing can be made up; whether it answers at all is judged by odds learned from
questions with known answers.
"""

from collections.abc import Callable, Sequence

from qa_bot.candidates import Candidate, candidates
from qa_bot.encoder import Encoder
from qa_bot.figures import asks_for_figure, asks_for_list, figures_that_answer, words_that_answer
from qa_bot.markup import citation_keys
from qa_bot.odds import WITH_READER, WITHOUT_READER, Odds
from qa_bot.quantities import agree, quantities
from qa_bot.question import Concept, Question, forms
from qa_bot.reading import ReadHit
from qa_bot.records import Answer, AnswerStatus, Citation, Span, Statement
from qa_bot.text import LineNumbers, merged

THRESHOLD = 0.8
"""How often the answers that are given should be right."""

MOST_STATEMENTS = 3
MOST_CITATIONS = 3
NEAR = 0.1
NEAR_IN_LIST = 1.0
"""A further statement's log-odds may be behind the best one's by this much."""

AGREEING = 2.0
"""A further citation's log-odds may be behind those of the statement it supports by this much."""


class ExtractiveAnswerer:
    """Answers with sentences of the documents, chosen by a few plain signs."""

    def __init__(self, encoder: Encoder, idf: Callable[[Concept], float]) -> None:
        """Take what tells similarity and what tells the rarity of a concept."""
        self._encoder = encoder
        self._idf = idf

    def answer(
        self, question: Question, hits: Sequence[ReadHit], threshold: float = THRESHOLD
    ) -> Answer:
        """Choose the statements that answer, or none.

        Args:
            question: What is asked.
            hits: Passages found for it and read, best first.
            threshold: How often answers should be right, 0 to 1; below the confidence that this
                takes, the answer is "not found".
        """
        odds = odds_for(hits)
        ranked = rank(candidates(question, hits, self._idf, self._encoder), odds)
        confidence = confidence_in(question, ranked, odds) if ranked else 0.0
        is_sure = bool(ranked) and confidence >= odds.least_confidence(threshold)
        chosen = choose(question, ranked, odds) if is_sure else []
        return Answer(
            question=question.text,
            searched=question.searched,
            status=AnswerStatus.ANSWERED if chosen else AnswerStatus.NOT_FOUND,
            statements=tuple(state(question, one, ranked, odds) for one in chosen),
            confidence=confidence,
            hits=tuple(one.hit for one in hits),
        )


def odds_for(hits: Sequence[ReadHit]) -> Odds:
    """Choose what was learned for hits with a reader's evidence, or for those without."""
    return WITH_READER if any(one.evidence for one in hits) else WITHOUT_READER


def rank(found: Sequence[Candidate], odds: Odds) -> list[Candidate]:
    """Sort candidates, the likeliest first."""
    return sorted(found, key=lambda one: (-odds.of(one), one.hit.passage.document, one.quote))


def confidence_in(question: Question, ranked: Sequence[Candidate], odds: Odds) -> float:
    """Estimate the probability that the first candidate is right."""
    agreeing = [say_the_same(question, ranked[0], one) for one in ranked]
    return odds.confidence([odds.of(one) for one in ranked], agreeing)


def choose(question: Question, ranked: Sequence[Candidate], odds: Odds) -> list[Candidate]:
    """Take the best candidate, and near ones that add something that was asked for.

    That is a word of the question that no chosen one has, or, where a figure is asked for, other
    figures than the chosen ones have: sources that disagree are shown side by side. A question for
    a list takes whatever else is near.
    """
    chosen = [_plainest(question, ranked, odds)]
    is_list = asks_for_list(question.text)
    least = odds.of(ranked[0]) - (NEAR_IN_LIST if is_list else NEAR)
    for candidate in ranked[1:]:
        if len(chosen) == MOST_STATEMENTS or odds.of(candidate) < least:
            break
        if any(say_the_same(question, one, candidate) for one in chosen):
            continue
        if is_list or _adds_words(question, chosen, candidate) or asks_for_figure(question.text):
            chosen.append(candidate)
    return chosen


def _plainest(question: Question, ranked: Sequence[Candidate], odds: Odds) -> Candidate:
    """Take the best candidate, or, if that is a row, a near sentence that says the same."""
    best = ranked[0]
    least = odds.of(best) - AGREEING
    sentences = (
        one
        for one in ranked
        if not one.read.unit.columns and odds.of(one) >= least and say_the_same(question, best, one)
    )
    return next(sentences, best) if best.read.unit.columns else best


def _adds_words(question: Question, chosen: Sequence[Candidate], candidate: Candidate) -> bool:
    said = forms(" ".join(one.in_place for one in chosen))
    asked = [concept for concept in question.concepts if not concept.is_in(said)]
    return any(concept.is_in(said | forms(candidate.in_place)) for concept in asked)


def say_the_same(question: Question, one: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates answer alike: by value and unit, or in the same words."""
    marked = [(each.reading.text, highlights(question, each)) for each in (one, other)]
    if one is other or not all(spans for _, spans in marked):
        return one is other
    first, second = (quantities(text, spans) for text, spans in marked)
    if first or second:
        return agree(first, second)
    words, others = (forms(" ".join(span.of(text) for span in spans)) for text, spans in marked)
    return words <= others or others <= words


def state(
    question: Question, candidate: Candidate, ranked: Sequence[Candidate], odds: Odds
) -> Statement:
    """Quote a candidate and cite it, what answers in it marked, and others that say the same."""
    least = odds.of(candidate) - AGREEING
    agreeing = [
        one
        for one in ranked
        if one.hit.passage.id != candidate.hit.passage.id
        and odds.of(one) >= least
        and say_the_same(question, candidate, one)
    ]
    cited = [candidate, *agreeing][:MOST_CITATIONS]
    return Statement(
        text=candidate.reading.text,
        citations=tuple(dict.fromkeys(_cite(question, one) for one in cited)),
        highlights=highlights(question, candidate),
    )


def _cite(question: Question, candidate: Candidate) -> Citation:
    passage, quote = candidate.hit.passage, candidate.quote
    marked = (candidate.reading.back(span) for span in highlights(question, candidate))
    keys = citation_keys(passage.quote(quote))
    lines_before = LineNumbers(passage.text).at(quote.start - passage.span.start) - 1
    return Citation(
        passage=passage,
        span=quote,
        line=passage.line + lines_before,
        highlights=merged([span for spans in marked for span in spans]),
        references=tuple(entry for entry in passage.references if entry.key in keys),
    )


def highlights(question: Question, candidate: Candidate) -> tuple[Span, ...]:
    """Find what answers in a candidate: where the reader sees it, or by plain rules."""
    if candidate.read.spans:
        return (candidate.read.spans[0].span,)
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
