"""A case: a question with what answers it. `case.schema.json` describes how one is written.

Comes in: what `case_files` read or `drafts` drew. Goes out: `Case` records, and their data: for a
run with the places of the gold quotes, for a file of cases without.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qa_bot.evaluation.metrics.locations import Location
from qa_bot.text.display import json_text
from qa_bot.values.quantities import Quantity

Part = str | Quantity


@dataclass(frozen=True, slots=True)
class Gold:
    """A quote that supports the answer, and where it stands."""

    location: Location
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation question.

    Attributes:
        id: Unique in its file.
        question: As it is asked.
        answerable: Whether the documents answer it.
        accepted: Alternatives, any of which is right; all parts of an alternative must be there.
        gold: Alternatives, any of which supports the answer; all spans of one are needed.
        turns: Earlier questions of the conversation, oldest first.
        tags: Groups that it belongs to.
    """

    id: str
    question: str
    answerable: bool
    accepted: tuple[tuple[Part, ...], ...] = ()
    gold: tuple[tuple[Gold, ...], ...] = ()
    turns: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing tells yet what answers it, so that it cannot be asked."""
        return self.answerable and not (self.accepted or self.gold)

    @property
    def locations(self) -> list[list[Location]]:
        """The gold spans, without their quotes."""
        return [[one.location for one in spans] for spans in self.gold]


def as_data(case: Case) -> dict[str, Any]:
    """Turn a case into plain lists and dictionaries: as in its file, its gold spans located."""
    return {
        "id": case.id,
        "question": case.question,
        "answerable": case.answerable,
        "accepted": [_shortened([_part_data(part) for part in parts]) for parts in case.accepted],
        "gold": [_shortened([_gold_data(one) for one in spans]) for spans in case.gold],
        "turns": list(case.turns),
        "tags": list(case.tags),
    }


def as_line(case: Case) -> str:
    """Write a case as it stands in a file: one line, without what only loading finds out."""
    fields = as_data(case)
    fields["gold"] = [
        _shortened([{"document": one.location.document, "quote": one.quote} for one in spans])
        for spans in case.gold
    ]
    kept = {name: value for name, value in fields.items() if value or name not in {"turns", "tags"}}
    return json_text(kept)


def written(alternative: Any) -> str:  # noqa: ANN401 - text, number, or a list of such
    """Write an accepted alternative of `as_data` in words: `13.93 months and 9.46 months`."""
    if isinstance(alternative, list):
        return " and ".join(map(written, alternative))
    if isinstance(alternative, dict):
        return str(Quantity(Decimal(str(alternative["value"])), alternative["unit"]))
    return str(alternative)


def _shortened(parts: list[Any]) -> Any:  # noqa: ANN401 - one part stands for itself
    return parts[0] if len(parts) == 1 else parts


def _part_data(part: Part) -> object:
    if isinstance(part, str):
        return part
    whole = part.value == part.value.to_integral_value()
    return {"value": int(part.value) if whole else float(part.value), "unit": part.unit}


def _gold_data(one: Gold) -> dict[str, object]:
    span = one.location.span
    return {
        "document": one.location.document,
        "quote": one.quote,
        "start": span.start,
        "end": span.end,
        "line": one.line,
    }
