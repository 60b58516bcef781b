"""What a paragraph's support decides: the F1 of saying or abstaining, and from where on to say."""

import numpy as np
import pytest

pytest.importorskip("sklearn")
pytest.importorskip("transformers")

from benchmarks.reading import Question, Scores, score, summarise
from qa_bot.reader import Evidence, PassageText
from qa_bot.reader.protocol import ScoredSpan
from qa_bot.records import Span
from training.abstaining import STEP, least_support, overall_f1

SUPPORT = np.array([3.0, 1.0, 2.0, -1.0])
ANSWERED = np.array([True, True, False, False])
F1 = np.array([0.8, 0.5, 0.0, 0.0])


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        (-2.0, (0.65 + 0.0) / 2),
        (0.0, (0.65 + 0.5) / 2),
        (1.5, (0.40 + 0.5) / 2),
        (2.5, (0.40 + 1.0) / 2),
        (9.0, (0.00 + 1.0) / 2),
    ],
)
def test_saying_earns_its_f1_and_abstaining_is_right_where_nothing_answers(
    least: float, expected: float
) -> None:
    assert overall_f1(SUPPORT, ANSWERED, F1, least) == pytest.approx(expected)


def test_the_lowest_of_the_best_supports_is_chosen() -> None:
    chosen = least_support(SUPPORT, ANSWERED, F1)
    assert 2.0 < chosen <= 2.0 + STEP + 1e-9
    assert overall_f1(SUPPORT, ANSWERED, F1, chosen) == pytest.approx(0.7)


def asked_and_read() -> Scores:
    passage = PassageText("Ferries", "The ferry sails at nine.")
    nine = ScoredSpan(Span(19, 23), 4.0)
    asked = [
        Question("When does it sail?", passage, ["nine", "at nine"]),
        Question("When does it land?", passage, []),
        Question("What sails?", passage, ["The ferry"]),
    ]
    found = [
        Evidence(relevance=5.0, support=3.0, spans=(nine,)),
        Evidence(relevance=5.0, support=1.0, spans=(nine,)),
        Evidence(relevance=5.0, support=2.0, spans=()),
    ]
    return score(asked, found, threshold=1.7)


def test_a_reading_is_scored_as_squad_does() -> None:
    scores = asked_and_read()
    assert scores.exact.tolist() == [1, 0, 0]
    assert scores.abstained.tolist() == [False, True, False]
    figures = summarise(scores)
    assert figures["f1"][0] == pytest.approx(66.7)  # type: ignore[index]
    assert figures["unanswerable"][0] == 100  # type: ignore[index]
    assert figures["answerable_f1_always"][0] == 50  # type: ignore[index]
    assert figures["auroc_support"][0] == 1  # type: ignore[index]
