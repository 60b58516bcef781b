"""Bounds of a text: the most is no answer where the least is asked for."""

import pytest

from qa_bot.values.bounds import tells_other_end


@pytest.mark.parametrize(
    ("sentence", "asked", "is_other"),
    [
        ("Members can borrow at most 5 towels.", "minimum number of towels?", True),
        ("Members can borrow a maximum of 5 towels.", "min. number of towels?", True),
        ("Members can borrow at most 5 towels.", "what is the least I can borrow?", True),
        ("Members can borrow at most 5 towels.", "maximum number of towels?", False),
        ("The class needs at least 4 swimmers.", "max number of swimmers?", True),
        ("A break is shorter than 30 minutes.", "minimum length of a break?", True),
        ("A break takes 5 minutes or longer.", "maximum length of a break?", True),
        ("The class is for 15+ swimmers.", "maximum number of swimmers?", True),
        ("The class is for 4 to 9 swimmers.", "maximum number of swimmers?", False),
        ("The class is for 9 swimmers.", "maximum number of swimmers?", False),
        # It may say both, or speak of something else.
        ("At most 5 towels, and the minimum is one.", "minimum number of towels?", False),
        ("The dose was 40 mg in at least 20 patients.", "maximum tolerated dose?", False),
        # No end is asked for.
        ("At most 5 towels.", "how many towels with at least 2 members?", False),
        ("At most 5 towels.", "how many towels with a minimum of 2 members?", False),
        ("At most 5 towels.", "how many towels in 30 min or at 20 mL/min?", False),
        ("It was so in at least 20%.", "what is the most common reaction?", False),
    ],
)
def test_the_most_is_no_answer_to_the_least(sentence: str, asked: str, is_other: bool) -> None:
    assert tells_other_end(sentence, asked) == is_other


def test_headings_may_say_what_end_a_sentence_tells() -> None:
    sentence, asked = "Up to 5 towels.", "minimum number of towels?"
    assert tells_other_end(sentence, asked)
    assert not tells_other_end(sentence, asked, above="Towels › Minimum and maximum")
