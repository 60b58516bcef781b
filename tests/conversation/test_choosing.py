"""Of the ways to understand a question one is taken, by their answers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.conversation import Resolution
from qa_bot.conversation.choosing import LIKELIER, Ways, is_likelier, settle, stands_alone
from qa_bot.conversation.replacing import Certainty, Replacement
from qa_bot.records import Answer, Correction, Statement
from tests.conversation.words import Words
from tests.replies import SENTENCE, TEXT, cited, passage

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


FRIDGE, KETTLE, COST = (Words().concepts_in(word) for word in ("fridge", "kettle", "cost"))
OF_KETTLE, OF_FRIDGE = Resolution("?", "the kettle"), Resolution("?", "the fridge")
IN_PLACE = Replacement(OF_FRIDGE, (*KETTLE,), (*COST,))
WAYS = Ways(OF_KETTLE, leaning=True, own=FRIDGE, in_place=(IN_PLACE,))


def headed(confidence: float, text: str, *headings: str) -> Answer:
    under = cited(passage(TEXT, "It lasted.", *headings))
    return Answer("?", "?", (Statement(text, (under,)),), confidence)


def taken(followed: Answer, in_place: Answer, ways: Ways = WAYS) -> Resolution:
    return settle(ways, {OF_KETTLE: followed, OF_FRIDGE: in_place}.__getitem__)[0]


@pytest.mark.parametrize("confidence", [0.85, 0.95])
def test_an_answer_that_says_more_of_what_is_asked_goes_before_one_that_does_not(
    confidence: float,
) -> None:
    kettle, fridge = answer(0.9, "It costs 30."), answer(confidence, "The fridge costs 300.")
    broken = answer(0.9, "The fridge is broken.")
    assert taken(kettle, fridge) == taken(broken, fridge) == OF_FRIDGE
    assert taken(fridge, kettle) == taken(fridge, broken) == taken(fridge, fridge) == OF_KETTLE
    # What is said after it may be about another thing.
    assert taken(answer(0.9, "It costs 30.", "The fridge costs 300."), fridge) == OF_FRIDGE
    # A much less likely one takes no place.
    assert taken(broken, answer(0.6, "The fridge costs 300.")) == OF_KETTLE


def test_where_an_answer_says_all_that_is_asked_in_a_place_none_is_tried() -> None:
    complete = answer(0.5, "The fridge costs 300.")
    assert settle(WAYS, {OF_KETTLE: complete}.__getitem__) == (OF_KETTLE, complete)
    # Where nothing else was asked, that is no answer to it: "for how long? (kettle)".
    assert not replace(WAYS, in_place=(replace(IN_PLACE, kept=()),)).is_answered(complete)


def test_a_name_takes_the_place_of_another_by_what_is_said_and_else_by_the_odds() -> None:
    names = replace(WAYS, in_place=(replace(IN_PLACE, certainty=Certainty.LIKELY),))
    both, fridge = answer(0.9, "The fridge is next to the kettle."), "The fridge costs 300."
    assert taken(both, answer(0.6, fridge), names) == OF_FRIDGE
    assert taken(both, answer(0.6, fridge)) == OF_KETTLE
    complete = answer(0.6, "A fridge costs 300.")
    assert taken(complete, answer(0.9, fridge), names) == OF_FRIDGE
    assert taken(complete, answer(0.6, fridge), names) == OF_KETTLE
    # To leave it to a heading is to lack a word.
    assert taken(both, headed(0.9, "It costs 300.", "Fridge"), names) == OF_KETTLE


def test_where_both_say_the_same_it_is_asked_of_what_is_alike() -> None:
    same = answer(0.9, "The kettle and the fridge cost 30.")
    instead = replace(WAYS, in_place=(replace(IN_PLACE, certainty=Certainty.SURE),))
    assert taken(same, same, instead) == OF_FRIDGE
    assert taken(same, same) == OF_KETTLE


def test_a_word_takes_the_place_of_a_name_that_the_answer_writes_as_one() -> None:
    names = replace(WAYS, in_place=(replace(IN_PLACE, certainty=Certainty.LIKELY, of_name=True),))
    assert taken(answer(0.1), answer(0.9, "The price of Fridge costs 300."), names) == OF_FRIDGE
    assert taken(answer(0.1), answer(0.9, "The fridge costs 300."), names) == OF_KETTLE
    # A capital that begins a sentence tells nothing.
    assert taken(answer(0.1), answer(0.9, "Fridge costs 300."), names) == OF_KETTLE


def test_what_a_question_points_at_is_asked_where_nothing_is_found() -> None:
    pointed = Replacement(OF_FRIDGE, (), (*FRIDGE,))
    ways = Ways(OF_KETTLE, leaning=True, own=COST, pointed=(pointed,))
    fridge = answer(0.9, "The fridge costs 300.")
    assert taken(answer(0.1), fridge, ways) == OF_FRIDGE
    assert taken(answer(0.5, "It costs 30."), fridge, ways) == OF_KETTLE
    for other in ("The kettle costs 30.", "The fridge is broken."):
        assert taken(answer(0.1), answer(0.9, other), ways) == OF_KETTLE


def test_a_heading_says_what_stands_under_it_but_may_name_many_things() -> None:
    assert taken(answer(0.9, "It costs 30."), headed(0.9, "Costs 300.", "Fridge")) == OF_FRIDGE
    kettle = headed(0.9, "The kettle costs 30.", "Kettle and fridge")
    assert taken(kettle, answer(0.85, "The fridge costs 300.")) == OF_FRIDGE
    assert taken(kettle, answer(0.6, "The fridge costs 300.")) == OF_KETTLE
    # Where it says nothing of the kettle, it is the fridge's.
    assert WAYS.is_answered(headed(0.5, "It costs 300.", "Fridge"))
    assert not WAYS.is_answered(kettle)


def test_an_answer_that_does_not_speak_of_the_subject_is_none() -> None:
    ways = replace(WAYS, subject=FRIDGE)
    kettle, fridge = answer(0.9, "The kettle costs 30."), answer(0.6, "The fridge costs 300.")
    assert ways.held_to(kettle) == answer(0.0)
    assert ways.held_to(fridge) == fridge
    under = headed(0.5, "It costs 300.", "Fridge")
    assert ways.held_to(under) == under
    slip = replace(fridge, corrections=(Correction("frigde", "fridge"),))
    mistyped = Words().concepts_in("frigde")
    assert replace(ways, subject=mistyped).held_to(slip) == slip
    assert WAYS.held_to(kettle) == kettle


def test_where_nothing_is_found_the_conversation_goes_on_from_the_first_place() -> None:
    assert taken(answer(0.1), answer(0.1)) == OF_FRIDGE
    other = replace(IN_PLACE, resolution=OF_KETTLE)
    assert taken(answer(0.1), answer(0.1), replace(WAYS, in_place=(IN_PLACE, other))) == OF_FRIDGE
    assert taken(answer(0.9, "The fridge is broken."), answer(0.1)) == OF_KETTLE


def test_where_nothing_is_found_what_lacks_is_told_of_what_is_gone_on_from() -> None:
    # "And in Porto?" after Lisbon lacks Porto, not both in one passage.
    answers = {
        OF_KETTLE: replace(answer(0.1), apart_terms=("kettle", "fridge")),
        OF_FRIDGE: replace(answer(0.1), missing_terms=("fridge",)),
    }
    assert settle(WAYS, answers.__getitem__) == (OF_FRIDGE, answers[OF_FRIDGE])
    # An answer that says nothing of the fridge is none.
    answers[OF_FRIDGE] = answer(0.9, "It is red.")
    assert settle(WAYS, answers.__getitem__) == (OF_FRIDGE, answer(0.0))


def test_names_alone_are_lent_where_nothing_is_found_with_the_other_words() -> None:
    named = Resolution("?", "by name")
    answers = {OF_KETTLE: answer(0.1), named: answer(0.9, "It is red.")}
    ways = Ways(OF_KETTLE, leaning=True, by_name=named)
    assert settle(ways, answers.__getitem__) == (named, answers[named])
    answers |= {OF_KETTLE: answer(0.8, "It is blue.")}
    assert settle(ways, answers.__getitem__)[0] == OF_KETTLE
    nothing = {OF_KETTLE: answer(0.1), named: answer(0.2)}
    assert settle(ways, nothing.__getitem__)[0] == OF_KETTLE


def test_a_question_of_its_own_is_taken_alone() -> None:
    alone = Resolution("?", "alone", new_subject=True)
    answers = {OF_KETTLE: answer(0.5, "It is red."), alone: answer(0.9, "It is blue.")}
    ways = Ways(OF_KETTLE, alone=alone)
    assert settle(ways, answers.__getitem__) == (alone, answers[alone])
    assert settle(replace(ways, alone=None), answers.__getitem__)[0] == OF_KETTLE
