"""What an index is to those who ask it, wherever it lives: a folder, or a server.

A passage has a row: a number that passages, vectors and terms have in common.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from qa_bot.documents import Collection, FileEntry, Skipped
from qa_bot.encoder import FloatArray
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.index.changes import Changes
from qa_bot.index.manifest import Manifest
from qa_bot.index.store import StoredDocument
from qa_bot.records import Document, Passage, Reference

if TYPE_CHECKING:
    from qa_bot.lexical import Clause


class PassageStore(Protocol):
    """Documents and passages."""

    def documents(self) -> dict[str, StoredDocument]:
        """List the documents by name."""
        ...

    def companions(self) -> dict[str, tuple[int, int]]:
        """List sizes and modification times (ns) of the files beside the documents, by name."""
        ...

    def skipped(self) -> list[Skipped]:
        """List the files that were not indexed."""
        ...

    def text(self, document: str) -> str | None:
        """Fetch a document's text as it was indexed; None when there is no such document."""
        ...

    def document(self, known: StoredDocument) -> Document:
        """Fetch a document as it was indexed, without sections."""
        ...

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Fetch passages by row, in that order, with their references."""
        ...

    def passages_of(self, document_id: int) -> Iterator[Passage]:
        """Yield a document's passages, in reading order."""
        ...

    def rows_with(self, text_keys: Iterable[bytes]) -> Mapping[bytes, int]:
        """Map hashes of what was embedded to a row that has its vector, those that are known."""
        ...

    def abbreviations(self) -> list[tuple[Abbreviation, int]]:
        """List the abbreviations with their number of uses, most used first."""
        ...

    def synonyms(self) -> list[Synonyms]:
        """List the terms that a person gave other words for."""
        ...


class PassageVectors(Protocol):
    """Vectors by row."""

    def __len__(self) -> int:
        """Count the rows that can be found."""
        ...

    def search(self, vector: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find the rows nearest to a unit vector, with cosines, sorted by (-cosine, row)."""
        ...

    def of(self, rows: Sequence[int]) -> FloatArray:
        """Fetch vectors by row; shape (number of rows, dimension)."""
        ...

    def blocks(self) -> Iterator[FloatArray]:
        """Fetch every vector, some thousands at a time."""
        ...


class PassageTerms(Protocol):
    """Folded terms by row."""

    def __len__(self) -> int:
        """Count the passages."""
        ...

    def passages_with(self, term: str) -> int:
        """Count the passages that hold a folded term."""
        ...

    def idf(self, term: str) -> float:
        """Weigh a folded term by its rarity, as BM25 does; what occurs nowhere weighs most."""
        ...

    def search(self, clauses: Sequence["Clause"], limit: int) -> list[tuple[int, float]]:
        """Find the passages that satisfy any clause, with scores, sorted by (-score, row)."""
        ...


class Index(Protocol):
    """An index, opened."""

    @property
    def manifest(self) -> Manifest:
        """What it is made of."""
        ...

    @property
    def store(self) -> PassageStore:
        """Its documents and passages."""
        ...

    @property
    def vectors(self) -> PassageVectors:
        """Its passages' vectors."""
        ...

    @property
    def lexical(self) -> PassageTerms:
        """Its passages' terms."""
        ...

    @property
    def collection(self) -> Collection:
        """The folders that were indexed, and the rules."""
        ...

    def place_of(self, document: str) -> tuple[Path, Path]:
        """Tell the folder in which a document's file is, or was, and the file's path."""
        ...

    def changes(self) -> Changes:
        """Compare the folders of documents with what was indexed."""
        ...

    def is_current(self) -> bool:
        """Tell whether no newer one has taken its place."""
        ...

    def close(self) -> None:
        """Close what is held open."""
        ...

    def __enter__(self) -> "Index":
        """Use it in a `with` block."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        ...


class PassageWriter(Protocol):
    """What a build writes documents and passages to."""

    def add_document(self, document: Document, entry: FileEntry) -> int:
        """Add a document and return its id."""
        ...

    def add_passage(self, document_id: int, passage: Passage, text_key: bytes) -> None:
        """Add a passage, with a hash of what is embedded for it."""
        ...

    def add_companions(self, entries: Iterable[FileEntry]) -> None:
        """Add the files beside the documents."""
        ...

    def add_references(self, found: Iterable[Reference]) -> None:
        """Add what bibliographies hold; the first of two equal keys counts."""
        ...

    def add_synonyms(self, entry: FileEntry, found: Iterable[Synonyms]) -> None:
        """Add the terms that a file gives other words for."""
        ...

    def add_abbreviation(self, found: Abbreviation) -> None:
        """Count one use of an abbreviation's definition."""
        ...

    def add_skipped(self, skipped: Iterable[Skipped]) -> None:
        """Add the files that were not indexed, with the reasons."""
        ...
