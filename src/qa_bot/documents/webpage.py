"""HTML: what a reader of the page sees, without the page's furniture.

Menus, scripts, what forms ask for, what is struck out or hidden and how letters are spoken are left
out. Where the page marks its main part, only that is read. The tree is walked without recursion,
for pages may be nested without end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa_bot.documents.blocks import Block, Code, Heading, Item, Prose, Title
from qa_bot.documents.decoding import decode_page
from qa_bot.documents.elements import CONTROLS, children, is_hidden, is_inline, kind, shifted
from qa_bot.documents.webtable import table
from qa_bot.text.typography import lowered, raised

_IGNORED = CONTROLS | frozenset(
    """
    audio canvas datalist del dialog head iframe math menu nav noscript object option rp rt s
    script strike style svg template video
    """.split()
)
_FURNITURE = frozenset({"footer", "header"})
_PARTS = frozenset({"article", "section"})
"""What has a header and a footer of its own, which are no furniture of the page."""
_GAPS = {"br": "\n", "img": " "}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "dd"})
"""What is said in them is an item; what a term means hangs on the term like an item of its item."""

_ITEMS = frozenset({"li", "dt"})
_SPACES = re.compile(r"\s+")


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read a page's headings, paragraphs, list items and tables."""
    tree = LexborHTMLParser(decode_page(data))
    if title := tree.css_first("head > title"):
        yield Title(title.text())
    if tree.body is not None:
        parts = [one for one in tree.body.css("main, article, [role=main]") if one.text(strip=True)]
        main = [part for part in parts if kind(part) == "main"] or parts
        one = main[0] if len(main) == 1 else None
        yield from walked(one) if one else walked(tree.body, is_page=True)


def walked(root: LexborNode, *, is_page: bool = False) -> Iterator[Block]:
    """Yield the blocks inside an element; if it is a whole page, without its furniture."""
    ignored = _IGNORED | {"aside"} if is_page else _IGNORED
    walk = _Walk()
    to_do: list[tuple[LexborNode, bool]] = [(child, False) for child in children(root)][::-1]
    while to_do:
        element, entered = to_do.pop()
        if entered:
            yield from walk.leave(element)
        elif element.is_text_node:
            walk.add(element.text_content or "")
        elif element.is_element_node and kind(element) not in ignored and not is_hidden(element):
            if is_page and kind(element) in _FURNITURE and not walk.parts:
                continue
            if found := table(element, _said):
                yield from walk.flush()
                yield from found
                continue
            yield from walk.enter(element)
            to_do.append((element, True))
            to_do.extend((child, False) for child in children(element)[::-1])
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
        elif shift := shifted(element):
            self._shift()
            self.shifts.append(shift)
        elif not is_inline(element):
            yield from self.flush()
            self.parts += element.tag in _PARTS
            self.level = _HEADINGS.get(element.tag or "", self.level)
            self.depth += element.tag in _LISTS
            if element.tag in _ITEMS:
                yield Item(self.depth, is_term=element.tag == "dt")
            self.is_code = self.is_code or element.tag == "pre"

    def leave(self, element: LexborNode) -> Iterator[Block]:
        """End an element."""
        if shifted(element):
            self._shift()
            self.shifts.pop()
        elif not is_inline(element):
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


def _said(element: LexborNode) -> str:
    """Read an element as one line."""
    texts = (block.text for block in walked(element) if isinstance(block, Prose | Heading | Code))
    return " ".join(texts)
