"""One answer against its case: verdicts, and who is eligible for what."""

from dataclasses import replace
from decimal import Decimal

import pytest

from qa_bot.evaluation.cases import Case
from qa_bot.evaluation.judging import Verdict, judge, quoted_words
from qa_bot.values.quantities import Quantity
from tests.evaluation.runs import DOSE, HOSTILE_CASE, MEDIAN, PARIS, WHY, gold
from tests.replies import HOSTILE_REPLY, NOT_FOUND, NOTHING, ONE, ROW, SENTENCE, SEVERAL


def verdict(case: Case, reply: object = ONE) -> Verdict:
    return judge(case, reply.answer, reply.answer.hits).verdict


def test_an_answer_is_right_when_place_and_words_are() -> None:
    assert verdict(MEDIAN) is Verdict.RIGHT
    assert verdict(MEDIAN, SEVERAL) is Verdict.RIGHT
    assert verdict(replace(MEDIAN, accepted=(("13.9 months",),))) is Verdict.WRONG
    assert verdict(replace(MEDIAN, accepted=((Quantity(Decimal("13.93"), "weeks"),),))) == "wrong"
    assert verdict(replace(MEDIAN, gold=((gold(ROW),),))) is Verdict.WRONG


def test_all_spans_and_all_parts_of_an_alternative_are_needed() -> None:
    both = replace(MEDIAN, gold=((gold(SENTENCE), gold(ROW)),))
    assert verdict(both) is Verdict.WRONG
    assert verdict(both, SEVERAL) is Verdict.RIGHT
    parts = replace(MEDIAN, accepted=(("13.93 months", "1.3 mg/m2"),))
    assert verdict(parts) is Verdict.WRONG
    assert verdict(parts, SEVERAL) is Verdict.RIGHT


def test_where_there_is_no_gold_or_nothing_accepted_the_other_one_decides() -> None:
    assert verdict(WHY) is Verdict.RIGHT
    assert verdict(replace(MEDIAN, gold=())) is Verdict.RIGHT
    assert verdict(replace(MEDIAN, gold=(), accepted=(("14",),))) is Verdict.WRONG


def test_markup_is_taken_off_before_words_are_compared() -> None:
    assert verdict(replace(MEDIAN, accepted=(("was 13.93 months",),))) is Verdict.RIGHT
    assert verdict(replace(MEDIAN, accepted=(("@one",),))) is Verdict.WRONG
    assert quoted_words(SEVERAL.answer.citations[1]) == "first — dose: 1.3 mg/m2"
    assert verdict(HOSTILE_CASE, HOSTILE_REPLY) is Verdict.RIGHT


def test_silence_is_missed_or_refused_and_an_answer_to_the_unanswerable_invented() -> None:
    assert verdict(MEDIAN, NOT_FOUND) is Verdict.MISSED
    assert verdict(PARIS, NOTHING) is Verdict.REFUSED
    assert verdict(PARIS) is Verdict.INVENTED


def test_metrics_of_a_right_answer() -> None:
    assert judge(MEDIAN, ONE.answer, ONE.answer.hits).metrics == {
        "right": 1,
        "citation_precision": 1,
        "citation_recall": 1,
        "exact_match": 1,
        "token_f1": 1,
        "number_match": 1,
        "recall@1": 1,
        "recall@5": 1,
        "recall@10": 1,
        "mrr": 1,
        "ndcg@10": 1,
        "abstention_recall": None,
    }


def test_a_metric_that_says_nothing_about_a_case_gives_none() -> None:
    refused = judge(PARIS, NOTHING.answer, NOTHING.answer.hits).metrics
    assert {name for name, value in refused.items() if value is not None} == {"abstention_recall"}
    missed = judge(MEDIAN, NOT_FOUND.answer, NOT_FOUND.answer.hits).metrics
    assert missed["citation_precision"] is None
    assert [missed[name] for name in ("right", "citation_recall", "exact_match", "token_f1")] == [
        0,
        0,
        0,
        0,
    ]
    why = judge(WHY, ONE.answer, ONE.answer.hits).metrics
    assert [why[name] for name in ("exact_match", "token_f1", "number_match")] == [None] * 3
    words_only = judge(replace(MEDIAN, gold=()), ONE.answer, ONE.answer.hits).metrics
    assert [words_only[name] for name in ("mrr", "recall@1", "citation_recall")] == [None] * 3


def test_only_what_is_highlighted_is_compared_with_what_is_accepted() -> None:
    found = judge(DOSE, SEVERAL.answer, SEVERAL.answer.hits).metrics
    assert found["exact_match"] == 0
    assert found["number_match"] == 1
    assert judge(DOSE, ONE.answer, ONE.answer.hits).metrics["number_match"] == 0


def test_the_second_hit_holds_the_dose() -> None:
    found = judge(DOSE, SEVERAL.answer, SEVERAL.answer.hits).metrics
    assert (found["recall@1"], found["recall@5"], found["mrr"]) == (0.5, 1, 1)
    assert found["ndcg@10"] == pytest.approx(1)
    only_row = judge(
        replace(DOSE, gold=((gold(ROW),),)), SEVERAL.answer, SEVERAL.answer.hits
    ).metrics
    assert (only_row["recall@1"], only_row["mrr"]) == (0, 0.5)
