"""How the signs of a sentence become the odds that it answers, and the best one's a probability.

Comes in: candidates. Goes out: log-odds for each, and one probability that the best is right.
Plain numbers, learned by `training/fit_answering.py` from questions with known answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa_bot.answering.candidates import Candidate, Signs
from qa_bot.answering.reading import probability

EVEN = 0.5
"""Below this probability an answer is more likely wrong than right."""


@dataclass(frozen=True, slots=True)
class Odds:
    """What was learned; with a reader and without one the numbers differ.

    Attributes:
        weights: Of each sign, in log-odds.
        bias: Log-odds where no sign speaks.
        slope: Of the best candidate's log-odds in the log-odds that it is right (Platt 1999).
        margin: Weight of the distance to the best candidate that says something else.
        offset: Added to these.
        floors: Pairs of how often answers were right, and the least confidence that they had; both
            rising. From questions that were held out, as answerable as people's questions are.
    """

    weights: Signs
    bias: float
    slope: float
    margin: float
    offset: float
    floors: tuple[tuple[float, float], ...]

    def of(self, candidate: Candidate) -> float:
        """Estimate the log-odds that a candidate answers."""
        return self.bias + candidate.signs.weighed(self.weights)

    def confidence(self, log_odds: Sequence[float], agreeing: Sequence[bool]) -> float:
        """Estimate the probability that the best candidate is right.

        Args:
            log_odds: Of every candidate, best first.
            agreeing: Whether each says what the best one says; the first is the best itself.
        """
        best, margin = calibration_signs(log_odds, agreeing)
        return probability(self.slope * best + self.margin * margin + self.offset)

    def least_confidence(self, rate: float) -> float:
        """Tell the confidence from which answers are right as often as `rate`, 0 to 1.

        At 0 everything is answered, at 1 nothing that could be wrong. From `EVEN` on no answer is
        given that is more likely wrong than right, however often the others are right.
        """
        rates, confidences = zip((0.0, 0.0), *self.floors, (1.0, 1.0), strict=True)
        return max(float(np.interp(rate, rates, confidences)), min(rate, EVEN))


WIDEST_MARGIN = 3.0
"""Log-odds from which a rival is so far behind that it is as good as none."""


def calibration_signs(log_odds: Sequence[float], agreeing: Sequence[bool]) -> tuple[float, float]:
    """Take what the confidence is made of: the best log-odds and the margin.

    The margin is the distance to the best candidate that says something else, at most
    `WIDEST_MARGIN`: one that says the same is no rival.
    """
    best = log_odds[0]
    other = [odds for odds, same in zip(log_odds, agreeing, strict=True) if not same]
    margin = min(best - other[0], WIDEST_MARGIN) if other else WIDEST_MARGIN
    return best, margin


WITHOUT_READER = Odds(
    weights=Signs(
        cosine=2.33,
        here=1.94,
        headed=4.1,
        around=-3.59,
        focus=3.61,
        uncovered=-1.34,
        lag=-6.17,
        figure=-0.03,
        identifier=1.58,
    ),
    bias=-3.3,
    slope=0.723,
    margin=0.678,
    offset=-0.007,
    floors=((0.8, 0.55), (0.9, 0.789), (0.95, 0.894)),
)
WITH_READER = Odds(
    weights=Signs(
        cosine=0.0,
        here=-0.1,
        headed=2.04,
        around=-0.91,
        focus=1.07,
        uncovered=-1.73,
        lag=-5.81,
        figure=-0.41,
        identifier=0.59,
        relevance=-4.37,
        support=1.42,
        span=1.89,
        own_relevance=-1.08,
        own_support=4.93,
        own_span=-1.35,
    ),
    bias=1.17,
    slope=1.114,
    margin=0.366,
    offset=-0.042,
    floors=((0.8, 0.084), (0.9, 0.652), (0.95, 0.869)),
)
