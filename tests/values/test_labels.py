"""Things that are named by a number, and whether a sentence is about another one of them."""

import pytest
from hypothesis import given

from qa_bot.values.labels import names_others
from tests.strategies import TEXTS


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("nausea of grade 3-4 in BOSTON", "Adverse reactions of any grade were nausea (50%)."),
        ("any-grade nausea", "Nausea of grade 3 or 4 was seen in 8%."),
        ("PFS in the phase 3 part", "In the phase II part, PFS was 5.6 months."),
        ("what does chapter 4 say of bees?", "Chapters 1, 2 and 3 are about bees."),
        ("the dose on day 8", "It is given on days 1 and 3."),
        ("grade ≥3 events", "Grade 1 to 2 events were common."),
        ("grade 1 rash", "Grade 2 or higher: rash in 5%."),
        ("rash of grade 2", "Rash of Grade 3+ was rare."),
        ("who won in Season 3 episode 2?", "Kim won in episode 4."),
        ("drugs for type 1 diabetes", "Metformin is for type 2 diabetes."),
        ("how many died in phase 3 of KORA?", "In KORA phase 2, 3 patients died."),
        ("nausea in week 9", "Until week 6, nausea was common."),
        ("grade 3 nausea", "Nausea of grade 2 or lower was common."),
        ("what is done on day 1?", "From day 3 on it is halved."),
        ("how much vitamin B12?", "Of vitamin B6 1.4 mg a day are enough."),
        ("when does bus 43 leave?", "Bus 42 leaves at noon."),
        ("release date of Windows 11", "Windows 10 was released in July."),
        ("which engines has the Boeing 747?", "The Boeing 737 has two engines."),
        ("F-16 top speed", "The F-15 flies at Mach 2.5."),
        ("range of the a320", "The A330 flies 13,450 km."),
        ("results of XPORT-CoV-1001", "XPORT-CoV-1002 was stopped."),
        ("OS at ECOG 2", "For ECOG 0-1 it was 12 months."),
        # Whatever noun has a number in the question, in a sentence that has others behind it.
        ("deposit for plot 15", "The deposit for plot 14 is 300 euros."),
        ("deposit for plot no. 15", "The deposit for plots 12 and 14 is 300 euros."),
        ("deposit for plot 15", "The deposit for plot no. 14 is 300 euros."),
        ("when was invoice 4712 paid?", "Invoice 4711 was paid on 3 May 2026."),
        ("Invoice 4712 paid?", "Invoice number 4711 was paid on 3 May 2026."),
        # Letters, and the parts of a year.
        ("KING arm A PFS6", "In arm D, PFS at 6 months was 17%."),
        ("PFS of arm A patients", "In arm D, PFS was 17%."),
        ("KING arm A PFS", "In arm D, PFS was 17%."),
        ("KING arm A PFS6", "In arms B and D, PFS at 6 months was 17%."),
        ("KING arm A PFS6", "In arms B to D, PFS at 6 months was 17%."),
        ("is there a vaccine against hepatitis C?", "The hepatitis B vaccine is given thrice."),
        ("who parks in garage A?", "Visitors park in garage B."),
        ("sales in the second quarter of 2020", "In the first quarter of 2020 it sold 16 million."),
        ("sales in Q2 2020", "In the first quarter of 2020 it sold 16 million."),
        ("sales in the first half of 2020", "In H2 2020 it sold 16 million."),
    ],
)
def test_a_sentence_about_another_number_is_told(asked: str, sentence: str) -> None:
    assert names_others(sentence, asked)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("nausea of grade 3-4", "Nausea was seen in 50% (any grade) and 8% (grade 3-4)."),
        ("nausea of grade 3", "Nausea of grade 3 or higher was seen in 8%."),
        ("grade 4 nausea", "Nausea of grade ≥3 was seen in 8%."),
        ("PFS in phase 2", "In the phase 1b/2 trial it was 5 months."),
        ("PFS in phase 2", "In the phase II part it was 5 months."),
        ("the dose on day 8", "It is given on days 1-14."),
        ("the dose on day 8", "It is given on days 1, 8, 15 and 22."),
        ("the dose on day 8", "It is given in week 2."),  # of another kind
        ("the dose on day 8", "The dose is 5 mg."),
        ("nausea", "Nausea of grade 3 was rare."),  # no number is asked about
        ("nausea in 3 days", "It came on day 5."),
        ("in phase 3", "Phase 3.5 is none."),
        ("the dose on day 8", "It can be taken at any time, all day and on any day."),
        ("in phase 3", "In phase 30% left."),
        ("nausea in week 3", "It is common from week 1 to week 4."),
        ("nausea in week 3", "It is common in weeks 1 through 4."),
        ("nausea in week 5", "It is common up to week 8."),
        ("nausea in week 12", "It is rare from week 9."),
        ("nausea in cycle 3", "It is rare from cycle 2 onwards."),
        ("grade 1 nausea", "Nausea of grade 2 or lower is common."),
        ("grade 1 nausea", "Nausea up to grade 2 is common."),
        ("on day 15", "It is given on days 1, 8, 15 of each cycle."),
        ("grade 3 rash", "Grade 1, 2 or 3 rash is common."),
        ("Which class I need for a mask?", "Masks are Class II devices."),
        ("vitamin B12", "Vitamins B6 and B12 are in liver."),
        ("nausea in cycle 5", "It is common between cycles 3 and 8."),
        ("OS of grade 2", "Grade 3 versus 2: 12 and 14 months."),
        # Nouns: what is measured or counted, verbs and small words, years, and other steps.
        ("deposit for plot 15", "The deposit for plots 12 to 20 is 300 euros."),
        ("deposit for plot 15", "The deposit for plots 14, 15 and 16 is 300 euros."),
        ("deposit for plot 15", "The deposit for a plot is 300 euros."),
        ("deposit for plot 15", "A plot 20 m long costs 300 euros."),
        ("which ticket costs 15?", "The ticket costs 12."),
        ("does the bus take 15 people?", "The buses take 12."),
        ("what do people over 65 pay?", "People over 60 pay half."),
        ("is it for boats of 15 m?", "It is for boats 12 to 20 m long."),
        ("what was sold in March 15?", "In March 14 were sold."),
        ("price for summer 2020", "In summer 2019 it was 5 euros."),
        ("fare at age 15", "Children under age 16 pay half."),
        ("fare at age 15", "Children younger than age 16 pay half."),
        ("fare at age 15", "From age 14 on it is half."),
        ("fare at age 15", "At age 14 or older it is half."),
        ("fare at age 15", "Between ages 14 and 18 it is half."),
        # Letters: a list that has the one asked for, the article, an initial, another kind.
        ("PFS in arm B", "In arms A and B, PFS was 6 months."),
        ("PFS in arm B", "Arm A versus B: 6 and 7 months."),
        ("PFS in arm B", "In arms A-C, PFS was 6 months."),
        ("PFS in arm B", "Patients of both arms had 6 months."),
        ("DO I NEED A CAR?", "You need B licences."),
        ("what is done in part A?", "In part 2 it is halved."),
        ("who is uncle A. Miller?", "Uncle B. Smith is a miller."),
        ("sales in the second quarter", "From the first to the third quarter it sold 16 million."),
        ("sales in the second quarter", "In Q1-Q3 it sold 16 million."),
        ("sales in the second quarter", "It sold 16 million in the first half."),
        ("sales in the first and second quarter", "In Q2 it sold 16 million."),
        ("G4 events", "G3/4 events were rare."),
        ("is Xpovio 60 mg enough?", "Xpovio 80 mg was given."),
        ("BOSTON in May 2020", "The paper on BOSTON came out in Nov 2020, on May 12."),
        ("the Boeing", "The Boeing 737 has two engines."),
        ("side effects of Zora 5 mg", "Zora 10 mg makes tired."),
    ],
)
def test_doubt_speaks_for_a_sentence(asked: str, sentence: str) -> None:
    assert not names_others(sentence, asked)


def test_headings_count_for_what_a_sentence_does_not_name() -> None:
    assert names_others("PFS was 5.6 months.", "PFS in phase 3", above="SEAL › Phase 2")
    assert not names_others("In phase 3 it was 2.8.", "PFS in phase 3", above="SEAL › Phase 2")


@given(TEXTS)
def test_no_sentence_is_about_others_than_it_asks_about_itself(text: str) -> None:
    assert not names_others(text, text)
    assert not names_others(f"grade 3 {text}", f"{text} grade 3")
