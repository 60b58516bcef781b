"""What the words of a question say of whether it leans on what was said before."""

import pytest

from qa_bot.conversation.leaning import leans, turned_to


def test_a_question_that_names_nothing_leans() -> None:
    assert leans("why?", [])


TURNS = ["What about comp time?", "and the paid parental leave", "But STORM?"]


@pytest.mark.parametrize("turn", TURNS)
def test_a_pronoun_stands_for_what_was_turned_to_while_one_is_used(turn: str) -> None:
    earlier = ["Does award leave expire?", turn]
    assert turned_to("Is it paid out?", earlier) == turn
    assert turned_to("when was that?", [*earlier, "Is it paid out?", "who pays them?"]) == turn
    assert not turned_to("when was that?", [*earlier, "who pays?"])


@pytest.mark.parametrize("question", ["and the other?", "is there more?", "who pays?"])
def test_what_points_at_another_stands_for_nothing_that_was_turned_to(question: str) -> None:
    assert not turned_to(question, TURNS)


@pytest.mark.parametrize("last", ["and what does it cost?", "comp time", "Does comp time expire?"])
def test_a_question_that_asks_or_opens_like_a_first_one_turns_to_nothing(last: str) -> None:
    assert not turned_to("is it paid?", [last])
