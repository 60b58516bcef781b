"""How a quote reads once its marks are taken off, and the way back to the document.

Comes in: a sentence or table row of a document. Goes out: the same words as a reader sees them,
each character with its offset in the document. One module serves the parser, the encoder's input
and the printed answer, so that all three read the same words. Only marks are taken off: no word
and no figure is ever added, but for the names of a row's columns and the lead-in of a list. What is
not Markdown reads as it is written.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, pairwise, repeat, zip_longest

from qa_bot.marks import CITATION, Edit, edits, escaped_borders
from qa_bot.records import Citation, Passage, Span, Statement, Unit
from qa_bot.text import merged, trimmed

_KEY = re.compile(r"(?<![\w.])@(\w(?:[\w:.#$%&+?<>~/-]*\w)?)")

MARKDOWN = (".md", ".markdown")
"""Endings of the documents whose marks are taken off; elsewhere a star is a star."""

_CELL_BORDER = re.compile(r"(?<!\\)\|")
_ADDED = -1
_CLOSED = re.compile(r"[.:?!…：？。！][)\]\"”’*]*\Z")

_Marks = Callable[[str], list[Edit]]
"""Finds what is read instead of a text's marks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A quote as it reads.

    Attributes:
        text: Without marks, white space folded to single spaces.
        origins: For each character its offset in the document, or -1 where it was put in.
    """

    text: str
    origins: tuple[int, ...]

    def back(self, span: Span) -> tuple[Span, ...]:
        """Lead a span of `text` back to the document; one span of it may become several there."""
        origins = (origin for origin in self.origins[span.start : span.end] if origin >= 0)
        return merged([Span(origin, origin + 1) for origin in origins])

    def ending(self, text: str) -> "Reading":
        """Take the end of it that reads so."""
        return Reading(text, self.origins[len(self.text) - len(text) :])


def is_markdown(document: str) -> bool:
    """Tell by a document's name whether it is Markdown."""
    return document.lower().endswith(MARKDOWN)


def reading_form(text: str, *, in_markdown: bool = False) -> str:
    """Take the marks off a text, if it is Markdown, and fold its white space."""
    return _form(text, edits if in_markdown else _no_edits)


def read(passage: Passage, unit: Unit) -> Reading:
    """Read a sentence or table row of a passage, keeping the way back."""
    base, marks = passage.span.start, _marks(unit, in_markdown=is_markdown(passage.document))
    if not unit.columns:
        inside = _reading(_kept(passage.text, unit.span, base, marks))
        return _joined([(led(unit.lead, ""), inside)])
    labelled = _labelled(passage.text, unit, base, marks)
    return _joined(
        [(label, _reading(_kept(passage.text, cell, base, marks))) for label, cell in labelled]
    )


def read_quote(passage: Passage, quote: Span) -> Reading:
    """Read every sentence and row that a quote holds, one after another, keeping the way back."""
    inside = [unit for unit in passage.units if quote.contains(unit.span)]
    readings = [read(passage, unit) for unit in inside]
    listed = listed_forms(inside, [one.text for one in readings])
    return _joined(
        [(parting, one.ending(text)) for (parting, text), one in zip(listed, readings, strict=True)]
    )


def unit_form(text: str, unit: Unit, base: int = 0, *, in_markdown: bool = False) -> str:
    """Read a sentence or row of a text that begins at `base`: the text of `read`, but faster."""
    marks = _marks(unit, in_markdown=in_markdown)
    if not unit.columns:
        return led(unit.lead, _form(unit.span.of(text, base), marks))
    labelled = _labelled(text, unit, base, marks)
    return "".join(label + _form(cell.of(text, base), marks) for label, cell in labelled)


def cell_forms(text: str, row: Unit, *, in_markdown: bool = False) -> list[str]:
    """Read a row's cells without the names of their columns; an empty one reads as nothing."""
    marks = _marks(row, in_markdown=in_markdown)
    return [_form(cell.of(text), marks) if cell else "" for cell in table_cells(text, row.span)]


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


def running_forms(units: Sequence[Unit], forms: Sequence[str]) -> list[str]:
    """Let sentences be read one after another: what leads into several is said once, before them.

    Args:
        units: In their order.
        forms: How each reads by itself.
    """
    said: set[str] = set()
    running = []
    for unit, form in zip(units, forms, strict=True):
        running.append(form[len(led(unit.lead, "")) :] if unit.lead in said else form)
        said |= {unit.lead, form} - {""}
    return running


def listed_forms(units: Sequence[Unit], forms: Sequence[str]) -> list[tuple[str, str]]:
    """Do as `running_forms` does, each form after what parts it from the one before.

    Items without a stop are told apart, for as one sentence they would say something else.
    """
    partings = [""]
    for (_, before), (unit, _) in pairwise(zip(units, forms, strict=True)):
        partings.append(_parting(before, is_led=unit.lead == before))
    return [*zip(partings, running_forms(units, forms), strict=False)]


def led(lead: str, text: str) -> str:
    """Write a text after what leads into it."""
    return f"{lead}{_parting(lead, is_led=True)}{text}" if lead else text


def _parting(before: str, *, is_led: bool) -> str:
    return " " if _CLOSED.search(before) else " — " if is_led else "; "


def headings(passage: Passage) -> tuple[str, ...]:
    """List what a passage stands under: its section, and what a table's first column is called.

    The cells of that column name their rows: its own name stands in no row as it reads.
    """
    kinds = dict.fromkeys(unit.columns[0] for unit in passage.units if unit.columns)
    return (*passage.section, *filter(None, kinds))


def in_place(text: str, passage: Passage) -> str:
    """Write what a passage says with the headings that it stands under in front."""
    return f"{' › '.join(passage.section)}: {text}"


def stated_in_place(statement: Statement) -> str:
    """Write a statement with the headings that its first quote stands under."""
    return in_place(statement.text, statement.citations[0].passage)


def unit_forms(passage: Passage) -> list[str]:
    """Read every unit of a passage."""
    in_markdown, base = is_markdown(passage.document), passage.span.start
    return [unit_form(passage.text, one, base, in_markdown=in_markdown) for one in passage.units]


def quote_form(citation: Citation) -> str:
    """Read what is cited: the units in it, of a row with the names of its columns."""
    passage = citation.passage
    read_whole = read_quote(passage, citation.span).text
    return read_whole or reading_form(citation.quote, in_markdown=is_markdown(passage.document))


def citation_keys(text: str) -> tuple[str, ...]:
    """List the keys of a text's Pandoc citations (`[@key; @other]`), in order, each once."""
    keys = (key for bracket in CITATION.findall(text) for key in _KEY.findall(bracket))
    return tuple(dict.fromkeys(keys))


def table_cells(text: str, row: Span) -> list[Span | None]:
    """List the spans of a table row's cells, white space off; None for an empty cell."""
    borders = [border.span() for border in _CELL_BORDER.finditer(text, row.start, row.end)]
    starts = [row.start, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), row.end]
    cells = [trimmed(text, start, end) for start, end in zip(starts, ends, strict=True)]
    first = 1 if borders and cells[0] is None else 0
    last = len(cells) - 1 if borders and cells[-1] is None else len(cells)
    return cells[first:last]


def _marks(unit: Unit, *, in_markdown: bool) -> _Marks:
    """Choose what finds the marks of a sentence or row."""
    if in_markdown:
        return partial(edits, in_row=bool(unit.columns))
    return escaped_borders if unit.columns else _no_edits


def _no_edits(_: str) -> list[Edit]:
    return []


def _form(text: str, marks: _Marks) -> str:
    parts: list[str] = []
    start = 0
    for mark in marks(text):
        parts += text[start : mark.start], mark.instead
        start = mark.end
    return " ".join("".join([*parts, text[start:]]).split())


def _labelled(text: str, unit: Unit, base: int, marks: _Marks) -> Iterator[tuple[str, Span]]:
    """Yield a row's cells that read as something, each after its column's name.

    The first cell names the row, so it goes without.
    """
    cells = table_cells(text, unit.span.moved(-base))
    separator = ""
    for number, (cell, column) in enumerate(zip_longest(cells, unit.columns, fillvalue=None)):
        if not isinstance(cell, Span) or not _form(cell.of(text), marks):
            continue
        name = f"{column}: " if column and number else ""
        yield separator + name, cell.moved(base)
        separator = "; " if separator or number else " — "


def _kept(text: str, span: Span, base: int, marks: _Marks) -> Iterator[tuple[str, int]]:
    """Yield a span's characters as they read, with their offsets in the document."""
    piece = span.of(text, base)
    start = 0
    for mark in [*marks(piece), Edit(len(piece), len(piece))]:
        yield from zip(piece[start : mark.start], count(span.start + start), strict=False)
        as_long = len(mark.instead) == mark.end - mark.start
        origins = count(span.start + mark.start) if as_long else repeat(_ADDED)
        yield from zip(mark.instead, origins, strict=False)
        start = mark.end


def _joined(parts: Sequence[tuple[str, Reading]]) -> Reading:
    """Put readings together, before each what was added."""
    text = "".join(added + one.text for added, one in parts)
    origins = (
        origin for added, one in parts for origin in (*repeat(_ADDED, len(added)), *one.origins)
    )
    return Reading(text, tuple(origins))


def _reading(kept: Iterator[tuple[str, int]]) -> Reading:
    """Fold white space; a space that stands for several keeps the first one's offset."""
    letters: list[str] = []
    origins: list[int] = []
    for letter, origin in kept:
        if not letter.isspace():
            letters.append(letter)
        elif letters and letters[-1] != " ":
            letters.append(" ")
        else:
            continue
        origins.append(origin)
    if letters and letters[-1] == " ":
        letters.pop()
        origins.pop()
    return Reading("".join(letters), tuple(origins))
