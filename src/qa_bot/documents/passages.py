"""A document becomes passages: whole sentences and rows of one section, packed to a budget.

Comes in: a `Document`. Goes out: `Passage` records that follow one another, each a verbatim slice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qa_bot.documents.leads import LONGEST as LONGEST_LEAD
from qa_bot.records import Document, Passage, Span, Unit
from qa_bot.text.cells import table_cells
from qa_bot.text.markup import is_markdown, unit_form
from qa_bot.text.sentences import sentences
from qa_bot.text.spans import LineNumbers, PageNumbers, cut

TOKEN_BUDGET = 120
"""Tokens of a passage, about: enough to stand alone, few enough to be about one thing."""

LONGEST_UNIT = 200
"""Tokens after which a single sentence is cut, lest the encoder should not see its end."""

LONGEST = 2000
"""Characters of a passage, and of a sentence or row with its names: a word without end is one
token, and what is not read, such as a comment between two sentences, is none."""

CountTokens = Callable[[Sequence[str]], list[int]]


def split(document: Document, count_tokens: CountTokens) -> Iterator[Passage]:
    """Pack each section's units into passages of about `TOKEN_BUDGET` tokens.

    Args:
        document: What to divide.
        count_tokens: Counts the tokens of each of several texts, as the encoder would.
    """
    line_numbers = LineNumbers(document.text)
    page_numbers = PageNumbers(document.pages)
    for section in document.sections:
        for units in _packed(document, section.units, count_tokens):
            span = Span(units[0].span.start, units[-1].span.end)
            yield Passage(
                document=document.name,
                sha256=document.sha256,
                span=span,
                text=span.of(document.text),
                line=line_numbers.at(span.start),
                section=section.path,
                units=tuple(units),
                page=page_numbers.at(span.start),
                turns=page_numbers.turns(span),
            )


def _packed(
    document: Document, units: Sequence[Unit], count_tokens: CountTokens
) -> Iterator[list[Unit]]:
    """Group units in order, each group within the budget unless one unit alone exceeds it.

    What leads into a list goes where the list begins.
    """
    group: list[Unit] = []
    total = last = 0
    for unit, tokens in _measured(document, units, count_tokens):
        is_far = bool(group) and unit.span.end - group[0].span.start > LONGEST
        if group and (is_far or total + tokens > TOKEN_BUDGET):
            fits = len(group) > 1 and not is_far and last + tokens <= TOKEN_BUDGET
            kept = group[-1:] if fits and _reads(document, group[-1]) == unit.lead else []
            yield group[: len(group) - len(kept)]
            group, total = kept, last * len(kept)
        group.append(unit)
        total, last = total + tokens, tokens
    if group:
        yield group


def _reads(document: Document, unit: Unit) -> str:
    return unit_form(document.text, unit, in_markdown=is_markdown(document.name))


def _measured(
    document: Document, units: Sequence[Unit], count_tokens: CountTokens
) -> Iterator[tuple[Unit, int]]:
    """Yield units with their token counts, those that are too long in pieces that are not."""
    text, in_markdown = document.text, is_markdown(document.name)
    alone = [replace(unit, lead="") for unit in units]  # what leads into several stands there once
    counts = count_tokens([unit_form(text, unit, in_markdown=in_markdown) for unit in alone])
    for unit, tokens in zip(units, counts, strict=True):
        if _fits(unit, tokens):
            yield unit, tokens
        else:
            pieces = _cells(document, unit) if unit.columns else _halves(text, unit)
            yield from _measured(document, pieces, count_tokens)


def _fits(unit: Unit, tokens: int) -> bool:
    """Tell whether a unit is short enough; a row may have more tokens, for its cells are one."""
    length = unit.span.end - unit.span.start
    if length + sum(map(len, unit.columns)) > LONGEST:
        return False
    return tokens <= LONGEST_UNIT or bool(unit.columns) or length < 2


def _halves(text: str, unit: Unit) -> list[Unit]:
    longest = (unit.span.end - unit.span.start + 1) // 2
    return [replace(unit, span=piece) for piece in cut(text, unit.span, longest)]


def _cells(document: Document, row: Unit) -> list[Unit]:
    """Divide a row into its cells, each led by the one that names it; the only one is prose."""
    text = document.text
    first, *others = table_cells(text, row.span, len(row.columns)) or [None]
    if not others:
        return [Unit(one, lead=row.lead) for one in (sentences(text, first) if first else ())]
    label = _reads(document, Unit(first, ("",))) if first else ""
    lead = row.lead or (label if len(label) <= LONGEST_LEAD else "")
    names = (*row.columns[1:], *[""] * len(others))
    led = [Unit(cell, (name,), lead) for cell, name in zip(others, names, strict=False) if cell]
    return [Unit(first, row.columns[:1], row.lead), *led] if first else led
