"""A part of a text that is read as one, in its place: what a format that is text is made of."""

from dataclasses import dataclass

from qa_bot.records import Span

LABEL_LEVEL = 7
"""Of what heads a part without being marked as a heading: below every one that is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A run of lines: `kind` is a heading, prose, a code line, a table row or the end of a part.

    Or it is where an item of a list begins. `columns` are a row's column names; `level` is a
    heading's, or that of the part that ends; `depth` the number of lists around.
    """

    kind: str
    span: Span
    level: int = 0
    columns: tuple[str, ...] = ()
    depth: int = 0
