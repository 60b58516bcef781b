"""Blocks become the canonical text of a document, and spans of that very text.

Comes in: the blocks of a file that is not text. Goes out: what a person can read instead
(headings marked `#`, a table's row between `|`), with every sentence and row at its exact place.
Where the file has lines of its own, empty lines keep the text in step with them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from qa_bot.documents.blocks import PAGE_BREAK, Block, Code, Heading, Item, Page, Prose, Row, Title
from qa_bot.documents.extracted import Extracted
from qa_bot.documents.leads import LONGEST, Leads
from qa_bot.documents.outline import Outline
from qa_bot.documents.placed import LABEL_LEVEL
from qa_bot.records import Span, Unit
from qa_bot.text.running import led
from qa_bot.text.sentences import sentences

LONG_CELL = 200
"""Characters from which a cell is read as prose, sentence by sentence."""

LONGEST_ROW = 600
"""Characters after which a row is continued as another one: no reader wants a longer quote."""

_DEEPEST = 6
_UNSEEN = "\xad\u200b\u2060\ufeff"
"""Only tells where a line may end inside a word, or may not."""

_UNWANTED = dict.fromkeys([*range(10), 11, *range(14, 32), 127], " ") | str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | dict.fromkeys(_UNSEEN, "")
)


def canonical(blocks: Iterable[Block], stem: str) -> Extracted:
    """Write blocks down.

    Args:
        blocks: In reading order.
        stem: Names the document when nothing in it does.
    """
    writer = _Writer(stem)
    for block in blocks:
        writer.write(block)
    return writer.extracted()


def cleaned(text: str) -> str:
    """Replace what no text should hold: controls, halves of characters, ligatures, soft hyphens."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_UNWANTED)


def folded(text: str) -> str:
    """Clean a text and fold all its white space to single spaces."""
    return " ".join(cleaned(text).split())


class _Writer:
    """The text so far, and what was found in it."""

    def __init__(self, stem: str) -> None:
        self._stem = stem
        self._declared = self._title = ""
        self._parts: list[str] = []
        self._length = 0
        self._line = 1
        self._before: Block | None = None
        self._pages: list[int] = []
        self._turns = 0
        self._outline = Outline()
        self._leads = Leads()

    def write(self, block: Block) -> None:
        """Write one block."""
        match block:
            case Title(text):
                self._declared = self._declared or folded(text)
                self._title = self._title or self._declared
            case Page():
                self._turns += 1
            case Heading():
                self._heading(block)
            case Prose():
                self._prose(block)
            case Item(depth, is_term):
                self._leads.begin(depth, is_term=is_term)
            case Code():
                self._code(block)
            case Row():
                self._row(block)

    def extracted(self) -> Extracted:
        """Hand back what was written."""
        if self._parts:
            self._append("\n")
        self._turn()
        return Extracted(
            text="".join(self._parts),
            title=self._title or self._stem,
            sections=self._outline.sections(self._declared),
            pages=tuple(self._pages),
        )

    def _heading(self, block: Heading) -> None:
        text = folded(block.text)
        if not text:
            return
        is_label = block.level >= LABEL_LEVEL
        self._title = self._title or ("" if is_label else text)
        self._leads.head(text)
        self._separate(block, block.line)
        self._append(f"{'#' * max(1, min(block.level, _DEEPEST))} ")
        start = self._append(text)
        name = text.rstrip(" :") if is_label else text
        self._outline.begin(block.level, name, Span(start, self._length))

    def _prose(self, block: Prose) -> None:
        pages = [
            list(filter(None, map(folded, page.split("\n"))))
            for page in block.text.split(PAGE_BREAK)
        ]
        if not any(pages):
            self._turns += len(pages) - 1
            return
        self._separate(block, block.line)
        start, text = self._length, ""
        for number, lines in enumerate(pages):
            text += "\n" if text and lines else ""
            if number:
                self._pages.append(start + len(text))
            text += "\n".join(lines)
        if not block.line:  # a line that began with a comparison would read as quoted mail
            text = text.replace("\n>", " >")
        self._append(text)
        self._add_sentences(text, start, block.depth, folded(block.label))

    def _code(self, block: Code) -> None:
        for number, line in enumerate(block.text.split("\n")):
            if code := cleaned(line.expandtabs()).rstrip():
                self._separate(block, block.line and block.line + number)
                indent = len(code) - len(code.lstrip())
                start = self._append(code) + indent
                self._add(Unit(Span(start, self._length), lead=self._leads.into_code()))

    def _row(self, block: Row) -> None:
        cells = [folded(cell) for cell in block.cells]
        if not any(cells):
            return
        self._leads.forget()
        columns = [folded(name) for name in block.columns]
        if not _goes_on(self._before, block):
            self._begin_table(block, columns)
        self._separate(block, block.line)
        label = cells[0] if block.headed and len(cells[0]) <= LONGEST else ""
        for number, group in enumerate(_groups(cells, columns, named=block.headed)):
            self._append(" " if number else "")
            lead = label if number else ""
            written = [cell for cell, _ in group]
            if len(written[0]) >= LONG_CELL:
                self._add_sentences(written[0], self._append(written[0]), label=lead)
            else:
                start = self._append(_joined(written))
                names = tuple(name for _, name in group)
                self._add(Unit(Span(start, self._length), names, lead))

    def _begin_table(self, block: Row, columns: Sequence[str]) -> None:
        """Begin a table apart from what stands above it, with the names of its columns."""
        self._before = None
        if block.headed and any(columns):
            self._separate(block, max(block.line - 1, 0))
            self._append(_joined(columns))

    def _add(self, *units: Unit) -> None:
        self._outline.add(units, self._title or self._stem)

    def _add_sentences(self, text: str, start: int, depth: int = 0, label: str = "") -> None:
        # A line's end inside a paragraph is no more than a space: it ends no sentence.
        even = text.replace("\n", " ")
        said = [(span.moved(start), span.of(even)) for span in sentences(even, Span(0, len(even)))]
        for unit in self._leads.lead(said, depth):
            begins = led(unit.lead, unit.span.of(even, start)).startswith(label)
            lead = unit.lead if begins else led(label, unit.lead) if unit.lead else label
            self._add(replace(unit, lead=lead))

    def _separate(self, block: Block, line: int) -> None:
        """Begin a new line for a block: the file's own, or after an empty one."""
        joined = type(self._before) is type(block) and isinstance(block, Row | Code)
        breaks = max(1, line - self._line) if line else 1 if joined else 2
        if self._parts or line:
            self._append("\n" * (breaks if self._parts else line - 1))
        self._before = block
        self._turn()

    def _turn(self) -> None:
        """Begin the pages that waited for a text of theirs."""
        self._pages.extend(self._length for _ in range(self._turns))
        self._turns = 0

    def _append(self, text: str) -> int:
        """Write a text and tell where it starts."""
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self._line += text.count("\n")
        return start


def _goes_on(above: Block | None, row: Row) -> bool:
    """Tell whether a row stands below one of the same columns, or below their names."""
    return isinstance(above, Row) and row.columns in (above.columns, above.cells)


def _groups(
    cells: Sequence[str], columns: Sequence[str], *, named: bool
) -> list[list[tuple[str, str]]]:
    """Divide a row's cells, each with its column: a long one stands alone, rows are no longer.

    A row reads without the name of its first column, for what stands there names the row; a long
    cell, and the rest of the row, are led by it. A record, and a row that is continued, has no such
    cell, so an empty one is put in its place.
    """
    none = ("", "")
    groups = [[] if named else [none]]
    length = 0
    for cell, column in zip_longest(cells, columns[: len(cells)], fillvalue=""):
        if len(cell) >= LONG_CELL:
            groups += [[(cell, column)], [none]]
            length = 0
        elif length + len(cell) > LONGEST_ROW:
            groups.append([none, (cell, column)])
            length = len(cell)
        else:
            groups[-1].append((cell, column))
            length += len(cell)
    return [group for group in groups if any(cell for cell, _ in group)]


def _joined(cells: Sequence[str]) -> str:
    """Write cells as a row, borders in them escaped."""
    return "".join(f"| {cell} " for cell in (one.replace("|", "\\|") for one in cells)) + "|"
