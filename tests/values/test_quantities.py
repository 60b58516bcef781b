"""Numbers and units, as a person would compare them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.records import Span
from qa_bot.values.quantities import Quantity, numbers_in, quantities, states
from qa_bot.values.units import unit_form


def quantity(text: str) -> Quantity:
    value, _, unit = text.partition(" ")
    return Quantity(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The median was 13.93 months.", "13.93 months"),
        ("The median was 13.930 mo.", "13.93 Month"),
        ("13.93 versus 9.46 months", "13.93 months"),
        ("Median follow-up (months) — SVd: 13.2; Vd: 16.5", "16.5 months"),
        ("6 to 8 hours", "6 h"),
        ("a 24-week course", "24 weeks"),
        ("76.4% and 62.3%", "62.3 %"),
        ("76.4 per cent", "76.4 percent"),
        ("35,730 new cases", "35730 new cases"),
        ("35,730 new cases", "35730"),
        ("0,5 mg", "0.5 milligram"),
        ("70 mg/m² weekly", "70 mg/m2"),
        ("a launch price of $22,000 a month", "22000 USD"),
        ("costs 5 €", "5 euros"),
        ("HR 0.70 (95% CI 0.53-0.93)", "0.7"),
        ("HR 0.70 (95% CI 0.53-0.93)", "0.93"),
        ("Score change: −11.2 points", "-11.2 points"),
        ("It runs at minus 5 °C", "-5 °C"),
        ("10 minus 5 mg", "5 mg"),
        ("100mg once", "100 mg"),
        ("100 mg once weekly", "100 mg once weekly"),
        ("stage 3.", "3"),
        ("15 mg/day", "15 mg"),
        ("15 mg/kg/d", "15 mg/kg/day"),
        ("a round of $20 million", "20 million dollars"),
        ("a round of $20 million", "20000000 USD"),
    ],
)
def test_stated(text: str, wanted: str) -> None:
    assert states(text, quantity(wanted))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The median was 13.93 months.", "13.9 months"),
        ("The median was 13.93 months.", "13 months"),
        ("The median was 13.93 months.", "93 months"),
        ("The median was 13.93 months.", "13.93 weeks"),
        ("The median was 13.93 months.", "13.93"),
        ("70 mg/m2", "70 mg"),
        ("100 mg, 5 kg", "100 kg"),
        ("76.4 in all", "76.4 %"),
        ("10,000 lux", "10 lux"),
        ("10,000 lux", "0 lux"),
        ("C17H11F6N7O", "17"),
        ("C17H11F6N7O", "7"),
        ("HR 0.53-0.93", "-0.93"),
        ("Score change: −11.2", "11.2"),
        ("It runs at minus 5 °C", "5 °C"),
        ("1.2.3", "1.2"),
        ("5 €", "5 USD"),
        ("no number", "0"),
        ("0,125 mg", "125 mg"),
        ("12 000 patients", "12"),
        ("a round of $20 million", "20 USD"),
        ("15 mg/kg/day", "15 mg"),
        ("15 mg/day", "15 mg/hour"),
        ("70 m²", "70 m"),
    ],
)
def test_not_stated(text: str, wanted: str) -> None:
    assert not states(text, quantity(wanted))


def test_only_numbers_within_spans_count() -> None:
    text = "402 patients, 195 with SVd"
    assert states(text, quantity("195"), [Span(14, 17)])
    assert not states(text, quantity("402"), [Span(14, 17)])
    assert not states(text, quantity("402"), [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mo", "Months"),
        ("per  cent", "%"),
        ("foo", "FOO"),
        ("g/d", "gram/day"),
        ("nmol/L", "nM"),
        ("mb", "MB"),
        ("MB/s", "megabytes/second"),
    ],
)
def test_spellings_of_a_unit_are_the_same(one: str, other: str) -> None:
    assert unit_form(one) == unit_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("nm", "nM"), ("mm", "mM"), ("Mb", "MB"), ("mW", "MW"), ("°C", "°F"), ("A$", "$")],
)
def test_units_that_only_look_alike_are_not(one: str, other: str) -> None:
    assert unit_form(one) != unit_form(other)


@settings(deadline=None)
@given(st.decimals(-100000, 100000, places=3), st.sampled_from(["months", "%", "mg", "", "lux"]))
def test_what_a_quantity_writes_it_finds(value: Decimal, unit: str) -> None:
    one = Quantity(value, unit)
    assert states(f"It was ({one}) then", one)
    assert not states(f"It was ({one}) then", Quantity(value + 1, unit))


@settings(deadline=None)
@given(st.text("0123456789.,- –−abc%€'×^³⁻\u00a0", max_size=30))
def test_numbers_lie_where_they_say_and_do_not_overlap(text: str) -> None:
    end = 0
    for number in numbers_in(text):
        assert end <= number.span.start < number.span.end <= len(text)
        assert any(mark.isdigit() for mark in number.span.of(text))
        end = number.span.end


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0,125 mg", {"0,125": "0.125"}),
        ("p = .05, as in [1].5", {".05": "0.05", "1": "1"}),
        ("1.234,56 and 1.234.567", {"1.234,56": "1234.56", "1.234.567": "1234567"}),
        ("1,234,567.8", {"1,234,567.8": "1234567.8"}),
        ("12 000, 1 050 000", {"12 000": "12000", "1 050 000": "1050000"}),
        ("35\u00a0730; 35\u202f731", {"35\u00a0730": "35730", "35\u202f731": "35731"}),
        ("12'500", {"12'500": "12500"}),
        ("in 2019 120 patients", {"2019": "2019", "120": "120"}),
        ("12 000 1", {"12": "12", "000": "0", "1": "1"}),
        ("day 1 100 mg", {}),
        ("1.5x3 1.2.3 5'10", {}),
        ("$5 million", {"$5 million": "5000000"}),
        ("5 MILLION, 5 MİLLİON, 5 mıllıon", {"5 MILLION": "5000000", "5": "5"}),
        ("€2.5bn, $5M, £ 7k", {"€2.5bn": "2500000000", "$5M": "5000000", "£ 7k": "7000"}),
        ("5 m, 5 Thousand", {"5": "5", "5 Thousand": "5000"}),
        ("5 × 10³", {"5 × 10³": "5000"}),
        ("2.5x10^-2, 10⁻¹", {"2.5x10^-2": "0.025", "10⁻¹": "0.1"}),
        ("10^100, 10^9999, 2^10", {"10^100": "1e100"}),
        ("-$5, $-6, $7-$8", {"-$5": "-5", "$-6": "-6", "$7": "7", "$8": "8"}),
        ("5€-10€", {"5": "5", "10": "10"}),
        ("1½ years, 2¾%, -1½", {"1½": "1.5", "2¾": "2.75", "-1½": "-1.5"}),
        ("CHF 500, USD -5, A$5", {"CHF 500": "500", "USD -5": "-5", "A$5": "5"}),
    ],
)  # fmt: skip
def test_a_number_is_worth_what_is_written(text: str, read: dict[str, str]) -> None:
    found = {number.span.of(text): number.value for number in numbers_in(text)}
    assert found == {written: Decimal(value) for written, value in read.items()}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("13.93 months (95% CI 11.7-15.2)", {"13.93 month", "95 %", "11.7", "15.2"}),
        ("a price of $22,000", {"22000 $"}),
        ("CHF 500, or 500 chf, or US$7, or ¥9", {"500 chf", "7 $", "9 ¥"}),
        ("no number at all", set()),
    ],
)
def test_the_numbers_of_a_text_are_read_with_the_unit_beside_them(
    text: str, read: set[str]
) -> None:
    found = quantities(text, [Span(0, len(text))])
    assert {f"{one.value:f} {one.unit}".strip() for one in found} >= {
        str(unit_form(word)) for word in read if " " not in word
    }
    assert len(found) == len(read)


def test_what_a_number_counts_is_the_word_behind_it_where_no_unit_is() -> None:
    text = "12 Patients, 24-week, 7 of 8, 9 mg, 3rd, 26-lead"
    counted = {f"{one.value}": one.counted for one in quantities(text, [Span(0, len(text))])}
    assert counted == {"12": "patients", "24": "", "7": "", "8": "", "9": "", "3": "", "26": "lead"}


def test_only_numbers_within_are_read() -> None:
    text = "9.46 months with Vd, 13.93 months with SVd"
    assert [str(one.value) for one in quantities(text, [Span(0, 4)])] == ["9.46"]
