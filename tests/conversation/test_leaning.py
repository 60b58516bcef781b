"""What the words of a question say of whether it leans on what was said before."""

import pytest

from qa_bot.conversation.leaning import (
    asks_nothing,
    corrected,
    in_figures,
    is_of_kind,
    leans,
    turned_to,
)
from qa_bot.glossary import Glossary
from qa_bot.question.understanding import concepts_in


def test_a_question_that_names_nothing_leans() -> None:
    assert leans("why?", [])


TURNS = ["What about comp time?", "and the paid parental leave", "But STORM?"]


@pytest.mark.parametrize("turn", TURNS)
def test_a_pronoun_stands_for_what_was_turned_to_while_one_is_used(turn: str) -> None:
    earlier = ["Does award leave expire?", turn]
    assert turned_to("Is it paid out?", earlier) == turn
    assert turned_to("when was that?", [*earlier, "Is it paid out?", "who pays them?"]) == turn
    assert not turned_to("when was that?", [*earlier, "who pays?"])


@pytest.mark.parametrize("question", ["and the other?", "is there more?", "who pays?"])
def test_what_points_at_another_stands_for_nothing_that_was_turned_to(question: str) -> None:
    assert not turned_to(question, TURNS)


@pytest.mark.parametrize("last", ["and what does it cost?", "comp time", "Does comp time expire?"])
def test_a_question_that_asks_or_opens_like_a_first_one_turns_to_nothing(last: str) -> None:
    assert not turned_to("is it paid?", [last])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how much beef?", True),
        ("at what temperature?", True),
        ("how many were granted?", True),
        ("how many in STORM?", False),
        ("how much is a locker?", False),
        ("how long is a cycle?", False),
        ("which drug blocks nuclear export?", False),
    ],
)
def test_half_a_question_leans(question: str, expected: bool) -> None:
    assert leans(question, concepts_in(question, Glossary([]))) == expected


@pytest.mark.parametrize("said", ["ok", "OK, thanks!", "thank you very much", "I see."])
def test_thanks_ask_nothing(said: str) -> None:
    assert asks_nothing(said)
    assert not asks_nothing(f"{said} and in STORM?")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and the year after?", "and 2023?"),
        ("what about the previous year?", "what about 2021?"),
        ("the year after treatment?", "the year after treatment?"),
    ],
)
def test_a_year_is_told_by_the_one_before(question: str, expected: str) -> None:
    assert in_figures(question, "where did we meet in 2022?") == expected
    assert in_figures(question, "where, in 2021 or 2022?") == question
    assert in_figures(question, "where did we meet?") == question


def test_what_is_taken_back_is_asked_anew() -> None:
    assert corrected("no, I meant the strudel") == corrected("no, the strudel") == "and the strudel"
    assert corrected("no contraindications?") == "no contraindications?"


def test_which_of_a_kind_is_meant() -> None:
    assert is_of_kind("at what temperature?")
    assert not is_of_kind("what does the boat weigh?")
