"""Hits are read: what the reader makes of each, led back to the sentences and rows it stands in.

Comes in: a question and its hits. Goes out: the same hits, each with its units as they read and,
where there is a reader, its evidence; ranked anew by retrieval and reading together.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.reader import Evidence, PassageText, Reader, ScoredSpan
from qa_bot.records import Hit, Span, Unit
from qa_bot.text.markup import unit_forms
from qa_bot.text.running import listed_forms, running_forms

SUREST = 8.0
"""Log-odds beyond which the reader is as sure as it can be."""

SUPPORT_WEIGHT = 0.4
"""Of how sure the reader is of an answer, beside the fused score; chosen on tuning questions."""

LONGEST_LIST = 600
"""Characters of a list that is quoted as one."""

_BETWEEN = " "
PARTED = re.compile(r"\n\s*[\n\S]")
"""What ends an item, between its last sentence and the next one: an empty line, or a mark."""


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A sentence or row as it reads.

    Attributes:
        unit: Where it stands in the document.
        text: How it reads.
        spans: Where in the text the reader sees the answer, best first.
    """

    unit: Unit
    text: str
    spans: tuple[ScoredSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadHit:
    """A hit that was read; without a reader there is no evidence."""

    hit: Hit
    units: tuple[ReadUnit, ...]
    evidence: Evidence | None = None


def probability(log_odds: float) -> float:
    """Turn log-odds into a probability."""
    return 0.5 * (1 + math.tanh(log_odds / 2))


def sureness(log_odds: float) -> float:
    """Give log-odds as a share of the surest, -1 to 1."""
    return max(-1.0, min(log_odds / SUREST, 1.0))


def read_hits(question: str, hits: Sequence[Hit], reader: Reader | None) -> list[ReadHit]:
    """Read the hits of a question and rank them by the fused score and the reader's support.

    Args:
        question: As it is searched.
        hits: Best first.
        reader: None leaves order and scores as they are.
    """
    units = [_units(hit) for hit in hits]
    if reader is None:
        return [ReadHit(hit, own) for hit, own in zip(hits, units, strict=True)]
    texts = [passage_text(hit, own) for hit, own in zip(hits, units, strict=True)]
    found = [
        _with_evidence(hit, own, evidence)
        for hit, own, evidence in zip(hits, units, reader.read(question, texts), strict=True)
    ]
    return sorted(found, key=lambda one: (-one.hit.score, one.hit.passage.id))


def _units(hit: Hit) -> tuple[ReadUnit, ...]:
    passage = hit.passage
    return tuple(map(ReadUnit, passage.units, unit_forms(passage)))


def quotable(read: ReadHit) -> Iterator[ReadUnit]:
    """Yield what may be quoted: each unit, but for a lead-in its whole list, and no question.

    A question of the documents answers nothing, nor does a lead-in alone. What leads into one unit
    only is read with that one. A list that another passage begins is one here, too.
    """
    units = read.units
    begun = {one.text for one in units}
    for number, one in enumerate(units):
        if one.text.endswith("?"):
            continue
        last = _last_led(units, number, one.text)
        if last > number + 1:
            yield as_one(units[number : _last_of_item(read, last) + 1])
        elif last == number:
            yield one
        if one.unit.lead and one.unit.lead not in begun:
            begun.add(one.unit.lead)
            last = _last_led(units, number, one.unit.lead)
            if last > number:
                yield as_one(units[number : _last_of_item(read, last) + 1])


def between(read: ReadHit, number: int) -> str:
    """Tell what stands before a unit; nothing need do so, as in Chinese."""
    before, unit = read.units[number - 1].unit, read.units[number].unit
    base = read.hit.passage.span.start
    return read.hit.passage.text[before.span.end - base : unit.span.start - base]


def _last_led(units: Sequence[ReadUnit], number: int, lead: str) -> int:
    """Find the last unit after one that a lead leads into; that one where there is none."""
    last = number
    for at in range(number + 1, len(units)):
        if units[at].text == lead:
            break
        last = at if units[at].unit.lead == lead else last
    return last


def _last_of_item(read: ReadHit, number: int) -> int:
    """Find the last sentence of the item that a unit begins.

    Behind it is an empty line, or the mark of an item that hangs on nothing, as the lead-in does.
    """
    for at in range(number + 1, len(read.units)):
        if read.units[at].unit.lead or PARTED.search(between(read, at)):
            return at - 1
    return len(read.units) - 1


def as_one(units: Sequence[ReadUnit]) -> ReadUnit:
    """Put units that follow one another together, at most `LONGEST_LIST` characters of them."""
    text, spans = "", []
    listed = listed_forms([one.unit for one in units], [one.text for one in units])
    for (parting, said), one in zip(listed, units, strict=True):
        if text and len(text) + len(said) > LONGEST_LIST:
            break
        text += parting + said
        spans += _moved(one.spans, len(text) - len(one.text))
        last = one.unit.span.end
    found = sorted(spans, key=lambda one: (-one.score, one.span))
    return ReadUnit(Unit(Span(units[0].unit.span.start, last)), text, tuple(found))


def _moved(spans: Sequence[ScoredSpan], by: int) -> list[ScoredSpan]:
    """Move spans of a text that is put behind another one; what leads into it was said there."""
    return [replace(one, span=one.span.moved(by)) for one in spans if one.span.start + by >= 0]


def passage_text(hit: Hit, units: Sequence[ReadUnit]) -> PassageText:
    """Write units of a hit's passage for the reader, under its headings."""
    return PassageText(" › ".join(hit.passage.section), _BETWEEN.join(_running(units)))


def _running(units: Sequence[ReadUnit]) -> list[str]:
    return running_forms([one.unit for one in units], [one.text for one in units])


def _with_evidence(hit: Hit, units: Sequence[ReadUnit], evidence: Evidence) -> ReadHit:
    sure = (1 + sureness(evidence.support)) / 2
    mixed = (hit.score + SUPPORT_WEIGHT * sure) / (1 + SUPPORT_WEIGHT)
    return ReadHit(
        replace(hit, score=mixed, reader_score=probability(evidence.support)),
        tuple(_with_spans(units, evidence.spans)),
        evidence,
    )


def _with_spans(units: Sequence[ReadUnit], spans: Sequence[ScoredSpan]) -> Iterator[ReadUnit]:
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
