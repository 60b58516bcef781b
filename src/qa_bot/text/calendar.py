"""What months and days of the week are called: in full, shorter, and how they begin elsewhere.

Comes in: a name. Goes out: a pattern of the ways to write it, and one of dates. Whatever reads
dates has its names from here.
"""

MONTHS = (
    "January February March April May June July August September October November December"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

YEAR = r"(?:19|20)\d\d"
"""A number that is taken for a year where it stands alone."""

SHORTEST = 3
"""Letters of the shortest way to write each: `Jan`, `Mon`."""

_LONGER = "Sept Tues Thurs Thur Weds".split()
"""Ways to write one shorter that have more letters."""

DOTTED_DAY = r"\d{1,2}\.\s[^\W\d_]{3,}(?=\s\d{4}(?!\w))"
"""What stands before the year in `21. Februar 2026`, in whatever language."""

DOTTED_MONTH = r"(?:Jan|Feb|M[aä]r|Apr|Ma[ij]|Jun|Jul|Aug|Sep|O[kc]t|Nov|De[zsc])\w*"
"""The month of such a date, in the languages whose sentences are told apart."""


def shorter(name: str) -> str:
    """Match the shorter ways to write a name, without a full stop."""
    start = name[:SHORTEST]
    return "|".join([*(one for one in _LONGER if one.startswith(start)), start])


def written(name: str) -> str:
    """Match each way to write a name: plural too, or shorter, perhaps with a full stop."""
    return rf"(?:{name}s?|(?:{shorter(name)})\.?)"


_MONTH = rf"(?:{'|'.join(map(written, MONTHS))})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s\d{4})?(?![\w%]|[.,:–-]\d)"
DATE = rf"""(?:
    \d{{4}}-\d\d-\d\d(?![\w-])
    | {_DAY}\s(?:of\s)?{_MONTH}(?!\w){_YEAR}
    | {DOTTED_DAY}\s\d{{4}}
    | {_MONTH}\s(?:{_DAY}{_YEAR}|\d{{4}}(?!\w))
)"""
"""A day, or a month of a year, for a pattern that is verbose."""
