"""Lists and labels in plain text, where nothing but the lines themselves tells of them.

Comes in: the lines of a paragraph. Goes out: the units in it, each led by what it hangs on. Where
lines begin with the mark of an item, or neighbours each have a label and a value, a line's end
parts them; elsewhere it is no more than a space, for prose is wrapped.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from qa_bot.documents.leads import COLONS, LABELLED, Leads
from qa_bot.records import Span, Unit
from qa_bot.text.markup import reading_form
from qa_bot.text.sentences import sentences

_NARROWEST = 60
"""Characters of a line below which no one wraps prose."""

_BULLET = re.compile(r"[-*+•‣▪·–—]\s+")
_MARK = re.compile(rf"(?:{_BULLET.pattern}|\(?(?:\d{{1,3}}|[A-Za-z])\)\s|(?:\d{{1,3}}|[a-z])\.\s)")
_NUMBER = re.compile(r"\d+|[A-Za-z]")
_LABELLED = re.compile(
    LABELLED.pattern
    + r"|(?<=[\w)])(?:\t| {2,})\s*(?=[\w(+])"  # columns: `Laboratory   040 555 7700`
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it: where it starts, how far it is indented."""

    start: int
    indent: int
    text: str

    @property
    def span(self) -> Span:
        """Where it stands, if it is not empty."""
        return Span(self.start, self.start + len(self.text))


class _Kind(Enum):
    PROSE = auto()
    ITEM = auto()
    LABELLED = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Lines of a paragraph that belong together."""

    kind: _Kind
    lines: list[Line]

    @property
    def indent(self) -> int:
        return self.lines[0].indent

    @property
    def span(self) -> Span:
        """Where it stands, without the bullet that begins an item; a number is quoted with it."""
        first, last = self.lines[0], self.lines[-1]
        bullet = _BULLET.match(first.text) if self.kind is _Kind.ITEM else None
        return Span(first.start + (bullet.end() if bullet else 0), last.start + len(last.text))


class Lists:
    """The lists that are open, from one paragraph to the next."""

    def __init__(self) -> None:
        """Begin outside of any."""
        self._open: list[_Piece] = []
        self._leads = Leads()

    def units(self, text: str, paragraph: Sequence[Line]) -> Iterator[Unit]:
        """Divide a paragraph, at least a line of `text`, into what can be quoted."""
        for piece in _pieces(paragraph):
            self._open = [one for one in self._open if one.indent < piece.indent]
            depth = len(self._open)
            if piece.kind is not _Kind.PROSE:
                depth += 1
                self._open.append(piece)
                self._leads.begin(depth)
            elif self._open:
                depth += 1
            said = sentences(text, piece.span)
            yield from self._leads.lead(((one, reading_form(one.of(text))) for one in said), depth)
        # Below a label stands what is in its own paragraph; an item may have several.
        self._open = [one for one in self._open if one.kind is _Kind.ITEM]

    def forget(self) -> None:
        """Begin anew: a heading stands between."""
        self._open.clear()
        self._leads.forget()


def _pieces(lines: Sequence[Line]) -> Iterator[_Piece]:
    """Divide a paragraph where an item or a label begins, and where prose does behind one."""
    width = max(_NARROWEST, *(line.indent + len(line.text) for line in lines))
    begun = dict.fromkeys(_labelled(lines, width), _Kind.LABELLED)
    begun |= dict.fromkeys(_items(lines), _Kind.ITEM)
    piece = _Piece(begun.get(0, _Kind.PROSE), [lines[0]])
    for at, (before, line) in enumerate(pairwise(lines), 1):
        if at in begun or _ends(piece, before, line, width):
            yield piece
            piece = _Piece(begun.get(at, _Kind.PROSE), [line])
        else:
            piece.lines.append(line)
    yield piece


def _items(lines: Sequence[Line]) -> Iterator[int]:
    """Yield which lines begin an item: the first, one after a colon, or several of a kind."""
    found = [_MARK.match(line.text) for line in lines]
    marks = [
        (line.indent, _NUMBER.sub("1", mark[0])) if mark else None
        for line, mark in zip(lines, found, strict=True)
    ]
    times = Counter(marks)
    for at, mark in enumerate(marks):
        if mark and (at == 0 or times[mark] > 1 or lines[at - 1].text.endswith(COLONS)):
            yield at


def _labelled(lines: Sequence[Line], width: int) -> Iterator[int]:
    """Yield which lines have a label, as a neighbour has; none do where most lines are filled."""
    roomy = [_fits(before, line, width) for before, line in pairwise(lines)]
    if 2 * sum(roomy) >= len(roomy):
        found = [False, *(bool(_LABELLED.search(line.text)) for line in lines), False]
        for at in range(len(lines)):
            if found[at + 1] and (found[at] or found[at + 2]):
                yield at


def _ends(piece: _Piece, before: Line, line: Line, width: int) -> bool:
    """Tell whether a line goes on with no piece: it begins like a sentence, far from the edge.

    An item may be wrapped, however unevenly; among labelled lines none are.
    """
    if piece.kind is _Kind.PROSE or line.text[0].islower():
        return False
    return _fits(before, line, width if piece.kind is _Kind.LABELLED else width // 2)


def _fits(before: Line, line: Line, width: int) -> bool:
    """Tell whether a line's first word would have had room behind the line before."""
    return before.indent + len(before.text) + 1 + len(line.text.split(maxsplit=1)[0]) <= width
