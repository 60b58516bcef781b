"""Files become passages in the store of a new generation.

Comes in: the files of the folders, and the generation before. Goes out: the store, and what of its
passages is embedded. Files whose bytes are the same are not read again, nor divided.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from qa_bot.config import DocumentsConfig
from qa_bot.documents import FileEntry, Folder, Skipped, load_all, read_text
from qa_bot.documents.passages import split
from qa_bot.documents.references import references_in
from qa_bot.encoder import Encoder
from qa_bot.errors import DocumentError
from qa_bot.glossary.abbreviations import abbreviations
from qa_bot.glossary.synonyms import synonyms_in
from qa_bot.index.plan import Plan
from qa_bot.index.protocol import Index, PassageWriter
from qa_bot.index.summary import Progress
from qa_bot.index.texts import Texts, text_key
from qa_bot.records import Document, Passage
from qa_bot.text.markup import indexed_form, unit_forms

Found = TypeVar("Found")

_FAULTS_TOLD = 5


class Intake:
    """What was read so far.

    Attributes:
        texts: What is embedded and searched for each new passage, in the order of rows.
        hashes: SHA-256 of each document, by name.
        failed: Why files could not be read.
        skipped: Files that are not indexed, those among them.
    """

    def __init__(
        self,
        found: Folder,
        plan: Plan,
        earlier: Index | None,
        encoder: Encoder,
        limits: DocumentsConfig,
    ) -> None:
        """Take the files, and what of the generation before is taken over."""
        self.texts = Texts()
        self.hashes: dict[str, str] = {}
        self.failed: list[DocumentError] = []
        self.skipped: list[Skipped] = []
        self._found = found
        self._plan = plan
        self._earlier = earlier
        self._encoder = encoder
        self._limits = limits

    def read(self, store: PassageWriter, progress: Progress) -> None:
        """Read every document that does not stay, and write its passages to the store."""
        self.hashes |= {name: self._plan.known[name].sha256 for name in self._plan.staying}
        files = [entry for entry in self._found.files if entry.name not in self._plan.staying]
        for number, (entry, document) in enumerate(self._documents(files)):
            progress("reading", number, len(files))
            if isinstance(document, DocumentError):
                self._fail(entry, document)
                continue
            self.hashes[document.name] = document.sha256
            document_id = store.add_document(document, entry)
            for passage in self._passages(document):
                self._add(store, document_id, passage)
        progress("reading", len(files), len(files))
        store.add_companions(self._found.companions)
        bibliographies = self._of_each(self._found.bibliographies, references_in)
        store.add_references(one for _, found in bibliographies for one in found)
        listed = self._of_each(self._found.synonyms, lambda text, _: synonyms_in(text))
        for entry, (synonyms, faults) in listed:
            store.add_synonyms(entry, synonyms)
            if faults:
                self._fail(entry, DocumentError(f"{entry.name}: {_told(faults)}"))
        self.skipped.extend(self._found.skipped)
        store.add_skipped(self.skipped)

    def _documents(
        self, files: Sequence[FileEntry]
    ) -> Iterator[tuple[FileEntry, Document | DocumentError]]:
        """Read the files whose bytes are new; take the others over."""
        same, known = self._plan.same, self._plan.known
        fresh = load_all((entry for entry in files if entry.name not in same), self._limits)
        for entry in files:
            if self._earlier and entry.name in same:
                yield entry, self._earlier.store.document(known[entry.name])
            else:
                yield entry, next(fresh)

    def _passages(self, document: Document) -> Iterator[Passage]:
        if self._earlier and document.name in self._plan.same:
            known = self._plan.known[document.name]
            yield from self._earlier.store.passages_of(known.id)
        else:
            yield from split(document, self._encoder.count_tokens)

    def _add(self, store: PassageWriter, document_id: int, passage: Passage) -> None:
        units = unit_forms(passage)
        text = indexed_form(passage, units)
        store.add_passage(document_id, passage, text_key(text))
        self.texts.append(text)
        for unit in units:
            for found in abbreviations(unit):
                store.add_abbreviation(found)

    def _fail(self, entry: FileEntry, error: DocumentError) -> None:
        self.failed.append(error)
        reason = error.message.removeprefix(f"{entry.name}: ")
        self.skipped.append(Skipped(entry.name, reason, True, entry.size, entry.mtime_ns))

    def _of_each(
        self, entries: Sequence[FileEntry], read: Callable[[str, str], Found]
    ) -> Iterator[tuple[FileEntry, Found]]:
        """Yield what `read` finds in the text and name of each; what cannot be read is told."""
        for entry in entries:
            try:
                yield entry, read(read_text(entry, self._limits), entry.name)
            except DocumentError as error:
                self._fail(entry, error)


def _told(faults: Sequence[str]) -> str:
    """Name the first faulty lines, the only ones that are left out; a file may have many."""
    more = len(faults) - _FAULTS_TOLD
    return "only " + "; ".join([*faults[:_FAULTS_TOLD], *([f"{more} more"] if more > 0 else [])])
