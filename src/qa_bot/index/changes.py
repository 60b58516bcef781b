"""How folders differ from what was indexed, by size and modification time."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qa_bot.documents import SUFFIXES, Collection, scan_all


@dataclass(frozen=True, slots=True)
class Changes:
    """The names of the files that differ."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        """Count them in words: `1 added, 2 changed`."""
        counts = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return ", ".join(f"{len(names)} {kind}" for kind, names in counts.items() if names)


def compare(
    collection: Collection, known: Mapping[str, tuple[int, int]], failed: set[tuple[str, int, int]]
) -> Changes:
    """Compare folders with what was indexed.

    Args:
        collection: The folders.
        known: Size and modification time (ns) of each file that was indexed.
        failed: Name, size and modification time (ns) of each file that could not be read.

    Raises:
        FolderError: When a folder is gone.
    """
    found = scan_all(collection, SUFFIXES)
    files = (*found.files, *found.companions)
    now = {entry.name: (entry.size, entry.mtime_ns) for entry in files}
    unusable = {file.name for file in files if (file.name, file.size, file.mtime_ns) in failed}
    return Changes(
        added=tuple(sorted(now.keys() - known.keys() - unusable)),
        changed=tuple(sorted(name for name in now.keys() & known if now[name] != known[name])),
        removed=tuple(sorted(known.keys() - now.keys())),
    )


def place_of(collection: Collection, document: str) -> tuple[Path, Path]:
    """Tell the folder in which a document's file is, or was, and the file's path."""
    root, *inside = document.split("/")
    folders = collection.folders
    folder = next((one for one in folders if one.resolve().name == root), folders[0])
    return folder, folder.joinpath(*inside)
