"""The words of a text, as spans with a form in which they are looked up.

Comes in: any text. Goes out: terms, each with its span in that very text. Case, accents and word
endings are folded on copies only.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_bot.records import Span
from qa_bot.text.capitals import MAY, spoken
from qa_bot.text.irregular import regular

if TYPE_CHECKING:
    from Stemmer import Stemmer

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_JOINED = (
    "\xad"  # a soft hyphen; the rest are combining marks
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c"
    "\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d"
    "\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3c\u0c3e-\u0c4d\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1ace\u1dc0-\u1dff\u20d0-\u20f0"
)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LETTER = rf"[^\W_{_IDEOGRAPHS}{_RAISED}]"
_WORD = re.compile(
    rf"[{_IDEOGRAPHS}]"  # no spaces between words: each letter is one
    r"|\d+(?:[.,]\d+)+"
    rf"|[{_RAISED}]*{_LETTER}+(?:(?:[{_JOINED}]+|['’](?={_LETTER})){_LETTER}*)*"
    # Behind three letters raised figures are a footnote's mark, behind fewer a power: km², 10⁶.
    rf"(?:(?<![\w'’{_JOINED}]{{3}})[{_RAISED}]+)?"
    rf"|[{_RAISED}]+"
)
_SHORT_FORMS = re.compile("[a-z]?[A-Z]{2,}s")
"""Several of what a short form says: `CRs`, which is not `CRS`, or `mRNAs`; only case tells it."""

_CONTRACTED = re.compile(r"['’](?:d|ll|m|re|s|ve)\Z", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
STOP_WORDS = frozenset(
    """
    a about all am an and any are as at be been being but by can could did do does doing for from
    had has have having he her him his how i if in into is it its itself let may me might mine my
    no nor not of off on once or our out own say says she should so some such than that the their
    them then there these they this those through to too under until up us very was we were what
    when where which while who whom whose why will with would you your tell show give please s t d
    ll m re ve
    """.split()
)


NEGATIONS = frozenset("cannot neither never no nobody none nor not nothing without".split())
"""What denies the rest of its sentence; so does `n't` at the end of a word."""

TELLING = frozenset("how no nor not off out up".split())
"""Small words that change what those beside them say: `off study drug`."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text: where it stands, and its folded, stemmed form."""

    span: Span
    form: str


@cache
def _stemmer() -> "Stemmer":
    from Stemmer import Stemmer

    return Stemmer("english")


def is_stop_word(word: str) -> bool:
    """Tell whether a word carries no meaning; in capitals it is a name, as `WHO`, `US` and `OR`.

    `May` is a month; `capitals` tells the verb that opens a sentence from it. Nor do two such words
    in one: `what's`.
    """
    word = _CONTRACTED.sub("", word)
    is_name = (len(word) > 1 and word.isupper()) or word == MAY
    return word.casefold() in STOP_WORDS and not is_name


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Fold case, accents, width and ending of a word: `Études` becomes `etud`, `bought` `buy`.

    A number loses the commas between its thousands. A name like a stop word keeps its capitals.
    """
    if _GROUPED.fullmatch(word):
        return word.replace(",", "")
    if word.casefold() in STOP_WORDS and not is_stop_word(word):
        return word
    one = bare(word[:-1] if _SHORT_FORMS.fullmatch(word) else word)
    return str(_stemmer().stemWord(regular(one)))


def bare(word: str) -> str:
    """Fold case, accents, width and an apostrophe's `s`, not the ending: `Étude's` is `etude`."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("\xad", ""))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return letters.removesuffix("'s").removesuffix("’s")


def terms(text: str) -> list[Term]:
    """List every word of a text, stop words and numbers included."""
    return _terms(text, lambda word: True)


def forms(text: str) -> frozenset[str]:
    """List the forms of `terms`, each once: faster where their places are not wanted."""
    return frozenset(map(folded, _WORD.findall(spoken(text))))


def content_terms(text: str) -> list[Term]:
    """List the words of a text that carry meaning: those that are no stop words."""
    return _terms(text, lambda word: not is_stop_word(word))


def telling_terms(text: str) -> list[Term]:
    """List the words of a text that carry meaning, and the small ones that change it."""
    return _terms(text, lambda word: word.casefold() in TELLING or not is_stop_word(word))


def _terms(text: str, is_wanted: Callable[[str], bool]) -> list[Term]:
    found = ((word.group(), Span(*word.span())) for word in _WORD.finditer(spoken(text)))
    return [Term(span, folded(word)) for word, span in found if is_wanted(word)]


def content_forms(text: str) -> list[str]:
    """List the forms of `content_terms`, in order, but without their places: faster."""
    return [form for word in _WORD.findall(spoken(text)) if (form := _content_form(word))]


@lru_cache(maxsize=65536)
def _content_form(word: str) -> str:
    return "" if is_stop_word(word) else folded(word)


def indexed_terms(text: str) -> list[str]:
    """List what a text is found by: its `content_forms`, and the pairs of neighbours among them."""
    found = content_forms(text)
    return [*found, *pairs(found)]


def pairs(forms: Sequence[str]) -> list[str]:
    """Join each form with the next one: `progress_surviv`, for phrases to count as such."""
    return [f"{first}_{second}" for first, second in pairwise(forms)]
