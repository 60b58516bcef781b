"""Files become passages in the store of a new generation.

Comes in: the files of the folders, and the generation before. Goes out: the store, and what of its
passages is embedded. Files whose bytes are the same are not read again, nor divided.
"""

import hashlib
from collections.abc import Iterator

from qa_bot.abbreviations import abbreviations
from qa_bot.config import DocumentsConfig
from qa_bot.documents import FileEntry, Folder, Skipped, load_all, sha256_of
from qa_bot.encoder import Encoder
from qa_bot.errors import DocumentError
from qa_bot.index.opened import Index
from qa_bot.index.store import StoredDocument, StoreWriter
from qa_bot.index.summary import Progress
from qa_bot.markup import indexed_text, unit_form
from qa_bot.passages import split
from qa_bot.records import Document, Passage, Reference
from qa_bot.references import load_references


class Intake:
    """What was read so far.

    Attributes:
        texts: What is embedded and searched for each passage, by row.
        text_keys: SHA-256 of each of them.
        hashes: SHA-256 of each document, by name.
        failed: Why files could not be read.
        skipped: Files that are not indexed, those among them.
        known: The documents of the generation before, by name.
    """

    def __init__(
        self, found: Folder, earlier: Index | None, encoder: Encoder, limits: DocumentsConfig
    ) -> None:
        """Take the files, and the generation before if anything of it can be taken over."""
        self.texts: list[str] = []
        self.text_keys: list[bytes] = []
        self.hashes: dict[str, str] = {}
        self.failed: list[DocumentError] = []
        self.skipped: list[Skipped] = []
        self.known: dict[str, StoredDocument] = earlier.store.documents() if earlier else {}
        self._found = found
        self._earlier = earlier
        self._encoder = encoder
        self._limits = limits

    def read(self, store: StoreWriter, progress: Progress) -> None:
        """Read every document and write its passages to the store."""
        files = self._found.files
        for number, (entry, document) in enumerate(self._documents()):
            progress("reading", number, len(files))
            if isinstance(document, DocumentError):
                self._fail(entry, document)
                continue
            self.hashes[document.name] = document.sha256
            document_id = store.add_document(document, entry)
            for passage in self._passages(document):
                self._add(store, document_id, passage)
        progress("reading", len(files), len(files))
        store.add_references(self._found.bibliographies, self._references())
        self.skipped.extend(self._found.skipped)
        store.add_skipped(self.skipped)

    def _documents(self) -> Iterator[tuple[FileEntry, Document | DocumentError]]:
        """Read the files whose bytes are new; take the others over."""
        taken = {
            entry.name
            for entry in self._found.files
            if (known := self.known.get(entry.name)) and known.sha256 == sha256_of(entry.path)
        }
        fresh = load_all(
            [entry for entry in self._found.files if entry.name not in taken], self._limits
        )
        for entry in self._found.files:
            if self._earlier and entry.name in taken:
                yield entry, self._earlier.store.document(self.known[entry.name])
            else:
                yield entry, next(fresh)

    def _passages(self, document: Document) -> Iterator[Passage]:
        known = self.known.get(document.name)
        if self._earlier and known and known.sha256 == document.sha256:
            for _, _, passage in self._earlier.store.passages_of(known.id):
                yield passage
        else:
            yield from split(document, self._encoder.count_tokens)

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
        for entry in self._found.bibliographies:
            try:
                yield from load_references(entry.path)
            except DocumentError as error:
                self._fail(entry, error)
