"""Cases drafted from the documents, so that nobody starts from an empty file.

Comes in: an index. Goes out: for a figure of a table row or a sentence a question to edit, with the
figure as the accepted answer and its place as gold. They can be asked as they are, but questions in
the documents' own words are too easy: what they measure is worth little before they are edited.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath

from qa_bot.answering.figures import figures_that_answer
from qa_bot.errors import CaseError
from qa_bot.evaluation.cases import Case, Gold, Part
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.index import Index
from qa_bot.index.protocol import PassageStore
from qa_bot.records import Passage, Span, Unit
from qa_bot.text.display import one_line
from qa_bot.text.markup import cell_forms, is_markdown, read
from qa_bot.text.quotes import only_occurrence
from qa_bot.text.spans import LineNumbers
from qa_bot.values.quantities import Quantity, numbers_in, states
from qa_bot.values.units import CODES, after_gap, spellings, units_beside

TAG = "draft"
_GAP = "…"
_MEASURE = re.compile(r"[^\W\d_]|[%€$£]|\d[.,]\d")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A question to edit, and the figure that answers it; with its unit where it is one number."""

    question: str
    figure: str
    quantity: Quantity | None

    @property
    def accepted(self) -> tuple[tuple[Part, ...], ...]:
        """The figure as it is written, and as a number."""
        return ((self.figure,), (self.quantity,)) if self.quantity else ((self.figure,),)


@dataclass(frozen=True, slots=True)
class _Quotable:
    """A sentence or row, and what can be asked about it."""

    gold: Gold
    kind: str
    skeletons: tuple[Skeleton, ...]


def draft_cases(index: Index, count: int, seed: int) -> list[Case]:
    """Draft cases from sentences and rows drawn at random, in the order of the documents.

    Args:
        index: Whose documents.
        count: How many; fewer where fewer sentences and rows have figures.
        seed: The same seed and documents give the same drafts.

    Raises:
        CaseError: When no sentence or row that stands once has a figure.
    """
    documents = index.store.documents().values()
    found = [one for known in documents for one in _of_document(index.store, known.name, known.id)]
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    mixed = chance.sample(range(len(found)), len(found))
    # Looked up only for what is drawn: a text is searched through for each quote.
    drawn = list(islice((at for at in mixed if _stands_once(index.store, found[at])), count))
    if not drawn:
        raise CaseError(
            "no sentence or table row that stands once in its document has a figure to ask for",
            hint="write the cases by hand; case.schema.json describes them",
        )
    cases: dict[str, Case] = {}
    for one in (found[at] for at in sorted(drawn)):
        skeleton = chance.choice(one.skeletons)
        name = _free_id(one.gold, cases)
        cases[name] = Case(
            id=name,
            question=skeleton.question,
            answerable=True,
            accepted=skeleton.accepted,
            gold=((one.gold,),),
            tags=(TAG, one.kind),
        )
    return list(cases.values())


def _free_id(gold: Gold, taken: dict[str, Case]) -> str:
    """Name a case by its document and line, with a number where that is taken."""
    name = f"{PurePosixPath(gold.location.document).stem}-{gold.line}"
    number = 1
    while (free := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    return free


def _of_document(store: PassageStore, name: str, number: int) -> Iterator[_Quotable]:
    text = store.text(name) or ""
    lines = LineNumbers(text)
    for passage in store.passages_of(number):
        for unit in passage.units:
            quote = unit.span.of(text)
            skeletons = tuple(_of_row(text, passage, unit) or _of_sentence(passage, unit))
            if skeletons:
                gold = Gold(Location(name, unit.span), quote, lines.at(unit.span.start))
                yield _Quotable(gold, "row" if unit.columns else "sentence", skeletons)


def _stands_once(store: PassageStore, one: _Quotable) -> bool:
    text = store.text(one.gold.location.document) or ""
    return only_occurrence(text, one.gold.quote) is not None


def _of_row(text: str, passage: Passage, unit: Unit) -> list[Skeleton]:
    """Ask for each cell that has a figure, by the names of its row and column."""
    if not unit.columns:
        return []
    cells = cell_forms(text, unit, in_markdown=is_markdown(passage.document))
    skeletons: list[Skeleton] = []
    for cell, column in list(zip(cells, unit.columns, strict=False))[1:]:
        about = ", ".join(part for part in (cells[0], column) if part)
        for figure in figures_that_answer("", cell)[:1]:
            span, quantity = _measured(cell, figure)
            answer = span.of(cell) if _MEASURE.search(span.of(cell)) else cell
            skeletons.append(_skeleton(passage, f"{about}?", answer, quantity))
    return skeletons


def _of_sentence(passage: Passage, unit: Unit) -> Iterator[Skeleton]:
    """Leave each measure of a sentence out in turn; rows have questions of their own.

    A bare number is as often part of a name or a date: phase 3, 31 March.
    """
    if unit.columns:
        return
    sentence = one_line(read(passage, unit).text)
    for figure in figures_that_answer("", sentence):
        span, quantity = _measured(sentence, figure)
        if _MEASURE.search(span.of(sentence)):
            gapped = f"{sentence[: span.start]}{_GAP}{sentence[span.end :]}".rstrip(".")
            yield _skeleton(passage, f"{gapped}?", span.of(sentence), quantity)


def _measured(text: str, figure: Span) -> tuple[Span, Quantity | None]:
    """Add a figure's unit to it, and read both where they are one number in one unit."""
    numbers = [number for number in numbers_in(text) if number.span.overlaps(figure)]
    units = units_beside(text, numbers[0].span) if len(numbers) == 1 else set()
    if len(units) != 1:
        return figure, None
    (unit,), number = units, numbers[0]
    start = after_gap(text, number.span)
    behind = text[start:]
    known = (name for name in spellings(unit) if behind.casefold().startswith(name.casefold()))
    written = behind[: max(map(len, known), default=0)]
    end = start + len(written) if written else figure.end
    code = unit.upper()
    quantity = Quantity(number.value, written or (code if code in CODES else unit))
    stated = quantity if states(text, quantity) else None
    # A currency's code stands before the number.
    return Span(min(figure.start, number.span.start), max(figure.end, end)), stated


def _skeleton(passage: Passage, asked: str, figure: str, quantity: Quantity | None) -> Skeleton:
    question = one_line(f"{passage.section[-1]}: {asked}")
    return Skeleton(question, one_line(figure), quantity)
