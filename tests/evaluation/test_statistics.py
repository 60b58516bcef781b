"""Intervals and tests: known answers, and the same bytes every time."""

import math

import numpy as np
import pytest

from qa_bot.evaluation.metrics.statistics import (
    Difference,
    difference,
    interval,
    mean_difference,
    mean_interval,
)

COINS = np.array([1.0, 0.0, 1.0, 1.0] * 25)


def test_an_interval_of_a_proportion_is_about_that_of_theory() -> None:
    low, high = mean_interval(COINS) or (0, 0)
    spread = 1.96 * math.sqrt(0.75 * 0.25 / 100)
    assert low == pytest.approx(0.75 - spread, abs=0.02)
    assert high == pytest.approx(0.75 + spread, abs=0.02)
    assert mean_interval(COINS) == (low, high)


def test_an_interval_of_what_never_varies() -> None:
    assert mean_interval(np.ones(10)) == (pytest.approx(0.722, abs=1e-3), 1.0)
    assert mean_interval(np.zeros(10)) == (0.0, pytest.approx(0.278, abs=1e-3))
    assert mean_interval(np.full(3, 0.5)) is None
    assert mean_interval(np.ones(1)) == (pytest.approx(0.207, abs=1e-3), 1.0)
    assert mean_interval(np.ones(0)) is None


def test_an_interval_of_any_figure() -> None:
    values = np.arange(101.0)
    low, high = interval(lambda positions: float(np.median(values[positions])), 101) or (0, 0)
    assert 30 < low < 45 < 55 < high < 70
    assert interval(lambda positions: math.nan, 10) is None
    assert interval(lambda positions: 1.0, 1) is None
    assert interval(lambda positions: 0.4, 10) is None


def test_runs_that_are_alike_do_not_differ() -> None:
    assert mean_difference(COINS, COINS) == Difference(0.0, None, 1.0)
    assert mean_difference(COINS[:0], COINS[:0]) is None


def test_a_permutation_test_by_hand() -> None:
    # Of the 16 ways to exchange four cases, only two are as far from 0 as all four gained.
    found = mean_difference(np.zeros(4), np.array([1.0, 0.5, 0.5, 1.0]))
    assert found is not None
    assert (found.value, found.p) == (0.75, 2 / 16)
    assert found.interval is not None
    assert 0.5 <= found.interval[0] < found.interval[1] <= 1


def test_a_difference_of_any_figure_is_that_of_means_where_it_is_a_mean() -> None:
    generator = np.random.default_rng(1)
    first = generator.random(60)
    second = first + generator.normal(0.05, 0.1, 60)
    stacked = np.concatenate([first, second])
    found = difference(lambda positions: float(stacked[positions].mean()), 60)
    expected = mean_difference(first, second)
    assert found is not None
    assert expected is not None
    assert found.value == pytest.approx(expected.value)
    assert found.interval == pytest.approx(expected.interval, abs=1e-9)
    assert found.p == pytest.approx(expected.p, abs=0.01)


def test_a_difference_of_what_one_run_does_not_have() -> None:
    assert difference(lambda positions: math.nan, 10) is None
    assert difference(lambda positions: float(positions[0]), 1) == Difference(1.0, None, 1.0)
