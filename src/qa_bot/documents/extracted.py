"""What a file's reader hands back, whatever its format."""

from dataclasses import dataclass

from qa_bot.records import Section


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text, its title and its sections in reading order.

    Attributes:
        text: What the sections' spans index.
        title: From the file itself, or the file's name.
        sections: Each with at least one sentence or row.
        pages: Where each page starts in the text; empty for a format without pages.
    """

    text: str
    title: str
    sections: tuple[Section, ...]
    pages: tuple[int, ...] = ()
