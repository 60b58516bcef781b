"""A folder of documents becomes a new generation of the index.

What the generation before has of use is taken over: passages of documents that are the same, and
vectors of every passage whose text is the same, wherever it stands now.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from qa_bot import __version__
from qa_bot.abbreviations import abbreviations
from qa_bot.config import DocumentsConfig
from qa_bot.documents import (
    SUFFIXES,
    Collection,
    FileEntry,
    Folder,
    Skipped,
    load_all,
    scan_all,
    sha256_of,
)
from qa_bot.encoder import Encoder, FloatArray
from qa_bot.errors import (
    DocumentError,
    FolderError,
    IndexDamagedError,
    IndexNotFoundError,
    IndexOutdatedError,
    IndexUnwritableError,
)
from qa_bot.index.layout import LEXICAL, PASSAGES, VECTORS, building
from qa_bot.index.manifest import FORMAT, Manifest, marks
from qa_bot.index.opened import Index, open_index
from qa_bot.index.store import StoredDocument, StoreWriter
from qa_bot.lexical import write_lexical
from qa_bot.markup import indexed_text, unit_form
from qa_bot.passages import split
from qa_bot.records import Document, Passage, Reference
from qa_bot.references import load_references
from qa_bot.text import content_terms, pairs
from qa_bot.vectors import write_vectors

ENCODED_AT_ONCE = 256


class Progress(Protocol):
    """Is told how far a build is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hear that `done` of `total` steps of a stage are done."""
        ...


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did.

    Attributes:
        documents: Documents in the index now.
        passages: Passages in the index now.
        added: Documents that were not there before.
        changed: Documents whose bytes are others now.
        removed: Documents that are gone.
        embedded: Passages that had to be encoded.
        skipped: Files that are no documents, or could not be read.
        failed: Those of them that could not be read.
        seconds: Wall time.
    """

    documents: int
    passages: int
    added: int
    changed: int
    removed: int
    embedded: int
    skipped: tuple[Skipped, ...]
    failed: tuple[DocumentError, ...]
    seconds: float


def build(
    documents: Path | Collection,
    index_folder: Path,
    encoder: Encoder,
    *,
    progress: Progress,
    rebuild: bool = False,
    limits: DocumentsConfig = DocumentsConfig(),  # noqa: B008 - frozen
) -> BuildSummary:
    """Index documents as a new generation and make it the current one.

    Args:
        documents: A folder, or several with rules.
        index_folder: Where the generations are.
        encoder: Makes the vectors.
        progress: Is told how far it is.
        rebuild: Whether to take nothing over from the generation before.
        limits: What one file may take.

    Raises:
        FolderError: When the folder is missing or holds no readable document.
        IndexLockedError: When another program is building this index.
        IndexUnwritableError: When the index folder cannot be written or the disk is full.
    """
    started = time.monotonic()
    collection = documents if isinstance(documents, Collection) else Collection((documents,))
    found = scan_all(collection, SUFFIXES)
    if not found.files:
        kinds = " ".join(sorted(SUFFIXES))
        raise FolderError(f"{_names(collection)}: no documents", hint=f"documents end in {kinds}")
    try:
        with building(index_folder) as place:
            earlier = None if rebuild else _earlier(index_folder, encoder)
            work = _Build(collection, found, place, encoder, progress, earlier, limits)
            work.read_documents()
            work.write(index_folder)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise IndexUnwritableError(
            f"the index cannot be written to {index_folder}: {reason}",
            hint="free some disk space, or choose a folder with --index DIR",
        ) from error
    return work.summary(time.monotonic() - started)


def _names(collection: Collection) -> str:
    return ", ".join(map(str, collection.folders))


def _earlier(index_folder: Path, encoder: Encoder) -> Index | None:
    """Open the generation before, if anything of it can be taken over."""
    try:
        index = open_index(index_folder)
    except (IndexNotFoundError, IndexDamagedError, IndexOutdatedError):
        return None
    return index if index.manifest.encoder == encoder.identity else None


@dataclass
class _Build:
    """The state of one build."""

    collection: Collection
    found: Folder
    place: Path
    encoder: Encoder
    progress: Progress
    earlier: Index | None
    limits: DocumentsConfig
    texts: list[str] = field(default_factory=list)
    text_keys: list[bytes] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    failed: list[DocumentError] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    embedded: int = 0

    def read_documents(self) -> None:
        """Read every document and write its passages to the store."""
        store = StoreWriter(self.place / PASSAGES)
        for number, (entry, document) in enumerate(self._documents()):
            self.progress("reading", number, len(self.found.files))
            if isinstance(document, DocumentError):
                self._fail(entry, document)
                continue
            self.hashes[document.name] = document.sha256
            document_id = store.add_document(document, entry)
            for passage in self._passages(document):
                self._add(store, document_id, passage)
        self.progress("reading", len(self.found.files), len(self.found.files))
        if not self.hashes:
            raise FolderError(
                f"{_names(self.collection)}: no document that can be read",
                hint=self.failed[0].message,
            )
        store.add_references(self.found.bibliographies, self._references())
        self.skipped.extend(self.found.skipped)
        store.add_skipped(self.skipped)
        store.close()

    def write(self, index_folder: Path) -> None:
        """Write vectors, terms and manifest."""
        write_vectors(self.place / VECTORS, self._vectors())
        lexical = self.place / LEXICAL
        lexical.mkdir()
        forms = ([term.form for term in content_terms(text)] for text in self.texts)
        write_lexical(lexical, ((row, [*found, *pairs(found)]) for row, found in enumerate(forms)))
        identity = self.encoder.identity
        content = "\n".join([identity.key, *(f"{k} {v}" for k, v in sorted(self.hashes.items()))])
        Manifest(
            format=FORMAT,
            version=__version__,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            folders=tuple(
                os.path.relpath(folder.resolve(), index_folder.resolve())
                for folder in self.collection.folders
            ),
            include=self.collection.include,
            exclude=self.collection.exclude,
            documents=len(self.hashes),
            passages=len(self.texts),
            encoder=identity,
            content=hashlib.sha256(content.encode()).hexdigest(),
            files=marks(self.place),
        ).write(self.place)

    def summary(self, seconds: float) -> BuildSummary:
        """Say what was done, against the generation before."""
        known = self.known
        changed = (
            name for name in self.hashes.keys() & known if self.hashes[name] != known[name].sha256
        )
        return BuildSummary(
            documents=len(self.hashes),
            passages=len(self.texts),
            added=len(self.hashes.keys() - known.keys()),
            changed=sum(1 for _ in changed),
            removed=len(known.keys() - self.hashes.keys()),
            embedded=self.embedded,
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            seconds=seconds,
        )

    @cached_property
    def known(self) -> dict[str, StoredDocument]:
        """The documents of the generation before."""
        return self.earlier.store.documents() if self.earlier else {}

    def _documents(self) -> Iterator[tuple[FileEntry, Document | DocumentError]]:
        """Read the files whose bytes are new; take the others over."""
        taken = {
            entry.name
            for entry in self.found.files
            if (known := self.known.get(entry.name)) and known.sha256 == sha256_of(entry.path)
        }
        fresh = load_all(
            [entry for entry in self.found.files if entry.name not in taken], self.limits
        )
        for entry in self.found.files:
            if self.earlier and entry.name in taken:
                yield entry, self.earlier.store.document(self.known[entry.name])
            else:
                yield entry, next(fresh)

    def _passages(self, document: Document) -> Iterator[Passage]:
        known = self.known.get(document.name)
        if self.earlier and known and known.sha256 == document.sha256:
            for _, _, passage in self.earlier.store.passages_of(known.id):
                yield passage
        else:
            yield from split(document, self.encoder.count_tokens)

    def _add(self, store: StoreWriter, document_id: int, passage: Passage) -> None:
        text = indexed_text(passage)
        key = hashlib.sha256(text.encode()).digest()
        store.add_passage(document_id, passage, key)
        self.texts.append(text)
        self.text_keys.append(key)
        for unit in passage.units:
            for found in abbreviations(unit_form(passage.text, unit, passage.span.start)):
                store.add_abbreviation(found)

    def _fail(self, entry: FileEntry, error: DocumentError) -> None:
        self.failed.append(error)
        reason = error.message.removeprefix(f"{entry.name}: ").removeprefix(f"{entry.path}: ")
        self.skipped.append(Skipped(entry.name, reason, failed=True))

    def _references(self) -> Iterator[Reference]:
        for entry in self.found.bibliographies:
            try:
                yield from load_references(entry.path)
            except DocumentError as error:
                self._fail(entry, error)

    def _vectors(self) -> FloatArray:
        """Take over the vectors of texts that were embedded before, and encode the others."""
        vectors = np.empty((len(self.texts), self.encoder.identity.dimension), dtype=np.float32)
        known = self.earlier.store.text_keys() if self.earlier else {}
        taken = [row for row, key in enumerate(self.text_keys) if key in known]
        if self.earlier and taken:
            vectors[taken] = self.earlier.vectors.of([known[self.text_keys[row]] for row in taken])
        fresh = [row for row, key in enumerate(self.text_keys) if key not in known]
        for start in range(0, len(fresh), ENCODED_AT_ONCE):
            rows = fresh[start : start + ENCODED_AT_ONCE]
            self.progress("encoding", start, len(fresh))
            vectors[rows] = self.encoder.encode_documents([self.texts[row] for row in rows])
        self.progress("encoding", len(fresh), len(fresh))
        self.embedded = len(fresh)
        return vectors
