"""Headings, and what stands under them, become sections; each has the trail that leads there.

Comes in: both, in reading order, and a title that stands apart from them: in front matter, in the
head of a page. Goes out: the sections that hold something. What a document is about is often said
in its title alone, so that every trail begins with it, unless it is said there. A heading is quoted
itself where it tells when something was, such as "2.2.0 - 2024-03-01", or where nothing follows it.
"""

import re
from collections.abc import Iterable, Set
from typing import NamedTuple

from qa_bot.records import Section, Span, Unit
from qa_bot.text.calendar import DATE
from qa_bot.text.spans import cut
from qa_bot.text.terms import content_forms

_TOP = 1
"""The level of a heading that can be a document's title; that of Word stands above it, on 0."""

LONGEST = 240
"""Characters of a heading that lead on, half of a passage; more would drown what stands below."""

_FEWEST_WORDS = 3
"""Of a heading that is quoted because nothing follows it; fewer are a part that was left empty."""

_WHEN = re.compile(rf"(?<![\w.]){DATE}|(?<![\w:.])\d{{1,2}}:\d\d(?![\w:])", re.VERBOSE)


class _Heading(NamedTuple):
    """A heading above; its number tells it from others that are called alike."""

    number: int
    level: int
    name: str


_Trail = tuple[_Heading, ...]


class Outline:
    """The sections so far."""

    def __init__(self) -> None:
        """Begin without any."""
        self._trail: _Trail = ()
        self._levels: list[int] = []
        self._sections: list[tuple[_Trail, list[Unit]]] = []
        self._unsaid: Unit | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The headings that lead to the section that is begun, outermost first."""
        return tuple(one.name for one in self._trail)

    def begin(self, level: int, heading: str, span: Span | None = None) -> None:
        """Begin a section, which ends those of its level and of deeper ones.

        Args:
            level: Of the heading; 1 is the highest, but for the title of a Word document.
            heading: As it reads.
            span: Where it stands; None where it is quoted with what stands below it.
        """
        self.end(level)
        self._say_when()
        number = len(self._levels)
        self._trail = (*self._trail, _Heading(number, level, shortened(heading)))
        self._levels.append(level)
        self._unsaid = Unit(span) if span else None

    def end(self, level: int) -> None:
        """End the sections of a level and of deeper ones; the one around them goes on."""
        left = tuple(one for one in self._trail if one.level < level)
        if self._unsaid and left != self._trail:
            *around, heading = self._trail
            if len(heading.name.split()) >= _FEWEST_WORDS or _WHEN.search(heading.name):
                self._units(tuple(around) or self._trail).append(self._unsaid)
            self._unsaid = None
        self._trail = left

    def add(self, units: Iterable[Unit], title: str) -> None:
        """Add to the section that is begun; outside of any to one that the title names."""
        if found := tuple(units):
            self._say_when()
            self._units(self._trail or (_Heading(-1, _TOP, shortened(title)),)).extend(found)

    def _say_when(self) -> None:
        """Let a heading that something follows be the first of its section, if it tells when."""
        if self._unsaid and _WHEN.search(self._trail[-1].name):
            self._units(self._trail).append(self._unsaid)
        self._unsaid = None

    def _units(self, trail: _Trail) -> list[Unit]:
        """Go on with the last section, or begin another one."""
        if not self._sections or self._sections[-1][0] != trail:
            self._sections.append((trail, []))
        return self._sections[-1][1]

    def sections(self, declared: str = "") -> tuple[Section, ...]:
        """Hand back those that hold something.

        Args:
            declared: The title that stands apart from the headings; empty where there is none.
        """
        self.end(self._trail[-1].level if self._trail else _TOP)
        about = frozenset(content_forms(declared))
        found = []
        for trail, units in self._sections:
            front = () if self._says(trail, about) else (shortened(declared),)
            path = (*front, *(one.name for one in trail))
            found.append(Section(path, tuple(units)))
        return tuple(found)

    def _says(self, trail: _Trail, about: Set[str]) -> bool:
        """Tell whether a trail says what the document is about.

        It does where it has all words of the title, or begins with the only heading of its level,
        which is the title in other words: "Page" of "Page - Site".
        """
        if about <= set(content_forms(" ".join(one.name for one in trail))):
            return True
        first = trail[0]
        is_title = first.level <= _TOP and self._levels.count(first.level) == 1
        return is_title and not about.isdisjoint(content_forms(first.name))


def shortened(heading: str) -> str:
    """Cut a heading that is longer than one may be."""
    if len(heading) <= LONGEST:
        return heading
    return next(cut(heading, Span(0, len(heading)), LONGEST)).of(heading)
