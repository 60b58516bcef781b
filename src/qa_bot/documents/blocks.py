"""What a format that is not text is made of: blocks, in reading order.

A format's module turns bytes into these; `canonical` writes them down. A `line` is the block's line
in the file, from 1, for formats whose lines a person can look up; 0 for the others.
"""

from dataclasses import dataclass

PAGE_BREAK = "\f"
"""Inside a `Prose`: the next page starts here."""


@dataclass(frozen=True, slots=True)
class Title:
    """The document's title, where the format keeps it apart from the text."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section; 1 is the highest level."""

    text: str
    level: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph or list item; its line feeds stay. `depth` is the number of lists around it.

    Of its `label`, which the first paragraph below it begins with, all of it speaks.
    """

    text: str
    line: int = 0
    depth: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list begins; `depth` counts that list and those around it.

    Of a term speaks all that is said one level deeper.
    """

    depth: int
    is_term: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are quoted one by one, their spaces kept."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row, named by its first cell, below the names of the columns.

    If it is not `headed`, it is a record of named fields: none of them names it, and no names are
    written above.
    """

    cells: tuple[str, ...]
    columns: tuple[str, ...] = ()
    line: int = 0
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """The next page starts here."""


Block = Title | Heading | Prose | Item | Code | Row | Page
