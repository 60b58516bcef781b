"""What the words of a question say of whether it leans on what was said before."""

from qa_bot.leaning import leans


def test_a_question_that_names_nothing_leans() -> None:
    assert leans("why?", [])
