"""Passages become an answer: the sentences and rows that answer, quoted and cited; or not found.

Comes in: a question taken apart and its hits, read. Goes out: an `Answer`. Every statement is a
quote, so that nothing can be made up; whether it answers at all is judged by odds learned from
questions with known answers.
"""

from collections.abc import Callable, Sequence

from qa_bot.answering.candidates import candidates
from qa_bot.answering.claims import Claim, claims
from qa_bot.answering.extremes import PassagesOf, without_lesser_rows
from qa_bot.answering.figures import figures_that_answer, measures
from qa_bot.answering.naming import apart_words
from qa_bot.answering.odds import WITH_READER, WITHOUT_READER, Odds
from qa_bot.answering.units import ReadHit
from qa_bot.encoder import Encoder
from qa_bot.question import Concept, Question
from qa_bot.question.asking import asks_for_figure, asks_for_list, is_asked
from qa_bot.question.concepts import said_by
from qa_bot.reader import Reader
from qa_bot.records import Answer, Citation, Statement
from qa_bot.text.markup import citation_keys, read_quote
from qa_bot.text.spans import LineNumbers, merged

THRESHOLD = 0.8
"""How often the answers that are given should be right."""

MOST_STATEMENTS = 3
"""Of rows of one table there may be more: what they add up to would be less than is told."""

MOST_CITATIONS = 3
NEAR = 0.1
NEAR_RIVAL = 1.0
"""A further statement's log-odds may be behind the best one's by this much; by the second one in a
list, and where another passage gives another figure for what was asked."""

NEAR_ROW = 2.0
"""So much where another row does: nothing but its reading tells it from the best one."""

NEAR_MEASURE = 3.0
"""So much where the best one has no figure, and another tells how much of it there is."""

AGREEING = 2.0
"""A further citation's log-odds may be behind those of the statement it supports by this much."""

AS_LIKELY = 0.7
"""Log-odds that differ by less, a factor of two, hardly differ."""


class ExtractiveAnswerer:
    """Answers with sentences of the documents, chosen by a few plain signs."""

    def __init__(
        self,
        encoder: Encoder,
        idf: Callable[[Concept], float],
        reader: Reader | None = None,
        passages_of: PassagesOf = lambda document: (),
    ) -> None:
        """Take what tells similarity, the rarity of a concept, and whether a sentence answers.

        Args:
            encoder: The one that made the index.
            idf: Weighs a concept by its rarity.
            reader: The one that reads the hits, if any does.
            passages_of: Yields a document's passages; without, no table is known to be whole.
        """
        self._encoder = encoder
        self._idf = idf
        self._reader = reader
        self._passages_of = passages_of

    def answer(
        self, question: Question, hits: Sequence[ReadHit], threshold: float = THRESHOLD
    ) -> Answer:
        """Choose the statements that answer, or none.

        Args:
            question: What is asked, as the hits write it.
            hits: Passages found for it and read by the same reader, best first.
            threshold: How often answers should be right, 0 to 1; below the confidence that this
                takes, the answer is "not found".
        """
        odds = odds_for(hits)
        left = without_lesser_rows(question, hits, self._passages_of)
        found = candidates(question, left, self._idf, self._encoder, self._reader)
        ranked = claims(question, found, odds)
        is_told = bool(ranked) and not ranked[0].is_left_out
        confidence = confidence_in(ranked, odds) if is_told else 0.0
        is_sure = is_told and confidence >= odds.least_confidence(threshold)
        chosen = choose(question, ranked) if is_sure else []
        return Answer(
            question=question.text,
            searched=question.searched,
            statements=tuple(state(one, ranked) for one in chosen),
            confidence=confidence,
            apart_terms=() if chosen else apart_words(question, hits),
            hits=tuple(one.hit for one in hits),
            corrections=question.corrections,
        )


def odds_for(hits: Sequence[ReadHit]) -> Odds:
    """Choose what was learned for hits with a reader's evidence, or for those without."""
    return WITH_READER if any(one.evidence for one in hits) else WITHOUT_READER


def confidence_in(ranked: Sequence[Claim], odds: Odds) -> float:
    """Estimate the probability that the first claim is right."""
    agreeing = [ranked[0].agrees_with(one) for one in ranked]
    return odds.confidence([one.log_odds for one in ranked], agreeing)


def choose(question: Question, ranked: Sequence[Claim]) -> list[Claim]:
    """Take the best claim, and near ones that add something that was asked for.

    That is a word of the question that no chosen one has, or, where a figure is asked for or is the
    answer, other figures of another passage that covers as much: sources that disagree are shown
    side by side. A question for a list takes whatever else is near.
    """
    best = ranked[0]
    is_list = asks_for_list(question.text)
    wants_figure = asks_for_figure(question.text) or bool(best.saying.figures)
    chosen = [_whole_list(question, best, ranked) or _plainest(question, ranked)]
    if measured := _measured(question, ranked):
        chosen.insert(0, measured)
    for claim in ranked[1:]:
        is_rival = is_list or (wants_figure and _is_rival(best, claim))
        if not _is_near(best, claim, is_rival=is_rival):
            continue
        if any(one.agrees_with(claim) or one.overlaps(claim) for one in chosen):
            continue
        if is_rival or _adds_words(question, chosen, claim):
            chosen.append(_whole_list(question, claim, ranked) or claim)
    are_rows = all(_are_rows(best, one) for one in chosen)
    return chosen if are_rows else chosen[:MOST_STATEMENTS]


def _is_rival(best: Claim, other: Claim) -> bool:
    """Tell whether another passage has a figure of its own and covers as much of the question.

    So may another row of a table: which of two kinds of rope is meant, the question does not say.
    """
    elsewhere = other.candidate.hit.passage.id != best.candidate.hit.passage.id
    covers = other.candidate.signs.headed >= best.candidate.signs.headed
    return (elsewhere or _are_rows(best, other)) and covers and bool(other.saying.figures)


def _are_rows(best: Claim, other: Claim) -> bool:
    """Tell whether both are rows of one table."""
    one, another = best.candidate, other.candidate
    columns = one.read.unit.columns
    return bool(columns) and columns == another.read.unit.columns and best.is_beside(other)


def _is_near(best: Claim, other: Claim, *, is_rival: bool) -> bool:
    """Tell whether a further statement is nearly as likely as the best one."""
    near = NEAR
    if is_rival:
        near = NEAR_ROW if _are_rows(best, other) else NEAR_RIVAL
    return other.log_odds >= best.log_odds - near


def _whole_list(question: Question, part: Claim, ranked: Sequence[Claim]) -> Claim | None:
    """Take a list for an item of it that says of the question no more than its lead-in does.

    The list has to be as near as a further item of it would.
    """
    lead = said_by(part.candidate.read.unit.lead)
    said = said_by(part.candidate.text)
    if any(one.is_in(said) and not one.is_in(lead) for one in question.concepts):
        return None
    wholes = (one for one in ranked if one is not part and one.holds(part))
    return next((one for one in wholes if one.log_odds >= part.log_odds - NEAR_RIVAL), None)


def _measured(question: Question, ranked: Sequence[Claim]) -> Claim | None:
    """Take for a telegram such as "butter brioche" the near claim that tells how much there is.

    The best one has no figure, and the other stands in its document and covers as much.
    """
    best = ranked[0]
    if is_asked(question.text) or figures_that_answer(question.text, best.candidate.text):
        return None
    for one in ranked:
        covers = one.candidate.signs.headed >= best.candidate.signs.headed
        is_near = one.log_odds >= best.log_odds - NEAR_MEASURE and one.is_beside(best)
        if covers and is_near and measures(question, one.candidate.text):
            return one
    return None


def _plainest(question: Question, ranked: Sequence[Claim]) -> Claim:
    """Take the best claim, or one that says the same more plainly.

    Of a row that is a near sentence; where a figure is asked for, the shortest sentence that has
    the same figures and is about as likely.
    """
    best = ranked[0]
    same = [one for one in ranked if not one.candidate.is_row and best.agrees_with(one)]
    if best.candidate.is_row:
        near = (one for one in same if one.log_odds >= best.log_odds - AGREEING)
        return next(near, best)
    if not best.saying.figures or not asks_for_figure(question.text):
        return best
    near = (
        one
        for one in same
        if one.log_odds >= best.log_odds - AS_LIKELY
        and len(one.saying.figures) >= len(best.saying.figures)
    )
    return min(near, key=lambda one: len(one.candidate.text))


def _adds_words(question: Question, chosen: Sequence[Claim], claim: Claim) -> bool:
    said = said_by(" ".join(one.candidate.in_place for one in chosen))
    asked = [concept for concept in question.concepts if not concept.is_in(said)]
    return any(concept.is_in(said | said_by(claim.candidate.in_place)) for concept in asked)


def state(claim: Claim, ranked: Sequence[Claim]) -> Statement:
    """Quote a claim and cite it, what answers in it marked, and others that say the same."""
    own = claim.candidate.hit.passage.id
    agreeing = [
        one
        for one in ranked
        if one.candidate.hit.passage.id != own
        and one.log_odds >= claim.log_odds - AGREEING
        and claim.saying.confirms(one.saying)
    ]
    return Statement(
        text=claim.candidate.text,
        citations=tuple(_cite(one) for one in [claim, *agreeing][:MOST_CITATIONS]),
        highlights=claim.highlights,
    )


def _cite(claim: Claim) -> Citation:
    passage, quote = claim.candidate.hit.passage, claim.candidate.quote
    reading = read_quote(passage, quote)
    keys = citation_keys(passage.quote(quote))
    lines_before = LineNumbers(passage.text).at(quote.start - passage.span.start) - 1
    return Citation(
        passage=passage,
        span=quote,
        line=passage.line + lines_before,
        highlights=merged([span for one in claim.highlights for span in reading.back(one)]),
        references=tuple(entry for entry in passage.references if entry.key in keys),
    )
