"""How the signs of a sentence become the odds that it answers, and the best one's a probability.

Comes in: candidates. Goes out: log-odds for each, and one probability that the best is right.
Plain numbers, learned by `training/fit_answering.py` from questions with known answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa_bot.candidates import Candidate, Signs
from qa_bot.reading import probability


@dataclass(frozen=True, slots=True)
class Odds:
    """What was learned; with a reader and without one the numbers differ.

    Attributes:
        weights: Of each sign, in log-odds.
        bias: Log-odds where no sign speaks.
        slope: Of the best candidate's log-odds in the log-odds that it is right (Platt 1999).
        margin: Weight of the distance to the best candidate that says something else.
        agreement: Weight of another passage's saying the same.
        offset: Added to these.
        floors: Pairs of how often answers were right, and the least confidence that they had; both
            rising. From questions that were held out, as answerable as people's questions are.
    """

    weights: Signs
    bias: float
    slope: float
    margin: float
    agreement: float
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
        best, margin, agreement = calibration_signs(log_odds, agreeing)
        return probability(
            self.slope * best + self.margin * margin + self.agreement * agreement + self.offset
        )

    def least_confidence(self, rate: float) -> float:
        """Tell the confidence from which answers are right as often as `rate`, 0 to 1.

        At 0 everything is answered, at 1 nothing that could be wrong.
        """
        rates, confidences = zip((0.0, 0.0), *self.floors, (1.0, 1.0), strict=True)
        return float(np.interp(rate, rates, confidences))


WIDEST_MARGIN = 3.0


def calibration_signs(
    log_odds: Sequence[float], agreeing: Sequence[bool]
) -> tuple[float, float, float]:
    """Take what the confidence is made of: the best log-odds, the margin, the agreement.

    The margin is the distance to the best candidate that says something else, at most
    `WIDEST_MARGIN`; the agreement is 1 where one within that distance says the same, else 0.
    """
    best = log_odds[0]
    other = [odds for odds, same in zip(log_odds, agreeing, strict=True) if not same]
    margin = min(best - other[0], WIDEST_MARGIN) if other else WIDEST_MARGIN
    supporting = zip(log_odds[1:], agreeing[1:], strict=True)
    agreement = any(same and odds > best - WIDEST_MARGIN for odds, same in supporting)
    return best, margin, float(agreement)


WITHOUT_READER = Odds(
    weights=Signs(
        cosine=2.50,
        here=1.53,
        headed=3.62,
        around=-2.33,
        focus=3.88,
        uncovered=-2.25,
        gaps=0.32,
        lag=-9.35,
        figure=-0.30,
    ),
    bias=-3.99,
    slope=0.629,
    margin=0.585,
    agreement=0.199,
    offset=-0.155,
    floors=((0.5, 0.158), (0.6, 0.273), (0.7, 0.441), (0.8, 0.637), (0.9, 0.817), (0.95, 0.93)),
)
WITH_READER = Odds(
    weights=Signs(
        cosine=0.0,
        here=0.15,
        headed=4.07,
        around=-1.44,
        focus=3.73,
        uncovered=-2.27,
        gaps=1.78,
        lag=-8.71,
        figure=-0.41,
        relevance=-2.73,
        support=1.66,
        span=2.02,
    ),
    bias=-2.08,
    slope=0.718,
    margin=0.456,
    agreement=0.131,
    offset=-0.224,
    floors=((0.5, 0.027), (0.6, 0.162), (0.7, 0.299), (0.8, 0.561), (0.9, 0.813), (0.95, 0.915)),
)
