"""The lines of each page, as PDFium finds them, in the order in which they were written.

Coordinates are in points, from the lower left corner of the page as it is shown.
"""

import ctypes
import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median, mode

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from qa_bot.errors import DocumentError, pasted
from qa_bot.text.typography import lowered, raised

HYPHEN = "\x02"
"""Ends a line whose last word goes on in the next one, as far as PDFium can tell."""

_HYPHENS = {0x02, 0xFFFE, 0xAD}
_STRETCHED = 1.1
"""Times the narrowest gap, up to which all gaps of a line are taken for equal."""

_LOOSEST = 2
"""Times the size of the type: no words of a stretched line are farther apart, cells are."""

_MARK = re.compile(r"\s*(?:[•‣▪●○■□◦·∙*–—-]|\(?\w{1,3}[.)])\s*")
"""What stands before a list's item, gap or not."""

_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+")

_TURNED = 0.9
"""Sine of the angle from which letters run up or down the page."""

_SMALL = 0.9
"""Times the size of a line's type, below which letters may be set above or below the line."""

_HIGHEST = 0.7
"""The same, up to which these are above or below it: what is farther away is in another line."""

_FONT_NAME = 256
_BREAKS = {0x0A, 0x0D}
_WIDE = 0.6
"""Times the size of the type: a gap that may part two cells; few words are as far apart."""

_WIDE_IN_FIGURES = 0.4
"""The same between two figures: they are narrow columns, for no sentence has one behind another."""

_UNKNOWN_SIGN = re.compile(r"(?<!\S)[\0\1\x03-\x08\x0e-\x1f](?=[\d.])")
"""A letter that the file does not tell: a minus, often. The figure alone would be another one."""

_FIGURE = re.compile(r"[\d.,%$€£+−–\ufffd-]*\d[\d.,%]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the part of it up to a wide gap.

    Attributes:
        text: Without white space at its ends; it may end in `HYPHEN`.
        left: Where its first letter starts.
        right: Where its last letter ends.
        base: Height of the line that the letters stand on.
        size: Of the type.
        bold: Whether the type is.
        beside: Whether it follows the line before after a wide gap, at the same height.
        parts: What it was joined from, where wide gaps had parted it by chance.
        sideways: Whether it runs up or down the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    beside: bool = False
    parts: tuple["Line", ...] = ()
    sideways: bool = False


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page's lines, its height and its width."""

    lines: tuple[Line, ...]
    height: float
    width: float = math.inf


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    right: float
    base: float
    size: float
    index: int


def read_pages(data: bytes, name: str) -> list[PdfPage]:
    """Read the lines of every page.

    Raises:
        DocumentError: When the file is damaged or encrypted.
    """
    try:
        with pdfium.PdfDocument(data) as document:
            return [_page(page) for page in document]
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentError(
                f"{name}: encrypted: it asks for a password",
                hint=f"qpdf --decrypt --password=PASSWORD {pasted(name)} readable.pdf",
            ) from error
        raise DocumentError(
            f"{name}: damaged, or not a PDF ({error})", hint=f"qpdf {pasted(name)} repaired.pdf"
        ) from error


def _page(page: pdfium.PdfPage) -> PdfPage:
    textpage = page.get_textpage()
    letters = list(_letters(textpage, _upright(page)))
    turn = math.radians(page.get_rotation())
    lines = (
        replace(
            _line(textpage, part),
            beside=bool(number),
            sideways=_is_sideways(textpage, part[0].index, turn),
        )
        for row in _rows(letters)
        for number, part in enumerate(_parts(list(_set(row))))
    )
    said = tuple(line for line in lines if line.text.strip(HYPHEN))
    return PdfPage(said, page.get_height(), page.get_width())


def _upright(page: pdfium.PdfPage) -> Callable[[float, float], tuple[float, float]]:
    """Make what turns a point of the page's own system into one of the page as it is shown."""
    left, bottom, right, top = page.get_cropbox()
    turns: dict[int, Callable[[float, float], tuple[float, float]]] = {
        0: lambda x, y: (x - left, y - bottom),
        90: lambda x, y: (y - bottom, right - x),
        180: lambda x, y: (right - x, top - y),
        270: lambda x, y: (top - y, x - left),
    }
    return turns[page.get_rotation()]


def _letters(
    textpage: pdfium.PdfTextPage, upright: Callable[[float, float], tuple[float, float]]
) -> Iterator[_Letter]:
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium_c.FS_RECTF(), pdfium_c.FS_MATRIX()
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        text = HYPHEN if code in _HYPHENS else chr(code) if 0 < code <= sys.maxunicode else " "
        pdfium_c.FPDFText_GetCharOrigin(textpage, index, x, y)
        pdfium_c.FPDFText_GetLooseCharBox(textpage, index, box)
        pdfium_c.FPDFText_GetMatrix(textpage, index, matrix)
        corners = upright(box.left, box.bottom), upright(box.right, box.top)
        yield _Letter(
            "\n" if code in _BREAKS else text,
            min(corner[0] for corner in corners),
            max(corner[0] for corner in corners),
            upright(x.value, y.value)[1],
            pdfium_c.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d),
            index,
        )


def _rows(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """Part letters at line breaks, and behind a hyphen at the end of a line."""
    row: list[_Letter] = []
    broken = False
    for letter in letters:
        if letter.text == "\n":
            broken = True
            continue
        above = row[-1] if row else letter
        falls = above.text == HYPHEN and abs(letter.base - above.base) > letter.size / 2
        if row and (falls or (broken and not _goes_on(row, letter))):
            yield row
            row = []
        row.append(letter)
        broken = False
    if row:
        yield row


def _goes_on(row: list[_Letter], letter: _Letter) -> bool:
    """Tell whether a letter follows in its line though it is set above or below it, or it was."""
    before = next((one for one in reversed(row) if not one.text.isspace()), letter)
    smaller, larger = sorted((before.size, letter.size))
    is_near = -0.2 * larger < letter.left - before.right < _WIDE * larger
    return is_near and 0.4 < smaller / larger < _SMALL and abs(_rise(letter, before)) < _HIGHEST


def _rise(letter: _Letter, other: _Letter) -> float:
    """Tell how far a letter stands above another, in sizes of the larger one."""
    return (letter.base - other.base) / max(letter.size, other.size)


def _set(row: list[_Letter]) -> Iterator[_Letter]:
    """Write figures that stand above or below the line as such: 10 to the power of 3 is not 103."""
    if len({letter.size for letter in row if not letter.text.isspace()}) < 2:
        yield from row  # as most lines are
        return
    before = ""
    for shift, run in groupby(zip(row, _shifts(row), strict=True), key=itemgetter(1)):
        letters = [letter for letter, _ in run]
        text = "".join(letter.text for letter in letters)
        if shift:
            text = raised(text) if shift > 0 else lowered(text, before)
        yield from (replace(one, text=sign) for one, sign in zip(letters, text, strict=True))
        before = text


def _shifts(row: list[_Letter]) -> Iterator[int]:
    """Yield 1 for each letter that is set small above what it is joined to, -1 for one below it."""
    line = before = row[0]
    for letter in row:
        rise = _rise(letter, line)
        is_joined = not before.text.isspace() and abs(letter.left - before.right) < line.size / 2
        is_shifted = is_joined and letter.size < _SMALL * line.size and 0.08 < abs(rise) < _HIGHEST
        if not is_shifted and not letter.text.isspace():
            line = letter
        before = letter
        yield (1 if rise > 0 else -1) if is_shifted else 0


def _parts(row: list[_Letter]) -> Iterator[list[_Letter]]:
    """Part a line at wide gaps, unless its gaps are all as wide: then it was stretched."""
    words = [
        list(letters)
        for space, letters in groupby(row, key=lambda letter: letter.text.isspace())
        if not space
    ]
    gaps = [right[0].left - left[-1].right for left, right in pairwise(words)]
    even = len(gaps) > 1 and max(gaps) < min(_STRETCHED * min(gaps), _LOOSEST * row[0].size)
    stretched = even and not all(map(_is_figure, words))
    part: list[_Letter] = []
    for gap, word in zip([0.0, *gaps], words, strict=False):
        figures = _is_figure(word) and _is_figure(part)
        wide = gap > (_WIDE_IN_FIGURES if figures else _WIDE) * word[0].size and not stretched
        if wide and not _is_mark("".join(letter.text for letter in part), word[0].text):
            yield part
            part = []
        elif part:
            part.append(replace(word[0], text=" "))
        part.extend(word)
    if part:
        yield part


def _is_figure(words: list[_Letter]) -> bool:
    """Tell whether the last of some words is a figure."""
    last = "".join(letter.text for letter in words).rpartition(" ")[2]
    return bool(_FIGURE.fullmatch(last))


def _is_mark(text: str, following: str) -> bool:
    """Tell whether a text stands before a list's item or a numbered heading."""
    numbered = following.isalpha() and _SECTION.fullmatch(text)
    return bool(_MARK.fullmatch(text) or numbered)


def _line(textpage: pdfium.PdfTextPage, letters: list[_Letter]) -> Line:
    seen = [letter for letter in letters if letter.text != " "]
    return Line(
        text=_UNKNOWN_SIGN.sub("\ufffd", "".join(letter.text for letter in letters)),
        left=seen[0].left,
        right=max(letter.right for letter in seen),
        base=median(letter.base for letter in seen),
        size=round(mode(letter.size for letter in seen), 1),
        bold=all(_is_bold(textpage, seen[place].index) for place in {0, len(seen) // 2, -1}),
    )


def _is_sideways(textpage: pdfium.PdfTextPage, index: int, turn: float) -> bool:
    """Tell whether a letter is turned by about 90 degrees on the page as it is shown."""
    angle = pdfium_c.FPDFText_GetCharAngle(textpage, index)
    return abs(math.sin(angle - turn)) > _TURNED


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    name = ctypes.create_string_buffer(_FONT_NAME)
    pdfium_c.FPDFText_GetFontInfo(textpage, index, name, _FONT_NAME, None)
    written = name.value.lower()
    return b"bold" in written or b"black" in written or b"heavy" in written
