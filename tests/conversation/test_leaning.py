"""What the words of a question say of whether it leans on what was said before."""

import pytest

from qa_bot.conversation.leaning import (
    asks_nothing,
    is_of_kind,
    leans,
    preposition,
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


def test_which_of_a_kind_is_meant() -> None:
    assert is_of_kind("at what temperature?")
    assert not is_of_kind("what does the boat weigh?")


def test_a_preposition_begins_what_asks_of_another_thing() -> None:
    assert preposition("and in STORM?") == preposition("In the cellar?") == "in"
    assert not preposition("and STORM in 2021?")
