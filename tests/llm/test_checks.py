"""What a sentence may say about its quotes: each fault once, and sentences that are right."""

import pytest

from qa_bot.encoder import Encoder
from qa_bot.llm.checks import Fault, fault_of, plain_fault
from qa_bot.llm.numbers import without_numbers
from qa_bot.llm.prompt import Quote
from qa_bot.llm.sentences import DraftSentence

QUOTES = (
    Quote(
        1,
        "The BOSTON trial › Efficacy",
        "Median progression-free survival (PFS) was 13.93 months with SVd and 9.46 months with Vd.",
    ),
    Quote(
        2,
        "The BOSTON trial › Design",
        "It randomised 402 patients in 21 countries, 195 to SVd; no patient had had carfilzomib.",
    ),
    Quote(3, "Safety", "Nausea was seen in 50% of three groups but did not lead to deaths."),
    Quote(4, "Registry › NCT03110562", "Selinexor costs $120 on day 1, not at night."),
)


def fault(text: str, *numbers: int, encoder: Encoder) -> Fault | None:
    return fault_of(DraftSentence(text, numbers), QUOTES, encoder)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Median PFS was 13.93 months with SVd.", (1,)),
        ("In BOSTON, median PFS was 13.93 with SVd and 9.46 months with Vd.", (1,)),
        ("BOSTON randomised 402 patients, 195 to SVd.", (2,)),
        ("No patient had had carfilzomib.", (2,)),
        ("Nausea was seen in 50 percent of 3 groups.", (3,)),
        ("Nausea did not lead to deaths.", (3,)),
        ("In NCT03110562, selinexor costs 120 $.", (4,)),
        ("BOSTON randomised 402 patients and its median PFS was 13.93 months with SVd.", (1, 2)),
    ],
)  # fmt: skip
def test_what_the_quotes_say_stands(text: str, numbers: tuple[int, ...], encoder: Encoder) -> None:
    assert fault(text, *numbers, encoder=encoder) is None


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("Median PFS was 13.93 months with SVd.", (), Fault.UNCITED),
        ("Median PFS was 13.93 months with SVd.", (1, 5), Fault.UNKNOWN_QUOTE),
        ("Median PFS was 13.93 months with SVd.", (0,), Fault.UNKNOWN_QUOTE),
        ("Median PFS was 13.9 months with SVd.", (1,), Fault.NUMBER),
        ("Median PFS was 13.93 weeks with SVd.", (1,), Fault.NUMBER),
        ("Median PFS was 13.93% with SVd.", (1,), Fault.NUMBER),
        ("Median PFS was 13.93 with SVd.", (1,), Fault.NUMBER),
        ("Median PFS was -13.93 months with SVd.", (1,), Fault.NUMBER),
        ("BOSTON randomised 402 hospitals.", (2,), Fault.NUMBER),
        ("BOSTON randomised 402 patients.", (1,), Fault.NUMBER),
        ("Nausea was seen in 50% of four groups.", (3,), Fault.NUMBER),
        ("Nausea was seen in half of three groups.", (3,), Fault.NUMBER),
        ("Median PFS with SVd2 was 13.93 months.", (1,), Fault.NUMBER),
        ("In STORM, median PFS was 13.93 months with SVd.", (1,), Fault.NAME),
        ("Median PFS was 13.93 months with SVD.", (1,), Fault.NAME),
        ("Pfizer saw a median PFS of 13.93 months.", (1,), Fault.NAME),
        ("Patients of Pfizer were in 21 countries.", (2,), Fault.NAME),
        ("Median PFS was not 13.93 months with SVd.", (1,), Fault.NEGATION),
        ("Median PFS wasn't 13.93 months with SVd.", (1,), Fault.NEGATION),
        ("A patient had had carfilzomib.", (2,), Fault.NEGATION),
        ("Nausea did lead to deaths.", (3,), Fault.NEGATION),
        ("Median PFS was longer with SVd, 13.93 months.", (1,), Fault.DIRECTION),
        ("Selinexor is safe.", (4,), Fault.DIRECTION),
        ("Selinexor costs $120: see www.buy.example", (4,), Fault.ADDRESS),
        ("Selinexor costs $120, write to me@buy.example.", (4,), Fault.ADDRESS),
        ("Selinexor costs $120 <b>today</b>.", (4,), Fault.ADDRESS),
        ("Selinexor cures dogs, cats, mice and everybody else.", (4,), Fault.WORDS),
        ("Randomised carfilzomib patients.", (1,), Fault.NAME),
        ("...", (1,), Fault.WORDS),
    ],
)
def test_each_fault_is_found(
    text: str, numbers: tuple[int, ...], expected: Fault, encoder: Encoder
) -> None:
    assert fault(text, *numbers, encoder=encoder) is expected


def test_words_of_the_quotes_that_mean_something_else_are_dropped(encoder: Encoder) -> None:
    long = Quote(
        1, "Zoo", "The keeper of the zoo feeds the lion at noon while the bus is late today."
    )
    sentence = DraftSentence("Bus noon.", (1,))
    assert fault_of(sentence, [long], encoder) is Fault.MEANING


def test_a_number_may_be_written_as_a_word_and_back() -> None:
    assert plain_fault("There were 3 arms.", ["There were three arms."]) is None
    assert plain_fault("There were three arms.", ["There were 3 arms."]) is None
    assert plain_fault("There were 3 arms.", ["There were four arms."]) is Fault.NUMBER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was 13.93 months, 50% of three.", "It was , % of ."),
        ("402 patients in 21 countries", "patients in countries"),
        ("twice a day", "a day"),
        ("none", "none"),
    ],
)
def test_numbers_are_left_out_of_the_words_that_are_counted(text: str, expected: str) -> None:
    bare = without_numbers(text)
    assert len(bare) == len(text)
    assert bare.split() == expected.split()
