"""Terms, lines and pages of a text, as spans; and text made safe for a terminal.

Comes in: any text. Goes out: spans into that very text, so that what is found can be quoted.
All arithmetic on offsets lives here. Case, accents and word endings are folded on copies only.
"""

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from qa_bot.capitals import MONTH, spoken
from qa_bot.records import Span

if TYPE_CHECKING:
    from Stemmer import Stemmer

_BREAK = re.compile(r"\r\n|\r|\n")
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


TELLING = frozenset("how no nor not off out up".split())
"""Small words without which those beside them say something else: `off study drug`."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text: where it stands, and its folded, stemmed form."""

    span: Span
    form: str


def lines(text: str) -> Iterator[Span]:
    """Yield each line that holds a character other than its line break, without the break."""
    start = 0
    for line_break in _BREAK.finditer(text):
        if line_break.start() > start:
            yield Span(start, line_break.start())
        start = line_break.end()
    if start < len(text):
        yield Span(start, len(text))


class LineNumbers:
    """Line numbers of a text; LF, CR LF and a lone CR each end a line."""

    def __init__(self, text: str) -> None:
        """Find every line's first offset."""
        self.starts = [0, *(line_break.end() for line_break in _BREAK.finditer(text))]
        self._end = len(text)

    def __len__(self) -> int:
        """Count the lines; what follows a last line break is a line only if there is something."""
        return len(self.starts) - (len(self.starts) > 1 and self.starts[-1] == self._end)

    def bounds(self, line: int) -> tuple[int, int]:
        """Tell where a line, counted from 1, starts and where the next one does."""
        return self.starts[line - 1], self.starts[line] if line < len(self.starts) else self._end

    def at(self, offset: int) -> int:
        """Count lines, from 1, up to the one that holds an offset."""
        return bisect_right(self.starts, offset)


class PageNumbers:
    """Page numbers of a text, by where its pages start."""

    def __init__(self, starts: Sequence[int]) -> None:
        """Take every page's first offset; none for a text without pages."""
        self._starts = starts

    def at(self, offset: int) -> int | None:
        """Count pages, from 1, up to the one that holds an offset."""
        return bisect_right(self._starts, offset) or None

    def turns(self, span: Span) -> tuple[int, ...]:
        """List the pages' starts that lie inside a span, behind its first character."""
        first, last = (bisect_right(self._starts, edge) for edge in (span.start, span.end - 1))
        return tuple(self._starts[first:last])


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Take white space off both ends of a range; None when nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return Span(start, end) if end > start else None


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """Replace every match by as many spaces, so that offsets stay true."""
    return pattern.sub(lambda match: " " * len(match.group()), text)


def cut(text: str, span: Span, longest: int) -> Iterator[Span]:
    """Cut a span into pieces of at most `longest` characters, at spaces where there are any."""
    start = span.start
    while span.end - start > longest:
        space = text.rfind(" ", start + longest // 2, start + longest)
        end = space if space > start else start + longest
        if piece := trimmed(text, start, end):
            yield piece
        start = end
    if piece := trimmed(text, start, span.end):
        yield piece


@cache
def _stemmer() -> "Stemmer":
    from Stemmer import Stemmer

    return Stemmer("english")


def is_stop_word(word: str) -> bool:
    """Tell whether a word carries no meaning; in capitals it is a name, as `WHO`, `US` and `OR`.

    `May` is a month; `capitals` tells the verb that opens a sentence from it.
    """
    is_name = (len(word) > 1 and word.isupper()) or word == MONTH
    return word.casefold() in STOP_WORDS and not is_name


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Fold case, accents, width and ending of a word: `Études` becomes `etud`.

    A number loses the commas between its thousands. A name like a stop word keeps its capitals.
    """
    if _GROUPED.fullmatch(word):
        return word.replace(",", "")
    if word.casefold() in STOP_WORDS and not is_stop_word(word):
        return word
    return str(_stemmer().stemWord(bare(word)))


def bare(word: str) -> str:
    """Fold case, accents, width and an apostrophe's `s`, not the ending: `Étude's` is `etude`."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().replace("\xad", ""))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return letters.removesuffix("'s").removesuffix("’s")


def terms(text: str) -> list[Term]:
    """List every word of a text, stop words and numbers included."""
    return _terms(text, lambda word: True)


def folded_words(text: str) -> list[str]:
    """List the forms of `terms`, without their places: faster where these are not wanted."""
    return [folded(word) for word in _WORD.findall(spoken(text))]


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
    """List the forms of `content_terms`, without their places: what an index needs, and faster."""
    return [form for word in _WORD.findall(spoken(text)) if (form := _content_form(word))]


@lru_cache(maxsize=65536)
def _content_form(word: str) -> str:
    return "" if is_stop_word(word) else folded(word)


def pairs(forms: Sequence[str]) -> list[str]:
    """Join each form with the next one: `progress_surviv`, for phrases to count as such."""
    return [f"{first}_{second}" for first, second in pairwise(forms)]


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sort spans and join those that touch or overlap."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


_STEERING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c"  # bidirectional overrides
    "\ufeff\u2028\u2029\ud800-\udfff"
)
_UNSAFE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # a CSI sequence: colours, cursor
    "|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)"  # an OSC sequence: links, clipboard, title
    f"|[{_STEERING}]"
)


def printable(text: str) -> str:
    """Take out of a text what would steer a terminal; tabs and line feeds stay."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Make a text safe for a terminal and fold all its white space to single spaces."""
    return " ".join(printable(text).split())


def json_text(data: object, indent: int | None = None) -> str:
    """Write data as JSON that is safe for a terminal: what would steer it is escaped, not lost."""
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    return re.sub(f"[{_STEERING}]", lambda sign: f"\\u{ord(sign.group()):04x}", text)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: `1 document`, `2 documents`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
