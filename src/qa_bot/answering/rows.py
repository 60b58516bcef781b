"""Which rows of tables a question passes over, by what they and those beside them say of it.

Comes in: a question and its hits, read. Goes out: rows that are no answer. A row is read with the
names of its columns and under its headings, which say the same of every row: only what stands in
its cells tells whether it is the one that is asked about.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa_bot.answering.demands import is_blank
from qa_bot.answering.units import ReadHit, ReadUnit
from qa_bot.question import Concept, Question
from qa_bot.question.asking import asks_whether
from qa_bot.question.concepts import said_by
from qa_bot.text.markup import cell_forms, is_markdown
from qa_bot.text.terms import content_forms, forms
from qa_bot.values.bounds import Bounds, Fit, bounds_in
from qa_bot.values.labels import names_others
from qa_bot.values.periods import speaks_of
from qa_bot.values.quantities import measured, numbers_in

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")

Table = tuple[str, tuple[str, ...], tuple[str, ...]]
"""A table by its document, its section and the names of its columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row and where it stands.

    Attributes:
        read: How it reads.
        cells: How each of its cells reads, that which names it first.
        above: Its headings, the names of its columns and the sentence in front of its table.
    """

    read: ReadUnit
    cells: tuple[str, ...]
    above: str


@dataclass(frozen=True, slots=True)
class _Match:
    """How much of a question a row's cells say.

    Attributes:
        anywhere: In any of them.
        there: In that which names the row, and those of the columns that the question names.
        whole: Of the latter those that the question has word for word: small words, such as `off`.
        is_exact: Whether the question has every word that names it, and nothing that is not said.
    """

    anywhere: frozenset[Concept]
    there: frozenset[Concept]
    whole: frozenset[str]
    is_exact: bool

    def goes_before(self, other: "_Match") -> bool:
        """Tell whether it says all that another one does, and more, or is the very one asked about.

        "Half plate" is something else than "Plate".
        """
        own, its = (
            (self.anywhere, self.there, self.whole),
            (other.anywhere, other.there, other.whole),
        )
        is_nearer = own != its or (self.is_exact and not other.is_exact)
        return is_nearer and all(one >= another for one, another in zip(own, its, strict=True))


def rows_without_answer(question: Question, hits: Sequence[ReadHit]) -> frozenset[ReadUnit]:
    """List the rows that do not answer, whatever the names of their columns share with a question.

    A row does not answer

    * beside a row whose cells say more of the question, or that is the very one asked about;
    * if its number is another than the one asked about;
    * if its cells say nothing of the question, which asks more than stands above all rows;
    * if the question has what stands in a column whole, such as "Papa", and another stands there.

    A table's only row may answer, and so may one without a name in its first cell: a record, or a
    piece of a long row.
    """
    return frozenset(
        row.read for rows in tables(hits).values() for row in _without_answer(question, rows)
    )


def tables(hits: Sequence[ReadHit]) -> dict[Table, list[Row]]:
    """Map tables to the rows that hits have of them: a long one stands in several passages."""
    found = defaultdict(list)
    for hit in hits:
        passage = hit.hit.passage
        for row in _rows(hit):
            if row.cells[0] and not row.read.unit.lead:
                found[passage.document, passage.section, row.read.unit.columns].append(row)
    return dict(found)


def _rows(hit: ReadHit) -> Iterator[Row]:
    passage, before = hit.hit.passage, ""
    in_markdown = is_markdown(passage.document)
    for one in hit.units:
        if not one.unit.columns:
            before = one.text
            continue
        unit = replace(one.unit, span=one.unit.span.moved(-passage.span.start))
        cells = cell_forms(passage.text, unit, in_markdown=in_markdown)
        yield Row(one, tuple(cells), " ".join((*passage.section, *unit.columns, before)))


def _without_answer(question: Question, rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of a table that do not answer."""
    if len(rows) < 2:
        return
    named = _named(question, rows[0].read.unit.columns)
    picked = _picked(question, rows)
    matches = [_match(question, row, named) for row in rows]
    for row, own in zip(rows, matches, strict=True):
        is_any = bool(own.anywhere) or _said(question, row.above) >= set(question.concepts)
        is_behind = any(other.goes_before(own) for other in matches)
        is_other = _is_of_another(question, row) or _has_another(row, picked)
        if not is_any or is_behind or is_other:
            yield row


def _picked(question: Question, rows: Sequence[Row]) -> dict[int, set[frozenset[str]]]:
    """Map columns to the cells, as folded words, that a question has whole: they pick rows.

    Whether something is so may be told by a row that says another thing.
    """
    picked = defaultdict(set)
    asked = frozenset() if asks_whether(question.text) else frozenset(content_forms(question.text))
    for row in rows:
        for at, cell in enumerate(row.cells):
            words = frozenset(content_forms(cell))
            if words and words <= asked and not cell.isdigit():
                picked[at].add(words)
    return dict(picked)


def _has_another(row: Row, picked: Mapping[int, set[frozenset[str]]]) -> bool:
    """Tell whether a row has something else in a column than what picks rows by it.

    It may have that in another column; a cell that is blank, or says "all", says nothing else.
    """
    said = frozenset(content_forms(" ".join(row.cells)))
    return any(
        at < len(row.cells)
        and not is_blank(row.cells[at])
        and bool(content_forms(row.cells[at]))
        and not any(words <= said for words in cells)
        for at, cells in picked.items()
    )


def _is_of_another(question: Question, row: Row) -> bool:
    """Tell whether a row's number makes it another's: that of level 10 where 11 is asked about."""
    kind, number = row.read.unit.columns[0], row.cells[0]
    return number.isdigit() and names_others(f"{kind} {number}", question.text)


def _named(question: Question, columns: Sequence[str]) -> list[int]:
    """List the columns but for the first whose names say most of a question: all if none does."""
    said = [_said(question, name) for name in columns[1:]]
    return [at for at, own in enumerate(said, 1) if not any(own < other for other in said)]


def _match(question: Question, row: Row, named: Sequence[int]) -> _Match:
    """Tell how much of a question a row says; an ordinal says the number that names a row.

    Args:
        question: What is asked.
        row: A row of the table.
        named: The columns that the question names.
    """
    asked = forms(question.text)
    cells = [row.cells[at] for at in named if at < len(row.cells)]
    ordinal = frozenset(one for one in question.concepts if _number(one.words) == row.cells[0])
    there = _said(question, " ".join((row.cells[0], *cells))) | ordinal
    is_all = there | _said(question, row.above) >= set(question.concepts)
    name = frozenset(content_forms(row.cells[0]))
    return _Match(
        anywhere=_said(question, " ".join(row.cells)) | ordinal,
        there=there,
        whole=frozenset(cell for cell in cells if _is_small(cell) and forms(cell) <= asked),
        is_exact=is_all and bool(name) and name <= asked,
    )


def _number(words: str) -> str:
    """Write an ordinal as the number that names a row: the fifth period is that of `5`."""
    if words.lower() in _ORDINALS:
        return str(_ORDINALS.index(words.lower()) + 1)
    ordinal = _ORDINAL.fullmatch(words)
    return ordinal[1] if ordinal else ""


def _is_small(text: str) -> bool:
    """Tell whether a text is small words alone, which no concept of a question has."""
    return bool(forms(text)) and not content_forms(text)


def _said(question: Question, text: str) -> frozenset[Concept]:
    """List what a question asks about and a text says, in words or by what it spans."""
    said = said_by(text)
    return frozenset(
        concept
        for concept in question.concepts
        if concept.is_in(said) or speaks_of(text, concept.words) or _holds(text, concept.words)
    )


def _holds(text: str, words: str) -> bool:
    """Tell whether a number lies within bounds that a text sets."""
    values = [measured(words, number) for number in numbers_in(words)]
    asked = [Bounds(value, value) for value in values]
    return any(
        told.is_comparable(one) and told.fit(one) is Fit.WITHIN
        for one in asked
        for told in bounds_in(text)
    )
