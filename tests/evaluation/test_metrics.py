"""Metrics against figures that were worked out by hand, and against scikit-learn's."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.evaluation.metrics.confidence import (
    Bin,
    auroc,
    calibration_error,
    coverage_at,
    reliability,
    risk_coverage,
)
from qa_bot.evaluation.metrics.locations import (
    Location,
    ndcg_at,
    precision,
    recall,
    recall_at,
    reciprocal_rank,
)
from qa_bot.evaluation.metrics.wording import exact_match, occurs, squad_form, token_f1
from qa_bot.records import Span


def at(start: int, end: int, document: str = "a") -> Location:
    return Location(document, Span(start, end))


SENTENCE, ROW, OTHER = at(10, 20), at(40, 50), at(10, 20, "b")
HITS = [at(100, 200), at(0, 30), at(30, 60), at(0, 15, "b")]


def test_recall_is_that_of_the_best_alternative() -> None:
    assert recall([at(19, 21)], [[SENTENCE]]) == 1
    assert recall([at(20, 21)], [[SENTENCE]]) == 0
    assert recall([OTHER], [[SENTENCE]]) == 0
    assert recall([at(19, 21)], [[SENTENCE, ROW]]) == 0.5
    assert recall([at(19, 21)], [[SENTENCE, ROW], [SENTENCE]]) == 1
    assert recall([], [[SENTENCE]]) == 0
    assert recall([SENTENCE], []) is None


def test_recall_at_looks_at_the_first_hits_only() -> None:
    gold = [[SENTENCE, ROW]]
    assert [recall_at(depth, HITS, gold) for depth in (1, 2, 3, 10)] == [0, 0.5, 1, 1]


def test_precision_counts_what_overlaps_any_alternative() -> None:
    assert precision([SENTENCE, ROW], [[SENTENCE], [OTHER]]) == 0.5
    assert precision([SENTENCE, ROW], [[SENTENCE], [ROW]]) == 1
    assert precision([at(0, 5)], [[SENTENCE]]) == 0
    assert precision([], [[SENTENCE]]) is None
    assert precision([SENTENCE], []) is None


def test_reciprocal_rank() -> None:
    assert reciprocal_rank(HITS, [[SENTENCE]]) == 1 / 2
    assert reciprocal_rank(HITS, [[ROW, OTHER]]) == 1 / 3
    assert reciprocal_rank(HITS, [[at(0, 5, "c")]]) == 0
    assert reciprocal_rank(HITS, []) is None


def test_ndcg_by_hand() -> None:
    assert ndcg_at(10, [SENTENCE], [[SENTENCE]]) == 1
    assert ndcg_at(10, HITS, [[SENTENCE]]) == pytest.approx(1 / math.log2(3))
    # Two items, at ranks 2 and 3, against an ideal of ranks 1 and 2.
    both = (1 / math.log2(3) + 1 / 2) / (1 + 1 / math.log2(3))
    assert ndcg_at(10, HITS, [[SENTENCE, ROW]]) == pytest.approx(both)
    assert ndcg_at(2, HITS, [[SENTENCE, ROW]]) == pytest.approx(
        (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    )
    assert ndcg_at(10, HITS, [[SENTENCE, ROW], [SENTENCE]]) == pytest.approx(both)
    assert ndcg_at(10, [], [[SENTENCE]]) == 0
    assert ndcg_at(10, HITS, []) is None


def test_a_hit_with_two_places_or_a_place_found_twice_gains_once() -> None:
    assert ndcg_at(10, [at(0, 60)], [[SENTENCE, ROW]]) == 1
    assert ndcg_at(10, [SENTENCE, at(12, 14)], [[SENTENCE]]) == 1


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 20), max_size=12), st.lists(st.integers(0, 20), min_size=1, max_size=4)
)
def test_ndcg_stays_between_0_and_1(starts: list[int], gold: list[int]) -> None:
    value = ndcg_at(10, [at(s, s + 3) for s in starts], [[at(s, s + 2) for s in gold]])
    assert value is not None
    assert 0 <= value <= 1


@settings(deadline=None)
@given(st.permutations(range(8)), st.integers(0, 7))
def test_ndcg_of_one_place_is_that_of_scikit_learn(order: list[int], gold: int) -> None:
    from sklearn.metrics import ndcg_score

    hits = [at(10 * number, 10 * number + 10) for number in order]
    truth = [[float(number == gold) for number in order]]
    expected = ndcg_score(truth, [list(range(8, 0, -1))], k=5)
    assert ndcg_at(5, hits, [[at(10 * gold + 2, 10 * gold + 4)]]) == pytest.approx(expected)


def test_squad_form_and_exact_match() -> None:
    assert squad_form("The  Cat, a dog!") == "cat dog"
    assert exact_match(["The 13.93 months."], [["13.93 Months"]]) == 1
    assert exact_match(["13.93 months"], [["13.9 months"], ["14"]]) == 0
    assert exact_match(["9.46 months", "13.93 months"], [["13.93 months", "9.46 months"]]) == 1
    assert exact_match(["13.93 months", "9.46 months"], [["13.93 months"]]) == 0
    assert exact_match(["8 to", "5"], [["8 to 5"]]) == 1
    assert exact_match([], [["1"]]) == exact_match([], [["A"]]) == 0


@pytest.mark.parametrize(
    ("said", "accepted", "same"),
    [
        ("1.7 litres", "17 litres", False),
        ("1,7 litres", "17 litres", False),
        ("1,7 litres", "1.7 litres", True),
        ("-5%", "5", False),
        ("−5 %", "-5%", True),
        ("–5", "-5", True),
        ("-$5", "$-5", True),
        ("-$5", "$5", False),
        (".5", "5", False),
        ("-.5", ".5", False),
        ("1,000", "1000", True),
        ("1,234,567.8", "1234567.8", True),
        ("about 17.", "about 17", True),
        ("1-5", "15", True),
        ("U.S.", "us", True),
        ("- 5", "5", True),
        ("COVID-19", "covid19", True),
    ],
)
def test_the_point_and_the_minus_of_a_figure_count(said: str, accepted: str, same: bool) -> None:
    assert (exact_match([said], [[accepted]]) == 1) is same
    assert (token_f1([said], [[accepted]]) == 1) is same


def test_token_f1_by_hand() -> None:
    # Two of three words said are among the two accepted: precision 2/3, recall 1.
    assert token_f1(["about 4 weeks"], [["4 weeks"]]) == pytest.approx(0.8)
    assert token_f1(["4", "weeks"], [["nothing"], ["4 weeks"]]) == 1
    assert token_f1(["4 4"], [["4"]]) == pytest.approx(2 / 3)
    assert token_f1(["x"], [["y"]]) == 0
    assert token_f1([], [["y"]]) == token_f1([], [["A"]]) == 0


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("8 to 5", "by 8  to 5.", True),
        ("Sharon Shacham", "founded by SHARON\nshacham in", True),
        ("days 1-5", "on days 1–5 of", True),
        ("13.9", "13.93", False),
        ("93", "13.93", False),
        ("13", "13,000", False),
        ("13", "It was 13, or more", True),
        ("5", "it was -5%", False),
        ("5", "it was −5%", False),
        ("-5", "it was −5%", True),
        ("5", "days 1–5 of", True),
        ("5", "was (.5 mg)", False),
        ("5", "was said [1].5 mg", True),
        ("70 mg/m²", "70 mg/m2", True),
        ("106", "10⁶", False),
        ("10⁶", "was 106 mg", False),
        ("10⁶", "was 10⁶ mg", True),
        ("10", "10⁻³", False),
        ("11", "1½ tablets", False),
        ("1½", "1½ tablets", True),
        ("76.4%", "was 76.4% in", True),
        ("(SVd", "a (SVd) b", True),
        ("reversible", "irreversible", False),
        (" ", "a b", False),
    ],
)
def test_words_occur_whole(words: str, text: str, found: bool) -> None:
    assert occurs(words, text) is found


CONFIDENCE = np.array([0.9, 0.8, 0.7, 0.6, 0.2])
ANSWERED = np.array([True, True, True, True, False])
RIGHT = np.array([True, True, False, True, False])


def test_auroc_by_hand() -> None:
    # Of the 6 pairs, 4 are in order and one is a tie.
    positive = np.array([True, True, False, True, False])
    assert auroc(np.array([0.9, 0.5, 0.5, 0.6, 0.55]), positive) == pytest.approx(4.5 / 6)
    assert auroc(CONFIDENCE, CONFIDENCE > 0.5) == 1
    assert math.isnan(auroc(CONFIDENCE, CONFIDENCE > 0))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.booleans()), min_size=2))
def test_auroc_is_that_of_scikit_learn(cases: list[tuple[float, bool]]) -> None:
    from sklearn.metrics import roc_auc_score

    confidence, positive = (np.array(column) for column in zip(*cases, strict=True))
    if positive.all() or not positive.any():
        assert math.isnan(auroc(confidence, positive))
    else:
        assert auroc(confidence, positive) == pytest.approx(roc_auc_score(positive, confidence))


def test_risk_and_coverage_by_hand() -> None:
    coverage, risk = risk_coverage(CONFIDENCE, ANSWERED, RIGHT)
    assert coverage == pytest.approx([0.2, 0.4, 0.6, 0.8])
    assert risk == pytest.approx([0, 0, 1 / 3, 1 / 4])
    assert coverage_at(0.95, CONFIDENCE, ANSWERED, RIGHT) == pytest.approx(0.4)
    assert coverage_at(0.75, CONFIDENCE, ANSWERED, RIGHT) == pytest.approx(0.8)
    assert coverage_at(0.95, CONFIDENCE, ANSWERED, ~RIGHT) == 0
    assert math.isnan(coverage_at(0.95, CONFIDENCE[:0], ANSWERED[:0], RIGHT[:0]))


def test_answers_of_the_same_confidence_are_given_together() -> None:
    same = np.array([0.8, 0.8])
    coverage, risk = risk_coverage(same, np.array([True, True]), np.array([True, False]))
    assert (list(coverage), list(risk)) == ([1], [0.5])


def test_nothing_answered_covers_nothing() -> None:
    nobody = np.zeros(5, dtype=bool)
    coverage, risk = risk_coverage(CONFIDENCE, nobody, nobody)
    assert len(coverage) == len(risk) == 0
    assert coverage_at(0.95, CONFIDENCE, nobody, nobody) == 0


def test_calibration_by_hand() -> None:
    confidence, right = np.array([0.55, 0.65, 0.62, 1.0]), np.array([True, True, False, True])
    bins = reliability(confidence, right)
    assert bins == [
        Bin(1, 0.55, 1.0),
        Bin(2, pytest.approx(0.635), 0.5),
        Bin(1, 1.0, 1.0),
    ]
    # Distances 0.45, 0.135 and 0, weighted 1, 2 and 1 of 4.
    assert calibration_error(confidence, right) == pytest.approx((0.45 + 2 * 0.135) / 4)
    assert math.isnan(calibration_error(confidence[:0], right[:0]))
