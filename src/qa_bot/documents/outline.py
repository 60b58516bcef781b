"""Headings, and what stands under them, become sections; each has the trail that leads there.

Comes in: both, in reading order. Goes out: the sections that hold something.
"""

from collections.abc import Iterable

from qa_bot.records import Section, Unit


class Outline:
    """The sections so far."""

    def __init__(self) -> None:
        """Begin without any."""
        self._trail: list[tuple[int, str]] = []
        self._sections: list[tuple[tuple[str, ...], list[Unit]]] = []
        self._is_open = False

    def begin(self, level: int, heading: str) -> None:
        """Begin a section, which ends those of its level and of deeper ones."""
        self.end(level)
        self._trail.append((level, heading))
        self._is_open = False

    def end(self, level: int) -> None:
        """End the sections of a level and of deeper ones; the one around them goes on."""
        left = [(above, name) for above, name in self._trail if above < level]
        self._is_open = self._is_open and left == self._trail
        self._trail = left

    def add(self, units: Iterable[Unit], title: str) -> None:
        """Add to the section that is begun; outside of any to one that the title names."""
        if not self._is_open:
            self._sections.append((tuple(name for _, name in self._trail) or (title,), []))
            self._is_open = True
        self._sections[-1][1].extend(units)

    def sections(self) -> tuple[Section, ...]:
        """Hand back those that hold something."""
        return tuple(Section(path, tuple(units)) for path, units in self._sections if units)
