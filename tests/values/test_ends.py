"""A sentence that dates a beginning does not tell an end, nor the reverse."""

import pytest
from hypothesis import given

from qa_bot.values.ends import tells_contrary_end
from tests.strategies import TEXTS


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("when does mio's id card expire", "Mio's identity card was issued on 20 January 2024."),
        ("expiry date of the id card", "Issued: 3 March 2025"),
        ("when was the card issued", "The card expires on 2 March 2030."),
        ("when does the lease end", "The lease begins on 1 October 2021."),
        ("when did the trial start?", "The trial ended in 2020."),
    ],
)
def test_the_other_end_is_told(asked: str, sentence: str) -> None:
    assert tells_contrary_end(sentence, asked)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("when does the card expire", "It was issued on 3 March 2025 and is valid for five years."),
        ("when does the card expire", "Issued: 2025-03-03; Expires: 2030-03-02"),
        ("when does the lease end", "It begins in May and goes on until August."),
        ("when does the course end", "The course starts in May and lasts ten weeks."),
        ("when does the card expire", "The card is blue."),
        ("when was the card issued", "On 3 March 2025."),
        ("when is the party at the end of the year", "The party starts at 19:00."),
        ("when does it begin and when does it end", "It begins on 3 May."),
        ("how do I renew an expired card", "A card was issued in May."),  # no date is asked for
    ],
)
def test_whatever_else_is_told_is_not(asked: str, sentence: str) -> None:
    assert not tells_contrary_end(sentence, asked)


def test_a_heading_may_say_what_is_dated() -> None:
    asked, sentence = "when does the card expire", "Start of the month: 1 May. Issued there."
    assert tells_contrary_end(sentence, asked)
    assert not tells_contrary_end(sentence, asked, above="When cards expire")


@given(TEXTS)
def test_nothing_is_the_other_end_of_itself(text: str) -> None:
    assert not tells_contrary_end(text, text)
