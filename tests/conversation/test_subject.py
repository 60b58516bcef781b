"""Changes of subject: a question of its own is told from one that leans on what was said."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.conversation import Resolution, Turn
from qa_bot.conversation.replacing import MOST_REPLACED
from qa_bot.conversation.subject import (
    LIKELIER,
    Replacing,
    Way,
    is_likelier,
    settle,
    stands_alone,
    ways_of,
)
from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.question import Concept
from qa_bot.question.understanding import concepts_in
from qa_bot.records import Answer, Correction, Statement
from tests.replies import SENTENCE, TEXT, cited, passage

RESPONSE = Abbreviation("ORR", "overall response rate")


ASKED = "which insurers paid for the list in BOSTON?"


def ways(question: str, *known: Abbreviation, before: str = ASKED) -> list[Resolution]:
    glossary = Glossary((one, 3) for one in known)
    earlier = [Turn("?", before), Turn(before, before)]
    found = ways_of(question, earlier, lambda text: concepts_in(text, glossary), lambda _: 0.9)
    return [one.resolution for one in found]


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
        "which insurers paid for the list in STORM?",
    ]


def asked(
    question: str, *before: str, said: tuple[str, ...] = (), rare: tuple[str, ...] = ()
) -> list[str]:
    glossary = Glossary([])
    earlier = [Turn(one, one, said) for one in before]

    def rarity(concept: Concept) -> float:
        return 0.9 if concept.words in rare else 0.5

    found = ways_of(question, earlier, lambda text: concepts_in(text, glossary), rarity)
    return [one.resolution.standalone for one in found]


KETTLE = "how much does the kettle cost"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("and the fridge?", ""),
        ("what about the fridge?", ""),
        ("So, and what about a fridge?", "how much "),
    ],
)
def test_an_ordinary_word_is_asked_in_the_place_of_each_other_the_rarest_first(
    question: str, wanted: str
) -> None:
    assert asked(question, KETTLE, rare=("cost",)) == [
        f"{question} ({wanted}kettle cost)",
        "how much does the kettle fridge",
        "how much does the fridge cost",
    ]


@pytest.mark.parametrize(
    "question",
    ["and its fridge?", "and the other fridge?", "does a fridge?", "small cheap fridge?"],
)
def test_what_points_back_asks_or_says_much_takes_no_place(question: str) -> None:
    assert set(asked(question, KETTLE)) <= {f"{question} (kettle cost)", question}


def test_a_number_takes_the_place_of_another_of_its_kind_alone() -> None:
    feats = "How many feats can a level 9 wizard have?"
    assert asked("and level 8?", feats) == ["How many feats can a level 8 wizard have?"]
    manager = "Who is the manager of Python 3.8?"
    assert asked("what about Python 3.12?", manager) == ["Who is the manager of Python 3.12?"]
    for other in ("and level 8 bards?", "and week 8?", "and level 9?", "which level 8 spells?"):
        assert "How many feats can a level 8 wizard have?" not in asked(other, feats)
    # Which of two it is the documents tell.
    assert "(" in asked("and level 3?", "what is it at level 1 and at level 2?")[0]


def test_nothing_is_asked_with_no_word_of_before() -> None:
    assert asked("what about a fridge?", "my kettle?") == ["what about a fridge? (kettle)"]
    assert asked("and the fridge?", "the kettle?") == ["and the fridge?"]


def test_words_have_the_place_in_what_was_understood_not_in_what_was_typed() -> None:
    glossary = Glossary([])
    before = [Turn(KETTLE, KETTLE), Turn("and the fridge?", "and the fridge? (cost)")]
    found = ways_of("an oven?", before, lambda text: concepts_in(text, glossary), lambda _: 0.5)
    assert "and the oven? (cost)" in [one.resolution.standalone for one in found]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("how many patients did BOSTON treat?", ()),
        ("how many patients did boston treat?", ("In BOSTON 402 were treated.",)),
    ],
)
def test_a_name_is_never_left_out_however_it_was_typed(before: str, said: tuple[str, ...]) -> None:
    found = asked("and the response rate?", before, said=said)
    assert len(found) > 1
    assert all("boston" in one.lower() for one in found)


WORDS = ["kettle", "fridge", "cost", "battery", "weight", "BOSTON", "STORM", "guarantee", "2022"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True),
    st.sampled_from(["oven", "weight", "large oven"]),
)
def test_each_way_leaves_one_ordinary_word_out_and_few_are_asked(
    words: list[str], own: str
) -> None:
    question = f"and the {own}?"
    names = [one for one in words if not one.islower()]
    first, *fewer = asked(question, f"the {' '.join(words)}?")
    assert len(fewer) <= MOST_REPLACED
    assert len({*fewer}) == len(fewer)
    for one in fewer:
        said = one.removeprefix("the ").removesuffix("?").split()
        assert own in one
        assert {*names} <= {*said} <= {*words, *own.split()}
        assert len({*words} - {*said}) == 1
    assert first.startswith(question)


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
    return Answer("?", "?", tuple(Statement(text, CITED) for text in said), confidence)


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


FRIDGE, KETTLE_ITSELF, COST = (
    concepts_in(word, Glossary([])) for word in ("fridge", "kettle", "cost")
)
REPLACING = Replacing(Resolution("?", "?"), True, left=KETTLE_ITSELF, own=FRIDGE, kept=COST)


@pytest.mark.parametrize("confidence", [0.3, 0.9])
def test_an_answer_that_says_what_was_asked_of_goes_before_one_that_does_not(
    confidence: float,
) -> None:
    kettle, fridge = (
        answer(0.9, "The kettle costs 30."),
        answer(confidence, "The fridge costs 300."),
    )
    assert REPLACING.goes_before(fridge, kettle)
    assert not REPLACING.goes_before(kettle, fridge)
    assert not REPLACING.goes_before(kettle, kettle)
    assert not REPLACING.goes_before(answer(confidence), kettle)
    # What is said after it may be about another thing.
    both = answer(0.9, "The kettle costs 30.", "The fridge costs 300.")
    assert not REPLACING.is_idle(both)
    assert REPLACING.goes_before(fridge, both)


def test_once_an_answer_says_it_nothing_else_is_searched() -> None:
    assert REPLACING.is_idle(answer(0.5, "The fridge is broken."))
    assert not REPLACING.is_idle(answer(0.5))
    # Where nothing takes a place, each way is asked.
    assert not Way(Resolution("?", "?"), True).is_idle(answer(0.9, "It is red."))


def test_where_there_is_an_answer_another_says_something_of_what_was_asked() -> None:
    broken = answer(0.9, "The fridge is broken.")
    assert not REPLACING.goes_before(broken, answer(0.5, "The kettle costs 30."))
    assert REPLACING.goes_before(broken, answer(0.5))


def test_a_heading_says_what_stands_under_it() -> None:
    under = cited(passage(TEXT, "It lasted.", "Fridge", "Costs"))
    headed = Answer("?", "?", (Statement("300 euros.", (under,)),), 0.5)
    assert REPLACING.goes_before(headed, answer(0.9, "The kettle costs 30."))
    assert not REPLACING.goes_before(headed, headed)


def test_what_only_a_heading_says_gives_way_to_an_answer_that_says_it_itself() -> None:
    under = cited(passage(TEXT, "It lasted.", "Kettle and fridge"))
    kettle = Statement("The kettle costs 30 euros.", (under,))
    headed = Answer("?", "?", (kettle,), 0.9)
    fridge = answer(0.85, "The fridge costs 300.")
    assert not REPLACING.is_idle(headed)
    assert REPLACING.goes_before(fridge, headed)
    assert not REPLACING.goes_before(headed, fridge)
    # One that is much less likely does not take its place,
    assert not REPLACING.goes_before(answer(0.6, "The fridge costs 300."), headed)
    # nor does any where it says nothing of the kettle: it is the fridge's.
    assert REPLACING.is_idle(Answer("?", "?", (Statement("It costs 300.", (FRIDGE_ALONE,)),), 0.5))


FRIDGE_ALONE = cited(passage(TEXT, "It lasted.", "Fridge"))
OF_FRIDGE = Way(Resolution("?", "?"), True, subject=FRIDGE)


def test_an_answer_that_does_not_speak_of_the_subject_is_none() -> None:
    kettle, fridge = answer(0.9, "The kettle costs 30."), answer(0.6, "The fridge costs 300.")
    assert OF_FRIDGE.held_to(kettle) == answer(0.0)
    assert OF_FRIDGE.held_to(fridge) == fridge
    headed = Answer("?", "?", (Statement("It costs 300.", (FRIDGE_ALONE,)),), 0.5)
    assert OF_FRIDGE.held_to(headed) == headed
    slip = Answer("?", "?", fridge.statements, 0.6, corrections=(Correction("frigde", "fridge"),))
    of_slip = Way(Resolution("?", "?"), True, concepts_in("frigde", Glossary([])))
    assert of_slip.held_to(slip) == slip
    assert Way(Resolution("?", "?"), True).held_to(kettle) == kettle


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
        ("no, I meant the toaster", "toaster"),
    ],
)
def test_the_subject_is_a_name_or_the_rarest_word_of_what_does_not_point(
    question: str, subject: str
) -> None:
    earlier = [Turn(KETTLE, KETTLE)]
    named = partial(concepts_in, glossary=Glossary([]))
    found = ways_of(question, earlier, named, lambda one: float(one.words != "toaster"))
    assert " ".join(one.words for one in found[0].subject) == subject


def test_where_nothing_is_found_the_conversation_goes_on_from_what_took_a_place() -> None:
    full, in_place = Resolution("?", "full"), Resolution("?", "in place")
    ways = [Way(full, True), replace(REPLACING, resolution=in_place)]
    assert settle(ways, lambda _: answer(0.1)) == (in_place, answer(0.1))
    other = replace(REPLACING, resolution=Resolution("?", "the other place"), left=COST)
    assert settle([*ways, other], lambda _: answer(0.1)) == (in_place, answer(0.1))
    assert settle(ways, lambda _: answer(0.9, "The fridge costs 300."))[0] == full


def test_thanks_leave_the_conversation_where_it_was() -> None:
    assert asked("thanks!", KETTLE) == ["thanks!"]
    assert asked("and the fridge?", KETTLE, "ok") == asked("and the fridge?", KETTLE)


def test_the_year_after_takes_the_place_of_the_year() -> None:
    assert "where did we meet in 2023?" in asked(
        "and the year after?", "where did we meet in 2022?"
    )
