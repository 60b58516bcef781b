"""What must be reached: `right=0.9` of a run, `right` or `right=0.02` of one compared with another.

Comes in: what was typed. Goes out: what failed, in words. A metric that is better when low must not
be above its threshold, or rise; one that no case is eligible for reaches nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa_bot.errors import UsageError
from qa_bot.evaluation.compare import Compared
from qa_bot.evaluation.runs import Figure
from qa_bot.evaluation.summary import Metric, metric_named

_EXACT = 1e-9
"""What sums of the same figures may differ by."""


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


@dataclass(frozen=True, slots=True)
class Loss:
    """A metric and by how much it may be worse in the second of two runs, in its own unit."""

    metric: Metric
    most: float

    def failure(self, compared: Sequence[Compared]) -> str:
        """Say what failed; empty when nothing did. How likely it is by chance does not count."""
        name = self.metric.name
        (one,) = (one for one in compared if one.name == name)
        if one.difference is None:
            return f"{name}: no case is eligible in both runs"
        loss = one.difference.value if self.metric.low_is_good else -one.difference.value
        if loss <= self.most + _EXACT:
            return ""
        more = f" by more than {self.most:g}" if self.most else ""
        return f"{name} {one.second:.4f} is worse than {one.first:.4f}{more}"


def read_losses(typed: Sequence[str]) -> list[Loss]:
    """Read metrics that must not be worse, such as `right`, or by how much at most: `mrr=0.02`.

    Raises:
        UsageError: When one names no metric, or no number of 0 or more.
    """
    losses = []
    for text in typed:
        name, given, number = text.partition("=")
        most = _number(number) if given else 0.0
        if not most >= 0:
            raise UsageError(f"{text!r} is not metric or metric=most", hint="--fail-if-worse right")
        losses.append(Loss(metric_named(name.strip()), most))
    return losses


def read_gates(typed: Sequence[str]) -> list[Gate]:
    """Read thresholds such as `recall@5=0.97`.

    Raises:
        UsageError: When one is not a name and a number, names no metric, or cannot be reached.
    """
    gates = []
    for text in typed:
        name, _, number = text.partition("=")
        limit = _number(number)
        if math.isnan(limit):
            raise UsageError(f"{text!r} is not metric=value", hint="--fail-under right=0.9")
        gates.append(_reachable(Gate(metric_named(name.strip()), limit)))
    return gates


def _number(text: str) -> float:
    """Read a finite number; NaN for anything else."""
    try:
        number = float(text)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan


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
