"""An index opened to be asked: its parts, what it was built from, and whether that still stands."""

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.disk import read_ahead
from qa_bot.documents import Collection
from qa_bot.errors import IndexDamagedError
from qa_bot.index.changes import Changes, compare, place_of
from qa_bot.index.layout import LEXICAL, PASSAGES, VECTORS, current_generation
from qa_bot.index.manifest import Manifest, located, read_manifest
from qa_bot.index.store import Store

if TYPE_CHECKING:
    from qa_bot.index.vectors import Vectors
    from qa_bot.lexical import LexicalIndex

NEEDED_AT_ONCE = (VECTORS, ".term", ".fieldnorm", ".fast")
"""Files that every question looks into: they are read from the disk while the models load."""


class FolderIndex:
    """One generation, opened. Vectors and terms are read when they are first needed."""

    def __init__(self, generation: Path) -> None:
        """Open a generation.

        Raises:
            IndexDamagedError: When a file of it is missing or altered.
            IndexOutdatedError: When it has an earlier format.
            IndexNewerError: When a later one.
        """
        self.generation = generation
        self.manifest: Manifest = read_manifest(generation)
        segments = self.manifest.segments
        self.store = Store(
            [(generation / segment.name / PASSAGES, segment) for segment in segments],
            self.manifest.removed,
        )
        self._read_ahead()

    def __enter__(self) -> "FolderIndex":
        """Use the index in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the files that are held open."""
        self.store.close()
        if "vectors" in vars(self):
            self.vectors.close()

    def _read_ahead(self) -> None:
        for name in self.manifest.files:
            if name.endswith(NEEDED_AT_ONCE):
                # Who needs a file that is gone says so, and better.
                with suppress(OSError), (self.generation / name).open("rb") as file:
                    read_ahead(file)

    @cached_property
    def vectors(self) -> "Vectors":
        """The passages' vectors."""
        from qa_bot.index.vectors import Vectors

        segments = self.manifest.segments
        return Vectors(
            [(segment.first_row, self.generation / segment.name / VECTORS) for segment in segments],
            self.store.rows_of(self.manifest.removed),
        )

    @cached_property
    def lexical(self) -> "LexicalIndex":
        """The passages' terms."""
        from qa_bot.lexical import LexicalIndex

        return LexicalIndex(self.generation / LEXICAL)

    @property
    def collection(self) -> Collection:
        """The folders that were indexed, and the rules."""
        manifest = self.manifest
        folders = located(self.generation.parent, manifest.folders)
        return Collection(folders, manifest.include, manifest.exclude)

    def is_current(self) -> bool:
        """Tell whether no newer one has taken its place."""
        return current_generation(self.generation.parent) == self.generation

    def place_of(self, document: str) -> tuple[Path, Path]:
        """Tell the folder in which a document's file is, or was, and the file's path."""
        return place_of(self.collection, document)

    def changes(self) -> Changes:
        """Compare the folders of documents with what was indexed.

        Raises:
            FolderError: When a folder is gone.
        """
        documents = self.store.documents().values()
        known = {file.name: (file.size, file.mtime_ns) for file in documents}
        known |= self.store.companions()
        failed = {(one.name, one.size, one.mtime_ns) for one in self.store.skipped()}
        return compare(self.collection, known, failed)


def open_index(folder: Path, *, whole: bool = False) -> FolderIndex:
    """Open the current generation of an index folder.

    Args:
        folder: Where the generations are.
        whole: Whether vectors and terms are opened at once and not when they are first needed,
            by when later builds may have removed them.

    Raises:
        IndexNotFoundError: When nothing was built yet.
        IndexDamagedError: When a file of it is missing or altered.
        IndexOutdatedError: When it has an earlier format.
        IndexNewerError: When a later one.
    """
    generation = current_generation(folder)
    while True:
        try:
            return _opened(generation, whole)
        except IndexDamagedError:
            # Builds may have replaced and removed this generation while it was being opened.
            newer = current_generation(folder)
            if newer == generation:
                raise
            generation = newer


def _opened(generation: Path, whole: bool) -> FolderIndex:
    index = FolderIndex(generation)
    if whole:
        try:
            len(index.vectors), len(index.lexical)
        except IndexDamagedError:
            index.close()
            raise
    return index
