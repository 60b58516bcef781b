"""A folder of documents becomes a new generation of the index.

What the generation before has of use is taken over: passages of documents that are the same, and
vectors of every passage whose text is the same, wherever it stands now. So are the vectors that a
build had encoded when it was stopped: the next one goes on from there.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from qa_bot import __version__
from qa_bot.config import DocumentsConfig
from qa_bot.documents import SUFFIXES, Collection, scan_all
from qa_bot.encoder import Encoder, EncoderIdentity
from qa_bot.errors import (
    FolderError,
    IndexDamagedError,
    IndexNotFoundError,
    IndexOutdatedError,
    IndexUnwritableError,
)
from qa_bot.index.embedding import Embedding
from qa_bot.index.encoded import EncodedVectors
from qa_bot.index.intake import Intake
from qa_bot.index.layout import ENCODED, LEXICAL, PASSAGES, VECTORS, building
from qa_bot.index.manifest import FORMAT, Manifest, marks
from qa_bot.index.opened import Index, open_index
from qa_bot.index.store import StoreWriter
from qa_bot.index.summary import BuildSummary, Progress
from qa_bot.lexical import write_lexical
from qa_bot.text import content_terms, pairs
from qa_bot.vectors import write_vectors


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
        rebuild: Whether to take nothing over from the generation before, nor from a build that
            was stopped.
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
        with building(index_folder) as place, _earlier(index_folder, encoder, rebuild) as earlier:
            intake = Intake(found, earlier, encoder, limits)
            with closing(StoreWriter(place / PASSAGES)) as store:
                intake.read(store, progress)
            if not intake.hashes:
                raise FolderError(
                    f"{_names(collection)}: no document that can be read",
                    hint=intake.failed[0].message,
                )
            embedding = Embedding(intake.texts, intake.text_keys, encoder)
            with closing(EncodedVectors(index_folder / ENCODED, encoder.identity)) as kept:
                if rebuild:
                    kept.discard()
                embedding.take_over(kept, earlier)
                embedding.complete(kept, progress)
            write_vectors(place / VECTORS, embedding.vectors)
            _write_terms(place / LEXICAL, intake.texts)
            _write_manifest(place, collection, intake, encoder.identity)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise IndexUnwritableError(
            f"the index cannot be written to {index_folder}: {reason}",
            hint="free some disk space, or choose a folder with --index DIR",
        ) from error
    return _summary(intake, embedding.encoded, time.monotonic() - started)


def _names(collection: Collection) -> str:
    return ", ".join(map(str, collection.folders))


@contextmanager
def _earlier(index_folder: Path, encoder: Encoder, rebuild: bool) -> Iterator[Index | None]:
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


def _write_terms(folder: Path, texts: Sequence[str]) -> None:
    folder.mkdir()
    forms = ([term.form for term in content_terms(text)] for text in texts)
    write_lexical(folder, ((row, [*found, *pairs(found)]) for row, found in enumerate(forms)))


def _write_manifest(
    place: Path, collection: Collection, intake: Intake, encoder: EncoderIdentity
) -> None:
    content = "\n".join([encoder.key, *(f"{k} {v}" for k, v in sorted(intake.hashes.items()))])
    Manifest(
        format=FORMAT,
        version=__version__,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        folders=tuple(
            os.path.relpath(folder.resolve(), place.parent.resolve())
            for folder in collection.folders
        ),
        include=collection.include,
        exclude=collection.exclude,
        documents=len(intake.hashes),
        passages=len(intake.texts),
        encoder=encoder,
        content=hashlib.sha256(content.encode()).hexdigest(),
        files=marks(place),
    ).write(place)


def _summary(intake: Intake, encoded: int, seconds: float) -> BuildSummary:
    """Say what was done, against the generation before."""
    now, known = intake.hashes, intake.known
    changed = [name for name in now.keys() & known if now[name] != known[name].sha256]
    return BuildSummary(
        documents=len(now),
        passages=len(intake.texts),
        added=len(now.keys() - known.keys()),
        changed=len(changed),
        removed=len(known.keys() - now.keys()),
        embedded=encoded,
        skipped=tuple(intake.skipped),
        failed=tuple(intake.failed),
        seconds=seconds,
    )
