"""A part of a text that is read as one, in its place: what a format that is text is made of."""

from dataclasses import dataclass
from enum import Enum, auto

from qa_bot.records import Span

LABEL_LEVEL = 7
"""Of what heads a part without being marked as a heading: below every one that is."""


class Kind(Enum):
    """What a run of lines is, or which place it marks."""

    HEADING = auto()
    PROSE = auto()
    CODE = auto()
    """A line of it."""
    ROW = auto()
    """Of a table."""
    ITEM = auto()
    """Where an item of a list begins."""
    END = auto()
    """Where a part ends."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A run of lines.

    Attributes:
        kind: What it is.
        span: Where it stands.
        level: A heading's, or that of the part that ends.
        columns: The names of a row's columns.
        depth: The number of lists around.
    """

    kind: Kind
    span: Span
    level: int = 0
    columns: tuple[str, ...] = ()
    depth: int = 0
