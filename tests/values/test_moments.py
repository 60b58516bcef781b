"""What was measured at one time is no answer for another."""

import pytest

from qa_bot.values.moments import tells_other_time

RATES = "The rates were 72% at 3 months, 48% at 6 months and 35% at 12 months."


@pytest.mark.parametrize(
    ("sentence", "asked", "is_other"),
    [
        (RATES, "rate at 24 months?", True),
        (RATES, "24-month rate", True),
        (RATES, "2 yr rate", True),
        (RATES, "rate at 6 months?", False),
        (RATES, "rate at 1 year?", False),
        ("It was 72, 48 and 35% at 3, 6 and 12 months.", "rate at 24 months?", True),
        ("It was 72, 48 and 35% at 3, 6 and 12 months.", "6 mo rate", False),
        # Nothing is told of a time, or of one that cannot be compared.
        ("The rate was 35%.", "rate at 24 months?", False),
        ("The rate was 35% at a median follow-up of 25 months.", "rate at 24 months?", False),
        ("It was 35% at 28 days.", "rate at 24 months?", False),
        ("Puppies are vaccinated at 3 months or later.", "are they at 5 months?", False),
        (RATES, "how long is 24 months?", False),
        (RATES, "what is the rate?", False),
    ],
)
def test_another_time_is_no_answer(sentence: str, asked: str, is_other: bool) -> None:
    assert tells_other_time(sentence, asked) == is_other


def test_headings_may_name_the_time() -> None:
    assert not tells_other_time("Of those at 3 months, 5 left.", "rate at 6 months?", "At 6 months")
