"""Rules of a text: one for other values than the one asked about is no answer."""

import time
from pathlib import Path

import pytest

from qa_bot.answering.candidates import candidates
from qa_bot.answering.reading import read_hits
from qa_bot.encoder import Encoder
from qa_bot.index import build, open_index
from qa_bot.retrieval import Retriever
from qa_bot.values.rules import about_other_values, tells_other_dose

HANGS = 60
"""Seconds; read once, it takes one or two, and quarters of an hour otherwise."""

BELOW = "Platelets below 25,000/mcL call for an interruption until they are at least 50,000."
BETWEEN = "Platelets of 25,000 to below 75,000/mcL call for a reduction (95% CI 1-9)."
LEAST = "NICE recommends it after 4 or more treatments."
MOST = "Sodium 130 mmol/L or less: interrupt."
SCALED = "ANC 0.5 to 1.0 x10^9/L without fever: reduce."
AGED = "People of 65 years or older pay half."


def rules_out(sentence: str, asked: str) -> bool:
    """Beside what is about the very value that is asked about, as the question itself is."""
    return sentence in about_other_values([[sentence, asked]], asked)


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
        ("A file of up to 25MB is sent at once.", "how is a 40 MB file sent?"),
        ("Tables for 2 to 4 guests are upstairs.", "where are tables for 6 guests?"),
        ("Tables for 15+ guests are upstairs.", "where are tables for 6 guests?"),
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
        # A number may be part of a name.
        ("If you are dismissed from 37signals, you get four weeks.", "what is it after 2 years?"),
        ("Passwords from 1Password are imported.", "are 20 passwords imported?"),
        # What is counted is not what is measured, nor counted with something else.
        ("Over $75 a receipt has to be uploaded.", "is it for 10 people?"),
        ("Over 75 guests need a second cook.", "what is cooked for $40?"),
        ("Over 75 guests need a second cook.", "what is cooked for 40 days?"),
        ("Over 75 guests need a second cook.", "what is cooked for 40 dogs?"),
    ],
)
def test_what_may_be_about_the_value_is_not(sentence: str, asked: str) -> None:
    assert not rules_out(sentence, asked)


UP_TO_25 = "Files of up to 25 MB are sent by mail."
ABOVE_25 = "Those over 25 MB are put on the server."


@pytest.mark.parametrize(
    ("passages", "asked", "others"),
    [
        ([[UP_TO_25, ABOVE_25]], "how are files of 40 MB sent?", {UP_TO_25}),
        ([[UP_TO_25, ABOVE_25]], "how are files of 10 MB sent?", {ABOVE_25}),
        # Alone it tells that 40 MB are too much.
        ([[UP_TO_25]], "are files of 40 MB sent?", set()),
        # What holds elsewhere may be another matter, for all that it says of the question.
        ([[UP_TO_25], [ABOVE_25]], "how are files of 40 MB sent?", set()),
        (
            [[UP_TO_25], ["How files are sent", ABOVE_25]],
            "how are files of 40 MB sent?",
            {UP_TO_25},
        ),
        (
            [["One prior line: 22 months", "At least two prior lines: 15 months"]],
            "months after 1 prior line",
            {"At least two prior lines: 15 months"},
        ),
        # It may be asked by a bound itself, which one that only begins there does not keep.
        ([[BELOW, BETWEEN]], "what to do at platelets below 25,000?", {BETWEEN}),
        ([[BELOW, BETWEEN]], "what to do at platelets under 20,000?", {BETWEEN}),
        ([[BELOW, BETWEEN]], "what to do at platelets of 25,000 or more?", {BELOW}),
        ([[BELOW, BETWEEN]], "what to do at platelets of 75,000 or more?", {BELOW}),
        ([[BELOW, BETWEEN]], "what to do at platelets between 25,000 and 50,000?", {BELOW}),
        ([[BELOW, BETWEEN]], "what to do at platelets below 50,000?", set()),
        ([[BELOW, BETWEEN]], "what to do at platelets of 25,000?", set()),
        ([[BELOW, BETWEEN]], "how were platelets from 2020 on?", set()),
        # Cells are counted per litre or per microlitre.
        ([[BELOW, BETWEEN]], "what to do at platelets of 60 x10^9/L?", {BELOW}),
        ([[BELOW, BETWEEN]], "plt 60 × 10⁹/l", {BELOW}),
        ([[BELOW, BETWEEN]], "plt 20 G/l", {BETWEEN}),
        ([[SCALED, "ANC below 0.5 x10^9/L: interrupt."]], "ANC 300/µl", {SCALED}),
        ([[SCALED, "ANC below 0.5 x10^9/L: interrupt."]], "ANC of 0.3 x10^9/L", {SCALED}),
        ([[BETWEEN, "At 25,000 it is stopped."]], "what to do below 25,000?", {BETWEEN}),
        ([[UP_TO_25]], "are files of more than 25 MB sent?", set()),
        # Both hold for 20 MB: they are no two steps of one thing.
        ([[UP_TO_25, "Files over 15 MB are checked."]], "are files of 40 MB sent?", set()),
    ],
)
def test_a_rule_is_ruled_out_by_the_one_that_holds(
    passages: list[list[str]], asked: str, others: set[str]
) -> None:
    assert about_other_values(passages, asked) == others


def test_a_value_beyond_the_only_limit_is_answered_by_it(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/desk.md").write_text("You can expense up to $3,000 on a new desk.")
    build(tmp_path / "notes", tmp_path / "index", encoder, progress=lambda *_: None)
    with open_index(tmp_path / "index") as index:
        retriever = Retriever(index, encoder)
        for text in ("Can I expense a desk of $2,000?", "Can I expense a desk of $5,000?"):
            question = retriever.understand(text)
            question, read = read_hits(question, retriever.search(question, 8), None)
            assert candidates(question, read, retriever.idf, encoder), text


@pytest.mark.parametrize(
    ("sentence", "asked", "is_other"),
    [
        ("At 2.5 mg/kg, the ORR was 32%.", "DREAMM-2 3.4 mg/kg ORR", True),
        ("At 25 mg/m², the ORR was 32%.", "ORR with 35 mg/m2", True),
        ("At 2.5 mg/kg and 13 months, the ORR was 32%.", "ORR with 3.4 mg/kg", True),
        ("At 2.5 mg/kg and at 3.4 mg/kg, the ORR was 32 and 35%.", "ORR with 3.4 mg/kg", False),
        ("At 2.5 to 4 mg/kg, the ORR was 32%.", "ORR with 3.4 mg/kg", False),
        ("At less than 4 mg/kg, the ORR was 32%.", "ORR with 3.4 mg/kg", False),
        ("The ORR was 32%.", "ORR with 3.4 mg/kg", False),
        ("At 25 mg/m2, the ORR was 32%.", "ORR with 3.4 mg/kg", False),
        ("At 80 mg, the ORR was 32%.", "ORR with 60 mg", False),
        # Another dose may be what is asked for.
        ("It is lowered to 2.5 mg/kg.", "what replaces 3.4 mg/kg?", False),
        ("It is lowered to 2.5 mg/kg.", "which dose comes after 3.4 mg/kg?", False),
    ],
)
def test_a_dose_that_is_asked_about_is_no_other(sentence: str, asked: str, is_other: bool) -> None:
    assert tells_other_dose(sentence, asked) == is_other


def test_headings_may_name_the_dose() -> None:
    assert not tells_other_dose(
        "The ORR of 1 mg/kg more was 32%.", "ORR with 2 mg/kg", "At 2 mg/kg"
    )


def test_a_row_of_numbers_is_read_once() -> None:
    row, started = "17 | " * 4_000, time.monotonic()

    assert not about_other_values([[row]], "45 mm")
    assert time.monotonic() - started < HANGS
