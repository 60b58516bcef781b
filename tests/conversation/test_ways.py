"""The ways to understand a question: as a follow-up, in the words of the last, and alone."""

import pytest

from qa_bot.conversation import Turn
from qa_bot.conversation.choosing import Ways
from qa_bot.conversation.ways import ways_of
from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import Abbreviation
from tests.conversation.words import Words

RESPONSE = Abbreviation("ORR", "overall response rate")
ASKED = "which insurers paid for the list in BOSTON?"
KETTLE = "how much does the kettle cost"


def ways(question: str, *known: Abbreviation) -> Ways:
    words = Words(Glossary((one, 3) for one in known), others=0.9)
    return ways_of(question, [Turn("?", ASKED), Turn(ASKED, ASKED)], words)


def stands(question: str, *known: Abbreviation) -> bool:
    return bool(ways(question, *known).alone)


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
        "and in the ASPIRE trial?",
        "why?",
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
        "What about ASPIRE, survival?",
        "does Cigna cover it?",
        "STORM, high risk?",
        "in STORM median age",
    ],
)
def test_what_asks_a_whole_question_or_names_something_may(question: str) -> None:
    assert stands(question)


def test_what_documents_abbreviate_names_no_subject() -> None:
    for question in ("what was its ORR in women?", "and ORR in women?"):
        assert not stands(question, RESPONSE)
        assert stands(question)
    assert stands("and its ORR in STORM?", RESPONSE)


def asked(question: str, *before: str) -> list[str]:
    found = ways_of(question, [Turn(one, one) for one in before], Words())
    in_place = [one.resolution.standalone for one in found.in_place]
    return [found.followed.standalone, *in_place, *([question] if found.alone else [])]


def test_a_name_alone_is_asked_what_was_asked_of_another() -> None:
    assert asked("and in STORM?", ASKED) == [
        "and in STORM? (insurers paid list BOSTON)",
        "which insurers paid for the list in STORM?",
    ]


def test_what_points_and_names_a_name_alone_is_asked_of_that_too() -> None:
    assert asked("and how was it in STORM?", ASKED)[1:] == [
        "which insurers paid for the list in STORM?"
    ]


def test_a_question_that_asks_by_itself_may_need_a_name_alone() -> None:
    found = ways("and how many patients were treated?")
    assert found.followed.standalone.endswith("(insurers paid list BOSTON)")
    assert found.by_name
    assert found.by_name.standalone == "and how many patients were treated? (BOSTON)"
    for question in ("and in women?", "how many of them were treated?"):
        assert ways(question).by_name is None


def test_of_a_circumstance_all_is_asked_that_was() -> None:
    found = ways_of("and after a long illness?", [Turn(KETTLE, KETTLE)], Words()).followed
    assert found.named == found.standalone == "and after a long illness? (how much kettle cost)"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("and the fridge?", ""),
        ("what about the fridge?", ""),
        ("So, and what about a fridge?", "how much "),
    ],
)
def test_an_ordinary_word_is_asked_in_the_place_of_each_other(question: str, wanted: str) -> None:
    assert asked(question, KETTLE) == [
        f"{question} ({wanted}kettle cost)",
        "how much does the fridge cost",
        "how much does the kettle fridge",
    ]


@pytest.mark.parametrize(
    "question",
    ["and its fridge?", "and the other fridge?", "does a fridge?", "small cheap fridge?"],
)
def test_what_points_back_asks_or_says_much_takes_no_place(question: str) -> None:
    assert set(asked(question, KETTLE)) <= {f"{question} (kettle cost)", question}


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("and the toaster?", "toaster"),  # what stands nowhere is rarer than what does
        ("and the other toaster?", ""),
        ("and together with BOSTON toast?", "BOSTON"),
        ("and for how long?", ""),
        ("and at 60?", ""),
        ("in people under 70?", ""),
        ("at what temperature?", ""),
        ("how many at most?", ""),
        ("no, I meant the toaster", "toaster"),
    ],
)
def test_the_subject_is_a_name_or_the_rarest_word_of_what_does_not_point(
    question: str, subject: str
) -> None:
    found = ways_of(question, [Turn(KETTLE, KETTLE)], Words(rare={"toaster": 0.0}))
    assert " ".join(one.words for one in found.subject) == subject


def test_thanks_leave_the_conversation_where_it_was() -> None:
    assert asked("thanks!", KETTLE) == ["thanks!"]
    assert asked("and the fridge?", KETTLE, "ok") == asked("and the fridge?", KETTLE)


def test_the_year_after_takes_the_place_of_the_year() -> None:
    assert "where did we meet in 2023?" in asked(
        "and the year after?", "where did we meet in 2022?"
    )
