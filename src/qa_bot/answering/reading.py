"""Hits are read: what the reader makes of each, led back to the sentences and rows it stands in.

Comes in: a question and its hits. Goes out: the hits as they read, with the reader's evidence where
it has read them, ranked anew by retrieval and reading together. Reading takes most of the time of
an answer: what cannot answer, or hardly ever does, is not read.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa_bot.answering.naming import names_all
from qa_bot.answering.units import ReadHit, ReadUnit, opened
from qa_bot.question import Question
from qa_bot.question.names import as_written, with_subjects
from qa_bot.reader import Evidence, PassageText, Reader, ScoredSpan
from qa_bot.records import Hit, Span
from qa_bot.text.markup import headings
from qa_bot.text.running import running_forms

SUREST = 8.0
"""Log-odds beyond which the reader is as sure as it can be."""

SUPPORT_WEIGHT = 0.4
"""Of how sure the reader is of an answer, beside the fused score; chosen on tuning questions."""

WORTH_READING = 0.6
"""Share of the best fused score from which a passage is read; chosen on tuning and development
questions, of which some lose their answer from 0.65 on."""

LEAST_READ = 2
"""So many of the best passages are read whatever their score."""

_BETWEEN = " "


def probability(log_odds: float) -> float:
    """Turn log-odds into a probability."""
    return 0.5 * (1 + math.tanh(log_odds / 2))


def sureness(log_odds: float) -> float:
    """Give log-odds as a share of the surest, -1 to 1."""
    return max(-1.0, min(log_odds / SUREST, 1.0))


def read_hits(
    question: Question, hits: Sequence[Hit], reader: Reader | None
) -> tuple[Question, list[ReadHit]]:
    """Have hits read, and rank all by the fused score and the reader's support.

    What is not read ranks as if it had as little support as any that is.

    Args:
        question: What is asked.
        hits: Passages found for it, best first.
        reader: None leaves order and scores as they are.

    Returns:
        The question with its names as the hits write them, and the hits.
    """
    found = list(map(opened, hits))
    asked = as_written(question, (text for one in found for text in one.texts))
    asked = with_subjects(asked, (text for one in found for text in headings(one.hit.passage)))
    chosen = [one for one in found if names_all(asked, one)]
    if reader is None:
        return asked, [replace(one, may_answer=one in chosen) for one in found]
    chosen = _worth_reading(chosen)
    texts = [passage_text(one.hit, one.units) for one in chosen]
    evidence = reader.read(asked.searched, texts) if texts else []
    least = min((_sure(one) for one in evidence), default=0.0)
    read = [
        *map(_with_evidence, chosen, evidence),
        *(_unread(one, least) for one in found if one not in chosen),
    ]
    return asked, sorted(read, key=lambda one: (-one.hit.score, one.hit.passage.id))


def _worth_reading(hits: Sequence[ReadHit]) -> list[ReadHit]:
    """Take the hits, best first, that come near enough to the best one."""
    least = WORTH_READING * hits[0].hit.score if hits else 0.0
    return [one for n, one in enumerate(hits) if n < LEAST_READ or one.hit.score >= least]


def passage_text(hit: Hit, units: Sequence[ReadUnit]) -> PassageText:
    """Write units of a hit's passage for the reader, under its headings."""
    return PassageText(" › ".join(hit.passage.section), _BETWEEN.join(_running(units)))


def _running(units: Sequence[ReadUnit]) -> list[str]:
    return running_forms([one.unit for one in units], [one.text for one in units])


def _with_evidence(read: ReadHit, evidence: Evidence) -> ReadHit:
    hit = replace(
        read.hit,
        score=_mixed(read.hit, _sure(evidence)),
        reader_score=probability(evidence.support),
    )
    return ReadHit(hit, tuple(with_spans(read.units, evidence.spans)), evidence)


def _unread(read: ReadHit, sure: float) -> ReadHit:
    return replace(read, hit=replace(read.hit, score=_mixed(read.hit, sure)), may_answer=False)


def _sure(evidence: Evidence) -> float:
    """Tell how sure the reader is that a passage answers, 0 to 1."""
    return (1 + sureness(evidence.support)) / 2


def _mixed(hit: Hit, sure: float) -> float:
    """Mix the fused score with how sure the reader is, 0 to 1."""
    return (hit.score + SUPPORT_WEIGHT * sure) / (1 + SUPPORT_WEIGHT)


def with_spans(units: Sequence[ReadUnit], spans: Sequence[ScoredSpan]) -> Iterator[ReadUnit]:
    """Give each unit the spans that begin in it, cut at its end."""
    start = 0
    for one, said in zip(units, _running(units), strict=True):
        end = start + len(said)
        by = len(one.text) - len(said) - start
        own = tuple(
            ScoredSpan(Span(found.span.start, min(found.span.end, end)).moved(by), found.score)
            for found in spans
            if start <= found.span.start < end
        )
        yield replace(one, spans=own)
        start = end + len(_BETWEEN)
