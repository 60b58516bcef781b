"""HTML: what a reader of the page sees, without the page's furniture.

Menus, scripts, what forms ask for, what is struck out or hidden and how letters are spoken are left
out. Where the page marks its main part, only that is read. The tree is walked without recursion,
for pages may be nested without end.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa_bot.documents.blocks import Block, Code, Heading, Item, Prose, Title
from qa_bot.documents.decoding import decode_page
from qa_bot.documents.grids import heads_by_type, rows
from qa_bot.text.typography import lowered, raised

_CONTROLS = frozenset("button input meter progress select textarea".split())
_IGNORED = _CONTROLS | frozenset(
    """
    audio canvas datalist del dialog head iframe math menu nav noscript object option rp rt s
    script strike style svg template video
    """.split()
)
_FURNITURE = frozenset({"footer", "header"})
_ROLES = {
    "alertdialog": "dialog",
    "banner": "header",
    "complementary": "aside",
    "contentinfo": "footer",
    "dialog": "dialog",
    "main": "main",
    "menu": "menu",
    "menubar": "menu",
    "navigation": "nav",
}
"""What an element is, whatever its tag, if it has a role."""

_PARTS = frozenset({"article", "section"})
"""What has a header and a footer of its own, which are no furniture of the page."""
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big br cite code data dfn em font i img ins kbd label mark nobr picture
    q ruby samp small span strong sub time tt u var wbr
    """.split()
)
_GAPS = {"br": "\n", "img": " "}
_SHIFTS = frozenset({"sub", "sup"})
_NOTE_MARKS = frozenset({"noteref", "doc-noteref"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "dd"})
"""What is said in them is an item; what a term means hangs on the term like an item of its item."""

_ITEMS = frozenset({"li", "dt"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|line-through", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_WIDEST_SPAN = 100
_LONGEST_CELL = 1000
"""Characters of a cell from which a table is taken for layout, not for data."""


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read a page's headings, paragraphs, list items and tables."""
    tree = LexborHTMLParser(decode_page(data))
    if title := tree.css_first("head > title"):
        yield Title(title.text())
    if tree.body is not None:
        parts = [one for one in tree.body.css("main, article, [role=main]") if one.text(strip=True)]
        main = [part for part in parts if _kind(part) == "main"] or parts
        one = main[0] if len(main) == 1 else None
        yield from walked(one) if one else walked(tree.body, is_page=True)


def walked(root: LexborNode, *, is_page: bool = False) -> Iterator[Block]:
    """Yield the blocks inside an element; if it is a whole page, without its furniture."""
    ignored = _IGNORED | {"aside"} if is_page else _IGNORED
    walk = _Walk()
    to_do: list[tuple[LexborNode, bool]] = [(child, False) for child in _children(root)][::-1]
    while to_do:
        element, entered = to_do.pop()
        if entered:
            yield from walk.leave(element)
        elif element.is_text_node:
            walk.add(element.text_content or "")
        elif element.is_element_node and _kind(element) not in ignored and not _is_hidden(element):
            if is_page and _kind(element) in _FURNITURE and not walk.parts:
                continue
            if table := _table(element):
                yield from walk.flush()
                yield from table
                continue
            yield from walk.enter(element)
            to_do.append((element, True))
            to_do.extend((child, False) for child in _children(element)[::-1])
    yield from walk.flush()


@dataclass(slots=True)
class _Walk:
    """Where a walk is: the text since the last block, and what is around it.

    Around it may be parts of the page, a heading, code, and elements whose text stands above or
    below the line; from `on_line` on, text is not yet written so.
    """

    text: list[str] = field(default_factory=list)
    shifts: list[str] = field(default_factory=list)
    on_line: int = 0
    parts: int = 0
    level: int = 0
    depth: int = 0
    is_code: bool = False

    def add(self, text: str) -> None:
        """Add text of the page; only in code do its spaces and line feeds count."""
        self.text.append(text if self.is_code else _SPACES.sub(" ", text))

    def enter(self, element: LexborNode) -> Iterator[Block]:
        """Begin an element."""
        if element.tag in _GAPS:
            self.text.append(_GAPS[element.tag])
        elif shift := _shifted(element):
            self._shift()
            self.shifts.append(shift)
        elif not _is_inline(element):
            yield from self.flush()
            self.parts += element.tag in _PARTS
            self.level = _HEADINGS.get(element.tag or "", self.level)
            self.depth += element.tag in _LISTS
            if element.tag in _ITEMS:
                yield Item(self.depth, is_term=element.tag == "dt")
            self.is_code = self.is_code or element.tag == "pre"

    def leave(self, element: LexborNode) -> Iterator[Block]:
        """End an element."""
        if _shifted(element):
            self._shift()
            self.shifts.pop()
        elif not _is_inline(element):
            yield from self.flush()
            self.parts -= element.tag in _PARTS
            self.level = 0 if element.tag in _HEADINGS else self.level
            self.depth -= element.tag in _LISTS
            self.is_code = self.is_code and element.tag != "pre"

    def _shift(self) -> None:
        """Write text as the innermost element has it stand: each is written once."""
        if self.shifts:
            text = "".join(self.text[self.on_line :])
            before = "".join(self.text[max(self.on_line - 1, 0) : self.on_line])
            is_raised = self.shifts[-1] == "sup"
            self.text[self.on_line :] = [raised(text) if is_raised else lowered(text, before)]
        self.on_line = len(self.text)

    def flush(self) -> Iterator[Block]:
        """Yield the text since the last block."""
        text = "".join(self.text)
        self.text.clear()
        if text.strip() and self.is_code:
            yield Code(text)
        elif text.strip():
            yield Heading(text, self.level) if self.level else Prose(text, depth=self.depth)


def _children(element: LexborNode) -> list[LexborNode]:
    found = []
    child = element.child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _kind(element: LexborNode) -> str | None:
    return _ROLES.get(element.attributes.get("role") or "", element.tag)


def _shifted(element: LexborNode) -> str:
    """Tell whether an element's text is set as `sub` or `sup`; nothing where it stands on the line.

    A note's mark is raised, though only the page's style may say so.
    """
    if element.tag == "a":
        kinds = f"{element.attributes.get('epub:type')} {element.attributes.get('role')}"
        return "" if _NOTE_MARKS.isdisjoint(kinds.split()) else "sup"
    return element.tag if element.tag in _SHIFTS else ""


def _is_inline(element: LexborNode) -> bool:
    """Tell whether an element goes on in its line, as all do whose names the page made up."""
    return element.tag in _INLINE or "-" in (element.tag or "")


def _is_hidden(element: LexborNode) -> bool:
    """Tell whether an element is not shown, is struck out or names a control."""
    attributes = element.attributes
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return True
    return element.tag == "label" and (
        "for" in attributes or any(child.tag in _CONTROLS for child in _children(element))
    )


def _table(element: LexborNode) -> list[Block]:
    """Read an element that is a table of data."""
    if (
        element.tag != "table"
        or len(element.css("table")) > 1
        or element.css("h1, h2, h3, h4, h5, h6")
    ):
        return []
    lines = [_cells(line) for line in element.css("tr")]
    # A row without cells is none, though it takes a place of a cell that spans several.
    grid = [row for row, cells in zip(_grid(lines), lines, strict=True) if cells]
    if max(map(len, grid), default=0) < 2 or any(len(c) > _LONGEST_CELL for r in grid for c in r):
        return []
    marked = sum(bool(_cells(line)) for line in element.css("thead tr"))
    about = [Prose(_said(caption)) for caption in element.css("caption")]
    seen = list(filter(None, lines))
    heads = _heads(seen, marked)
    if heads is None:
        heads = heads_by_type(grid, [list(map(_is_strong, cells)) for cells in seen])
    return [*about, *rows(grid, heads)]


def _cells(line: LexborNode) -> list[LexborNode]:
    """List the cells of a table's row that are seen."""
    if _is_hidden(line) or (line.parent is not None and _is_hidden(line.parent)):
        return []
    cells = [child for child in _children(line) if child.tag in {"td", "th"}]
    return [cell for cell in cells if not _is_hidden(cell)]


def _heads(lines: Sequence[list[LexborNode]], marked: int) -> int | None:
    """Count the rows at the top that hold names; None where the page says of no cell that it does.

    Args:
        lines: The cells of each row.
        marked: How many rows the page marks as the table's head.
    """
    told = list(takewhile(_are_names, lines))
    while len(told) > 1 and len(told[-1]) == 1 and _span(told[-1][0], "colspan") > 1:
        told.pop()  # alone below the names it heads the rows that follow
    heads = marked or len(told)
    if heads or any(cell.tag == "th" for cells in lines for cell in cells):
        return heads % len(lines)  # what has a head alone has none
    return None


def _are_names(cells: Sequence[LexborNode]) -> bool:
    """Tell whether all cells of a row are marked as names, but for an empty corner."""
    names = cells if cells[0].text(strip=True) else cells[1:]
    return bool(names) and all(name.tag == "th" for name in names)


def _is_strong(cell: LexborNode) -> bool:
    """Tell whether all of a cell is bold, or it is empty."""
    bold = cell.css_first("b, strong")
    said = cell.text(strip=True)
    return not said or (bold is not None and bold.text(strip=True) == said)


def _grid(lines: list[list[LexborNode]]) -> list[list[str]]:
    """Lay cells out by row and column; one that spans several is repeated in each."""
    grid: list[list[str]] = []
    pending: dict[int, tuple[int, str]] = {}
    for line in lines:
        row: list[str] = []
        cells = iter(line)
        while True:
            column = len(row)
            if column in pending:
                left, text = pending.pop(column)
                row.append(text)
                if left > 1:
                    pending[column] = (left - 1, text)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            text, down = _said(cell), _span(cell, "rowspan")
            for across in range(column, column + _span(cell, "colspan")):
                row.append(text)
                if down > 1:
                    pending[across] = (down - 1, text)
        grid.append(row)
    return grid


def _span(cell: LexborNode, direction: str) -> int:
    written = (cell.attributes.get(direction) or "1").strip()
    return max(1, min(int(written), _WIDEST_SPAN)) if written.isascii() and written.isdigit() else 1


def _said(element: LexborNode) -> str:
    """Read an element as one line."""
    texts = (block.text for block in walked(element) if isinstance(block, Prose | Heading | Code))
    return " ".join(texts)
