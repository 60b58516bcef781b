"""An address leads to a place in an indexed document.

Comes in: `knowledge/boston.md:14` (a line) or `knowledge/boston.md:120-348` (characters), as they
stand in an answer; the document may be named by its path, or by an end of it that no other has.
Goes out: the document's text, as it was indexed, and the span meant.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath

from qa_bot.disk import real
from qa_bot.errors import AddressError, pasted
from qa_bot.index import Index
from qa_bot.records import Document, Span
from qa_bot.text.display import counted
from qa_bot.text.spans import LineNumbers, trimmed

_ADDRESS = re.compile(
    r"(?P<document>.+?)(?::(?P<start>\d{1,15})(?:-(?P<end>\d{1,15}))?)?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document's text.

    Attributes:
        document: Its name.
        text: The whole text, as it was indexed.
        span: What the address means; None for the whole document.
        pages: Where each page starts in the text; empty for a format without pages.
    """

    document: str
    text: str
    span: Span | None
    pages: tuple[int, ...] = ()


def locate(index: Index, address: str) -> Place:
    """Find what an address means.

    Raises:
        AddressError: When there is no such document, line or range.
    """
    # Bytes of a command line that are no UTF-8 arrive as surrogates; no document is named so.
    address = address.encode("utf-8", "replace").decode("utf-8")
    match = _ADDRESS.fullmatch(address)
    typed = match["document"] if match else address
    name = find_document(index, typed, line=address.removeprefix(typed))
    document = index.store.document(index.store.documents()[name])
    span = _span(document, match["start"], match["end"]) if match else None
    return Place(name, document.text, span, document.pages)


def find_document(index: Index, typed: str, *, command: str = "show", line: str = "") -> str:
    """Find the name of the document that is meant.

    Args:
        index: Where it is looked for.
        typed: Its name, its path as the shell gives it, or an end of its name that is unambiguous.
        command: What a hint proposes to type again, with a document that there is.
        line: What was typed behind the document, such as `:14`.

    Raises:
        AddressError: When there is none.
    """
    names = list(index.store.documents())
    if typed in names:
        return typed
    inside = [name for name in _inside(index, typed) if name in names]
    ending = [name for name in names if f"/{name}".endswith(f"/{PurePath(typed).as_posix()}")]
    for meant in (inside, ending):
        if len(meant) == 1:
            return meant[0]
    close = get_close_matches(typed, names, n=1, cutoff=0.3)
    known = [f"{name}{line}" for name in close] or names
    hint = f"qa-bot {command} {pasted(known[0])}" if known else "qa-bot status"
    raise AddressError(f"no document {typed!r} in the index", hint=hint)


def _inside(index: Index, path: str) -> Iterator[str]:
    """Yield the name that a document at a path has, where that is in an indexed folder."""
    for folder in map(real, index.collection.folders):
        with suppress(ValueError, OSError):
            yield f"{folder.name}/{real(path).relative_to(folder).as_posix()}"


def _span(document: Document, start: str | None, end: str | None) -> Span | None:
    """Read what stands behind a document's name: nothing, a line, or characters."""
    if start is None:
        return None
    if end is None:
        return _line(document, int(start))
    if not int(start) < int(end) <= len(document.text):
        raise AddressError(
            f"{document.name} has characters 0-{len(document.text)}, not {start}-{end}",
            hint=f"qa-bot show {pasted(document.name)}",
        )
    return Span(int(start), int(end))


def _line(document: Document, line: int) -> Span | None:
    """Find the text of a line, counted from 1; an empty line means its neighbourhood."""
    lines = LineNumbers(document.text)
    if not 1 <= line <= len(lines):
        raise AddressError(
            f"{document.name} has {counted(len(lines), 'line')}, not {line}",
            hint=f"qa-bot show {pasted(document.name)}",
        )
    start, end = lines.bounds(line)
    return trimmed(document.text, start, end) or (Span(start, end) if end > start else None)
