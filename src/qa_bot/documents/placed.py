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
    CODE = auto()  # a line of it
    ROW = auto()  # of a table
    ITEM = auto()  # where an item of a list begins
    END = auto()  # where a part ends


@dataclass(frozen=True, slots=True)
class Placed:
    """A run of lines.

    `columns` are a row's column names; `level` is a heading's, or that of the part that ends;
    `depth` the number of lists around; of a term speaks what is said one list deeper.
    """

    kind: Kind
    span: Span
    level: int = 0
    columns: tuple[str, ...] = ()
    depth: int = 0
    is_term: bool = False
