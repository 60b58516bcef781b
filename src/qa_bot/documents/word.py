"""DOCX: headings by their styles, tables with their head rows, notes behind what they belong to.

What was deleted with its changes tracked, is hidden or struck out is left out; what was inserted is
read. The title among the properties is often that of a template, so it is not read.
"""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from qa_bot.documents.archives import opened
from qa_bot.documents.blocks import Block, Code, Heading, Prose
from qa_bot.documents.equations import MATH, on_one_line
from qa_bot.documents.grids import heads_by_type, rows
from qa_bot.documents.leads import LABELLED
from qa_bot.documents.placed import LABEL_LEVEL
from qa_bot.documents.strict import transitional
from qa_bot.text.typography import lowered, raised, sign

if TYPE_CHECKING:
    from docx.styles.style import BaseStyle

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LIST = re.compile(r"list(?: bullet| continue| number)? (\d)", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?:[\d.]+[.)]?\s+)?[^\W\d][^\d\r\n]{0,98}(?<![\s.!])\s*")
_CODE = re.compile(r"code|preformatted", re.IGNORECASE)
_SILENT = {qn(f"w:{name}") for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "rt")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_AROUND = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "customXml")}
"""What stands around blocks, rows or cells, and is not seen itself."""

_UNSEEN = ("vanish", "strike", "dstrike")
_LETTERS = {qn("w:t"), qn("m:t")}
_WRITTEN = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:p"): "\n",
}
_DELETED_ROW = f"{qn('w:trPr')}/{qn('w:del')}"
_WIDEST_SPAN = 100
_OFF = {"0", "false", "off"}
_FIRST_ROW = 0x20
"""Among what a table takes from its style."""


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read the body of a document."""
    with opened(data, name) as archive:
        document = Document(io.BytesIO(transitional(archive, data)))
    yield from _followed(_Reader(document).walked(document.element.body))


def _followed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield what says something; of bold lines only those head something that something follows."""
    said = (one for one in blocks if not isinstance(one, Prose) or one.text.strip())
    for block, following in pairwise(chain(said, [None])):
        if not isinstance(block, Heading) or block.level < LABEL_LEVEL:
            yield from [block] if block else []
        elif following is None or isinstance(following, Heading):
            yield Prose(block.text)
        else:
            yield block


def _may_head(text: str) -> bool:
    """Tell whether a bold line may head what follows: short, no sentence, and no figure told."""
    return bool(_LABEL.fullmatch(text)) and not LABELLED.match(text.lstrip())


class _Reader:
    """What the blocks of one document need to be read: its styles and its notes."""

    def __init__(self, document: Document) -> None:
        self._styles = {style.style_id: style for style in document.styles}
        self._notes = {
            (kind, note.get(qn("w:id"))): note
            for kind in ("footnote", "endnote")
            for note in _notes(document, kind)
        }

    def walked(self, parent: Element) -> Iterator[Block]:
        """Yield the blocks of a body, a cell or a content control."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _AROUND and not _is_table_of_contents(child):
                yield from self.walked(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        text = _text(paragraph)
        style, level = self._style(paragraph)
        depth = self._depth(paragraph)
        if level is not None and text.strip():
            yield Heading(text, level)
        elif _CODE.search(style):
            yield Code(text)
        elif not depth and _may_head(text) and self._is_strong(paragraph):
            yield Heading(text, LABEL_LEVEL)
        else:
            yield Prose(text, depth=depth)
        yield from self._noted(paragraph)

    def _depth(self, paragraph: Element) -> int:
        """Count the lists around a paragraph: as itself says, or its style, be it by its name."""
        style = self._chosen(paragraph)
        named = _LIST.fullmatch(style.name or "") if style is not None else None
        for element in (paragraph, *([style.element] if style is not None else [])):
            numbers = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbers is not None:
                level = numbers.find(qn("w:ilvl"))
                told = 1 + int(level.get(qn("w:val"), "0") if level is not None else 0)
                return max(told, int(named[1]) if named else 0)
        return 0

    def _chosen(self, paragraph: Element) -> "BaseStyle | None":
        """Find the style that a paragraph names."""
        return self._styles.get(_value(paragraph, "pPr", "pStyle"))

    def _noted(self, element: Element) -> Iterator[Block]:
        """Yield the notes that an element refers to."""
        for kind in ("footnote", "endnote"):
            for mark in element.iter(qn(f"w:{kind}Reference")):
                note = self._notes.get((kind, mark.get(qn("w:id"))))
                if note is not None:
                    yield Prose(_text(note))

    def _style(self, paragraph: Element) -> tuple[str, int | None]:
        """Tell the name of a paragraph's style, and its level if it is a heading."""
        style = self._chosen(paragraph)
        name = style.name or "" if style is not None else ""
        if name.casefold() == "title":
            return name, 0
        outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        while outline is None and style is not None:
            if found := _HEADING.fullmatch(style.name or ""):
                return name, int(found[1])
            outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            style = style.base_style
        level = int(outline.get(qn("w:val"))) if outline is not None else 9
        return name, level + 1 if level < 9 else None

    def _table(self, table: Element) -> Iterator[Block]:
        grid: list[list[str]] = []
        heads = 0
        lines = list(_inside(table, "tr"))
        for row in lines:
            marked = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            heads += marked and heads == len(grid)
            grid.append(_row(row, grid[-1] if grid else []))
        if max(map(len, grid), default=0) > 1:
            is_marked = 0 < heads < len(grid)
            yield from rows(grid, heads if is_marked else self._heads(table, lines, grid))
            yield from self._noted(table)
            return
        for row in lines:
            for cell in _inside(row, "tc"):
                yield from self.walked(cell)

    def _heads(self, table: Element, lines: list[Element], grid: list[list[str]]) -> int | None:
        """Count the rows that hold names, by the type of the cells and the style of the table."""
        strong = [[self._is_strong(cell) for cell in _inside(line, "tc")] for line in lines]
        if self._styles_first_row(table):
            strong[0] = [True]
        return heads_by_type(grid, strong)

    def _styles_first_row(self, table: Element) -> bool:
        """Tell whether a table's style sets its first row off from the others."""
        style = self._styles.get(_value(table, "tblPr", "tblStyle"))
        kinds = style.element.iter(qn("w:tblStylePr")) if style is not None else ()
        if not any(kind.get(qn("w:type")) == "firstRow" for kind in kinds):
            return False
        look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
        if look is None:
            return False
        told = look.get(qn("w:firstRow"))
        return told not in _OFF if told else bool(int(look.get(qn("w:val"), "0"), 16) & _FIRST_ROW)

    def _is_strong(self, cell: Element) -> bool:
        """Tell whether all of a cell is bold, or it is empty."""
        return all(
            self._is_bold(paragraph, run)
            for paragraph in cell.iter(qn("w:p"))
            for run in paragraph.iter(qn("w:r"))
            if _text(run).strip()
        )

    def _is_bold(self, paragraph: Element, run: Element) -> bool:
        """Tell whether letters are bold: as they say themselves, their style or the paragraph's."""
        own = _setting(run, "b")
        if own is not None:
            return own
        for style in (self._styles.get(_value(run, "rPr", "rStyle")), self._chosen(paragraph)):
            while style is not None:
                if style.font.bold is not None:
                    return bool(style.font.bold)
                style = style.base_style
        return False


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, content controls around them or not."""
    for child in parent:
        if child.tag in _AROUND:
            yield from _inside(child, name)
        elif child.tag == qn(f"w:{name}") and child.find(_DELETED_ROW) is None:
            yield child


def _row(line: Element, above: list[str]) -> list[str]:
    """Read a table's row; a cell that spans several columns or rows is repeated in each."""
    row = [""] * _columns(line, "trPr", "gridBefore")
    for cell in _inside(line, "tc"):
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        text = _text(cell)
        if merged is not None and merged.get(qn("w:val")) != "restart" and len(row) < len(above):
            text = above[len(row)]
        row.extend([text] * max(1, _columns(cell, "tcPr", "gridSpan")))
    return row


def _value(element: Element, properties: str, name: str) -> str:
    """Read a value among the properties of an element; nothing where none is given."""
    found = element.find(f"{qn(f'w:{properties}')}/{qn(f'w:{name}')}")
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _setting(run: Element, name: str) -> bool | None:
    """Tell whether letters themselves are said to be such or not; None where nothing is said."""
    found = run.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}")
    return found.get(qn("w:val"), "true") not in _OFF if found is not None else None


def _is_unseen(part: Element) -> bool:
    """Tell whether an element is a run of letters that are hidden or struck out."""
    return part.tag == qn("w:r") and any(_setting(part, name) for name in _UNSEEN)


def _columns(element: Element, properties: str, name: str) -> int:
    """Read a number of columns among the properties of a row or cell; 0 where none is given."""
    return min(int(_value(element, properties, name) or 0), _WIDEST_SPAN)


def _text(element: Element) -> str:
    """Read what is written in an element."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SILENT or _is_unseen(child):
            continue
        if child.tag in _LETTERS:
            parts.append(child.text or "")
            continue
        if child.tag == qn("w:sym"):
            code = int(child.get(qn("w:char"), "0"), 16)
            parts.append(sign(code, child.get(qn("w:font"), "")))
            continue
        if str(child.tag).startswith(MATH):
            parts.append(on_one_line(child, _text))
            continue
        parts.append(_WRITTEN.get(child.tag, ""))
        inner = _text(child)
        shift = child.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        place = shift.get(qn("w:val")) if shift is not None else ""
        if place == "superscript":
            inner = raised(inner)
        elif place == "subscript":
            inner = lowered(inner, next(filter(None, reversed(parts)), ""))
        parts.append(inner)
    return "".join(parts)


def _notes(document: Document, kind: str) -> Iterator[Element]:
    wanted = getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S")
    for relationship in document.part.rels.values():
        if relationship.reltype == wanted and not relationship.is_external:
            yield from parse_xml(relationship.target_part.blob).iter(qn(f"w:{kind}"))


def _is_table_of_contents(element: Element) -> bool:
    path = "/".join(qn(f"w:{name}") for name in ("sdtPr", "docPartObj", "docPartGallery"))
    gallery = element.find(path)
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"
