"""The row of a table that has the most or the least of what a question compares.

Comes in: a question and its hits, read. Goes out: the hits without the other rows, if it asks for
an end of a scale. That a row is the cheapest stands in no row: it follows from all of them, so the
table has to be there whole, and each of its rows has to tell one amount in the same unit.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from qa_bot.answering.rows import Row, Table, tables
from qa_bot.answering.units import ReadHit
from qa_bot.question import Question
from qa_bot.question.concepts import said_by
from qa_bot.question.superlatives import Superlative, superlative
from qa_bot.records import Passage
from qa_bot.text.terms import content_forms, folded
from qa_bot.values.quantities import Quantity, measured, numbers_in

PassagesOf = Callable[[str], Iterable[Passage]]
"""Yields all passages of a document, by its name."""


def without_lesser_rows(
    question: Question, hits: Sequence[ReadHit], passages_of: PassagesOf
) -> list[ReadHit]:
    """Leave the row that has the most or the least, where that is asked for and can be told."""
    asked = superlative(question.text)
    if asked is None:
        return list(hits)
    lesser = {
        row.read
        for table, rows in tables(hits).items()
        for row in _lesser(asked, _meant(question, rows), rows)
        if _count(table, passages_of(table[0])) == len(rows)
    }
    return [
        replace(hit, units=tuple(one for one in hit.units if one not in lesser)) for hit in hits
    ]


def _meant(question: Question, rows: Sequence[Row]) -> Sequence[Row]:
    """Take the rows whose cells say something of a question; if none does, all are meant."""
    said = [said_by(" ".join(row.cells)) for row in rows]
    return [
        row
        for row, own in zip(rows, said, strict=True)
        if any(one.is_in(own) for one in question.concepts)
    ] or rows


def _lesser(asked: Superlative, meant: Sequence[Row], rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows behind those that have the most or the least; none where that is not told."""
    amounts = _compared(asked, meant)
    if amounts:
        best = max(amounts) if asked.wants_most else min(amounts)
        ahead = [row for row, amount in zip(meant, amounts, strict=True) if amount == best]
        yield from (row for row in rows if row not in ahead)


def _compared(asked: Superlative, rows: Sequence[Row]) -> list[Decimal]:
    """List the amounts of the only column that has what is compared, one of each row; else none."""
    names = rows[0].read.unit.columns
    found = {at: _amounts(rows, at) for at in range(1, len(names))}
    compared = {at: amounts for at, amounts in found.items() if amounts}
    named = [at for at in compared if not asked.named.isdisjoint(content_forms(names[at]))]
    scaled = [
        at
        for at, (one, *_) in compared.items()
        if not asked.scale.isdisjoint((folded(one.unit), *content_forms(names[at])))
    ]
    columns = scaled or named
    return [one.value for one in compared[columns[0]]] if len(columns) == 1 else []


def _amounts(rows: Sequence[Row], at: int) -> list[Quantity]:
    """List what a column measures, if each row tells one amount and all are in one unit."""
    found = [_amount(row.cells[at]) if at < len(row.cells) else None for row in rows]
    amounts = [one for one in found if one]
    is_all = len(amounts) == len(rows) and len({one.unit for one in amounts}) == 1
    return amounts if is_all else []


def _amount(cell: str) -> Quantity | None:
    numbers = list(numbers_in(cell))
    return measured(cell, numbers[0]) if len(numbers) == 1 else None


def _count(table: Table, passages: Iterable[Passage]) -> int:
    """Count the rows that the document has of a table."""
    _, section, columns = table
    return sum(
        unit.columns == columns
        for passage in passages
        if passage.section == section
        for unit in passage.units
    )
