"""Two runs side by side: by hand, over other cases, and with nothing in common."""

import json
from dataclasses import replace

import pytest

from qa_bot.errors import RunError, UsageError
from qa_bot.evaluation.compare import compare_runs
from qa_bot.evaluation.data import comparison_json
from qa_bot.evaluation.gates import read_losses
from qa_bot.evaluation.tables import comparison_table
from tests.evaluation.runs import COMPARISON, DOSE, FIRST, MEDIAN, PARIS, WHY, row, run
from tests.replies import NOTHING, ONE, SEVERAL


def test_metrics_are_compared_over_the_pairs_that_are_eligible() -> None:
    found = {one.name: one for one in COMPARISON.compared}
    right = found["right"]
    assert (right.first, right.second, right.pairs) == (0.5, 0.75, 4)
    assert right.difference is not None
    assert right.difference.value == 0.25
    # Differences +1, +1, -1 and 0: however they are exchanged, the sum is 1 or more from 0.
    assert right.difference.p == 1
    assert found["citation_precision"].pairs == 2
    refused = found["abstention_recall"]
    assert (refused.first, refused.second, refused.pairs) == (0.5, 1, 2)
    auroc = found["auroc"]
    assert (auroc.first, auroc.second, auroc.pairs) == (7 / 8, 7 / 8, 6)
    assert auroc.difference is not None
    assert auroc.difference.p == 1


def test_a_run_compared_with_itself_does_not_differ() -> None:
    found = compare_runs(FIRST, FIRST)
    assert not found.changes
    assert found.note == "compared on 6 cases that both have"
    for one in found.compared:
        assert one.first == one.second
        assert one.difference is not None
        assert (one.difference.value, one.difference.p) == (0, 1)


def test_cases_that_changed_come_worse_first() -> None:
    changes = COMPARISON.changes
    assert [(change.kind, change.first.id) for change in changes] == [
        ("worse", "<b>&\x1b[31m"),
        ("better", "dose"),
        ("better", "why"),
        ("better", "price"),
    ]
    other = compare_runs(run(row(MEDIAN, ONE, 0.9)), run(row(MEDIAN, SEVERAL, 0.9))).changes
    assert [change.kind for change in other] == ["other"]


def test_only_common_cases_are_compared_and_it_says_so() -> None:
    asked_otherwise = replace(DOSE, question="another one?")
    first = run(row(MEDIAN, ONE, 0.9), row(DOSE, ONE, 0.8))
    second = run(
        row(replace(MEDIAN, tags=("new",)), ONE, 0.9),
        row(asked_otherwise, ONE, 0.8),
        row(WHY, ONE, 0.7),
    )
    found = compare_runs(first, second)
    assert (found.common, found.only_first, found.only_second) == (1, (), ("why",))
    assert found.altered == ("dose",)
    assert found.note == (
        "compared on 1 case that both have; left out: 1 only in B, 1 not the same in both"
    )


def test_the_settings_that_differ_are_told() -> None:
    settings = {"answer": {"passages": 8, "threshold": 0.9}, "reader": {"model": "none"}}
    found = compare_runs(FIRST, replace(FIRST, configuration=settings, program="0.2.0"))
    assert found.settings == {
        "qa-bot": ("0.1.0", "0.2.0"),
        "answer.threshold": (0.5, 0.9),
        "reader.model": (None, "none"),
    }
    assert "differs: answer.threshold 0.5 -> 0.9\n" in comparison_table(found)
    assert json.loads(comparison_json(found))["settings"]["answer.threshold"] == [0.5, 0.9]
    assert compare_runs(FIRST, FIRST).settings == {}


def test_what_cannot_be_resampled_in_a_run_has_no_interval_between_two() -> None:
    (found,) = (one for one in COMPARISON.compared if one.name == "calibration_error")
    assert found.difference is not None
    assert found.difference.value
    assert found.difference.interval is None


def test_what_must_not_be_worse_fails_on_that_side_only() -> None:
    typed = ["right", "exact_match", "exact_match=0.33", "exact_match=0.34", "calibration_error"]
    there = read_losses(typed)
    assert [loss.failure(COMPARISON.compared) for loss in there] == [
        "",
        "exact_match 0.3333 is worse than 0.6667",
        "exact_match 0.3333 is worse than 0.6667 by more than 0.33",
        "",
        "",
    ]
    back = compare_runs(*reversed(COMPARISON.runs)).compared
    assert [bool(loss.failure(back)) for loss in there] == [True, False, False, False, True]
    nobody = compare_runs(run(row(PARIS, NOTHING, 0.1)), run(row(PARIS, NOTHING, 0.1))).compared
    assert there[0].failure(nobody) == "right: no case is eligible in both runs"
    for text in ("right=", "right=much", "right=-0.1", "right=nan", "right=inf", "rihgt"):
        with pytest.raises(UsageError):
            read_losses([text])


def test_runs_with_nothing_in_common_are_refused() -> None:
    with pytest.raises(RunError, match="no case in common"):
        compare_runs(run(row(MEDIAN, ONE, 0.9)), run(row(WHY, ONE, 0.9)))
