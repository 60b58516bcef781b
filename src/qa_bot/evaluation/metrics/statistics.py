"""How far a figure can be trusted: bootstrap intervals, and tests of two runs on the same cases.

Everything is drawn with a fixed seed, so that the same cases give the same bytes.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa_bot.evaluation.metrics.confidence import Floats

Indices = NDArray[np.int64]
Interval = tuple[float, float]

SEED = 7
RESAMPLES = 2000
PERMUTATIONS = 9999
LEVEL = 0.95
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """How far the second of two runs is above the first.

    Attributes:
        value: Second minus first.
        interval: 95 %, by resampling cases; None when it cannot be told.
        p: Chance of such a difference, up or down, if the runs were alike.
    """

    value: float
    interval: Interval | None
    p: float


def mean_interval(values: Floats) -> Interval | None:
    """Bound a mean at 95 % by the bootstrap, bias-corrected and accelerated (Efron 1987).

    Where every value is 0 or every one is 1 no resampling shows how far that can be trusted:
    then it is Wilson's interval of a proportion (1927). None without a value, or where every one is
    the same and no proportion.
    """
    if not len(values):
        return None
    if np.all(values == values[0]):
        same = float(values[0])
        return proportion_interval(same, len(values)) if same in {0.0, 1.0} else None
    from scipy.stats import bootstrap

    found = bootstrap(
        (values,),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="BCa",
        rng=SEED,
        batch=_BATCH // 10,  # its jackknife takes batch x values of memory
    ).confidence_interval
    return float(found.low), float(found.high)


def proportion_interval(share: float, cases: int) -> Interval:
    """Bound a proportion of some cases at 95 % (Wilson 1927)."""
    from scipy.stats import binomtest

    found = binomtest(round(share * cases), cases).proportion_ci(LEVEL, method="wilson")
    return float(found.low), float(found.high)


def interval(statistic: Callable[[Indices], float], cases: int) -> Interval | None:
    """Bound any figure over cases at 95 % by the percentiles of the bootstrap (Efron 1979).

    Args:
        statistic: The figure over the cases at some positions; NaN where there is none.
        cases: How many there are.
    """
    if cases < 2:
        return None
    drawn = np.array([statistic(positions) for positions in _resampled(cases)])
    return _percentiles(drawn)


def mean_difference(first: Floats, second: Floats) -> Difference | None:
    """Compare two runs by a mean over the same cases; None when there is no case.

    The interval is a paired bootstrap's (resampled cases), p a paired permutation test's (Fisher
    1935): in each case the two runs are exchanged or not.
    """
    differences = second - first
    if len(differences) < 2 or not np.any(differences):
        return Difference(float(differences.mean()), None, 1.0) if len(differences) else None
    from scipy.stats import permutation_test

    drawn = differences[_resampled(len(differences))].mean(axis=1)
    test = permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=PERMUTATIONS,
        batch=_BATCH,
        rng=SEED,
    )
    return Difference(float(differences.mean()), _percentiles(drawn), float(test.pvalue))


def difference(statistic: Callable[[Indices], float], cases: int) -> Difference | None:
    """Compare two runs by any figure over the same cases, as `mean_difference` does by a mean.

    Args:
        statistic: The figure over the cases at some positions: those of the first run stand at
            0 to `cases` - 1, those of the second one behind them, in the same order.
        cases: How many there are.

    Returns:
        None when one of the runs has no such figure.
    """
    positions = np.arange(cases)

    def second_minus_first(first: Indices, second: Indices) -> float:
        return statistic(second) - statistic(first)

    value = second_minus_first(positions, positions + cases)
    if math.isnan(value):
        return None
    if cases < 2:
        return Difference(value, None, 1.0)
    from scipy.stats import permutation_test

    drawn = np.array([second_minus_first(one, one + cases) for one in _resampled(cases)])
    test = permutation_test(
        (positions, positions + cases),
        second_minus_first,
        permutation_type="samples",
        vectorized=False,
        n_resamples=RESAMPLES,
        rng=SEED,
    )
    return Difference(value, _percentiles(drawn), float(test.pvalue))


def _resampled(cases: int) -> Indices:
    """Draw the positions of as many cases, with replacement; shape (resamples, cases)."""
    return np.random.default_rng(SEED).integers(0, cases, (RESAMPLES, cases))


def _percentiles(drawn: Floats) -> Interval | None:
    """Take the middle 95 % of what was drawn, where that was a figure and not always the same."""
    known = drawn[~np.isnan(drawn)]
    if not len(known) or np.all(known == known[0]):
        return None
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(known, [tail, 100 - tail])
    return float(low), float(high)
