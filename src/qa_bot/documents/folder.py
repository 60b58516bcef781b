"""Which files of a folder are documents, and which are skipped, with the reason.

Nothing outside the folder is read: a symbolic link that leads out of it is skipped. What rules
exclude is not mentioned: it was not asked for. Nor is an index that lies among the documents.
"""

import os
import re
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from itertools import chain, combinations
from operator import attrgetter
from pathlib import Path

from qa_bot.disk import open_inside
from qa_bot.documents.selection import (
    IGNORE_FILE,
    Collection,
    Selection,
    is_bibliography,
    is_companion,
    is_synonyms,
)
from qa_bot.errors import FolderError, pasted
from qa_bot.text.display import printable

CURRENT, GENERATION = "CURRENT", re.compile(r"gen-(\d{6})")
"""What makes a folder an index: a file that names which of its generations is current."""

_HIDDEN = (".", "~$")
"""What the names of hidden files begin with; Office hides one beside each document that is open."""

_MOMENT_NS = 1_000_000_000
_NO_FOLDER = "is not a folder"
_ELSEWHERE = "bring it back, or name where the documents are: qa-bot index FOLDER"
_UNREADABLE = "cannot be read: permission denied"
_CLOSED = "folder that cannot be read"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that can be a document.

    Attributes:
        name: The folder's name and the path inside it, with `/`: `knowledge/boston.md`.
        path: Where it lies.
        size: In bytes.
        mtime_ns: Modification time in nanoseconds.
        stamp: Inode and the time of its last change, which no program can set; empty when it was
            a moment ago, for then a further change might leave it as it is.
    """

    name: str
    path: Path
    size: int
    mtime_ns: int
    stamp: str = ""

    def open(self) -> BufferedReader:
        """Open the file, as far as it is still a file of its folder.

        Raises:
            OSError: When it is not, or cannot be opened.
        """
        inside = self.name.count("/")
        return open_inside(self.path, self.path.parents[inside - 1])


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not indexed, and why.

    Attributes:
        name: As that of a `FileEntry`.
        reason: Why.
        failed: Whether it should have been a document.
        size: Then, in bytes, if it failed.
        mtime_ns: Modification time then, in nanoseconds, if it failed.
    """

    name: str
    reason: str
    failed: bool = False
    size: int = 0
    mtime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Folder:
    """What one or more folders hold, by name: documents, what is skipped, what goes with them."""

    files: tuple[FileEntry, ...]
    skipped: tuple[Skipped, ...]
    companions: tuple[FileEntry, ...]

    @property
    def bibliographies(self) -> list[FileEntry]:
        """The files that references are looked up in."""
        return [entry for entry in self.companions if is_bibliography(entry.name)]

    @property
    def synonyms(self) -> list[FileEntry]:
        """The files that list other words for the documents' terms."""
        return [entry for entry in self.companions if is_synonyms(entry.name)]


def scan_all(collection: Collection, suffixes: frozenset[str]) -> Folder:
    """List the documents of several folders, in the order of their names.

    Raises:
        FolderError: As `scan`; and when folders cannot be told apart by name, or one lies inside
            another.
    """
    rules = (collection.include, collection.exclude)
    found = [scan(folder, suffixes, *rules) for folder in collection.folders]
    _check_apart([folder.resolve() for folder in collection.folders])
    return Folder(
        tuple(sorted(chain(*(one.files for one in found)), key=attrgetter("name"))),
        tuple(sorted(chain(*(one.skipped for one in found)), key=attrgetter("name"))),
        tuple(sorted(chain(*(one.companions for one in found)), key=attrgetter("name"))),
    )


def _check_apart(roots: Sequence[Path]) -> None:
    for one, other in combinations(roots, 2):
        if one == other:
            raise FolderError(f"{one} is named twice", hint=f"qa-bot index {pasted(one)}")
        if one.name == other.name:
            raise FolderError(
                f"{one} and {other} have the same name, and so would their documents",
                hint="rename one of them, or index the folder above both",
            )
        if one.is_relative_to(other) or other.is_relative_to(one):
            inner, outer = sorted((one, other), key=lambda path: -len(path.parts))
            raise FolderError(f"{inner} lies inside {outer}", hint=f"qa-bot index {pasted(outer)}")


def scan(
    root: Path,
    suffixes: frozenset[str],
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Folder:
    """List a folder's documents, in the order of their names.

    Args:
        root: The folder.
        suffixes: File name endings, in lower case, that are documents.
        include: Patterns of the documents wanted, as in `.gitignore`; none for every one.
        exclude: Patterns of what is not wanted, beside those in the folder's `.qabotignore`.

    Raises:
        FolderError: When it is missing, not a folder, or cannot be read; or a pattern is none.
    """
    if fault := _fault(root):
        alone = f"qa-bot index {pasted(root.parent)} --include {pasted(root.name)}"
        raise FolderError(f"{root} {fault}", hint=alone if fault == _NO_FOLDER else _ELSEWHERE)
    if not _is_open(root):
        raise FolderError(f"{root} {_UNREADABLE}", hint=f"ls -ld {pasted(root)}")
    resolved = root.resolve()
    files: list[FileEntry] = []
    companions: list[FileEntry] = []
    skipped: list[Skipped] = []
    selection = Selection(root, include, exclude)
    names = {f"{resolved.name}/{inside}": path for inside, path in _walk(root, selection)}
    for name, path in sorted(names.items()):
        written, fault = _as_written(name)
        try:
            status = path.lstat()
            reason = _reason_to_skip(path, status.st_mode, resolved, suffixes) or fault
            if stat.S_ISLNK(status.st_mode) and not reason:
                status = path.stat()
        except FileNotFoundError:  # it went while the folder was looked through
            continue
        if reason:
            skipped.append(Skipped(written, reason, failed=reason in {_UNREADABLE, _CLOSED}))
            continue
        entry = FileEntry(name, path, status.st_size, status.st_mtime_ns, _stamp(status))
        (companions if is_companion(name) else files).append(entry)
    return Folder(tuple(files), tuple(skipped), tuple(companions))


def _walk(root: Path, selection: Selection) -> Iterator[tuple[str, Path]]:
    """Yield what is wanted of a folder, as (path inside it, path)."""

    def refuse(error: OSError) -> None:
        if Path(error.filename) == root:
            raise FolderError(
                f"{root} cannot be read: {error.strerror}", hint=f"ls -ld {pasted(root)}"
            ) from error

    for folder, subfolders, names in os.walk(root, onerror=refuse):
        here = Path(folder)
        inside = here.relative_to(root).as_posix().removeprefix(".")
        prefix = f"{inside}/" if inside else ""
        wanted = [
            name
            for name in subfolders
            if selection.wants_folder(prefix + name) and not _is_index(here / name)
        ]
        unentered = [name for name in wanted if _is_not_entered(here / name)]
        subfolders[:] = sorted(set(wanted) - set(unentered))
        for name in sorted([*names, *unentered]):
            is_rule = name == IGNORE_FILE and not prefix
            if not is_rule and selection.wants_file(prefix + name):
                yield prefix + name, here / name


def _is_index(folder: Path) -> bool:
    with suppress(OSError, UnicodeDecodeError):
        return bool(GENERATION.fullmatch((folder / CURRENT).read_text(encoding="ascii").strip()))
    return False


def _is_not_entered(folder: Path) -> bool:
    return folder.is_symlink() or folder.name.startswith(".") or not _is_open(folder)


def _fault(root: Path) -> str:
    """Say why a path leads to no folder; empty when it does."""
    try:
        mode = root.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "does not exist"
    except OSError as error:  # its name is too long, it is above a folder that is closed
        return f"cannot be read: {error.strerror}"
    return "" if stat.S_ISDIR(mode) else _NO_FOLDER


def _is_open(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.X_OK)


def _as_written(name: str) -> tuple[str, str]:
    """Write a name down, and tell what is wrong with it; an address must be one line of text."""
    if name.isascii() and name.isprintable():
        return name, ""
    encoded = name.encode("utf-8", "replace").decode("utf-8")
    written = printable(re.sub(r"[\r\n\t]", "?", encoded))
    if encoded != name:
        return written, "name that is not UTF-8"
    return written, "" if written == name else "name with line feeds or control characters"


def _stamp(status: os.stat_result) -> str:
    settled = time.time_ns() - status.st_ctime_ns > _MOMENT_NS
    return f"{status.st_ino}:{status.st_ctime_ns}" if settled else ""


def _reason_to_skip(path: Path, mode: int, root: Path, suffixes: frozenset[str]) -> str:
    """Say why a path of this mode is no document; empty when it is one."""
    if path.name.startswith(_HIDDEN):
        return "hidden"
    if stat.S_ISLNK(mode):
        if reason := _reason_not_to_follow(path, root):
            return reason
        mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return _CLOSED
    if not stat.S_ISREG(mode):
        return "not a regular file"
    suffix = path.suffix
    if suffix.lower() not in suffixes and not is_companion(path.name):
        return f"unknown type {suffix}" if suffix else "unknown type"
    if not os.access(path, os.R_OK):
        return _UNREADABLE
    return ""


def _reason_not_to_follow(link: Path, root: Path) -> str:
    """Say why a symbolic link leads to no document of a folder; empty when it may."""
    try:
        mode = link.stat().st_mode
    except PermissionError:
        return _UNREADABLE
    except OSError:
        return "link that leads nowhere"
    if not link.resolve().is_relative_to(root):
        return "link out of the folder"
    return "link to a folder" if stat.S_ISDIR(mode) else ""
