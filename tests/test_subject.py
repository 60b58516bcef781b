"""Changes of subject: a question of its own is told from one that leans on what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.abbreviations import Abbreviation
from qa_bot.conversation import Resolution, Turn
from qa_bot.glossary import Glossary
from qa_bot.question import concepts_in
from qa_bot.records import Answer, AnswerStatus, Statement
from qa_bot.subject import LIKELIER, is_likelier, readings, stands_alone
from tests.replies import SENTENCE, cited

RESPONSE = Abbreviation("ORR", "overall response rate")


ASKED = "which insurers paid for the list in BOSTON?"


def ways(question: str, *known: Abbreviation, before: str = ASKED) -> list[Resolution]:
    glossary = Glossary((one, 3) for one in known)
    earlier = [Turn("?", before), Turn(before, before)]
    return readings(question, earlier, lambda text: concepts_in(text, glossary), lambda _: 0.9)


def stands(question: str, *known: Abbreviation) -> bool:
    return Resolution(question, question, new_subject=True) in ways(question, *known)


@pytest.mark.parametrize(
    "question",
    [
        "and the overall response rate of patients on daratumumab?",
        "What about daratumumab?",
        "does the insurer cover it with daratumumab?",
        "were there others in the list?",
        "high risk?",
        "grade 3?",
        "What about ASPIRE?",
        "?",
    ],
)
def test_what_leans_on_what_was_said_never_stands_alone(question: str) -> None:
    assert not stands(question)


@pytest.mark.parametrize(
    "question",
    [
        "is the list American?",
        "thermal stability of daratumumab",
        "why?",
        "What about ASPIRE, survival?",
        "does Cigna cover it?",
        "STORM, high risk?",
    ],
)
def test_what_asks_a_whole_question_or_names_something_may(question: str) -> None:
    assert stands(question)


def test_what_documents_abbreviate_names_no_subject() -> None:
    for question in ("what was its ORR?", "and ORR in women?"):
        assert not stands(question, RESPONSE)
        assert stands(question)
    assert stands("and its ORR in STORM?", RESPONSE)


def test_a_name_alone_is_asked_what_was_asked_of_another() -> None:
    assert [one.standalone for one in ways("and in STORM?")] == [
        "and in STORM? (insurers paid list BOSTON)",
        "and in STORM? (insurers paid list)",
    ]


chances = st.floats(0.001, 0.999)


@given(chances, chances)
def test_a_question_is_its_own_where_the_odds_of_its_answer_are_so_many_times_as_high(
    alone: float, followed: float
) -> None:
    times = alone / (1 - alone) / (followed / (1 - followed))
    if times != pytest.approx(LIKELIER):
        assert is_likelier(alone, followed) == (times > LIKELIER)


def test_an_answer_that_cannot_be_wrong_or_right_is_compared_too() -> None:
    assert is_likelier(0.3, 0.0)
    assert not is_likelier(0.0, 0.0)
    assert not is_likelier(1.0, 1.0)


CITED = (cited(SENTENCE),)


def answer(confidence: float, *said: str) -> Answer:
    status = AnswerStatus.ANSWERED if said else AnswerStatus.NOT_FOUND
    return Answer("?", "?", status, tuple(Statement(text, CITED) for text in said), confidence)


def test_words_that_change_nothing_are_left_out_unless_the_question_leans_on_them() -> None:
    alone, followed = answer(0.7, "It is red."), answer(0.8, "It is red.", "It is blue.")
    assert stands_alone(alone, followed, leaning=False)
    assert not stands_alone(alone, followed, leaning=True)
    assert not stands_alone(alone, answer(0.8, "It is blue."), leaning=False)
    assert not stands_alone(followed, alone, leaning=False)
    # What leaves nothing to answer did not belong.
    assert stands_alone(alone, answer(0.4), leaning=False)
    assert not stands_alone(alone, answer(0.6), leaning=True)
    # Where neither says anything, words of another subject would only mislead.
    assert stands_alone(answer(0.2), answer(0.2), leaning=False)
    assert not stands_alone(answer(0.2), answer(0.2), leaning=True)
    # A much likelier answer is taken even so.
    assert stands_alone(answer(0.9, "It is red."), answer(0.5, "It is blue."), leaning=True)
