"""Follow-ups: which words earlier turns lend to a question, whose they are, and when none are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.conversation import Added, Resolution, Turn
from qa_bot.conversation.recalling import MOST_ADDED, resolve
from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.question.understanding import LONGEST_QUESTION
from tests.conversation.words import Words

GLOSSARY = Glossary(
    [
        (Abbreviation("PFS", "progression-free survival"), 9),
        (Abbreviation("AGM", "Annual General Meeting"), 3),
    ]
)
RARE = {"patient": 0.2, "dose": 0.2, "treatment": 0.3, "unobtainium": 0.0}
WORDS = Words(GLOSSARY, RARE, 0.8)


def resolved(question: str, *earlier: Turn) -> Resolution:
    return resolve(question, earlier, WORDS)


def turn(question: str, *statements: str, standalone: str = "") -> Turn:
    return Turn(question, standalone or question, statements)


BOSTON = turn("which treatments did BOSTON compare?", "In BOSTON, SVd was compared with Vd.")


def test_a_follow_up_gets_the_name_that_it_leaves_out() -> None:
    found = resolved("its trial number?", BOSTON)
    assert found.question == "its trial number?"
    assert Added("BOSTON", 1, is_name=True) in found.added
    assert found.standalone.startswith("its trial number? (")
    assert "BOSTON" in found.standalone


def test_an_answer_has_to_be_about_the_names_alone() -> None:
    found = resolved("and the response rate?", turn("who randomised patients in BOSTON?"))
    assert found.standalone == "and the response rate? (randomised BOSTON)"
    assert found.named == "and the response rate? (BOSTON)"
    # Where there is none, it has to be about all of them.
    assert resolved("which dose?", turn("was it given?")).named == "which dose? (given)"
    assert resolved("why?", turn("was it given?")).named == "why? (given)"
    # How a person takes a question back says nothing of what is asked.
    typed = replace(found, question="no, I meant the response rate?")
    assert typed.named == found.named


def test_a_name_is_one_however_it_is_typed_later() -> None:
    first = turn("which treatments were compared?", "The trial › Arms: In BOSTON it was SVd.")
    second = turn("how large was boston?")
    assert Added("boston", 2, is_name=True) in resolved("its number?", first, second).added
    # A capital that only begins a sentence makes no name.
    heads = turn("how were arms compared?", "The trial: Arms were compared. Arms: Compared.")
    assert not any(one.is_name for one in resolved("its number?", heads).added)


def test_what_was_wanted_is_wanted_still_unless_something_else_is_asked_of_the_same() -> None:
    before = turn("For how long may a member borrow books?")
    first = resolved("and for a guest?", before)
    assert first.standalone.startswith("and for a guest? (how long ")
    later = turn("and for a guest?", standalone=first.standalone)
    assert "(how long " in resolved("what about students?", before, later).standalone
    for other in ("and the fee?", "and their number of books?", "what may a guest borrow?"):
        assert "how long" not in resolved(other, before).standalone
    late = turn("what does a member pay when late?")  # a condition is nothing that is wanted
    assert "when" not in resolved("and a guest?", late).standalone


def test_an_answer_about_the_names_alone_tells_what_was_wanted() -> None:
    found = resolved("and with SVd?", turn("how many patients were randomised in BOSTON?"))
    assert found.named.startswith("and with SVd? (how many ")


def test_a_figure_of_an_answer_is_lent_to_no_question() -> None:
    said = turn("who was in SADAL?", "134 patients were.", "Of 134, 39 responded.", "134 it was.")
    assert "134" not in resolved("which dose?", said).standalone


def test_the_first_question_stands_alone() -> None:
    question = "which treatments did BOSTON compare?"
    assert resolved(question) == Resolution(question, question)


def test_words_of_an_answer_are_lent_when_it_says_them_again_and_again() -> None:
    dogs = turn(
        "is there a version for dogs?",
        "Verdinexor is given to dogs.",
        "Dogs get Verdinexor by mouth.",
        "Verdinexor was approved for dogs.",
    )
    assert Added("Verdinexor", 1, answered=True, is_name=True) in resolved("how often?", dogs).added


def test_what_the_question_says_in_another_wording_is_not_repeated() -> None:
    asked = turn("what was the progression-free survival in BOSTON?")
    assert [one.words for one in resolved("PFS?", asked).added] == ["BOSTON"]


def test_a_word_that_no_document_has_helps_nobody() -> None:
    assert resolved("its price?", turn("is unobtainium sold?")).added == (Added("sold", 1),)


def test_what_was_carried_over_stays_and_keeps_its_turn() -> None:
    second = turn("and the price?", standalone="and the price? (BOSTON)")
    third = resolved("for how long?", BOSTON, second)
    assert Added("BOSTON", 1, is_name=True) in third.added
    repeated = turn("and the price of BOSTON?")
    assert Added("BOSTON", 2, is_name=True) in resolved("for how long?", BOSTON, repeated).added


def test_a_question_edited_by_hand_lends_what_was_put_in() -> None:
    edited = turn("and those?", standalone="and those in SADAL?")
    assert Added("SADAL", 2, is_name=True) in resolved("how many?", BOSTON, edited).added


def test_a_question_that_says_nothing_by_itself_gets_most() -> None:
    assert Added("BOSTON", 1, is_name=True) in resolved("why?", BOSTON).added
    assert resolved(" ", BOSTON) == Resolution(" ", " ")


def test_a_question_is_never_made_longer_than_one_may_be() -> None:
    long = "why " * (LONGEST_QUESTION // 4 - 1)
    assert resolved(long, BOSTON).standalone == long


def test_where_no_name_ties_it_to_what_was_asked_a_question_that_leans_gets_more_words() -> None:
    def added(*earlier: Turn) -> list[str]:
        found = resolve(
            "who looks after them?",
            earlier,
            Words(GLOSSARY, {"rins": 0.65, "boston": 0.65}, 0.45),
            leaning=True,
        )
        return [one.words for one in found.added]

    assert added(turn("when are filters rinsed?", "Caretakers do.")) == ["filters", "rinsed"]
    assert added(turn("when are filters rinsed in BOSTON?")) == ["rinsed", "BOSTON"]


@pytest.mark.parametrize(
    ("earlier", "question", "added"),
    [
        ("how much does the lamp weigh", "How much does the boat weigh?", []),
        ("when does the office open?", "when does the library open?", []),
        ("who is the mayor of Arlon", "who is the mayor of Namur?", []),
        # What no document knows may be a name in small letters.
        ("who is the mayor of Arlon", "who is the mayor of unobtainium", []),
        # A word takes no name's place: it goes on about BOSTON.
        ("what was the response in BOSTON?", "what was the response in women?", ["BOSTON"]),
        # Another number of things, or another question altogether.
        ("how much is parking per hour?", "how much is coffee?", ["parking", "per", "hour"]),
        ("the lamp", "a boat", ["lamp"]),
    ],
)
def test_what_another_thing_takes_the_place_of_is_lent_no_more(
    earlier: str, question: str, added: list[str]
) -> None:
    assert [one.words for one in resolved(question, turn(earlier)).added] == added


def test_what_was_displaced_is_forgotten() -> None:
    marlin = turn("how heavy is Old Marlin?")
    swift = turn("and Swift?", standalone="how heavy is Swift?")
    words = [one.words for one in resolved("when was it built?", marlin, swift).added]
    assert "Swift" in words
    assert not {"Old", "Marlin"} & {*words}
    again = turn("and Old Marlin?", standalone="how heavy is Old Marlin?")
    words = [one.words for one in resolved("when was it built?", marlin, swift, again).added]
    assert {"Old", "Marlin"} <= {*words}


def test_a_year_ties_a_question_to_no_subject() -> None:
    picked = turn("when were leeks picked in 2024?")
    rare = Words(GLOSSARY, {"leek": 0.5, "2024": 0.9}, 0.4)
    found = resolve("who cleans them?", [picked], rare, leaning=True)
    assert [one.words for one in found.added] == ["leeks", "picked", "2024"]


texts = st.lists(
    st.sampled_from("BOSTON SADAL patients PFS dose median how and the trial 2020".split()),
    min_size=1,
    max_size=8,
).map(" ".join)


@given(texts, st.lists(st.tuples(texts, texts), max_size=4))
def test_what_is_added_is_said_whose_it_is(typed: str, turns: list[tuple[str, str]]) -> None:
    earlier = [turn(question, statement) for question, statement in turns]
    found = resolved(typed, *earlier)
    assert found == resolved(typed, *earlier)
    assert len(found.added) <= MOST_ADDED
    assert [one.turn for one in found.added] == sorted(one.turn for one in found.added)
    words = " ".join(one.words for one in found.added)
    assert found.standalone == (f"{typed} ({words})" if words else typed)
    for one in found.added:
        lender = earlier[one.turn - 1]
        assert one.words in (" ".join(lender.statements) if one.answered else lender.question)
