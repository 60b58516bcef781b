"""What kind of answer a question asks for."""

import pytest

from qa_bot.question.asking import asks_for_figure, asks_for_identifier


@pytest.mark.parametrize(
    "question",
    [
        "how many patients",
        "median PFS",
        "what is the dose",
        "when was it approved",
        "BOSTON OS?",
        "aspire 2 yr os, KRd vs control",
        "hr in the final analysis",
        "which share of the patients were women?",
        "share of people who came back",
        "response rate of SVd",
        "on what date was it approved",
    ],
)
def test_questions_for_a_figure(question: str) -> None:
    assert asks_for_figure(question)


@pytest.mark.parametrize(
    "question",
    [
        "who leads the company",
        "why does it cause nausea",
        "Who do I contact in HR?",
        "Does HR approve leave?",
        "Which OS do we use?",
        "How do I share a file?",
        "Can I share a file?",
        "Can I rate a course?",
        "Is the list up to date?",
        "Does a trainee count as staff?",
        "Where is the price list?",
        "Which trial reported the median survival first?",
    ],
)
def test_questions_for_something_else(question: str) -> None:
    assert not asks_for_figure(question)


@pytest.mark.parametrize(
    "question",
    [
        "CANDOR NCT?",
        "trial id",
        "what is its trial number",
        "trial number of BOSTON",
        "serial no. of the pump",
        "ATC code",
    ],
)
def test_questions_for_an_identifier(question: str) -> None:
    assert asks_for_identifier(question)


@pytest.mark.parametrize(
    "question",
    ["number of sites", "trial number of patients", "which trial", "how did it do", "serial"],
)
def test_questions_for_no_identifier(question: str) -> None:
    assert not asks_for_identifier(question)
