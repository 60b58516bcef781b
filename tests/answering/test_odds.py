"""Odds: how a confidence comes about, and from which one on an answer is given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.answering.odds import EVEN, WITH_READER, WITHOUT_READER, Odds, calibration_signs

BOTH = pytest.mark.parametrize("odds", [WITH_READER, WITHOUT_READER])


@BOTH
def test_at_nought_everything_is_answered_and_at_one_nothing(odds: Odds) -> None:
    assert odds.least_confidence(0.0) == 0.0
    assert odds.least_confidence(1.0) == 1.0


@BOTH
def test_the_floors_hold_and_no_answer_is_likelier_wrong_than_right(odds: Odds) -> None:
    for rate, confidence in odds.floors:
        assert odds.least_confidence(rate) == max(confidence, EVEN)


@given(rates=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_who_wants_to_be_right_more_often_is_answered_less(rates: tuple[float, float]) -> None:
    for odds in (WITH_READER, WITHOUT_READER):
        assert odds.least_confidence(min(rates)) <= odds.least_confidence(max(rates))


def test_the_margin_is_to_what_says_something_else() -> None:
    assert calibration_signs([2.0, 1.5, 1.0], [True, True, False]) == (2.0, 1.0)
    assert calibration_signs([2.0, 1.5], [True, False]) == (2.0, 0.5)
    assert calibration_signs([2.0, -3.0], [True, True]) == (2.0, 3.0)


@BOTH
def test_a_wider_margin_is_more_confidence(odds: Odds) -> None:
    near = odds.confidence([1.0, 0.9], [True, False])
    far = odds.confidence([1.0, -2.0], [True, False])
    assert 0 < near < far < 1
