"""How a quote reads once its marks are taken off, and the way back to the document.

Comes in: a sentence or table row of a document. Goes out: the same words as a reader sees them,
each character with its offset in the document. One module serves the parser, the encoder's input
and the printed answer, so that all three read the same words. Only marks are taken off: no word
and no figure is ever added, but for the names of a row's columns and the lead-in of a list. What is
not Markdown reads as it is written, but for the signs of quoted mail.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from qa_bot.records import Citation, Passage, Span, Statement, Unit
from qa_bot.text.cells import table_cells
from qa_bot.text.marks import CITATION, Edit, edits, escaped_borders, quotation_signs
from qa_bot.text.paragraphs import shared_edits
from qa_bot.text.running import led, listed_forms, running_forms
from qa_bot.text.spans import merged

_KEY = re.compile(r"(?<![\w.])@(\w(?:[\w:.#$%&+?<>~/-]*\w)?)")

MARKDOWN = (".md", ".markdown")
"""Endings of the documents whose marks are taken off; elsewhere a star is a star."""

_ADDED = -1

_Marks = Callable[[str], list[Edit]]
"""Finds what is read instead of a text's marks."""

_Letter = tuple[str, int, int]
"""A character as it reads, and where it starts and ends in the document; -1 if it was put in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A quote as it reads.

    Attributes:
        text: Without marks, white space folded to single spaces.
        origins: For each character its offset in the document, or -1 where it was put in.
        ends: Where each ends there; one that is written as `&lt;` is long.
    """

    text: str
    origins: tuple[int, ...]
    ends: tuple[int, ...]

    def back(self, span: Span) -> tuple[Span, ...]:
        """Lead a span of `text` back to the document; one span of it may become several there."""
        inside = slice(span.start, span.end)
        places = zip(self.origins[inside], self.ends[inside], strict=True)
        return merged([Span(origin, end) for origin, end in places if origin >= 0])

    def ending(self, text: str) -> "Reading":
        """Take the end of it that reads so."""
        start = len(self.text) - len(text)
        return Reading(text, self.origins[start:], self.ends[start:])


def is_markdown(document: str) -> bool:
    """Tell by a document's name whether it is Markdown."""
    return document.lower().endswith(MARKDOWN)


def reading_form(text: str, *, in_markdown: bool = False) -> str:
    """Take the marks off a text, if it is Markdown, and fold its white space."""
    return _form(text, edits if in_markdown else quotation_signs)


def read(passage: Passage, unit: Unit) -> Reading:
    """Read a sentence or table row of a passage, keeping the way back."""
    base, marks = passage.span.start, _marks_in(passage, [unit])[0]
    if unit.columns:
        parts = list(_labelled(passage.text, unit, base, marks))
    else:
        parts = [(led(unit.lead, ""), unit.span)]
    return _added(
        (added, _reading(_kept(passage.text, span, base, marks))) for added, span in parts
    )


def read_quote(passage: Passage, quote: Span) -> Reading:
    """Read every sentence and row that a quote holds, one after another, keeping the way back."""
    inside = [unit for unit in passage.units if quote.contains(unit.span)]
    readings = [read(passage, unit) for unit in inside]
    listed = listed_forms(inside, [one.text for one in readings])
    return _added(
        (parting, one.ending(text)) for (parting, text), one in zip(listed, readings, strict=True)
    )


def unit_form(text: str, unit: Unit, base: int = 0, *, in_markdown: bool = False) -> str:
    """Read a sentence or row of a text that begins at `base`: the text of `read`, but faster.

    What marks the sentences before and after it share with it is not looked at.
    """
    return _unit_form(text, unit, base, _marks(unit, in_markdown=in_markdown))


def cell_forms(text: str, row: Unit, *, in_markdown: bool = False) -> list[str]:
    """Read a row's cells without the names of their columns; an empty one reads as nothing."""
    marks = _marks(row, in_markdown=in_markdown)
    cells = table_cells(text, row.span, len(row.columns))
    return [_form(cell.of(text), marks) if cell else "" for cell in cells]


def indexed_text(passage: Passage) -> str:
    """Write what is embedded and searched for a passage: its headings, then its units as read."""
    return indexed_form(passage, unit_forms(passage))


def indexed_form(passage: Passage, units: Sequence[str]) -> str:
    """Write what `indexed_text` does, from the passage's units as they were read already."""
    running = " ".join(running_forms(passage.units, units))
    return f"{' › '.join(headings(passage))}: {running}"


def passage_form(passage: Passage) -> str:
    """Read a passage from its first sentence to its last."""
    return " ".join(running_forms(passage.units, unit_forms(passage)))


def headings(passage: Passage) -> tuple[str, ...]:
    """List what a passage stands under: its section, and what a table's first column is called.

    The cells of that column name their rows: its own name stands in no row as it reads.
    """
    rows = (unit for unit in passage.units if unit.columns and not unit.lead)
    kinds = dict.fromkeys(row.columns[0] for row in rows)
    return (*passage.section, *filter(None, kinds))


def in_place(text: str, passage: Passage) -> str:
    """Write what a passage says with the headings that it stands under in front."""
    return f"{' › '.join(passage.section)}: {text}"


def stated_in_place(statement: Statement) -> str:
    """Write a statement with the headings that its first quote stands under."""
    return in_place(statement.text, statement.citations[0].passage)


def unit_forms(passage: Passage) -> list[str]:
    """Read every unit of a passage."""
    marks, base = _marks_in(passage, passage.units), passage.span.start
    return [
        _unit_form(passage.text, unit, base, own)
        for unit, own in zip(passage.units, marks, strict=True)
    ]


def quote_form(citation: Citation) -> str:
    """Read what is cited: the units in it, of a row with the names of its columns."""
    passage = citation.passage
    read_whole = read_quote(passage, citation.span).text
    return read_whole or reading_form(citation.quote, in_markdown=is_markdown(passage.document))


def citation_keys(text: str) -> tuple[str, ...]:
    """List the keys of a text's Pandoc citations (`[@key; @other]`), in order, each once."""
    keys = (key for bracket in CITATION.findall(text) for key in _KEY.findall(bracket))
    return tuple(dict.fromkeys(keys))


def _marks(unit: Unit, *, in_markdown: bool) -> _Marks:
    """Choose what finds the marks of a sentence or row."""
    if in_markdown:
        return partial(edits, in_row=bool(unit.columns))
    return escaped_borders if unit.columns else quotation_signs


def _marks_in(passage: Passage, units: Sequence[Unit]) -> list[_Marks]:
    """Choose what finds the marks of units of a passage, those that sentences share among them."""
    in_markdown = is_markdown(passage.document)
    shared = shared_edits(passage) if in_markdown else {}
    return [
        partial(_known, shared[unit]) if unit in shared else _marks(unit, in_markdown=in_markdown)
        for unit in units
    ]


def _known(found: list[Edit], _: str) -> list[Edit]:
    return found


def _unit_form(text: str, unit: Unit, base: int, marks: _Marks) -> str:
    if not unit.columns:
        return led(unit.lead, _form(unit.span.of(text, base), marks))
    labelled = _labelled(text, unit, base, marks)
    return "".join(label + _form(cell.of(text, base), marks) for label, cell in labelled)


def _form(text: str, marks: _Marks) -> str:
    parts: list[str] = []
    start = 0
    for mark in marks(text):
        parts += text[start : mark.start], mark.instead
        start = mark.end
    return " ".join("".join([*parts, text[start:]]).split())


def _labelled(text: str, unit: Unit, base: int, marks: _Marks) -> Iterator[tuple[str, Span]]:
    """Yield a row's cells that read as something, each after its column's name.

    The first cell names the row, so it goes without, unless that cell leads the rest of a long row.
    """
    cells = table_cells(text, unit.span.moved(-base), len(unit.columns))
    separator = led(unit.lead, "")
    for number, (cell, column) in enumerate(zip_longest(cells, unit.columns, fillvalue=None)):
        form = _form(cell.of(text), marks) if isinstance(cell, Span) else ""
        if not isinstance(cell, Span) or not form:
            continue
        name = f"{column}: " if column and (number or unit.lead) else ""
        yield separator + name, cell.moved(base)
        is_label = form.endswith(":") and not any(unit.columns)
        separator = "; " if separator or number else " " if is_label else " — "


def _kept(text: str, span: Span, base: int, marks: _Marks) -> Iterator[_Letter]:
    """Yield a span's characters as they read, with where they stand in the document."""
    piece = span.of(text, base)
    at = 0
    for mark in [*marks(piece), Edit(len(piece), len(piece))]:
        for offset, letter in enumerate(piece[at : mark.start], span.start + at):
            yield letter, offset, offset + 1
        start, end = span.start + mark.start, span.start + mark.end
        for number, letter in enumerate(mark.instead):
            if mark.instead == " ":
                yield letter, _ADDED, _ADDED
            elif len(mark.instead) == end - start:
                yield letter, start + number, start + number + 1
            else:
                yield letter, start, end
        at = mark.end


def _reading(kept: Iterator[_Letter]) -> Reading:
    """Fold white space; a space that stands for several keeps the first one's place."""
    letters: list[_Letter] = []
    for letter, origin, end in kept:
        if not letter.isspace():
            letters.append((letter, origin, end))
        elif letters and letters[-1][0] != " ":
            letters.append((" ", origin, end))
    if letters and letters[-1][0] == " ":
        letters.pop()
    return _joined(letters)


def _added(parts: Iterable[tuple[str, Reading]]) -> Reading:
    """Put readings together, before each what is added."""
    letters: list[_Letter] = []
    for added, one in parts:
        letters.extend((letter, _ADDED, _ADDED) for letter in added)
        letters.extend(zip(one.text, one.origins, one.ends, strict=True))
    return _joined(letters)


def _joined(letters: Sequence[_Letter]) -> Reading:
    text, origins, ends = zip(*letters, strict=True) if letters else ((), (), ())
    return Reading("".join(text), origins, ends)
