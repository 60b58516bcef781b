"""Two runs side by side, case by case: what differs, by how much, and whether by more than chance.

Comes in: two runs. Goes out: each metric over the cases that both have, with a paired interval and
test; and the cases whose answers changed. Only a case that says the same in both runs is compared.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qa_bot.errors import RunError
from qa_bot.evaluation.metrics.statistics import Difference, difference, mean_difference
from qa_bot.evaluation.runs import Row, Run
from qa_bot.evaluation.summary import METRICS, Columns, Metric, values_of
from qa_bot.text.display import counted

_KINDS = ("worse", "better", "other")


@dataclass(frozen=True, slots=True)
class Compared:
    """A metric in two runs, over the cases that both have and that are eligible in both.

    Attributes:
        name: The metric's.
        first: Its value in the first run; None when no case is eligible.
        second: Its value in the second run.
        difference: Second minus first, how sure and how likely by chance; None without values.
        pairs: How many cases.
    """

    name: str
    first: float | None
    second: float | None
    difference: Difference | None
    pairs: int


@dataclass(frozen=True, slots=True)
class Change:
    """A case that was answered in other words, or came to another verdict.

    `kind` is better or worse when the verdict became good or stopped being so, else other.
    """

    kind: str
    first: Row
    second: Row


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs compared.

    Attributes:
        runs: First and second.
        common: How many cases are compared.
        only_first: Cases of the first run alone.
        only_second: Cases of the second run alone.
        altered: Cases of both runs whose question, gold or accepted answers differ.
        compared: Each metric.
        changes: Worse ones first, then better, then other; in the order of the first run.
    """

    runs: tuple[Run, Run]
    common: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    altered: tuple[str, ...]
    compared: tuple[Compared, ...]
    changes: tuple[Change, ...]

    @property
    def settings(self) -> dict[str, tuple[Any, Any]]:
        """The settings that differ, `answer.threshold`: first and second; None where there is none.

        The program's version is one of them.
        """
        first, second = map(_settings, self.runs)
        both = {name: (first.get(name), second.get(name)) for name in {**first, **second}}
        return {name: values for name, values in both.items() if values[0] != values[1]}

    @property
    def note(self) -> str:
        """Say what is compared, and what is left out."""
        left_out = {
            "only in A": self.only_first,
            "only in B": self.only_second,
            "not the same in both": self.altered,
        }
        parts = [f"{len(ids)} {where}" for where, ids in left_out.items() if ids]
        text = f"compared on {counted(self.common, 'case')} that both have"
        return f"{text}; left out: {', '.join(parts)}" if parts else text


def _settings(run: Run) -> dict[str, Any]:
    tables = run.configuration.items()
    flat = {f"{table}.{name}": value for table, fields in tables for name, value in fields.items()}
    return {"qa-bot": run.program, **flat}


def compare_runs(first: Run, second: Run) -> Comparison:
    """Compare two runs on the cases that they have in common.

    Raises:
        RunError: When there is none.
    """
    ours, theirs = ({row.id: row for row in run.rows} for run in (first, second))
    shared = [name for name in ours if name in theirs]
    altered = [name for name in shared if _asked(ours[name]) != _asked(theirs[name])]
    pairs = [(ours[name], theirs[name]) for name in shared if name not in set(altered)]
    if not pairs:
        raise RunError(
            f"the runs of {first.asked} and {second.asked} have no case in common",
            hint="compare two runs of the same file of cases",
        )
    return Comparison(
        runs=(first, second),
        common=len(pairs),
        only_first=tuple(name for name in ours if name not in theirs),
        only_second=tuple(name for name in theirs if name not in ours),
        altered=tuple(altered),
        compared=tuple(_compared(metric, pairs) for metric in METRICS.values()),
        changes=tuple(_changes(pairs)),
    )


def _asked(row: Row) -> dict[str, object]:
    """Take what makes a case the same one; its tags may differ, and where its gold has moved to."""
    case = {name: value for name, value in row.case.items() if name != "tags"}
    return {**case, "gold": [_quoted(alternative) for alternative in row.case["gold"]]}


def _quoted(alternative: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a span or a list of spans
    spans = alternative if isinstance(alternative, list) else [alternative]
    return [(span["document"], span["quote"]) for span in spans]


def _compared(metric: Metric, pairs: Sequence[tuple[Row, Row]]) -> Compared:
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    if metric.whole is None:
        ours, theirs = values_of(metric.name, first), values_of(metric.name, second)
        both = ~np.isnan(ours) & ~np.isnan(theirs)
        ours, theirs = ours[both], theirs[both]
        found = mean_difference(ours, theirs)
        if found is None:
            return Compared(metric.name, None, None, None, 0)
        return Compared(metric.name, float(ours.mean()), float(theirs.mean()), found, len(ours))
    value = metric.whole.value
    stacked = Columns.of([*first, *second])
    before, after = (_known(value(Columns.of(rows))) for rows in (first, second))
    found = difference(lambda positions: value(stacked.at(positions)), len(pairs))
    if found and not metric.whole.can_be_resampled:
        found = replace(found, interval=None)
    return Compared(metric.name, before, after, found, len(pairs))


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _changes(pairs: Sequence[tuple[Row, Row]]) -> list[Change]:
    changed = [
        Change(_kind(first, second), first, second)
        for first, second in pairs
        if first.verdict is not second.verdict or first.texts != second.texts
    ]
    return sorted(changed, key=lambda change: _KINDS.index(change.kind))


def _kind(first: Row, second: Row) -> str:
    if first.verdict.is_good == second.verdict.is_good:
        return "other"
    return "better" if second.verdict.is_good else "worse"
