"""Thresholds that a run must reach: `right=0.9` passes a run that has 0.9 of its cases right.

Comes in: what was typed. Goes out: what failed, in words. A metric that is better when low must not
be above its threshold; one that no case is eligible for reaches nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_bot.errors import UsageError
from qa_bot.evaluation.runs import Figure
from qa_bot.evaluation.summary import Metric, metric_named


@dataclass(frozen=True, slots=True)
class Gate:
    """A metric and the least (or most) that it may come to."""

    metric: Metric
    limit: float

    def failure(self, summary: Mapping[str, Figure]) -> str:
        """Say what failed; empty when nothing did."""
        name, value = self.metric.name, summary[self.metric.name].value
        if value is None:
            return f"{name}: no case is eligible, {self.limit:g} was asked"
        if self.metric.low_is_good and value > self.limit:
            return f"{name} {value:.4f} is above {self.limit:g}"
        if not self.metric.low_is_good and value < self.limit:
            return f"{name} {value:.4f} is below {self.limit:g}"
        return ""


def read_gates(typed: Sequence[str]) -> list[Gate]:
    """Read thresholds such as `recall@5=0.97`.

    Raises:
        UsageError: When one is not a name and a number, names no metric, or cannot be reached.
    """
    gates = []
    for text in typed:
        name, _, number = text.partition("=")
        try:
            limit = float(number)
        except ValueError:
            limit = math.nan
        if not math.isfinite(limit):
            raise UsageError(f"{text!r} is not metric=value", hint="--fail-under right=0.9")
        gates.append(_reachable(Gate(metric_named(name.strip()), limit)))
    return gates


def _reachable(gate: Gate) -> Gate:
    """Refuse a threshold that always fails, or never does."""
    name, limit, is_time = gate.metric.name, gate.limit, gate.metric.is_time
    if limit < 0 or (limit > 1 and not is_time):
        meant = limit / 100 if 2 <= limit <= 100 else min(max(limit, 0), 1)
        raise UsageError(
            f"{name}={limit:g} is not {'0 or more' if is_time else '0 to 1'}",
            hint=f"--fail-under {name}={meant:g}",
        )
    return gate
