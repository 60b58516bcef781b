"""Headings, and what stands under them, become sections; each has the trail that leads there.

Comes in: both, in reading order, and a title that stands apart from them: in front matter, in the
head of a page. Goes out: the sections that hold something. What a document is about is often said
in its title alone, so that every trail begins with it, unless it is said there.
"""

from collections.abc import Iterable, Set

from qa_bot.records import Section, Span, Unit
from qa_bot.text.spans import cut
from qa_bot.text.terms import content_forms

_TOP = 1
"""The level of a heading that can be a document's title; that of Word stands above it, on 0."""

LONGEST = 240
"""Characters of a heading that lead on, half of a passage; more would drown what stands below."""

_Trail = tuple[tuple[int, str], ...]


class Outline:
    """The sections so far."""

    def __init__(self) -> None:
        """Begin without any."""
        self._trail: _Trail = ()
        self._levels: list[int] = []
        self._sections: list[tuple[_Trail, list[Unit]]] = []
        self._is_open = False

    @property
    def names(self) -> tuple[str, ...]:
        """The headings that lead to the section that is begun, outermost first."""
        return tuple(name for _, name in self._trail)

    def begin(self, level: int, heading: str) -> None:
        """Begin a section, which ends those of its level and of deeper ones."""
        self.end(level)
        self._trail = (*self._trail, (level, shortened(heading)))
        self._levels.append(level)
        self._is_open = False

    def end(self, level: int) -> None:
        """End the sections of a level and of deeper ones; the one around them goes on."""
        left = tuple((above, name) for above, name in self._trail if above < level)
        self._is_open = self._is_open and left == self._trail
        self._trail = left

    def add(self, units: Iterable[Unit], title: str) -> None:
        """Add to the section that is begun; outside of any to one that the title names."""
        if not self._is_open:
            self._sections.append((self._trail or ((_TOP, shortened(title)),), []))
            self._is_open = True
        self._sections[-1][1].extend(units)

    def sections(self, declared: str = "") -> tuple[Section, ...]:
        """Hand back those that hold something.

        Args:
            declared: The title that stands apart from the headings; empty where there is none.
        """
        about = frozenset(content_forms(declared))
        found = []
        for trail, units in self._sections:
            front = () if self._says(trail, about) else (shortened(declared),)
            if units:
                path = (*front, *(name for _, name in trail))
                found.append(Section(path, tuple(units)))
        return tuple(found)

    def _says(self, trail: _Trail, about: Set[str]) -> bool:
        """Tell whether a trail says what the document is about.

        It does where it has all words of the title, or begins with the only heading of its level,
        which is the title in other words: "Page" of "Page - Site".
        """
        if about <= set(content_forms(" ".join(name for _, name in trail))):
            return True
        level, heading = trail[0]
        is_title = level <= _TOP and self._levels.count(level) == 1
        return is_title and not about.isdisjoint(content_forms(heading))


def shortened(heading: str) -> str:
    """Cut a heading that is longer than one may be."""
    pieces = cut(heading, Span(0, len(heading)), LONGEST) if heading else iter(())
    return next((piece.of(heading) for piece in pieces), heading)
