"""Abbreviations that documents define themselves, such as "progression-free survival (PFS)".

Comes in: sentences. Goes out: pairs of short and long form, found by the algorithm of Schwartz and
Hearst (Pacific Symposium on Biocomputing 2003): the letters of the short form occur in order in
the words before the bracket, the first of them at the start of a word. Words whose initials they
are go first, then what is listed, as drugs of a regimen are. No list is built in.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_BRACKET = re.compile(r"\(([^()]{2,60})\)")
_SHORT = re.compile(r"[A-Za-z0-9][\w+./-]{1,9}")
_LAST_WORDS = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[^\W\d_]*[A-Z][^\W\d_]*")
_JOINT = r"(?:,? (?:and|with|plus) |, |\s?[+/]\s?)"
_LISTED = re.compile(rf"[\w-]+(?:{_JOINT}[\w-]+)+\Z")
_ITEM = re.compile(r"(?<![\w-])(?!(?:and|with|plus)\b)[\w-]+")
_PART = re.compile(r"[A-Z][a-z]+(?=[A-Z])|[^\W_]")
"""What stands for one thing of several: `Elo`, `P` and `d` in `EloPd`."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it stands for."""

    short: str
    long: str


def abbreviations(sentence: str) -> Iterator[Abbreviation]:
    """Yield what a sentence defines, as `long form (SF)`."""
    for bracket in _BRACKET.finditer(sentence):
        short = re.split(r"[;,]", bracket.group(1))[0].strip()
        if _is_short_form(short):
            before = _last_words(short, sentence, bracket.start())
            long = (
                _initialled(short, before) or _regimen(short, before) or _long_form(short, before)
            )
            if long and _is_long_form(long, short):
                yield Abbreviation(short, long)


def combinations(text: str) -> Iterator[Abbreviation]:
    """Yield each name in a bracket that has a part for each thing listed before it.

    Of "cream, butter and sugar (CBS, also written KBS)" these are both.
    """
    for bracket in _BRACKET.finditer(text):
        for name in _NAME.findall(bracket[1]):
            long = _listed(name, _last_words(name, text, bracket.start()))
            if len(name) > 1 and long:
                yield Abbreviation(name, long)


def has_own_letters(found: Abbreviation) -> bool:
    """Tell whether a short form has its letters from its long form; `Vd` has one from Velcade."""
    return bool(_initialled(found.short, found.long) or _long_form(found.short, found.long))


def most_used(counts: Iterable[tuple[str, str, int]]) -> list[tuple[Abbreviation, int]]:
    """Add up counts of (short, long, uses), most used first; what is used no more is left out."""
    total: Counter[tuple[str, str]] = Counter()
    for short, long, uses in counts:
        total[short, long] += uses
    used = sorted((-uses, *words) for words, uses in total.items() if uses > 0)
    return [(Abbreviation(short, long), -uses) for uses, short, long in used]


def _is_short_form(text: str) -> bool:
    """Two to ten characters, one word, with an upper-case letter: `PFS`, `5-HT3`, `SVd`."""
    return bool(_SHORT.fullmatch(text)) and any(letter.isupper() for letter in text)


def _is_long_form(long: str, short: str) -> bool:
    """Tell whether a short form may stand for it.

    `PHPSESSID (PHP)` only tells a kind of thing, and a bracket is left out or is in it whole:
    "selinexor (XPOVIO) with dexamethasone (Xd)".
    """
    is_begun = " " not in long and long.casefold().startswith(short.casefold())
    is_new = short not in long.split() and not is_begun
    is_whole = long.count("(") == long.count(")")
    return len(long) > len(short) and is_new and is_whole and not long[0].isdigit()


def _last_words(short: str, text: str, end: int) -> str:
    """Take the words in front of a bracket that a short form may have its letters from."""
    words = [word.start() for word in _LAST_WORDS.finditer(text, 0, end)]
    most = min(len(short) + 5, 2 * len(short))
    return text[words[-most:][0] : end].rstrip() if words else ""


def _initialled(short: str, before: str) -> str:
    """Take the last words if the short form's letters are their initials.

    Of "time to next treatment (TTNT)" the shortest match would be "treatment".
    """
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    words = list(_WORD.finditer(before))[-len(letters) :]
    if [word.group()[0].casefold() for word in words] != letters:
        return ""
    start = words[0].start()
    return before[start:] if before[start - 1 : start] in ("", " ", "(", "[") else ""


def _regimen(short: str, before: str) -> str:
    """Take what is listed last, where a short form has a part for each.

    A small part is an initial; a capital may be that of another name: "bortezomib and
    dexamethasone (Vd)" has it from Velcade.
    """
    long = _listed(short, before)
    of_parts = zip(_PART.findall(short), _ITEM.findall(long), strict=False)
    small = [(part, item) for part, item in of_parts if part.islower()]
    return long if small and all(item.startswith(part) for part, item in small) else ""


def _listed(short: str, before: str) -> str:
    """Take what is listed last, as many things as a short form has parts."""
    parts, found = _PART.findall(short), _LISTED.search(before)
    items = list(_ITEM.finditer(before, found.start()))[-len(parts) :] if found else []
    return before[items[0].start() :] if items and len(items) == len(parts) else ""


def _long_form(short: str, before: str) -> str:
    """Match the short form's letters, from the last to the first, against the words before it."""
    position = len(before)
    for number in range(len(short) - 1, -1, -1):
        letter = short[number].casefold()
        if not letter.isalnum():
            continue
        position = _last_occurrence(before, letter, position, starts_word=number == 0)
        if position < 0:
            return ""
    start = before.rfind(" ", 0, position + 1) + 1
    return before[start:].lstrip("([")


def _last_occurrence(text: str, letter: str, end: int, *, starts_word: bool) -> int:
    for position in range(end - 1, -1, -1):
        at_start = position == 0 or not text[position - 1].isalnum()
        if text[position].casefold() == letter and (at_start or not starts_word):
            return position
    return -1
