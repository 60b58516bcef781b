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
        cosine=3.66,
        here=1.60,
        headed=3.58,
        around=-2.34,
        focus=2.75,
        uncovered=-2.30,
        gaps=0.75,
        lag=-9.28,
        figure=-0.37,
    ),
    bias=-4.41,
    slope=0.677,
    margin=0.688,
    agreement=0.072,
    offset=-0.136,
    floors=((0.5, 0.128), (0.6, 0.251), (0.7, 0.402), (0.8, 0.592), (0.9, 0.807), (0.95, 0.925)),
)
WITH_READER = Odds(
    weights=Signs(
        cosine=0.0,
        here=-0.22,
        headed=4.14,
        around=-1.26,
        focus=2.98,
        uncovered=-2.24,
        gaps=1.68,
        lag=-8.58,
        figure=-0.36,
        relevance=-2.68,
        support=1.75,
        span=2.39,
    ),
    bias=-1.67,
    slope=0.597,
    margin=0.758,
    agreement=-0.457,
    offset=-0.670,
    floors=((0.5, 0.03), (0.6, 0.136), (0.7, 0.301), (0.8, 0.465), (0.9, 0.783), (0.95, 0.921)),
)
