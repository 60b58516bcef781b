"""New subjects: a question that says its own is told from one that leans on what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.question import Concept, Glossary, concepts_in
from qa_bot.subject import SubjectSigns, says_its_subject, subject_signs

GLOSSARY = Glossary([])
RARE = {"nccn": 0.9, "regimen": 0.7, "daratumumab": 0.8, "hb": 0.9, "7.8": 0.9}


def rarity(concept: Concept) -> float:
    """Take most words for common."""
    return max(RARE.get(term, 0.3) for term in concept.wordings[0])


def signs(question: str) -> SubjectSigns:
    return subject_signs(question, concepts_in(question, GLOSSARY), rarity)


def test_signs_are_those_of_the_question_alone() -> None:
    found = signs("how many regimens does the NCCN list for myeloma?")
    assert found.fullness == pytest.approx(4 / 6)
    assert found.rarest == 0.9
    assert found.rarity == pytest.approx((0.7 + 0.9 + 0.3 + 0.3) / 4)
    assert found.leaning == 0
    assert signs("why?") == SubjectSigns(0, 0, 0, 0)
    assert subject_signs("?", (), rarity) == SubjectSigns(0, 0, 0, 1)


@pytest.mark.parametrize(
    "question",
    [
        "and the overall response rate of patients on daratumumab?",
        "What about daratumumab?",
        "does Cigna cover it with daratumumab?",
        "were there others in the NCCN list?",
        "hb 7.8?",
        "high risk?",
    ],
)
def test_what_leans_on_what_was_said_shows_it(question: str) -> None:
    assert signs(question).leaning == 1


@pytest.mark.parametrize("question", ["is NCCN American?", "thermal stability of daratumumab"])
def test_a_question_with_a_word_that_asks_or_with_enough_others_leans_on_nothing(
    question: str,
) -> None:
    assert signs(question).leaning == 0


def test_a_question_that_names_enough_says_its_subject() -> None:
    said = "how many daratumumab regimens does the NCCN list name for myeloma?"
    assert says_its_subject(said, concepts_in(said, GLOSSARY), rarity)
    for left in ("how many?", "which list names the most?", "and daratumumab?", "hb 7.8?"):
        assert not says_its_subject(left, concepts_in(left, GLOSSARY), rarity)


shares = st.floats(0, 1)


@given(shares, shares, shares)
def test_leaning_makes_a_new_subject_less_likely(full: float, rarest: float, mean: float) -> None:
    leaning, not_so = (SubjectSigns(full, rarest, mean, leaning) for leaning in (1.0, 0.0))
    assert 0 < leaning.probability < not_so.probability < 1
