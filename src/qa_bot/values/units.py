"""Units of measure and currencies, as they stand beside a number: `mo` and `months` are the same.

Comes in: a unit as written, or a number's place in a text. Goes out: the one form of all spellings
of a unit. They are folded by a small table; a unit that is not in it is its own form.
"""

import re

from qa_bot.records import Span

_GAP = re.compile(r"[\s\u00a0\u202f]*-?")
_SPELLINGS = """
    %|percent|per cent|percentage|pct
    percentage point|percentage points|percent points|pp
    second|seconds|sec|secs|s
    minute|minutes|min|mins
    hour|hours|hr|hrs|h
    day|days|d
    week|weeks|wk|wks
    month|months|mo|mos
    year|years|yr|yrs|y
    mg/m2|mg/m²|mg/m^2|milligrams per square metre
    mg/kg
    mg|milligram|milligrams
    µg|μg|mcg|ug|microgram|micrograms
    kg|kilogram|kilograms
    g|gram|grams
    lb|lbs
    oz|ounce|ounces
    ng/ml
    ml|millilitre|millilitres|milliliter|milliliters
    l|litre|litres|liter|liters
    gallon|gallons|gal
    mM|mmol/l
    µM|μM|uM|µmol/l|μmol/l|umol/l
    nM|nmol/l
    nmol
    mmol
    iu|international unit|international units
    mmhg
    ms|millisecond|milliseconds
    °c|degrees celsius|celsius|c
    °f|degrees fahrenheit|fahrenheit
    nm|nanometre|nanometres|nanometer|nanometers
    µm|μm|um|micrometre|micrometres|micrometer|micrometers
    mm|millimetre|millimetres|millimeter|millimeters
    cm|centimetre|centimetres|centimeter|centimeters
    km|kilometre|kilometres|kilometer|kilometers
    m2|m²|m^2|square metre|square metres|square meter|square meters
    m|metre|metres|meter|meters
    inch|inches
    foot|feet|ft
    mile|miles
    mph|miles per hour
    kB|kb|kilobyte|kilobytes
    MB|mb|megabyte|megabytes
    GB|gb|gigabyte|gigabytes
    TB|tb|terabyte|terabytes
    Mb|mbit|megabit|megabits
    Gb|gbit|gigabit|gigabits
    hz|hertz
    khz|kilohertz
    mhz|megahertz
    ghz|gigahertz
    mW|milliwatt|milliwatts
    w|watt|watts
    kw|kilowatt|kilowatts
    MW|mw|megawatt|megawatts
    kwh|kilowatt hour|kilowatt hours
    €|eur|euro|euros
    $|us$|usd|dollar|dollars|us dollars
    £|gbp|pound|pounds
    ¥|jpy|yen
    aud|a$|au$
    cad|c$|ca$
    chf
    cny|rmb|yuan
    inr|rupee|rupees
    sek
    nok
    dkk
"""
_PER_TIME = re.compile("/(?:second|minute|hour|day|week|month|year)$")
_CURRENCY = re.compile(r"[-−–]?([A-Z]*[€$£¥]|[A-Z]{3}\s)")
CODES = tuple("EUR USD GBP JPY CHF AUD CAD CNY INR SEK NOK DKK".split())
"""Codes of currencies that may stand before a number."""


def _table() -> dict[str, str]:
    """Map each spelling to the first one of its line."""
    spellings: dict[str, str] = {}
    for line in _SPELLINGS.strip().splitlines():
        words = line.strip().split("|")
        spellings |= dict.fromkeys(words, words[0])
    return spellings


_UNITS = _table()
_FORMS = frozenset(_UNITS.values())
_LONGEST_FIRST = sorted(_UNITS, key=lambda unit: (-len(unit), unit))
UNIT = rf"(?i:{'|'.join(map(re.escape, _LONGEST_FIRST))})(?![^\W_])(?:/[^\W\d_][^\W_]*)*"
"""Any known unit, perhaps by others: `mg/kg/day`."""

_UNIT = re.compile(UNIT)


def unit_form(unit: str) -> str:
    """Fold the spellings of a unit: `mo` and `Months` become the same, `g/d` and `gram/day` too.

    Case is folded where it does not tell: `nm` is a length and `nM` a concentration.
    """
    written = " ".join(unit.split())
    parts = [_form(part) for part in written.split("/")]
    whole = _form(written)
    return whole if whole in _FORMS or parts[0] not in _FORMS else "/".join(parts)


def _form(unit: str) -> str:
    folded = unit.casefold()
    return _UNITS.get(unit) or _UNITS.get(folded, folded)


def spellings(form: str) -> list[str]:
    """List every way to write a unit."""
    return [spelling for spelling, its in _UNITS.items() if its == form] or [form]


def is_unit(unit: str, wanted: str) -> bool:
    """Tell whether a unit is the one wanted, or that by time: a dose in `mg/day` is one in `mg`."""
    return wanted in {unit, _PER_TIME.sub("", unit)}


def after_gap(text: str, number: Span) -> int:
    """Tell where what stands behind a number begins, past a space or a hyphen."""
    gap = _GAP.match(text, number.end)
    return gap.end() if gap else number.end


def units_beside(text: str, number: Span) -> set[str]:
    """Find the known unit behind a number, and the currency's sign or code that it begins with."""
    own = _UNIT.match(text, after_gap(text, number))
    currency = _CURRENCY.match(text, number.start, number.end)
    written = [own.group()] if own else []
    return set(map(unit_form, [*written, currency[1]] if currency else written))
