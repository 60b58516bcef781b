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
        cosine=2.12,
        here=2.55,
        headed=3.18,
        around=-2.98,
        focus=3.85,
        uncovered=-0.74,
        lag=-7.77,
        figure=-0.02,
        identifier=2.33,
    ),
    bias=-3.33,
    slope=0.803,
    margin=0.692,
    offset=-0.196,
    floors=((0.8, 0.534), (0.9, 0.753), (0.95, 0.888)),
)
WITH_READER = Odds(
    weights=Signs(
        cosine=0.0,
        here=0.3,
        headed=1.5,
        around=-0.58,
        focus=1.37,
        uncovered=-1.17,
        lag=-7.47,
        figure=-0.47,
        identifier=0.86,
        relevance=-4.04,
        support=1.49,
        span=1.75,
        own_relevance=-2.3,
        own_support=4.36,
        own_span=-0.53,
    ),
    bias=1.37,
    slope=1.032,
    margin=0.425,
    offset=-0.401,
    floors=((0.8, 0.103), (0.9, 0.654), (0.95, 0.876)),
)
