"""Months, days of the week and years, as texts have them."""

import pytest

from qa_bot.values.periods import dated, speaks_of


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
    assert speaks_of(text, "July")


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
    assert not speaks_of(text, "July")


def test_days_of_the_week_are_spanned_too_and_other_words_never() -> None:
    assert speaks_of("open Mon-Fri", "Wednesday")
    assert speaks_of("open Mondays to Fridays", "Wednesdays")
    assert speaks_of("from Friday to Monday", "Sunday")
    assert not speaks_of("open Monday to Friday", "Sunday")
    assert not speaks_of("from May to August", "garage")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Gas — Jul: 40; Aug: 38", "July"),
        ("in Sept. it was", "September"),
        ("Doctor — Mon: 8; Tue: 9", "Tuesday"),
        ("Doctor — Mon: 8; Tue: 9", "Tuesdays"),
        ("Tues. 9 to 12", "Tuesday's"),
        ("closed on Thurs", "Thursday"),
        ("closed on Tuesday", "Tue"),
        ("open Monday to Friday, weekends 9-20", "Sunday"),
        ("on weekdays from 8", "Wednesdays"),
        ("open daily from 8", "Sunday"),
    ],
)
def test_another_spelling_speaks_of_the_same(text: str, word: str) -> None:
    assert speaks_of(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a marble in the sun, sat on a mon", "Sunday"),
        ("Marcus and Monika", "March"),
        ("Marcus and Monika", "Monday"),
        ("in March", "Marc"),
        ("in January", "Jan"),  # who may be a person
        ("on weekdays from 8", "Sunday"),
        ("on weekends from 8", "Friday"),
    ],
)
def test_what_only_looks_alike_does_not(text: str, word: str) -> None:
    assert not speaks_of(text, word)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-10 — event: Parents' evening", ["November", "2026"]),
        ("due on 14/03/2027", ["March", "2027"]),
        ("due on 03/14/2027", ["March", "2027"]),
        ("due on 3/3/27", ["March", "27"]),
        ("from 4.12.2026 to 6. 1. 2027", ["December", "2026", "January", "2027"]),
        ("due on 3/4/2027", []),  # nothing tells which month it is
        ("on 13/14/2027 or 2026-13-10", []),
        ("version 4.12.2026.1, part 2026-11-1023, 1/2/3/4", []),
    ],
)
def test_a_date_says_its_month_and_year(text: str, words: list[str]) -> None:
    assert list(dated(text)) == words
