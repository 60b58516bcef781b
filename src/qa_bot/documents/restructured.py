"""reStructuredText: docutils reads it; nothing is included, run or fetched.

Directives and roles of other programs, such as Sphinx, are read through to their text. Every block
stays on its line of the file.
"""

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, takewhile
from typing import Any

from docutils import nodes as tree
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.tables import CSVTable
from docutils.parsers.rst.languages import en as english

from qa_bot.documents.blocks import Block, Code, Heading, Item, Prose
from qa_bot.documents.decoding import decode
from qa_bot.documents.directives import CODE, UNREAD
from qa_bot.documents.grids import rows
from qa_bot.text.typography import lowered, raised

_SETTINGS = {
    "_disable_config": True,
    "docinfo_xform": False,
    "doctitle_xform": False,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "line_length_limit": sys.maxsize,  # a longer line would leave the whole text unread
    "raw_enabled": False,
    "report_level": 5,
    "warning_stream": False,
}
_NO_BREAKS = dict.fromkeys(map(ord, "\x1c\x1d\x1e\x85\u2028\u2029"), " ")
"""What ends a line for docutils, and in no editor."""
_OPTION = re.compile(r":[\w:+.-]+:(?:\s|\Z)")
_CAPTION = re.compile(r":caption:\s+(.+)")
_DIRECTIVE = re.compile(r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([\w:+.-]+)::", re.MULTILINE)
_ROLE = re.compile(r":([\w:+.-]+):`")
_TARGET = re.compile(r"\s*<[^<>]*>\Z", re.DOTALL)
_UNSEEN = (
    tree.comment, tree.system_message, tree.substitution_definition, tree.raw, tree.pending,
)  # fmt: skip
_SILENT = (*_UNSEEN, tree.target, tree.label, tree.reference)
"""What holds no text of its own where blocks stand; a reference there is the link of an image."""
_DANGLING_MARK = re.compile(r"\[[^\[\]]+\]_")
_BAD_TABLE = re.compile(r"Malformed table\.(?:.* in table line (?P<line>\d+))?", re.DOTALL)
"""What docutils says of a table that it cannot read, and of which of its lines."""
_RULED = re.compile(r"^[=+ -]+$", re.MULTILINE)


def blocks(data: bytes, name: str) -> Iterator[Block]:
    """Read a text.

    Raises:
        DocumentError: When it is not UTF-8 text.
    """
    text = decode(data, name).translate(_NO_BREAKS)
    _know(text)
    yield from _walked(publish_doctree(text, settings_overrides=_SETTINGS), 0)


class _Through(Directive):  # type: ignore[misc]
    """A directive that is not known: what stands in it is read as if it stood there without it."""

    has_content = True
    has_prose_argument = True

    def run(self) -> list[tree.Node]:
        """Read the argument, the caption and the content."""
        inner = tree.container()
        options = self._options()
        named = not self.has_prose_argument and self.content_offset < self.lineno
        self._read(int(named), options.start, inner)
        for at in options:
            if caption := _CAPTION.match(self.content[at]):
                self._add(tree.paragraph, caption[1], at, inner)
        self._read(options.stop, len(self.content), inner)
        return [inner]

    def _options(self) -> range:
        """Tell which lines are options: under the argument, and no empty line above them."""
        apart = self.content_offset > self.lineno
        head = [] if apart else list(takewhile(str.strip, self.content))
        first = next((at for at, line in enumerate(head) if _OPTION.match(line)), len(head))
        return range(first, len(head))

    def _read(self, start: int, stop: int, inner: tree.container) -> None:
        """Read some lines, in which there may be any blocks."""
        self.state.nested_parse(self.content[start:stop], self.content_offset + start, inner)

    def _add(self, kind: type[tree.TextElement], text: str, at: int, inner: tree.container) -> None:
        """Add a text that begins in a line."""
        block = kind("", text)
        block.line = self.content_offset + at + 1
        inner += block


class _Unread(_Through):
    """A directive that only points to what stands elsewhere, or that no reader sees."""

    def run(self) -> list[tree.Node]:
        """Read nothing."""
        return []


class _Condition(_Through):
    """A directive whose argument says when its content is there, or names it for a program."""

    has_prose_argument = False


class _Listing(_Through):
    """Code; its argument names the language."""

    has_prose_argument = False

    def _read(self, start: int, stop: int, inner: tree.container) -> None:
        self._add(tree.literal_block, "\n".join(self.content[start:stop]), start, inner)


class _Equations(_Through):
    """Equations, parted by empty lines."""

    def _read(self, start: int, stop: int, inner: tree.container) -> None:
        def is_written(at: int) -> bool:
            return bool(self.content[at].strip())

        for written, run in groupby(range(start, stop), is_written):
            if written:
                lines = list(run)
                text = "\n".join(self.content[at] for at in lines)
                self._add(tree.math_block, text, lines[0], inner)


class _Records(CSVTable):  # type: ignore[misc]
    """A table of records: each of its rows is told the line on which its record begins."""

    def parse_csv_data_into_rows(self, csv_data: Any, dialect: Any, source: str) -> tuple[Any, int]:  # noqa: ANN401
        """Read records, those of the content with their lines."""
        records, width = super().parse_csv_data_into_rows(csv_data, dialect, source)
        if csv_data is self.content:
            reader = csv.reader((f"{line}\n" for line in csv_data), dialect=dialect)
            begins = [0, *(reader.line_num for _ in reader)]
            for record, begin in zip(records, begins, strict=False):
                for *_, cell in record:
                    cell.items = [csv_data.items[begin]] * len(cell)
        return records, width


_READERS: dict[str, type[Directive]] = {
    **dict.fromkeys(UNREAD, _Unread),
    **dict.fromkeys("automodule ifconfig only".split(), _Condition),
    **dict.fromkeys(CODE, _Listing),
    "csv-table": _Records,
    "math": _Equations,
}
"""What reads a directive, be it known to docutils or not; `_Through` reads the others."""


def _through(
    name: str, rawtext: str, text: str, lineno: int, inliner: object, **_: object
) -> tuple[list[tree.Node], list[tree.system_message]]:
    """Read a role that is not known as its text, a target in angle brackets left off."""
    return [tree.inline(rawtext, _TARGET.sub("", text).lstrip("~!"))], []


def _know(text: str) -> None:
    """Make known what a text uses and docutils does not know, or is not to follow."""
    for name in {name.lower() for name in _DIRECTIVE.findall(text)}:
        known = english.directives.get(name, name) in directives._directive_registry
        if name in _READERS or not known:
            directives.register_directive(name, _READERS.get(name, _Through))
    for name in {name.lower() for name in _ROLE.findall(text)}:
        known = roles._role_registry.get(english.roles.get(name, name), roles.unimplemented_role)
        if known is roles.unimplemented_role:
            roles.register_local_role(name, _through)


def _walked(parent: tree.Node, level: int, depth: int = 0) -> Iterator[Block]:
    """Yield the blocks inside an element; sections inside of sections are one level deeper.

    So are lists inside of lists; what a term means hangs on the term like an item of its item.
    """
    for child in parent.children:
        if isinstance(child, _SILENT):
            yield from _bad_table(child)
        elif isinstance(child, tree.title) and isinstance(parent, tree.section):
            yield Heading(_text(child), level, max(_line(child) - 1, 0))  # told is its underline
        elif isinstance(child, tree.section):
            yield from _walked(child, level + 1)
        elif isinstance(child, tree.literal_block | tree.doctest_block):
            yield Code(_text(child), _line(child) or _line(parent))
        elif isinstance(child, tree.table):
            yield from _table(child)
        elif isinstance(child, tree.TextElement):
            yield Prose(_text(child), _line(child) or _line(parent), depth)
        elif isinstance(child, tree.field | tree.option_list_item):
            yield from _labelled(child, level, depth)
        elif isinstance(child, tree.definition_list_item):
            *terms, definition = child.children
            yield Item(depth + 1, is_term=True)
            yield Prose(" : ".join(map(_text, terms)), _line(child), depth + 1)
            yield from _walked(definition, level, depth + 2)
        else:
            yield from _inside(child, level, depth)


def _inside(element: tree.Node, level: int, depth: int) -> Iterator[Block]:
    """Yield the blocks of an element that is none itself, which may be a list or an item of one."""
    if isinstance(element, tree.list_item):
        yield Item(depth)
    is_list = isinstance(element, tree.bullet_list | tree.enumerated_list)
    yield from _walked(element, level, depth + is_list)


def _labelled(item: tree.Element, level: int, depth: int) -> Iterator[Block]:
    """Yield what is said of a field or an option: first its label, as on its line."""
    name, body = item.children
    label = f"{_text(name)}:" if isinstance(item, tree.field) else name.astext()
    if body.children and isinstance(body[0], tree.paragraph):
        body[0].insert(0, tree.Text(f"{label} "))
    else:
        alone = tree.paragraph("", label)
        alone.line = item.line
        body.insert(0, alone)
    for block in _walked(body, level, depth):
        yield replace(block, label=block.label or label) if isinstance(block, Prose) else block


def _text(element: tree.Element) -> str:
    """Read what is written in an element, without the marks of its notes."""
    parts: list[str] = []
    for child in element.children:
        if isinstance(child, _UNSEEN):
            continue
        if _is_note_mark(child):
            parts.append(parts.pop().rstrip(" ") if parts else "")
        elif isinstance(child, tree.superscript):
            parts.append(raised(_text(child)))
        elif isinstance(child, tree.subscript):
            parts.append(lowered(_text(child), parts[-1] if parts else ""))
        else:
            parts.append(_text(child) if child.children else child.astext())
    return str(element.child_text_separator.join(parts))


def _is_note_mark(part: tree.Node) -> bool:
    """Tell whether a part of a line is the mark of a note, be that in the file or not."""
    if isinstance(part, tree.problematic):
        return bool(_DANGLING_MARK.fullmatch(part.astext()))
    return isinstance(part, tree.footnote_reference | tree.citation_reference)


def _line(element: tree.Element) -> int:
    """Tell an element's line in the file; 0 where docutils does not."""
    return element.line or 0


def _table(table: tree.table) -> Iterator[Block]:
    for caption in table.findall(tree.title):
        yield Prose(_text(caption), _line(table))
    grid: list[list[str]] = []
    lines: list[int] = []
    pending: dict[int, tuple[int, str]] = {}
    for row in table.findall(tree.row):
        column = 0
        for entry in row.findall(tree.entry):
            while column in pending:
                column += 1
            for _ in range(entry.get("morecols", 0) + 1):
                pending[column] = (entry.get("morerows", 0) + 1, _text(entry))
                column += 1
        grid.append([text for _, (_, text) in sorted(pending.items())])
        lines.append(min(filter(None, map(_line, row.findall(tree.Element))), default=0))
        pending = {at: (left - 1, text) for at, (left, text) in pending.items() if left > 1}
    heads = sum(len(list(head.findall(tree.row))) for head in table.findall(tree.thead))
    yield from rows(grid, heads, lines)


def _bad_table(message: tree.Node) -> Iterator[Block]:
    """Yield a table that docutils only complains of as its lines, all but the ruled ones."""
    is_told = isinstance(message, tree.system_message)
    if bad := _BAD_TABLE.match(_text(message)) if is_told else None:
        start = message["line"] - int(bad["line"] or 1) + 1
        for table in message.findall(tree.literal_block):
            yield Code(_RULED.sub("", table.astext()), start)
