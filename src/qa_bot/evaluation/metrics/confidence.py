"""Whether the stated confidence can be relied upon, over many cases.

Comes in: arrays with an entry for each case, in the same order. Goes out: figures, NaN where the
cases do not allow one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: how many, how confident, how many right."""

    count: int
    confidence: float
    right: float


def auroc(confidence: Floats, positive: Flags) -> float:
    """Chance that a positive case has more confidence than a negative one; ties count half.

    It is the area under the ROC curve (Hanley and McNeil 1982); NaN unless there are both.
    """
    positives, negatives = int(positive.sum()), int((~positive).sum())
    if not positives or not negatives:
        return float("nan")
    _, inverse, counts = np.unique(confidence, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    above = float(ranks[positive].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def risk_coverage(confidence: Floats, answered: Flags, right: Flags) -> tuple[Floats, Floats]:
    """Trace how wrong the answers are when only the most confident are given (El-Yaniv 2010).

    Returns:
        Coverage (share of all cases that are answered) and risk (share of those answers that are
        not right), one point for each confidence at which an answer was given, highest first.
    """
    order = np.argsort(-confidence[answered], kind="stable")
    wrong = np.cumsum(~right[answered][order])
    given = np.arange(1, len(order) + 1)
    sorted_confidence = confidence[answered][order]
    # Answers of the same confidence are given or withheld together.
    last = np.append(np.diff(sorted_confidence) != 0, True)[: len(order)]
    return given[last] / len(confidence), wrong[last] / given[last]


def coverage_at(precision: float, confidence: Floats, answered: Flags, right: Flags) -> float:
    """Largest share of all cases that can be answered while that share of answers is right.

    NaN when there is no case; 0 when no threshold is precise enough.
    """
    if not len(confidence):
        return float("nan")
    coverage, risk = risk_coverage(confidence, answered, right)
    enough = coverage[1 - risk >= precision - 1e-12]
    return float(enough.max()) if len(enough) else 0.0


def reliability(confidence: Floats, right: Flags) -> list[Bin]:
    """Sort answers into `BINS` of equal width by confidence; empty ones are left out."""
    numbers = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean()))
        for inside in (numbers == number for number in range(BINS))
        if inside.any()
    ]


def calibration_error(confidence: Floats, right: Flags) -> float:
    """Expected calibration error: mean distance of confidence and share right (Guo et al. 2017).

    NaN when there is no answer.
    """
    if not len(confidence):
        return float("nan")
    found = reliability(confidence, right)
    return sum(one.count * abs(one.confidence - one.right) for one in found) / len(confidence)
