"""HTML inside Markdown: its headings, paragraphs and table rows, each in its place.

Comes in: the text, and where HTML stands in it. Goes out: spans of that very text. Tags are looked
for, but no tree is built: a tree forgets where its elements stood. Every tag ends a paragraph but
those inside a line, which `marks` takes off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qa_bot.documents.canonical import LONG_CELL
from qa_bot.documents.placed import LABEL_LEVEL, Kind, Placed
from qa_bot.records import Span
from qa_bot.text.marks import COMMENT, INLINE_TAG
from qa_bot.text.markup import reading_form
from qa_bot.text.spans import lines, trimmed

_TAG = re.compile(
    rf"{COMMENT.pattern}"
    r"|<(?P<closing>/)?(?P<name>[A-Za-z][\w:.-]*)(?P<fields>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>",
    re.DOTALL,
)
_ACROSS = re.compile(r"colspan\s*=\s*[\"']?(\d{1,2})\b", re.IGNORECASE)
_DOWN = re.compile(r"rowspan\s*=\s*[\"']?(\d{1,3})\b", re.IGNORECASE)
_NEXT_LINE = re.compile(r"\s*[\r\n](?:[ \t]*>)+")  # of a quoted block
_LAST_LINE = re.compile(r"[\r\n][ \t>]+\Z")

_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": LABEL_LEVEL}
_UNSEEN = frozenset(
    "audio canvas head iframe noscript object script select style svg video".split()
)
_AROUND_ROWS = frozenset({"table", "tbody", "tfoot", "thead", "tr"})
_IN_CELLS = frozenset({"div", "p"})


def placed(text: str, within: Span) -> Iterator[Placed]:
    """Yield what stands between the tags of a range of a text."""
    walk = _Walk(text)
    start = within.start
    for tag in _TAG.finditer(text, within.start, within.end):
        if tag["name"] and not INLINE_TAG.fullmatch(tag.group()):
            yield from walk.between(start, tag.start())
            yield from walk.tag(tag)
            start = tag.end()
    yield from walk.between(start, within.end)
    yield from walk.end_row(within.end)


@dataclass(slots=True)
class _Cell:
    """A cell: where its tag starts, where its words do and where they end, -1 while it is open."""

    tag: int
    start: int
    is_name: bool
    across: int
    down: int
    end: int = -1


@dataclass(slots=True)
class _Row:
    """A row so far; it is data unless lists, headings or other tables stand in it."""

    start: int
    cells: list[_Cell] = field(default_factory=list)
    pieces: list[Placed] = field(default_factory=list)
    is_data: bool = True
    end: int = 0

    def close(self, at: int, end: int) -> None:
        """End the last cell, if it is open, where a tag starts; the row reaches to its end."""
        if self.cells and self.cells[-1].end < 0:
            self.cells[-1].end, self.end = at, end


@dataclass(slots=True)
class _Walk:
    """What is around the place that was reached."""

    text: str
    unseen: str = ""
    level: int = 0
    is_code: bool = False
    row: _Row | None = None
    names: dict[int, str] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)

    def between(self, start: int, end: int) -> Iterator[Placed]:
        """Yield what stands between two tags, unless it may be part of a row."""
        if line := _NEXT_LINE.match(self.text, start, end):
            start = line.end()
        if line := _LAST_LINE.search(self.text, start, end):
            end = line.start()
        span = trimmed(self.text, start, end)
        if self.unseen or not span:
            return
        if self.is_code:
            for line_span in lines(span.of(self.text)):
                if code := trimmed(
                    self.text, span.start + line_span.start, span.start + line_span.end
                ):
                    yield Placed(Kind.CODE, code)
        elif self.row:
            self.row.pieces.append(Placed(Kind.PROSE, span))
        elif not self.level:
            yield Placed(Kind.PROSE, span)
        elif self._read(span.start, span.end):
            yield Placed(Kind.HEADING, span, self.level)

    def tag(self, tag: re.Match[str]) -> Iterator[Placed]:
        """Begin or end an element."""
        name, is_end = tag["name"].lower(), bool(tag["closing"])
        if self.unseen or name in _UNSEEN:
            is_open = not is_end and not tag["fields"].endswith("/")
            self.unseen = self.unseen if self.unseen not in {"", name} else name * is_open
        elif name in _AROUND_ROWS:
            yield from self.end_row(tag.start())
            if name == "tr" and not is_end:
                self.row = _Row(tag.start())
            elif name == "table":
                self.names, self.taken = {}, {}
        elif name in {"td", "th"}:
            self._cell(tag, name, is_end=is_end)
        elif self.row:
            self.row.is_data = self.row.is_data and name in _IN_CELLS
        elif name in _HEADINGS:
            self.level = 0 if is_end else _HEADINGS[name]
        elif name == "pre":
            self.is_code = not is_end
        elif name == "details" and is_end:
            yield Placed(Kind.END, Span(*tag.span()), LABEL_LEVEL)

    def _cell(self, tag: re.Match[str], name: str, *, is_end: bool) -> None:
        if self.row:
            self.row.close(tag.start(), tag.end() if is_end else tag.start())
            if not is_end:
                across, down = _count(_ACROSS, tag["fields"]), _count(_DOWN, tag["fields"])
                self.row.cells.append(_Cell(*tag.span(), name == "th", across, down))

    def end_row(self, at: int) -> Iterator[Placed]:
        """Yield a row that has ended: as such, or what stands in it, or nothing if it is a head."""
        row, self.row = self.row, None
        if not row:
            return
        row.close(at, at)
        said = [self._read(cell.start, cell.end) for cell in row.cells]
        if not row.is_data or len(said) < 2 or max(map(len, said)) > LONG_CELL:
            yield from row.pieces
            return
        columns = list(self._columns(row.cells))
        if all(cell.is_name for cell, words in zip(row.cells, said, strict=True) if words):
            for column, cell, words in zip(columns, row.cells, said, strict=True):
                for spanned in range(column, column + cell.across):
                    self.names[spanned] = f"{self.names.get(spanned, '')} {words}".strip()
        elif span := trimmed(self.text, row.cells[0].tag, row.end):
            names = tuple(self.names.get(column, "") for column in columns)
            if columns[0]:  # what names the row stands in one before: nothing here does
                yield Placed(Kind.ROW, Span(row.start, span.end), columns=("", *names))
            else:
                yield Placed(Kind.ROW, span, columns=names)

    def _columns(self, cells: list[_Cell]) -> Iterator[int]:
        """Yield the column of each cell: those that cells from above reach into are passed by."""
        above = {column for column, rows in self.taken.items() if rows}
        self.taken = {column: rows - 1 for column, rows in self.taken.items() if rows}
        column = 0
        for cell in cells:
            while column in above:
                column += 1
            yield column
            spanned = range(column, column + cell.across)
            self.taken.update(dict.fromkeys(spanned, cell.down - 1) if cell.down > 1 else {})
            column += cell.across

    def _read(self, start: int, end: int) -> str:
        return reading_form(self.text[start:end], in_markdown=True)


def _count(pattern: re.Pattern[str], fields: str) -> int:
    found = pattern.search(fields)
    return max(1, int(found[1])) if found else 1
