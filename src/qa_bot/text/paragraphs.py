"""Marks of Markdown that the sentences of a paragraph share, such as emphasis over two of them.

Comes in: a passage of a Markdown document. Goes out: for each sentence that has others beside it,
what takes its marks off.
"""

import re
from collections.abc import Iterator, Sequence

from qa_bot.records import Passage, Span, Unit
from qa_bot.text.marks import Edit, edits

_BETWEEN_SENTENCES = re.compile(r"[^\S\r\n]*(?:(?:\r\n|\r|\n)[ \t>]*)?")
_LONGEST_STOP = 20
_STOP = re.compile(r"[.!?…:。！？][^\w\s]*\Z")


def shared_edits(passage: Passage) -> dict[Unit, list[Edit]]:
    """Find the edits of each sentence by the whole paragraph, with offsets in the sentence."""
    shared: dict[Unit, list[Edit]] = {}
    for sentences in _paragraphs(passage):
        start = sentences[0].span.start
        parts = [one.span.moved(-start) for one in sentences]
        found = edits(passage.quote(Span(start, sentences[-1].span.end)), parts=parts)
        for sentence, part in zip(sentences, parts, strict=True):
            shared[sentence] = _clipped(found, part)
    return shared


def _clipped(found: Sequence[Edit], part: Span) -> list[Edit]:
    """Take the edits of a part of a text, with offsets in that part."""
    inside = [edit for edit in found if edit.start < part.end and part.start < edit.end]
    return [
        Edit(
            max(edit.start, part.start) - part.start,
            min(edit.end, part.end) - part.start,
            edit.instead,
        )
        for edit in inside
    ]


def _paragraphs(passage: Passage) -> Iterator[list[Unit]]:
    """Yield the units that follow each other as the sentences of a paragraph, two or more."""
    together: list[Unit] = []
    for unit in passage.units:
        if together and not _goes_on(passage, together[-1], unit):
            yield from [together] if len(together) > 1 else []
            together = []
        together.append(unit)
    yield from [together] if len(together) > 1 else []


def _goes_on(passage: Passage, before: Unit, unit: Unit) -> bool:
    """Tell whether a paragraph's next sentence follows; a line of code ends without a stop."""
    if before.columns or unit.columns or before.span.end > unit.span.start:
        return False
    base = passage.span.start
    between = passage.text[before.span.end - base : unit.span.start - base]
    end = passage.text[max(before.span.end - base - _LONGEST_STOP, 0) : before.span.end - base]
    return bool(_BETWEEN_SENTENCES.fullmatch(between) and _STOP.search(end))
