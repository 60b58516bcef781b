"""The odds that sentences are weighed by: the fit finds them, and prints what `odds.py` holds."""

from dataclasses import astuple, fields, replace

import numpy as np
import pytest

from qa_bot.answering.candidates import Candidate, Signs
from qa_bot.answering.odds import WITH_READER, WITHOUT_READER, Odds
from qa_bot.answering.units import opened
from qa_bot.question import Question
from tests.replies import ONE
from training.fit_answering import RATES, Example, fit, floors

ODDS = {"with a reader": WITH_READER, "without": WITHOUT_READER}
QUESTIONS, SENTENCES = 1500, 8


def drawn(odds: Odds) -> list[Example]:
    """Draw questions whose sentences are right as often as some odds say."""
    asked = Question("how long was it", "how long was it", ())
    generator = np.random.default_rng(3)
    read = opened(ONE.answer.hits[0])
    found = []
    for _ in range(QUESTIONS):
        signs = generator.uniform(-1, 1, (SENTENCES, len(fields(Signs))))
        several = [Candidate(read.hit, read.units[0], Signs(*map(float, one))) for one in signs]
        chances = [1 / (1 + np.exp(-odds.of(one))) for one in several]
        right = [bool(one) for one in generator.random(SENTENCES) < chances]
        found.append(Example(True, asked, several, right))
    return found


@pytest.mark.parametrize("odds", ODDS.values(), ids=ODDS)
def test_the_fit_finds_the_odds_that_made_the_answers(odds: Odds) -> None:
    fitted = fit(drawn(odds))
    assert fitted.bias == pytest.approx(odds.bias, abs=0.4)
    assert np.allclose(astuple(fitted.weights), astuple(odds.weights), atol=0.4)


@pytest.mark.parametrize("odds", ODDS.values(), ids=ODDS)
def test_the_odds_are_written_as_the_fit_prints_them(odds: Odds) -> None:
    assert eval(repr(odds), {"Odds": Odds, "Signs": Signs}) == odds
    for number in (odds.bias, *astuple(odds.weights)):
        assert number == round(number, 2)
    for number in (odds.slope, odds.margin, odds.offset):
        assert number == round(number, 3)
    assert tuple(rate for rate, _ in odds.floors) == RATES
    least = [confidence for _, confidence in odds.floors]
    assert least == sorted(least) == [round(one, 3) for one in least]


def test_a_floor_is_where_the_answers_above_it_are_right_so_often() -> None:
    sure = np.array([0.97, 0.9, 0.84, 0.7, 0.3], dtype=np.float32)
    assert floors(sure) == ((0.8, 0.7), (0.9, 0.84), (0.95, 0.97))
    assert floors(sure[3:]) == ()
    assert replace(WITH_READER, floors=floors(sure)).least_confidence(0.9) == pytest.approx(0.84)
