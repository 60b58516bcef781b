"""Months and days of the week that lie between two that a text joins."""

import pytest

from qa_bot.values.periods import spans


@pytest.mark.parametrize(
    "text",
    [
        "from May 1 through August 31 every year",
        "from 1 May to 31 August",
        "between June 3rd and Sept. 5",
        "May–Aug.",
        "open till May, then from June until October",
        "November to July",
    ],
)
def test_a_month_between_two_is_spanned(text: str) -> None:
    assert spans(text, "July")


@pytest.mark.parametrize(
    "text",
    [
        "from August 31 through May 1",
        "June and August",
        "300 in May to 500 in August",
        "May 2019 to August 2020",
        "Mayor to Augustus",
        "Monday to Friday",
        "",
    ],
)
def test_a_month_outside_of_two_or_beside_no_two_is_not(text: str) -> None:
    assert not spans(text, "July")


def test_days_of_the_week_are_spanned_too_and_other_words_never() -> None:
    assert spans("open Mon-Fri", "Wednesday")
    assert spans("from Friday to Monday", "Sunday")
    assert not spans("open Monday to Friday", "Sunday")
    assert not spans("from May to August", "garage")
