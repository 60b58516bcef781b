"""Figures over questions: how good a ranking is, and how far a mean of many can be trusted.

Comes in: ranked document names and the grades of those that are relevant. Goes out: 0 to 1 for a
question; for many, the mean with its 95 % interval, ready to be written as JSON.
"""

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate

import numpy as np

from qa_bot.evaluation.metrics.confidence import auroc
from qa_bot.evaluation.metrics.statistics import Interval, interval, mean_interval

Grades = Mapping[str, int]
Figure = dict[str, float | int | list[float] | None]
SEED = 7


def success(ranked: Sequence[str], grades: Grades, depth: int) -> float:
    """Tell, as 1 or 0, whether any of the first `depth` documents is relevant."""
    return float(any(name in grades for name in ranked[:depth]))


def recall(ranked: Sequence[str], grades: Grades, depth: int) -> float:
    """Share of the relevant documents among the first `depth`."""
    return sum(name in grades for name in ranked[:depth]) / len(grades)


def ndcg(ranked: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """Discount each grade by the logarithm of its rank (Jarvelin and Kekalainen 2002)."""
    gained = (grades.get(name, 0) for name in ranked[:depth])
    ideal = sorted(grades.values(), reverse=True)[:depth]
    return _discounted(gained) / _discounted(ideal)


def reciprocal_rank(ranked: Sequence[str], grades: Grades) -> float:
    """One divided by the rank of the first relevant document; 0 when there is none."""
    return 1 / next((rank for rank, name in enumerate(ranked, 1) if name in grades), math.inf)


def average_precision(ranked: Sequence[str], grades: Grades) -> float:
    """Mean of the precision at each relevant document; what is not ranked counts as 0."""
    relevant = [name in grades for name in ranked]
    found = zip(relevant, accumulate(relevant), range(1, len(relevant) + 1), strict=True)
    return sum(so_far / rank for hit, so_far, rank in found if hit) / len(grades)


def estimate(values: Iterable[float | None]) -> Figure:
    """Take the mean of what is known, with its interval and the number of questions."""
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    if not len(known):
        return {"n": 0}
    return _figure(float(known.mean()), mean_interval(known), len(known))


def separation(confidence: Sequence[float], answerable: Sequence[bool]) -> Figure:
    """Take the area under the ROC curve of the confidence, with its interval."""
    stated = np.array(confidence, dtype=np.float64)
    positive = np.array(answerable, dtype=np.bool_)
    bounds = interval(lambda some: auroc(stated[some], positive[some]), len(stated))
    value = auroc(stated, positive)
    return {"n": 0} if np.isnan(value) else _figure(value, bounds, len(stated))


def sampled(names: Iterable[str], most: int) -> list[str]:
    """Draw at most so many names, always the same ones, in their order."""
    known = list(names)
    drawn = set(random.Random(SEED).sample(sorted(known), min(most, len(known))))
    return [name for name in known if name in drawn]


def table(
    metrics: Mapping[str, Callable[[Sequence[str], Grades], float]],
    ranked: Mapping[str, Sequence[str]],
    grades: Mapping[str, Grades],
) -> dict[str, Figure]:
    """Estimate metrics of rankings over questions."""
    return {
        name: estimate(metric(ranked[query], grades[query]) for query in ranked)
        for name, metric in metrics.items()
    }


def _figure(value: float, bounds: Interval | None, questions: int) -> Figure:
    told = [round(bound, 4) for bound in bounds] if bounds else None
    return {"value": round(value, 4), "interval": told, "n": questions}


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
