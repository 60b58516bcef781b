"""Plain text: paragraphs parted by empty lines, in sections where the text shows some.

Comes in: the text. Goes out: spans of that very text. A heading is a line underlined with signs of
about its own length; a short line above a sentence heads its paragraph alone. A term (`name::`) or
an option (`-n, --name`) with a body of its own is the heading of that body, and is quoted with it.
As in AsciiDoc, a lone plus adds a paragraph to a body. `lists` reads what is between empty lines.
What marks quoted mail is none of the text, and each mail's own words are paragraphs of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from qa_bot.documents.drawn import drawn_rows, is_drawn
from qa_bot.documents.extracted import Extracted
from qa_bot.documents.lists import Line, Lists
from qa_bot.documents.outline import Outline
from qa_bot.text.marks import QUOTED_MAIL
from qa_bot.text.spans import blanked

_RULE = re.compile(r"([=~^-])\1{2,}")
_UNEVEN = 3
"""Signs by which an underline may be longer or shorter than its heading."""

_ANCHOR = re.compile(r"\[.*\]")
"""In AsciiDoc one may stand above a heading."""

_TERM = re.compile(r"(\S.*?):{2,4}")
_OPTION = re.compile(r"(--?[A-Za-z?](?:\S| (?! ))*)(?<![.:])")
_CAPTION = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?\s+)?(?P<words>[^\W\d_][^.:;,!?|=<>{}\t]{2,39})"
)
_MOST_WORDS = 5
"""Words of a line that only captions the sentence below it; more may be the sentence's own."""

_LONGEST_NAMES = 100
"""Characters of a body's names from which on no other one is added."""

_BODY = 100
"""The level of a body whose name is not indented: deeper than those of headings."""


def parse(text: str, stem: str) -> Extracted:
    """Divide a plain text into sections of sentences; a paragraph's end ends a sentence."""
    # As long as the text, so that offsets stay true; whatever ends its lines, they read the same.
    even = text.replace("\r\n", " \n").replace("\r", "\n")
    unquoted = blanked(f"\n{even}", QUOTED_MAIL)[1:]
    reading = _Reading(unquoted, stem)
    before = 0
    for line, following in pairwise([*_lines(unquoted), Line(len(even), 0, "")]):
        signs = even.count(">", line.start - line.indent, line.start)
        if signs != before and line.text[:1].isupper():  # else a program may have wrapped it
            reading.end_paragraph()
        before = signs
        reading.read(line, following)
    reading.end_paragraph()
    return Extracted(text, reading.title, reading.outline.sections())


def _captions(line: Line, following: Line) -> bool:
    """Tell whether a line is the caption of what follows: short, above the start of a sentence.

    What is wrapped goes on small, and in an address or a poem no sentence ends with its line.
    """
    caption = _CAPTION.fullmatch(line.text)
    if not caption or caption["words"][0].islower() or len(line.text.split()) > _MOST_WORDS:
        return False
    is_above = following.indent == line.indent and len(following.text) > len(line.text)
    begins = following.text[:1].isupper() and following.text.endswith((".", "!", "?"))
    return is_above and begins


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip())
        yield Line(start + indent, indent, line.strip())
        start += len(line) + 1


@dataclass(slots=True)
class _Reading:
    """Where the reading of a text is: the lines of a paragraph so far, and what is around them.

    Attributes:
        text: Its lines end in line feeds.
        title: A heading that the text begins with; before, the file's name.
        lists: Those that are open.
        marks: What underlines headings, by their level.
        paragraph: Its lines so far.
        name: Of the body that begins, while the paragraph holds nothing else.
        fence: The line that encloses an example, inside of one.
        is_under: Whether a plus or a caption is above the paragraph.
    """

    text: str
    title: str
    outline: Outline = field(default_factory=Outline)
    lists: Lists = field(default_factory=Lists)
    marks: list[str] = field(default_factory=list)
    paragraph: list[Line] = field(default_factory=list)
    name: str = ""
    fence: str = ""
    is_under: bool = False

    def read(self, line: Line, following: Line) -> None:
        """Take a line."""
        if line.text in {"", "+"}:
            self.end_paragraph()
            self.is_under = line.text == "+"
            return
        if self._begins():
            self.outline.end(_BODY + line.indent)
        if _RULE.fullmatch(line.text):
            self._rule(line, following)
        elif name := self._name(line, following):
            self._begin_body(line, name)
        elif self._begins() and _captions(line, following):
            self._begin_captioned(line)
        else:
            self.paragraph.append(line)
            self.name = ""

    def _begins(self) -> bool:
        """Tell whether a paragraph begins that hangs on nothing above it."""
        return not (self.paragraph or self.is_under or self.fence)

    def end_paragraph(self) -> None:
        """Divide the paragraph, if there is one, into rows, sentences, items and labelled lines."""
        others: list[Line] = []
        for may_be_table, run in groupby(self.paragraph, is_drawn):
            lines = list(run)
            if may_be_table and (rows := drawn_rows(self.text, lines)):
                self._add(others)
                others = []
                self.lists.forget()
                self.outline.add(rows, self.title)
            else:
                others += lines
        self._add(others)
        self.paragraph.clear()
        self.name = ""

    def _add(self, lines: list[Line]) -> None:
        if lines:
            self.outline.add(self.lists.units(self.text, lines), self.title)

    def _rule(self, line: Line, following: Line) -> None:
        """Take what underlines a heading, encloses an example, or parts paragraphs."""
        if heading := self._heading(line):
            if not self.text[: heading.start].strip():
                self.title = heading.text
            if line.text[0] not in self.marks:
                self.marks.append(line.text[0])
            level = self.marks.index(line.text[0]) + 1
            self.outline.begin(level, heading.text, heading.span)
            self.lists.forget()
            self.paragraph.clear()
            self.fence = ""
            return
        self.end_paragraph()
        if self.fence in {"", line.text}:
            self.fence = line.text if following.text and not self.fence else ""

    def _heading(self, rule: Line) -> Line | None:
        """Tell the heading that a line underlines: all of the paragraph, but for an anchor."""
        is_overlined = self.fence == rule.text and rule.text[0] == "="
        if not self.paragraph or (self.fence and not is_overlined):
            return None
        *above, heading = self.paragraph
        is_alone = all(_ANCHOR.fullmatch(line.text) for line in above)
        longer = len(heading.text) - len(rule.text)
        fits = longer <= _UNEVEN and (is_overlined or -longer <= _UNEVEN)
        return heading if is_alone and fits else None

    def _name(self, line: Line, following: Line) -> str:
        """Tell the name of the body that begins with a line; nothing where none does."""
        begins = not self.paragraph or self.name or line.indent < self.paragraph[-1].indent
        if self.fence or not begins:
            return ""
        if term := _TERM.fullmatch(line.text):
            return term[1]
        has_body = following.text and following.indent > line.indent
        return line.text if has_body and _OPTION.fullmatch(line.text) else ""

    def _begin_captioned(self, caption: Line) -> None:
        """Begin a paragraph under its caption, which says less than the title does."""
        if not self.outline.names:
            self.outline.begin(1, self.title)
        self.outline.begin(_BODY + caption.indent, caption.text, caption.span)
        self.lists.forget()
        self.is_under = True

    def _begin_body(self, line: Line, name: str) -> None:
        """Begin a body that a line names, alone or after the names above it."""
        names = name
        if not self.name:
            self.end_paragraph()
        elif line.indent == self.paragraph[-1].indent and len(self.name) < _LONGEST_NAMES:
            names = f"{self.name}, {name}"
        self.outline.begin(_BODY + line.indent, names)
        self.lists.forget()
        self.paragraph.append(line)
        self.name = names
