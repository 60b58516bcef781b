"""What a parser of one format hands back."""

from dataclasses import dataclass

from qa_bot.records import Section


@dataclass(frozen=True, slots=True)
class Parsed:
    """A title and sections in reading order."""

    title: str
    sections: tuple[Section, ...]
