"""One file becomes one document, by the parser for its ending."""

import hashlib
from collections.abc import Callable
from importlib import import_module

from qa_bot.documents.decoding import decode
from qa_bot.documents.folder import FileEntry
from qa_bot.documents.parsed import Parsed
from qa_bot.errors import DocumentError
from qa_bot.records import Document

# Named, not imported: a parser's libraries are loaded when the first such file is read.
_PARSERS = {".md": "markdown", ".markdown": "markdown", ".txt": "plain", ".text": "plain"}
SUFFIXES = frozenset(_PARSERS)


def load(entry: FileEntry) -> Document:
    """Read a file and divide it into sections, sentences and rows.

    Raises:
        DocumentError: When it cannot be read, is binary, or is no UTF-8 text.
    """
    try:
        data = entry.path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{entry.name}: cannot be read: {error.strerror}", hint=f"ls -l '{entry.path}'"
        ) from error
    text = decode(data, entry.name)
    parsed = _parser(entry.path.suffix.lower())(text, entry.path.stem)
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(entry.name, text, sha256, parsed.title, parsed.sections)


def _parser(suffix: str) -> Callable[[str, str], Parsed]:
    parse: Callable[[str, str], Parsed]
    parse = import_module(f"qa_bot.documents.{_PARSERS[suffix]}").parse
    return parse
