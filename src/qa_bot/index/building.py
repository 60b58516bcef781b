"""A folder of documents becomes a new generation of the index.

What the generation before has of use is taken over: passages of documents that are the same, and
vectors of every passage whose text is the same, wherever it stands now. So are the vectors that a
build had encoded when it was stopped: the next one goes on from there.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qa_bot import __version__
from qa_bot.config import DocumentsConfig
from qa_bot.documents import SUFFIXES, Collection, FileEntry, Folder, scan_all, sha256_of
from qa_bot.encoder import Encoder, EncoderIdentity
from qa_bot.errors import (
    FolderError,
    IndexDamagedError,
    IndexNotFoundError,
    IndexOutdatedError,
    IndexUnwritableError,
    pasted,
)
from qa_bot.index.begun import relative, remembered
from qa_bot.index.embedding import ENCODED_AT_ONCE, Embedding
from qa_bot.index.encoded import EncodedVectors
from qa_bot.index.intake import Intake
from qa_bot.index.layout import ENCODED, LEXICAL, PASSAGES, VECTORS, building, share
from qa_bot.index.manifest import FORMAT, Manifest, Segment, marks
from qa_bot.index.opened import FolderIndex, open_index
from qa_bot.index.plan import KEPT_FROM, Plan, plan
from qa_bot.index.summary import BuildSummary, Progress
from qa_bot.index.writing import StoreWriter
from qa_bot.lexical import LexicalWriter
from qa_bot.text.terms import indexed_terms
from qa_bot.vectors import VectorWriter


def build(
    documents: Path | Collection,
    index_folder: Path,
    encoder: Encoder,
    *,
    progress: Progress,
    rebuild: bool = False,
    limits: DocumentsConfig = DocumentsConfig(),  # noqa: B008 - frozen
    kept_from: int = KEPT_FROM,
) -> BuildSummary:
    """Index documents as a new generation and make it the current one.

    Args:
        documents: A folder, or several with rules.
        index_folder: Where the generations are.
        encoder: Makes the vectors.
        progress: Is told how far it is.
        rebuild: Whether to take nothing over from the generation before, nor from a build that
            was stopped.
        limits: What one file may take.
        kept_from: Passages from which a segment stays when others change.

    Raises:
        FolderError: When the folder is missing or holds no readable document.
        IndexLockedError: When another program is building this index.
        IndexUnwritableError: When the folder holds other files, the disk is full, and the like.
    """
    collection = documents if isinstance(documents, Collection) else Collection((documents,))
    found = _found(collection)
    try:
        with (
            building(index_folder, progress) as place,
            remembered(index_folder, collection),
            _earlier(index_folder, encoder, rebuild) as earlier,
        ):
            started = time.monotonic()
            chosen = plan(found.files, earlier, kept_from)
            intake = Intake(found, chosen, earlier, encoder, limits)
            kept = EncodedVectors(index_folder / ENCODED, encoder.identity)
            with closing(kept), closing(intake.texts):
                if rebuild:
                    kept.discard()
                embedding = Embedding(encoder, kept, earlier)
                work = _Build(place, chosen, intake, embedding, found.companions, earlier, progress)
                segment = work.read()
                if not intake.hashes:
                    raise FolderError(
                        f"{_names(collection)}: no document that can be read",
                        hint=intake.failed[0].message,
                    )
                kept.begin(segment.passages)
                work.embed(segment)
            work.describe(collection, encoder.identity, segment)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise IndexUnwritableError(
            f"the index cannot be written to {index_folder}: {reason}",
            hint="choose another folder with --index DIR, or free some disk space",
        ) from error
    return work.summary(time.monotonic() - started)


def _found(collection: Collection) -> Folder:
    """List the documents of a collection; without one, say what keeps them out."""
    found = scan_all(collection, SUFFIXES)
    if found.files:
        return found
    names, kinds = _names(collection), f"documents end in {' '.join(sorted(SUFFIXES))}"
    rules = [f"--include {pasted(one)}" for one in collection.include]
    rules += [f"--exclude {pasted(one)}" for one in collection.exclude]
    if unreadable := [f"{one.name}: {one.reason}" for one in found.skipped if one.failed]:
        raise FolderError(f"{names}: no document that can be read", hint=unreadable[0])
    if rules:
        raise FolderError(
            f"{names}: no documents with {' '.join(rules)}",
            hint=f"write patterns as in .gitignore: *.md or drafts/; {kinds}",
        )
    raise FolderError(f"{names}: no documents", hint=kinds)


def _names(collection: Collection) -> str:
    return ", ".join(map(str, collection.folders))


@contextmanager
def _earlier(index_folder: Path, encoder: Encoder, rebuild: bool) -> Iterator[FolderIndex | None]:
    """Lend the generation before, if anything of it can be taken over."""
    try:
        index = None if rebuild else open_index(index_folder)
    except (IndexNotFoundError, IndexDamagedError, IndexOutdatedError):
        index = None
    if index is None:
        yield None
        return
    with index:
        yield index if index.manifest.encoder == encoder.identity else None


@dataclass(frozen=True, slots=True)
class _Build:
    """A generation in the making: one new segment beside those that stay."""

    place: Path
    plan: Plan
    intake: Intake
    embedding: Embedding
    companions: Sequence[FileEntry]
    earlier: FolderIndex | None
    progress: Progress

    def read(self) -> Segment:
        """Write the new segment's passages, and have the others beside it."""
        chosen = self.plan
        name = f"segment-{chosen.first_row}"
        for segment in chosen.kept:
            assert self.earlier
            share(self.earlier.generation / segment.name, self.place / segment.name)
        (self.place / name).mkdir()
        numbers = (chosen.first_row, chosen.first_document)
        with closing(StoreWriter(self.place / name / PASSAGES, *numbers)) as store:
            self.intake.read(store, self.progress)
        return Segment(name, chosen.first_row, len(self.intake.texts), chosen.first_document)

    def embed(self, segment: Segment) -> None:
        """Write the new segment's vectors, and the terms of the whole generation."""
        if self.earlier and self.plan.kept:
            share(self.earlier.generation / LEXICAL, self.place / LEXICAL)
        else:
            (self.place / LEXICAL).mkdir()
        row, dimension = segment.first_row, self.embedding.dimension
        with (
            VectorWriter(self.place / segment.name / VECTORS, dimension) as vectors,
            LexicalWriter(self.place / LEXICAL) as lexical,
        ):
            for outdated in self.plan.outdated:
                lexical.remove(outdated)
            for texts in self.intake.texts.batches(ENCODED_AT_ONCE):
                self.progress("encoding", row - segment.first_row, segment.passages)
                vectors.add(self.embedding.of(texts))
                for text in texts:
                    lexical.add(row, indexed_terms(text))
                    row += 1
        self.progress("encoding", segment.passages, segment.passages)

    def describe(self, collection: Collection, encoder: EncoderIdentity, segment: Segment) -> None:
        """Write the manifest."""
        segments = (*self.plan.kept, segment)
        hashes = sorted(self.intake.hashes.items())
        division = [*map(str, segments[1:]), *map(str, self.plan.removed)]
        beside = (f"{one.name} {sha256_of(one)}" for one in self.companions)
        content = "\n".join([encoder.key, *(f"{k} {v}" for k, v in hashes), *beside, *division])
        shared = (self.earlier.generation, self.earlier.manifest.files) if self.earlier else ()
        Manifest(
            format=FORMAT,
            version=__version__,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            folders=relative(self.place.parent, collection),
            include=collection.include,
            exclude=collection.exclude,
            documents=len(hashes),
            passages=self.plan.passages + segment.passages,
            encoder=encoder,
            segments=segments,
            removed=self.plan.removed,
            content=hashlib.sha256(content.encode()).hexdigest(),
            files=marks(self.place, *shared),
        ).write(self.place)

    def summary(self, seconds: float) -> BuildSummary:
        """Say what was done, against the generation before."""
        now, known = self.intake.hashes, self.plan.known
        changed = [name for name in now.keys() & known if now[name] != known[name].sha256]
        return BuildSummary(
            documents=len(now),
            passages=self.plan.passages + len(self.intake.texts),
            added=len(now.keys() - known.keys()),
            changed=len(changed),
            removed=len(known.keys() - now.keys()),
            embedded=self.embedding.encoded,
            skipped=tuple(self.intake.skipped),
            seconds=seconds,
            encoding_seconds=self.embedding.seconds,
        )
