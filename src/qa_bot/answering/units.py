"""Hits as they read: the sentences and rows of each passage, and what of them may be quoted.

Comes in: hits. Goes out: the same, opened: each with its units, written as a person reads them, and
what stands above them. Whoever judges what a hit says has it from here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa_bot.question.concepts import said_by
from qa_bot.reader import Evidence, ScoredSpan
from qa_bot.records import Hit, Span, Unit
from qa_bot.text.headings import narrowed
from qa_bot.text.markup import headings, unit_forms
from qa_bot.text.running import listed_forms

LONGEST_LIST = 600
"""Characters of a list that is quoted as one."""

PARTED = re.compile(r"\n\s*[\n\S]")
"""What ends an item, between its last sentence and the next one: an empty line, or a mark."""

_LEANING = re.compile(
    r"\W*(?:(?:and|but|so|then)\s)?(?:he|his|she|her|it|its|they|their|this|that|these|those)\b",
    re.IGNORECASE,
)
"""How a sentence opens that is about what was named before it: "It costs 85 euros"."""

_CLOSING = (".", "!", "?", ":", ";", ",", "…", "。", ")", '"', "”")
"""How a sentence ends; what ends otherwise is a line of its own, such as a title."""


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


@dataclass(frozen=True, slots=True, eq=False)
class ReadHit:
    """A hit as it reads.

    Attributes:
        hit: As it was found; ranked anew once a reader has read.
        units: The sentences and rows of its passage.
        evidence: What the reader makes of it, if it has read it.
        may_answer: Whether it names what is asked about and, where there is a reader, was read.
    """

    hit: Hit
    units: tuple[ReadUnit, ...]
    evidence: Evidence | None = None
    may_answer: bool = True

    @property
    def above(self) -> str:
        """What the headings of its passage say of it, in a line."""
        return " ".join(narrowed(headings(self.hit.passage)))

    @property
    def texts(self) -> list[str]:
        """The headings of its passage, and its sentences and rows."""
        return [self.above, *(one.text for one in self.units)]

    @property
    def said(self) -> frozenset[str]:
        """What is said in it and above it, sentence by sentence."""
        return frozenset().union(*map(said_by, self.texts))


def opened(hit: Hit) -> ReadHit:
    """Tell how the sentences and rows of a hit read."""
    passage = hit.passage
    return ReadHit(hit, tuple(map(ReadUnit, passage.units, unit_forms(passage))))


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


def leant_on(read: ReadHit, unit: ReadUnit) -> tuple[ReadUnit, ...]:
    """List the sentences of its paragraph that tell what a unit's "it" stands for: none if none.

    That is the one before it, and where that leans on another one, this as well.
    """
    first = last = next((at for at, one in enumerate(read.units) if one is unit), 0)
    while first and _leans(read, first):
        first -= 1
    return read.units[first:last]


def _leans(read: ReadHit, number: int) -> bool:
    """Tell whether a unit goes on from the one before it, or stands below a line that heads it."""
    if begins_paragraph(read, number):
        return False
    is_headed = not read.units[number - 1].text.endswith(_CLOSING)
    return is_headed or bool(_LEANING.match(read.units[number].text))


def begins_paragraph(read: ReadHit, number: int) -> bool:
    """Tell whether a unit begins a paragraph, an item or a row."""
    is_row = bool(read.units[number].unit.columns or read.units[number - 1].unit.columns)
    return is_row or bool(PARTED.search(between(read, number)))


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
