"""The rows of a run become figures, each with an interval and the number of cases behind it.

`METRICS` lists every metric in the order in which it is shown. Most are means over the cases that
are eligible; the others are figures over many cases at once.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from qa_bot.errors import UsageError
from qa_bot.evaluation.judging import Verdict
from qa_bot.evaluation.metrics.confidence import (
    Flags,
    Floats,
    auroc,
    calibration_error,
    coverage_at,
)
from qa_bot.evaluation.metrics.statistics import Indices, interval, mean_interval
from qa_bot.evaluation.runs import Figure, Row

PRECISION = 0.95


@dataclass(frozen=True, slots=True)
class Columns:
    """What the figures over many cases are made from, an entry a case."""

    answerable: Flags
    answered: Flags
    right: Flags
    confidence: Floats
    seconds: Floats

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Columns":
        """Take the columns out of rows."""
        return cls(
            answerable=np.array([row.case["answerable"] for row in rows], dtype=np.bool_),
            answered=np.array([row.answered for row in rows], dtype=np.bool_),
            right=np.array([row.verdict is Verdict.RIGHT for row in rows], dtype=np.bool_),
            confidence=np.array([row.answer["confidence"] for row in rows], dtype=np.float64),
            seconds=np.array([row.seconds for row in rows], dtype=np.float64),
        )

    def at(self, positions: Indices) -> "Columns":
        """Take some cases, each as often as it is named."""
        return Columns(
            self.answerable[positions],
            self.answered[positions],
            self.right[positions],
            self.confidence[positions],
            self.seconds[positions],
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """How a figure over many cases is made.

    Attributes:
        value: Makes it; NaN where there is none.
        eligible: Tells which cases take part.
        can_be_resampled: Whether a bootstrap's percentiles bound it.
        is_share: Whether it is the share of those cases that are of a kind.
    """

    value: Callable[[Columns], float]
    eligible: Callable[[Columns], Flags]
    can_be_resampled: bool = True
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured.

    Attributes:
        name: As it is typed and saved.
        about: What it says, in a line.
        whole: How it is made over many cases; None for a mean over single ones.
        low_is_good: Whether less is better.
    """

    name: str
    about: str
    whole: Whole | None = None
    low_is_good: bool = False

    @property
    def is_time(self) -> bool:
        """Whether it is in seconds; every other metric is 0 to 1."""
        return self.name.startswith("seconds")


def _all(columns: Columns) -> Flags:
    return np.ones(len(columns.answered), dtype=np.bool_)


def _abstention_precision(columns: Columns) -> float:
    refused = ~columns.answered
    return float((~columns.answerable)[refused].mean()) if refused.any() else math.nan


def _coverage(columns: Columns) -> float:
    return coverage_at(PRECISION, columns.confidence, columns.answered, columns.right)


def _calibration_error(columns: Columns) -> float:
    return calibration_error(columns.confidence[columns.answered], columns.right[columns.answered])


def _percentile(share: float) -> Callable[[Columns], float]:
    return lambda columns: float(np.percentile(columns.seconds, share))


METRICS = {
    metric.name: metric
    for metric in (
        Metric("right", "answerable cases answered rightly, with a citation that supports it"),
        Metric("citation_precision", "cited quotes that overlap a gold span"),
        Metric("citation_recall", "gold spans that a cited quote overlaps"),
        Metric("exact_match", "the first statement's highlight is an accepted answer"),
        Metric("token_f1", "words shared by that highlight and an accepted answer"),
        Metric("number_match", "the accepted number is highlighted, with its unit"),
        Metric("recall@1", "gold spans in the first passage found"),
        Metric("recall@5", "gold spans in the first 5 passages found"),
        Metric("recall@10", "gold spans in the first 10 passages found"),
        Metric("mrr", "1 / rank of the first passage with a gold span"),
        Metric("ndcg@10", "how far up the passages with gold spans stand"),
        Metric(
            "abstention_precision",
            "cases refused that are not answerable",
            Whole(_abstention_precision, lambda columns: ~columns.answered, is_share=True),
        ),
        Metric("abstention_recall", "cases not answerable that are refused"),
        Metric(
            "auroc",
            "chance that an answerable case has more confidence than another",
            Whole(lambda columns: auroc(columns.confidence, columns.answerable), _all),
        ),
        Metric(
            "coverage@95",
            "cases that can be answered with 95 % of the answers right",
            Whole(_coverage, _all),
        ),
        Metric(
            "calibration_error",
            "how far confidence is from the share that is right",
            # Resampled bins stray further from their confidence: all that is drawn is too high.
            Whole(_calibration_error, lambda columns: columns.answered, can_be_resampled=False),
            low_is_good=True,
        ),
        Metric("seconds_p50", "time of an answer, median", Whole(_percentile(50), _all), True),
        Metric(
            "seconds_p95", "time of an answer, 95th percentile", Whole(_percentile(95), _all), True
        ),
    )
}


def metric_named(name: str) -> Metric:
    """Look a metric up.

    Raises:
        UsageError: When there is none of that name; the nearest one is suggested.
    """
    if name not in METRICS:
        close = get_close_matches(name, METRICS, n=1, cutoff=0.4)
        hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(METRICS)}"
        raise UsageError(f"no metric {name!r}", hint=hint)
    return METRICS[name]


def summarise(rows: Sequence[Row]) -> dict[str, Figure]:
    """Make every figure of a run."""
    columns = Columns.of(rows)
    return {name: _figure(metric, rows, columns) for name, metric in METRICS.items()}


def verdict_counts(rows: Sequence[Row]) -> dict[Verdict, int]:
    """Count each verdict, also those that did not occur."""
    counts = Counter(row.verdict for row in rows)
    return {verdict: counts[verdict] for verdict in Verdict}


def values_of(name: str, rows: Sequence[Row]) -> Floats:
    """List a metric's figures for single cases; NaN where a case is not eligible."""
    found = (row.metrics.get(name) for row in rows)
    return np.array([math.nan if value is None else value for value in found], dtype=np.float64)


def _figure(metric: Metric, rows: Sequence[Row], columns: Columns) -> Figure:
    if metric.whole is None:
        values = values_of(metric.name, rows)
        known = values[~np.isnan(values)]
        value = float(known.mean()) if len(known) else None
        return Figure(value, mean_interval(known), len(known), len(rows) - len(known))
    whole = metric.whole
    eligible = int(whole.eligible(columns).sum())
    found = whole.value(columns)
    if math.isnan(found):
        return Figure(None, None, 0, len(rows))
    bounds = None
    if whole.can_be_resampled:
        bounds = interval(lambda positions: whole.value(columns.at(positions)), len(rows))
    if whole.is_share and bounds is None:  # where all or none are of the kind, none is drawn
        bounds = mean_interval(np.full(eligible, found))
    return Figure(found, bounds, eligible, len(rows) - eligible)
