"""Things that are told apart by a number or a letter: "phase 3", "arm A", "B12".

Comes in: texts as they read. Goes out: whether a sentence is about another one than the question.
When in doubt it is not: a sentence that names none may be about any.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from qa_bot.records import Span
from qa_bot.text.calendar import MONTHS, YEAR
from qa_bot.text.capitals import is_shouted
from qa_bot.text.terms import is_stop_word
from qa_bot.values.quantities import LESS, MORE
from qa_bot.values.units import units_beside

_PASSING = "chapter cycle day episode page round session step week".split()
"""Labels that are gone through in order: "from week 9" includes week 12."""

LABELS = (
    "act article bus class cohort exercise figure floor gate grade group level line module"
    " paragraph part phase platform quarter question room route season section stage table tier"
    " type version volume zone"
).split() + _PASSING
"""Words with a number behind them that is a name."""

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_SAYS_I = (
    r"(?!\s(?:am|can|could|did|do|get|had|have|may|must|need|should|take|use|want|was|will)\b)"
)
"""What does not follow a Roman `I`: that one is the person who asks."""

_LETTER = r"(?-i:(?<![^\W_])[A-HJ-UWYZ])(?!['’]|-\w\w|\.\s?(?-i:[A-Z]))"
"""A letter that is a name, as in "arm A"; not an initial, nor a Roman number."""

_NUMBER = (
    rf"(?:(?!{YEAR}(?!\d))\d{{1,5}}(?![\d.,:]\d|%)(?-i:[a-d])?"
    rf"|(?-i:I{_SAYS_I}|{'|'.join([*_ROMAN][1:])})|{_LETTER})(?![^\W_])"
)
_SEPARATOR = (
    r"\s?(?:/|&|-|–|\+|,\s?(?:and|or)\b|\bvs\b\.?|\b(?:and|or|to|through|until|versus)\b)\s?"
)
_SIGN = r"(?:(?:nos?\b\.?|numbers?\b|nr\b\.?|\#)\s?)"
_PIECE = re.compile(
    rf"(?P<from>{_NUMBER})(?:\s?(?:-|–|\b(?:to|through|until)\b)\s?(?:[^\W\d_]+\s){{0,2}}(?P<to>{_NUMBER}))?",
    re.IGNORECASE,
)
_LEADING = """a about an and are at by did does for from in is my of on or our the this to was were
    with your""".split()
_NO_NOUNS = frozenset(
    """above after almost another around before below best between every exactly first last least
    most nearly next only other over past second some than third top within""".split()
)
_NAMED = re.compile(
    rf"""
    (?:(?P<led>\A\W*|\b(?:{"|".join(_LEADING)})\s)|\b)
    (?P<noun>[^\W\d_]{{3,}}?)s?\s(?P<sign>{_SIGN})?(?P<number>{_NUMBER})
    (?P<counted>\s(?!(?:costs|does|has|is|was)\b)
        (?:(?-i:[^\W\d_A-Z]+s)|people|men|women|children)\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A noun with a number that is a name: "for plot 15", "arm A"; not a verb, as in "it costs 15"."""

_LETTERED = " A"
"""Added to a label with a letter, which is of another kind than one with a number."""

_SHORT = {"quarter": "q", "half": "h"}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3}
_ORDINALS |= {"4th": 4}
_PART_OF_YEAR = re.compile(
    rf"""
    \b(?P<ordinal>{"|".join(_ORDINALS)})
        (?=(?:{_SEPARATOR}(?:the\s)?(?:{"|".join(_ORDINALS)}))*[\s-](?P<of>quarter|half)s?\b)
    |\b(?-i:(?P<short>[QH]))(?=[1-4]\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SERIAL = re.compile(
    r"""
    (?<![\w-])
    (?:(?P<name>[^\W\d_]+(?:-[^\W\d_]+)*)-?|(?P<capital>[A-Z][^\W\d_]+)\s)
    (?P<first>\d{1,5})(?:[-–/](?P<last>\d{1,5}))?(?![.,]?\d|[^\W_]|\s?%)
    (?!\s(?:and|or)\s(?:earlier|older|later|newer)\b|\s(?:on|up)wards?\b)  # see `versions`
    """,
    re.VERBOSE,
)
"""A name with a number: `B12`, `F-16`, `Windows 11`."""

_YEARS = range(1900, 2100)
_MOST = 99_999

Range = tuple[int, int]
"""From one number to another, both included."""

_ANY = (-1, -1)
"""Any number, as in "any grade": it is none that is asked for."""


def names_others(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence names by number other things of a kind than the question does.

    Args:
        sentence: As it reads.
        asked: The question.
        above: The headings of the sentence; they count for what it does not name itself.
    """
    nouns = _nouns(asked)
    wanted = _numbered(asked, nouns)
    if not wanted:
        return False
    found: dict[str, list[Range]] = {}
    for text in (above, sentence):
        if _may_name(text, wanted):
            found |= _numbered(text, nouns)
    return any(
        label in found and not any(_overlap(one, other) for one in ranges for other in found[label])
        for label, ranges in wanted.items()
    )


def _may_name(text: str, wanted: Iterable[str]) -> bool:
    """Tell quickly whether a text may have a label or name at all: most have none."""
    lowered = text.casefold()
    return any(_SHORT.get(label, label.removesuffix(_LETTERED)) in lowered for label in wanted)


@lru_cache(maxsize=256)
def _nouns(asked: str) -> tuple[str, ...]:
    """List what a question names by number or letter besides `LABELS`, such as `plot`."""
    return tuple(
        sorted({found["noun"].casefold() for found in _NAMED.finditer(asked) if _is_named(found)})
    )


def _is_named(found: re.Match[str]) -> bool:
    """Tell whether it is a noun, with a number that measures nothing."""
    noun = found["noun"]
    is_noun = noun.casefold() not in _NO_NOUNS.union(LABELS) and not noun.endswith("ly")
    if is_stop_word(noun) or noun.title() in MONTHS or not is_noun:
        return False
    if found["number"].isalpha():
        return not is_shouted(found.string)
    if found["counted"] or units_beside(found.string, Span(*found.span("number"))):
        return False
    return found["led"] is not None or bool(found["sign"])


@lru_cache(maxsize=64)
def _labelled(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """Match a label or one of the nouns with all numbers that belong to it."""
    passing = "|".join([*_PASSING, *nouns])
    return re.compile(
        rf"""
        \b(?:any|all)[\s-](?P<any>grade|stage)s?\b
        |
        (?:\b(?P<between>between)\s
            |\b(?P<than>than)\s
            |\b(?P<open>(?:from|after|since|beyond|over|above)\s(?={passing}))
            |(?P<shut>(?:\b(?:up\sto|until|till|before|below|under)\s|≤\s?)))?
        \b(?P<label>{"|".join((*LABELS, "half", *nouns))})(?P<several>s)?[\s-]?{_SIGN}?
        (?P<least>(?:≥|>=|at\sleast)\s?)?
        (?P<numbers>{_NUMBER}(?:
            # behind a comma alone may stand what is counted: "in phase 2, 3 patients died"
            (?:{_SEPARATOR}|(?(several),\s?|,\s?(?={_NUMBER}{_SEPARATOR}{_NUMBER})))
            (?:(?:and|or)\s)?(?:(?:the\s)?(?P=label)s?\s)?{_SIGN}?{_NUMBER}
        )*)
        (?:
            (?P<more>\s?\+
                |\s(?:(?:or|and)\s)?(?:{MORE}|above|over|worse|later|onwards?|upwards?)\b)
            |(?P<less>\s(?:or|and)\s(?:{LESS}|below|under|earlier|milder)\b)
        )?
        """,
        re.IGNORECASE | re.VERBOSE,
    )


@lru_cache(maxsize=256)
def _numbered(text: str, nouns: tuple[str, ...]) -> Mapping[str, list[Range]]:
    """List the numbers behind each label and each name; letters are another kind of a label."""
    text = _PART_OF_YEAR.sub(_as_label, text)
    found: defaultdict[str, list[Range]] = defaultdict(list)
    for match in _labelled(nouns).finditer(text):
        if match["any"]:
            found[match["any"].casefold()].append(_ANY)
            continue
        label = match["label"].casefold()
        if label in nouns and units_beside(text, Span(*match.span("numbers"))):
            continue
        is_letter = match["numbers"][0].isalpha() and match["numbers"][0] not in "IVX"
        found[f"{label}{_LETTERED}" if is_letter else label] += _ranges(match)
    for name, numbers in _serials(text):
        found[name].append(numbers)
    return dict(found)


def _as_label(part: re.Match[str]) -> str:
    """Write "second quarter" and "Q2" as "quarter 2"."""
    if part["short"]:
        return "quarter " if part["short"] == "Q" else "half "
    return f"{part['of']} {_ORDINALS[part['ordinal'].casefold()]}"


def _ranges(labelled: re.Match[str]) -> Iterator[Range]:
    """Read a list of numbers and ranges: `1, 3 and 5-7`, `3 or higher`."""
    is_open = any(labelled[each] for each in ("open", "least", "more", "than"))
    is_shut = any(labelled[each] for each in ("shut", "less", "than"))
    pieces = list(_PIECE.finditer(labelled["numbers"]))
    if labelled["between"]:
        yield _value(pieces[0]["from"]), _value(pieces[-1]["to"] or pieces[-1]["from"])
        return
    for piece in pieces:
        least = _value(piece["from"])
        most = _value(piece["to"]) if piece["to"] else least
        yield 0 if is_shut else least, _MOST if is_open else most


def _serials(text: str) -> Iterator[tuple[str, Range]]:
    """Yield names with their numbers; no dates, no amounts."""
    for match in _SERIAL.finditer(text):
        word, first = match["name"] or match["capital"], int(match["first"])
        is_amount = match["capital"] and (
            word in MONTHS
            or is_stop_word(word)
            or units_beside(text, Span(match.start("first"), match.end()))
        )
        if not is_amount and first not in _YEARS:
            yield word.casefold(), (first, int(match["last"] or first))


def _value(number: str) -> int:
    if number.isalpha():
        return _ROMAN.get(number.upper()) or ord(number)
    return int(number.rstrip("abcdABCD"))


def _overlap(one: Range, other: Range) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
