"""Bounds of a text: a rule for other values than the one asked about is no answer."""

import time

import pytest

from qa_bot.bounds import rules_out

HANGS = 60
"""Seconds; read once, it takes one or two, and quarters of an hour otherwise."""

BELOW = "Platelets below 25,000/mcL call for an interruption until they are at least 50,000."
BETWEEN = "Platelets of 25,000 to below 75,000/mcL call for a reduction (95% CI 1-9)."
LEAST = "NICE recommends it after 4 or more treatments."
MOST = "Sodium 130 mmol/L or less: interrupt."
SCALED = "ANC 0.5 to 1.0 x10^9/L without fever: reduce."
AGED = "People of 65 years or older pay half."


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        (BELOW, "plt 40,000, what to do?"),
        (BELOW, "plt 40k?"),
        (BELOW, "platelets of 60000?"),  # a goal is not what a rule is for
        (BETWEEN, "platelets 20,000?"),
        (LEAST, "recommended after 2 treatments?"),
        (MOST, "sodium 135?"),
        (MOST, "sodium 135 mmol/l?"),
        (SCALED, "ANC 0.3?"),
        (AGED, "what do I pay, I am 60 years old?"),
        (LEAST, "recommended after one treatment?"),
        (LEAST, "recommended after three treatments?"),
    ],
)
def test_a_rule_for_other_values_is_ruled_out(sentence: str, asked: str) -> None:
    assert rules_out(sentence, asked)


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        (BELOW, "plt 20k?"),
        (BELOW, "what is done below 25,000?"),
        (BETWEEN, "plt 40,000?"),
        (BETWEEN, "plt 60k or 90k?"),
        (LEAST, "after 4 treatments?"),
        (MOST, "sodium 128?"),
        (SCALED, "ANC 0.7?"),
        # Nothing can be compared: no value, no bound, other units, another size, names of things.
        (BELOW, "how is it dosed?"),
        ("Platelets of 25,000 are low.", "plt 40,000?"),
        (AGED, "does it cost 60 kg?"),
        (BELOW, "plt 40?"),
        # It may be the contrary of a bound; or it falls, as hours do.
        ("The dose must not exceed 100 mg.", "may it be 80 mg?"),
        ("The dose is no more than 100 mg.", "may it be 150 mg?"),
        ("Pilots have no less than 5 years of experience.", "are 7 years enough?"),
        ("Do not store above 25 °C.", "may it be kept at 20 °C?"),
        ("It isn't given to people under 18 years.", "from 20 years on?"),
        ("The library is open from 9 am to 5 pm.", "is it open at 3 pm?"),
        # A year is no value, nor is a pronoun.
        ("It has fewer than 1,500 members.", "how many members were there in 1950?"),
        (LEAST, "which one is recommended?"),
        (LEAST, "what did the phase 3 trial find in the 2nd line?"),
    ],
)
def test_what_may_be_about_the_value_is_not(sentence: str, asked: str) -> None:
    assert not rules_out(sentence, asked)


def test_a_row_of_numbers_is_read_once() -> None:
    row, started = "17 | " * 4_000, time.monotonic()

    assert not rules_out(row, "45 mm")
    assert time.monotonic() - started < HANGS
