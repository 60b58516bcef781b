"""Which files of a folder are documents, and which are skipped, with the reason.

Nothing outside the folder is read: a symbolic link that leads out of it is skipped.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa_bot.errors import FolderError
from qa_bot.text import printable


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that can be a document.

    Attributes:
        name: The folder's name and the path inside it, with `/`: `knowledge/boston.md`.
        path: Where it lies.
        size: In bytes.
        mtime_ns: Modification time in nanoseconds.
    """

    name: str
    path: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not indexed, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds: documents by name, what is skipped, and bibliographies."""

    root: Path
    files: tuple[FileEntry, ...]
    skipped: tuple[Skipped, ...]
    bibliographies: tuple[FileEntry, ...]


def scan(root: Path, suffixes: frozenset[str]) -> Folder:
    """List a folder's documents, in the order of their names.

    Args:
        root: The folder.
        suffixes: File name endings, in lower case, that are documents.

    Raises:
        FolderError: When it is missing, no folder, or cannot be read.
    """
    if not root.is_dir():
        state = "is no folder" if root.exists() else "does not exist"
        raise FolderError(f"{root} {state}", hint="qa-bot index FOLDER")
    resolved = root.resolve()
    files: list[FileEntry] = []
    bibliographies: list[FileEntry] = []
    skipped: list[Skipped] = []
    names = {f"{resolved.name}/{path.relative_to(root).as_posix()}": path for path in _walk(root)}
    for name, path in sorted(names.items()):
        written, fault = _as_written(name)
        reason = _reason_to_skip(path, resolved, suffixes) or fault
        if reason:
            skipped.append(Skipped(written, reason))
            continue
        status = path.stat()
        entry = FileEntry(name, path, status.st_size, status.st_mtime_ns)
        (bibliographies if path.suffix.lower() == ".bib" else files).append(entry)
    return Folder(resolved, tuple(files), tuple(skipped), tuple(bibliographies))


def _walk(root: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        if Path(error.filename) == root:
            raise FolderError(
                f"{root} cannot be read: {error.strerror}", hint=f"ls -ld '{root}'"
            ) from error

    for folder, subfolders, names in os.walk(root, onerror=refuse):
        here = Path(folder)
        linked = [name for name in subfolders if (here / name).is_symlink()]
        hidden = [name for name in subfolders if name.startswith(".")]
        subfolders[:] = sorted(set(subfolders) - set(linked) - set(hidden))
        unreadable = [name for name in subfolders if not os.access(here / name, os.R_OK | os.X_OK)]
        for name in sorted([*names, *linked, *hidden, *unreadable]):
            yield here / name


def _as_written(name: str) -> tuple[str, str]:
    """Write a name down, and tell what is wrong with it; an address must be one line of text."""
    encoded = name.encode("utf-8", "replace").decode("utf-8")
    written = printable(re.sub(r"[\r\n\t]", "?", encoded))
    if encoded != name:
        return written, "name that is not UTF-8"
    return written, "" if written == name else "name with line feeds or control characters"


def _reason_to_skip(path: Path, root: Path, suffixes: frozenset[str]) -> str:
    """Say why a path is no document; empty when it is one."""
    if path.name.startswith("."):
        return "hidden"
    if path.is_symlink():
        if not path.exists():
            return "link that leads nowhere"
        target = path.resolve()
        if not target.is_relative_to(root):
            return "link out of the folder"
        if target.is_dir():
            return "link to a folder"
    if path.is_dir():
        return "folder that cannot be read"
    if not path.is_file():
        return "no regular file"
    if path.suffix.lower() not in suffixes | {".bib"}:
        return f"unknown type {path.suffix}" if path.suffix else "unknown type"
    if not os.access(path, os.R_OK):
        return "cannot be read: permission denied"
    return ""
