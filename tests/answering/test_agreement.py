"""Whether two texts say the same, as a person would tell: when in doubt, they do not."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.answering.agreement import Saying, saying
from qa_bot.records import Span


def said(text: str) -> Saying:
    """Read a text, «what answers» marked in it; all of it where nothing is."""
    before, _, rest = text.partition("«")
    answer, _, behind = rest.partition("»")
    if not answer:
        return saying(text, [Span(0, len(text))])
    return saying(f"{before}{answer}{behind}", [Span(len(before), len(before) + len(answer))])


def agree(one: str, other: str) -> bool:
    """Compare two texts both ways."""
    there, back = said(one).agrees_with(said(other)), said(other).agrees_with(said(one))
    assert there is back
    return there


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13.93 months", "a median of 13.93 mo."),
        ("13.93", "13.93 months"),
        ("9.46 months", "13.93 and 9.46 months"),
        ("13.93 months", "13.93 versus 9.46 months"),
        ("13.93 months", "13.93 with SVd"),
        (
            "SVd: «13.93 months»; Vd: 9.46 months",
            "It was «13.93 months with SVd» and less with Vd.",
        ),
        ("13.93 months", "13.93 months (95% CI 11.7-15.2)"),
        ("26%", "26.0%"),
        ("$5 million", "5,000,000 dollars"),
        ("5 and 5 mg", "5 mg and 6 mg"),
        ("15 mg/kg/day", "15 milligrams/kg/d"),
        ("15 mg/kg/day", "15 mg/kg daily"),
        ("12 patients", "12"),
        ("12 randomised patients", "12 people"),
        ("18 December 2020", "December 18, 2020"),
        ("18 December 2020", "18 Dec. 2020"),
        ("18 December 2020", "2020-12-18"),
        ("18 December 2020", "18.12.2020"),
        ("18 December 2020", "12/18/2020"),
        ("«18 December 2020» — Decision: approval", "On «18 December 2020» it was approved."),
        ("9 am", "9 a.m. on Mondays"),
        ("at least 65 years", "≥ 65 years"),
        ("5-10 mg", "5 to 10 mg"),
        ("more than 200", "over 200"),
        ("p < 0.05", "p<0.05"),
        ("20 mg daily", "20 mg once a day"),
        ("20 mg", "20 mg once a day"),
        ("rose by 5%", "an increase of 5%"),
        ("2½ hours", "2.5 hours"),
        ("CHF 500", "500 CHF"),
        ("US$5", "$5"),
        ("5 MB", "5 mb"),
        ("5 nmol/L", "5 nM"),
        ("five times", "five times as many"),
        ("Dogs are «allowed»", "«allowed» in the lobby"),
    ],
)
def test_the_same_in_other_words_agrees(one: str, other: str) -> None:
    assert agree(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # another figure
        ("13.93 months", "13.93 weeks"),
        ("13.93 months", "13.9 months"),
        ("9.46 and 8 months", "13.93 and 9.46 months"),
        ("none", "9.46 months"),
        ("0,125 mg", "125 mg"),
        ("12 000 patients", "12 patients"),
        ("$5 million", "$5 billion"),
        ("5 × 10³", "5 × 10⁶"),
        ("-$5", "$5"),
        ("1½ years", "1 year"),
        ("½ cup", "¼ cup"),
        ("version 3.10", "version 3.1"),
        # another unit
        ("15 mg/kg/day", "15 mg"),
        ("15 mg/day", "15 mg/h"),
        ("200 gallons", "200 litres"),
        ("12 patients", "12 mg"),
        ("16 GB", "16 MB"),
        ("16 GB", "16 TB"),
        ("5 MB", "5 Mb"),
        ("5 °C", "5 °F"),
        ("5 feet", "5 inches"),
        ("5 mm", "5 mM"),
        ("50 nm", "50 nM"),
        ("5 MHz", "5 GHz"),
        ("100 W", "100 kW"),
        ("5 mW", "5 MW"),
        ("CHF 500", "$500"),
        ("A$5", "$5"),
        ("¥500", "€500"),
        ("5%", "5 percentage points"),
        # another time
        ("3 July 2026", "3 August 2026"),
        ("May 2020", "June 2020"),
        ("Q1 2020", "Q3 2020"),
        ("2020-05-12", "2020-12-05"),
        ("12/05/2020", "05/12/2020"),
        ("9 am", "9 pm"),
        ("9am", "9pm"),
        ("10:30", "30:10"),
        ("Monday at 9", "Tuesday at 9"),
        ("20 mg once daily", "20 mg twice daily"),
        ("20 mg daily", "20 mg twice daily"),
        ("20 mg daily", "20 mg weekly"),
        ("500 pounds a year", "£500 a month"),
        ("$5/day", "$5/hour"),
        # another bound, order or direction
        ("at least 50 euros", "at most 50 euros"),
        ("at least 50 euros", "50 euros"),
        ("open to visitors under «12 years»", "open to visitors over «12 years»"),
        ("open to «visitors» under 12 years", "open to «visitors» over 12 years"),
        ("<5%", ">5%"),
        ("≤5%", "<5%"),
        ("up to 20 mg", "20 mg"),
        ("65 or older", "65 or younger"),
        ("before 2020", "after 2020"),
        ("10-20 mg", "20 mg"),
        ("1/2", "2/1"),
        ("rose by «5%»", "fell by «5%»"),
        ("«5%» higher", "«5%» lower"),
        # a denial
        ("covers «flood damage»", "excludes «flood damage»"),
        ("Dogs are «allowed»", "Dogs are not «allowed»"),
        ("Dogs are «allowed»", "No pet, be it a dog or a cat of any kind, is «allowed»"),
        ("You may keep «dogs»", "Nobody may keep «dogs»"),
        ("It is «available» in May", "It isn't «available» in May"),
        ("takes «5 days»", "never takes «5 days»"),
    ],
)
def test_what_differs_in_a_word_that_tells_does_not_agree(one: str, other: str) -> None:
    assert not agree(one, other)


@pytest.mark.parametrize("text", ["", "by 5% in 2023", "3 July, at least 2½ °C and A$5"])
def test_a_text_agrees_with_itself_if_it_says_something(text: str) -> None:
    assert agree(f"It «rose {text}»", f"It «rose {text}»")
    assert not saying(text, []).agrees_with(saying(text, []))


def test_only_words_beside_what_answers_tell() -> None:
    of_it = "the plan that was sold until 2010 in all of the country's shops costs"
    assert agree(f"By May {of_it} «50 euros»", f"By June {of_it} «50 euros»")
    assert agree("at least one month; «50 euros»", "at most a day; «50 euros»")
    assert agree("It is «50 euros» (at least 45 in May)", "It is «50 euros» (in June)")


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(1, 28), st.integers(1, 12))
def test_dates_agree_only_with_themselves_however_written(one: date, day: int, month: int) -> None:
    def written(on: date) -> list[str]:
        in_words = [f"{on.day} {on:%B %Y}", f"{on:%B} {on.day}, {on.year}"]
        return [*in_words, f"{on:%Y-%m-%d}", f"{on:%d.%m.%Y}", f"{on.day}. {on.month}. {on.year}"]

    other = one.replace(day=day, month=month)
    for here, there in product(written(one), written(other)):
        assert agree(here, there) is (one == other)


@pytest.mark.parametrize(
    ("other", "confirmed"),
    [
        ("PFS was «13.93 months» with it (HR 0.7).", True),
        ("PFS was «13.93 months» with it (p = .0075), OS 26.7 months (p=0.1, HR 0.53).", False),
        ("PFS was «13.93 months» with it (p = 0.0075).", True),
        ("PFS was «13.93 months» with it, a hazard ratio (HR) of 0.70 (p = 0.0066).", False),
        ("PFS was «13.93 months» with it.", True),
        ("PFS was «13.9 months» with it (HR 0.70).", False),
    ],
)
def test_what_gives_another_ratio_or_p_value_confirms_nothing(other: str, confirmed: bool) -> None:
    one = said("Median PFS was «13.93 months» (HR 0.70; p = 0.0075).")
    assert one.confirms(said(other)) is confirmed
    assert said(other).confirms(one) is confirmed
