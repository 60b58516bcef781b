"""What the words of a question say of whether it leans on what was said before."""

import pytest

from qa_bot.conversation.leaning import (
    asks_nothing,
    corrected,
    in_figures,
    is_of_kind,
    leans,
    preposition,
    put_for_pronoun,
    without_repeated,
    without_stand_in,
)
from qa_bot.glossary import Glossary
from qa_bot.question.concepts import concepts_in


def test_a_question_that_names_nothing_leans() -> None:
    assert leans("why?", [])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how much beef?", True),
        ("at what temperature?", True),
        ("how many were granted?", True),
        ("since when?", True),
        ("what comes after the third?", True),
        ("in patients with a high risk of relapse?", True),
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


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and the small one?", "and the small?"),
        ("and a small red one?", "and a small red?"),
        ("and the other one?", "and the other one?"),
        ("which one?", "which one?"),
        ("and bed one?", "and bed one?"),
    ],
)
def test_what_stands_for_a_thing_is_left_out(question: str, expected: str) -> None:
    assert without_stand_in(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and how many plums?", "and plums?"),
        ("How many plums?", "plums?"),
        ("in how many gardens?", "in how many gardens?"),
        ("and plums?", "and plums?"),
        ("and how much plum jam?", "and how much plum jam?"),
        ("how many?", "how many?"),
        ("how many plums were picked?", "how many plums were picked?"),
    ],
)
def test_half_a_question_is_asked_with_what_the_last_one_was(question: str, expected: str) -> None:
    assert without_repeated(question, "how many pears were picked?") == expected


def test_a_thing_takes_the_place_of_the_word_that_points_at_it() -> None:
    assert put_for_pronoun("the boat", "when was it built?") == "when was the boat built?"
    assert not put_for_pronoun("the boat", "what is its weight?")


def test_which_of_a_kind_is_meant() -> None:
    assert is_of_kind("at what temperature?")
    assert not is_of_kind("what does the boat weigh?")


def test_a_preposition_begins_what_asks_of_another_thing() -> None:
    assert preposition("and in STORM?") == preposition("In the cellar?") == "in"
    assert not preposition("and STORM in 2021?")
