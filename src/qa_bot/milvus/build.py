"""Folders of documents become part of an index on a server.

Comes in: this machine's folders. Goes out: rows for what is new in them; what they have no more is
taken out last. Rows of other machines' folders stay, and keys follow from what is in a row, so that
several may do this at once. A rebuild, and another encoder, make a new generation: it is filled
beside the old one, which answers until the alias is switched.
"""

import json
import time
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain

from qa_bot import __version__
from qa_bot.config import DocumentsConfig
from qa_bot.documents import SUFFIXES, Collection, FileEntry, scan_all
from qa_bot.encoder import Encoder
from qa_bot.errors import FolderError, IndexNotFoundError, IndexOutdatedError
from qa_bot.index.embedding import ENCODED_AT_ONCE, Embedding
from qa_bot.index.intake import Intake
from qa_bot.index.plan import Plan, unchanged
from qa_bot.index.summary import BuildSummary, Progress
from qa_bot.milvus.opened import FORMAT, MilvusIndex, open_on, owned
from qa_bot.milvus.server import Server
from qa_bot.milvus.writing import MilvusWriter

_DELETED_AT_ONCE = 100


def build_on(
    server: Server,
    collection: Collection,
    encoder: Encoder,
    *,
    progress: Progress,
    rebuild: bool = False,
    limits: DocumentsConfig = DocumentsConfig(),  # noqa: B008 - frozen
) -> BuildSummary:
    """Bring an index on a server up to date with this machine's folders.

    Args:
        server: Where it is.
        collection: The folders.
        encoder: Makes the vectors.
        progress: Is told how far it is.
        rebuild: Whether to begin a new generation.
        limits: What one file may take.

    Raises:
        FolderError: When a folder is missing or holds no readable document.
        IndexUnreachableError: When the server cannot be reached.
    """
    started = time.monotonic()
    found = scan_all(collection, SUFFIXES)
    earlier = None if rebuild else _earlier(server, collection, encoder)
    plan = _plan(found.files, earlier)
    generation = earlier.generation if earlier else (server.current() or 0) + 1
    if earlier is None:
        server.create(generation, encoder.identity.dimension)
    intake = Intake(found, plan, earlier, encoder, limits)
    embedding = Embedding(encoder, None, earlier)
    writer = MilvusWriter(server, generation)
    with closing(writer), closing(intake.texts):
        intake.read(writer, progress)
        if not intake.hashes:
            reason = intake.failed[0].message if intake.failed else "qa-bot index FOLDER"
            raise FolderError("no document that can be read", hint=reason)
        _embed(writer, intake, embedding, progress)
        _remove(server, generation, plan, writer, earlier)
        writer.finish(_about(encoder))
    if earlier is None:
        server.publish(generation)
    now = open_on(server, collection)
    own = {name for name in now.store.documents() if owned(name, collection)}
    changed = (
        name for name in own & plan.known.keys() if intake.hashes[name] != plan.known[name].sha256
    )
    return BuildSummary(
        documents=now.manifest.documents,
        passages=now.manifest.passages,
        added=len(own - plan.known.keys()),
        changed=sum(1 for _ in changed),
        removed=len(plan.known.keys() - own),
        embedded=embedding.encoded,
        skipped=tuple(intake.skipped),
        failed=tuple(intake.failed),
        seconds=time.monotonic() - started,
        encoding_seconds=embedding.seconds,
    )


def _earlier(server: Server, collection: Collection, encoder: Encoder) -> MilvusIndex | None:
    """Open the generation that is asked, if it can be brought up to date."""
    try:
        index = open_on(server, collection)
    except (IndexNotFoundError, IndexOutdatedError):
        return None
    return index if index.manifest.encoder == encoder.identity else None


def _plan(files: tuple[FileEntry, ...], earlier: MilvusIndex | None) -> Plan:
    if earlier is None:
        return Plan()
    documents = earlier.store.documents().items()
    known = {name: one for name, one in documents if owned(name, earlier.collection)}
    same, untouched = unchanged(files, known)
    return Plan(known=known, same=same, staying=untouched)


def _embed(writer: MilvusWriter, intake: Intake, embedding: Embedding, progress: Progress) -> None:
    total, done = len(intake.texts), 0
    batches = zip(
        writer.passages(ENCODED_AT_ONCE), intake.texts.batches(ENCODED_AT_ONCE), strict=True
    )
    for rows, texts in batches:
        progress("encoding", done, total)
        writer.write(rows, texts, embedding.of(texts))
        done += len(texts)
    progress("encoding", total, total)


def _remove(
    server: Server,
    generation: int,
    plan: Plan,
    writer: MilvusWriter,
    earlier: MilvusIndex | None,
) -> None:
    """Take out what this machine's folders have no more."""
    gone = [
        one.id
        for name, one in plan.known.items()
        if name not in plan.staying and one.id not in writer.written
    ]
    for start in range(0, len(gone), _DELETED_AT_ONCE):
        condition = f"document in {gone[start : start + _DELETED_AT_ONCE]}"
        server.delete("passages", generation, condition)
        server.delete("documents", generation, condition)
    if earlier:
        kinds = (earlier.store.of_kind(kind) for kind in ("skipped", "bibliography"))
        rows = [row for row in chain(*kinds) if owned(row[1]["name"], earlier.collection)]
        keys = [key for key, _ in rows]
        for start in range(0, len(keys), _DELETED_AT_ONCE):
            condition = f"key in {json.dumps(keys[start : start + _DELETED_AT_ONCE])}"
            server.delete("documents", generation, condition)


def _about(encoder: Encoder) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": __version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "encoder": asdict(encoder.identity),
    }
