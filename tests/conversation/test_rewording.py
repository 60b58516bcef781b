"""What leads a question back to the one before it is written out."""

import pytest

from qa_bot.conversation.rewording import corrected, put_for_pronoun, written_out


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and the year after?", "and 2023?"),
        ("what about the previous year?", "what about 2021?"),
        ("the year after treatment?", "the year after treatment?"),
    ],
)
def test_a_year_is_told_by_the_one_before(question: str, expected: str) -> None:
    assert written_out(question, "where did we meet in 2022?") == expected
    assert written_out(question, "where, in 2021 or 2022?") == question
    assert written_out(question, "where did we meet?") == question


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
    assert written_out(question, "and the large one?") == expected


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
    assert written_out(question, "how many pears were picked?") == expected


def test_a_thing_takes_the_place_of_the_word_that_points_at_it() -> None:
    assert put_for_pronoun("the boat", "when was it built?") == "when was the boat built?"
    assert not put_for_pronoun("the boat", "what is its weight?")
