"""Which files of a folder are wanted: patterns as in `.gitignore`, of a person and of the folder.

Comes in: patterns to include and to exclude, and the folder's own `.qabotignore`. Goes out: for a
path, whether it is wanted. The last pattern that fits decides; `!` takes one back.
"""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.disk import open_inside
from qa_bot.documents.decoding import decode
from qa_bot.errors import DocumentError, FolderError, pasted

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".qabotignore"
SYNONYMS_FILE = "synonyms.txt"


def is_bibliography(path: str) -> bool:
    """Tell whether a file holds references and no document."""
    return posixpath.splitext(path)[1].lower() == ".bib"


def is_synonyms(path: str) -> bool:
    """Tell whether a file lists other words for the documents' terms."""
    return posixpath.basename(path).lower() == SYNONYMS_FILE


def is_companion(path: str) -> bool:
    """Tell whether a file goes with documents and is none."""
    return is_bibliography(path) or is_synonyms(path)


@dataclass(frozen=True, slots=True)
class Collection:
    """What a knowledge base is made of.

    Attributes:
        folders: Of different names, none inside another.
        include: Patterns of the files wanted; none for every file.
        exclude: Patterns of files and folders that are not wanted.
    """

    folders: tuple[Path, ...]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Selection:
    """Tells which paths of one folder are wanted."""

    def __init__(
        self, root: Path, include: Sequence[str] = (), exclude: Sequence[str] = ()
    ) -> None:
        """Read the folder's own rules.

        Raises:
            FolderError: When they cannot be read, or a pattern is none.
        """
        self._include = _compiled(include, "--include") if include else None
        ignored = [*exclude, *_lines(root / IGNORE_FILE)]
        self._exclude = (
            _compiled(ignored, f"--exclude or {root / IGNORE_FILE}") if ignored else None
        )

    def wants_folder(self, path: str) -> bool:
        """Tell whether a folder is looked into; its path is relative, with `/`."""
        return not (self._exclude and self._exclude.match_file(f"{path}/"))

    def wants_file(self, path: str) -> bool:
        """Tell whether a file is wanted; its path is relative, with `/`."""
        if self._exclude and self._exclude.match_file(path):
            return False
        return self._include is None or is_companion(path) or self._include.match_file(path)


def _lines(file: Path) -> list[str]:
    try:
        with open_inside(file, file.parent) as opened:
            return decode(opened.read(), str(file)).splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise FolderError(
            f"{file} cannot be read: {error.strerror}", hint=f"ls -l {pasted(file)}"
        ) from error
    except DocumentError as error:
        raise FolderError(error.message, hint=error.hint) from error


def _compiled(patterns: Sequence[str], place: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise FolderError(
            f"{place}: {error}", hint="write patterns as in .gitignore: drafts/ or *.csv"
        ) from error
