"""A question that asks several things is taken apart; one that asks one thing is not."""

import pytest

from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.question import Question
from qa_bot.question.concepts import concepts_in
from qa_bot.question.parts import MOST_PARTS, are_told, of_each_name, whole_questions


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("what is Rook and when was 2.0 out?", ["what is Rook", "when was 2.0 out?"]),
        (
            "how much flour goes in, and at what temperature is it baked",
            ["how much flour goes in", "at what temperature is it baked"],
        ),
        ("Who chaired it? Where did they meet?", ["Who chaired it", "Where did they meet?"]),
        (
            "Who sold the kettle? And also how many were sold?",
            ["Who sold the kettle", "how many were sold?"],
        ),
        (
            "what is Rook and how does it work and why is it free",
            ["what is Rook", "how does it work", "why is it free"],
        ),
    ],
)
def test_whole_questions_are_asked_one_behind_the_other(question: str, parts: list[str]) -> None:
    assert whole_questions(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "how and when is the kettle used?",
        "who sold the kettle and when?",
        "Who sold the kettle? What did it cost, and why?",
        "the kettle and what belongs to it",
        "what are the kettle and the lid made of?",
        "how much do members who row and who coach pay",
        "what happens when it rains and when it snows",
        "and when does the pool open?",
        "?",
    ],
)
def test_what_asks_one_thing_is_one_question(question: str) -> None:
    assert whole_questions(question) == []


OUTCOMES = Glossary(
    (Abbreviation(short, long), 1)
    for short, long in (("OS", "overall survival"), ("PFS", "progression-free survival"))
)


def of_each(text: str) -> list[str]:
    return [*of_each_name(Question(text, text, concepts_in(text, OUTCOMES))).values()]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "compare the opening hours in Porto and Lisbon",
            ["opening hours in Porto", "opening hours in Lisbon"],
        ),
        ("PORTO-2 vs. the FARO-1 weight", ["PORTO-2 weight", "FARO-1 weight"]),
        (
            "what is the difference in price between the Plus and the Basic plan?",
            ["what is price in the Plus plan?", "what is price in the Basic plan?"],
        ),
        (
            "who lives in Porto, Lisbon and Faro?",
            ["who lives in Porto?", "who lives in Lisbon?", "who lives in Faro?"],
        ),
        ("PFS and OS in Porto", ["PFS in Porto", "OS in Porto"]),
        ("PORTO PFS, OS?", ["PORTO PFS?", "PORTO OS?"]),
        ("PORTO, PFS and OS?", ["PORTO, PFS?", "PORTO, OS?"]),
        ("PFS in PORTO and LISBON", ["PFS in PORTO", "PFS in LISBON"]),
        ("turnover in 2019 and 2020", ["turnover in 2019", "turnover in 2020"]),
        (
            "when were Anna Vogel and Peter Berg elected?",
            ["when were Anna Vogel elected?", "when were Peter Berg elected?"],
        ),
    ],
)
def test_what_is_asked_of_several_names_is_asked_of_each(question: str, parts: list[str]) -> None:
    assert of_each(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "opening hours in Porto",
        "opening hours and prices in Porto",
        "what about PORTO, PFS?",
        "how far is it between Porto and Lisbon?",  # of neither alone
        "what is a ticket with Porto and Lisbon?",
        "does Aspirin interact with Ramipril and Marcumar?",
        "does the kettle cost 30 or 40 euros?",
        "who won in Porto, and who lost the match in Lisbon?",
    ],
)
def test_what_is_told_of_names_together_is_not_asked_of_each(question: str) -> None:
    assert of_each(question) == []


def test_so_many_names_that_it_would_take_too_long_are_asked_together() -> None:
    names = ["Porto", "Lisbon", "Faro", "Braga", "Evora"]
    assert len(of_each(f"hours in {', '.join(names[:MOST_PARTS])}")) == MOST_PARTS
    assert of_each(f"hours in {', '.join(names)}") == []


def test_a_name_is_told_in_any_wording() -> None:
    text = "PFS and OS in Porto"
    question = Question(text, text, concepts_in(text, OUTCOMES))
    names = of_each_name(question)
    assert are_told(names, question, "The overall survival was 3 years, the PFS 1 year.")
    assert not are_told(names, question, "The overall survival was 3 years.")
    assert are_told((), question, "")
