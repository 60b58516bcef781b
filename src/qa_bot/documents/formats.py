"""The formats that can be read, by the endings of file names.

A format that is text has `parse(text, stem)`, and is quoted from the file as it is. Any other has
`blocks(data, name)`, and is quoted from the canonical text that is written from them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath

from qa_bot.documents.blocks import Block
from qa_bot.documents.canonical import canonical
from qa_bot.documents.decoding import decode
from qa_bot.documents.extracted import Extracted
from qa_bot.errors import DocumentError
from qa_bot.text.markup import MARKDOWN


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the module that reads it, and whether it is text that is quoted as it is."""

    module: str
    suffixes: tuple[str, ...]
    is_text: bool = False


# Named, not imported: a reader's libraries are loaded when the first such file is read.
FORMATS = (
    Format("markdown", MARKDOWN, is_text=True),
    Format("plain", (".txt", ".text"), is_text=True),
    Format("separated", (".csv", ".tsv")),
    Format("jsonlines", (".jsonl", ".ndjson")),
    Format("pdf", (".pdf",)),
    Format("word", (".docx",)),
    Format("epub", (".epub",)),
    Format("restructured", (".rst",)),
    Format("webpage", (".html", ".htm", ".xhtml")),
)
_BY_SUFFIX = {suffix: one for one in FORMATS for suffix in one.suffixes}
SUFFIXES = frozenset(_BY_SUFFIX)


def format_of(name: str) -> Format:
    """Tell a file's format by its name."""
    return _BY_SUFFIX[PurePosixPath(name).suffix.lower()]


def extract(data: bytes, name: str) -> Extracted:
    """Read a file's bytes.

    Args:
        data: The whole file.
        name: The document's name; its ending tells the format.

    Raises:
        DocumentError: When they are not what the format asks for, or its reader fails on them.
    """
    try:
        return _extracted(data, name)
    except (DocumentError, MemoryError):
        raise
    except RecursionError as error:
        raise _failed(name, "nested too deeply") from error
    except Exception as error:  # on a damaged file a library may raise anything
        reason = f"damaged, or no {PurePosixPath(name).suffix} file"
        raise _failed(name, f"{reason} ({type(error).__name__}: {error})") from error


def _extracted(data: bytes, name: str) -> Extracted:
    stem = PurePosixPath(name).stem
    found = format_of(name)
    module = import_module(f"qa_bot.documents.{found.module}")
    if found.is_text:
        parse: Callable[[str, str], Extracted] = module.parse
        return parse(decode(data, name), stem)
    blocks: Callable[[bytes, str], Iterator[Block]] = module.blocks
    return canonical(blocks(data, name), stem)


def _failed(name: str, reason: str) -> DocumentError:
    return DocumentError(f"{name}: {reason}", hint="open it in its own program, and save it anew")
