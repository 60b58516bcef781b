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

    def begin(self, level: int, heading: str) -> None:
        """Begin a section, which ends those of its level and of deeper ones."""
        self._trail = [(above, name) for above, name in self._trail if above < level]
        self._trail.append((level, heading))
        self._sections.append((tuple(name for _, name in self._trail), []))

    def add(self, units: Iterable[Unit], title: str) -> None:
        """Add to the last section; before any heading to one that the title names."""
        if not self._sections:
            self._sections.append(((title,), []))
        self._sections[-1][1].extend(units)

    def sections(self) -> tuple[Section, ...]:
        """Hand back those that hold something."""
        return tuple(Section(path, tuple(units)) for path, units in self._sections if units)
