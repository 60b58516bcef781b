"""Folders of documents become part of an index on a server.

Comes in: this machine's folders. Goes out: rows for what is new in them; what they have no more is
taken out last. Rows of other machines' folders stay, and keys follow from what is in a row, so that
several may do this at once. A rebuild, and another encoder, make a new generation: it is filled
beside the old one, which answers until the alias is switched.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain
from typing import TypeVar

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
from qa_bot.milvus.server import Generation, Server
from qa_bot.milvus.store import MilvusStore
from qa_bot.milvus.writing import MilvusWriter

Item = TypeVar("Item", int, str)

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
        IndexLockedError: When the first generation was begun and not ended.
        IndexUnreachableError: When the server cannot be reached.
    """
    started = time.monotonic()
    found = scan_all(collection, SUFFIXES)
    earlier = None if rebuild else _earlier(server, collection, encoder)
    plan = _plan(found.files, earlier)
    generation = earlier.generation if earlier else server.next()
    if earlier is None:
        anew = rebuild or generation.number > 1
        generation.create(encoder.identity.dimension, anew=anew)
    intake = Intake(found, plan, earlier, encoder, limits)
    embedding = Embedding(encoder, None, earlier)
    writer = MilvusWriter(generation)
    with closing(writer), closing(intake.texts):
        intake.read(writer, progress)
        if not intake.hashes:
            reason = intake.failed[0].message if intake.failed else "qa-bot index FOLDER"
            raise FolderError("no document that can be read", hint=reason)
        before = MilvusStore(generation)
        listed = _own(before, collection, "skipped", "companion", "synonyms")
        begun = _own(before, collection, "begun")
        writer.begin()
        _embed(writer, intake, embedding, progress)
        writer.finish(_about(encoder))
        _remove(generation, _gone(plan, begun.values(), writer.written.keys()))
        outdated = [*(listed.keys() - writer.listed), *_own(before, collection, "begun")]
        for keys in _batches(outdated):
            generation.delete("documents", f"key in {json.dumps(keys)}")
    if earlier is None:
        generation.publish()
    return _summary(open_on(server, collection), plan, intake, embedding, started)


def _summary(
    now: MilvusIndex, plan: Plan, intake: Intake, embedding: Embedding, started: float
) -> BuildSummary:
    own = {name for name in now.store.documents() if owned(name, now.collection)}
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


def _own(store: MilvusStore, collection: Collection, *kinds: str) -> dict[str, int]:
    """List what of some kinds is there of this machine's folders: keys, and document ids."""
    rows = chain.from_iterable(map(store.of_kind, kinds))
    return {key: about.get("id", 0) for key, about in rows if owned(about["name"], collection)}


def _remove(generation: Generation, gone: Sequence[int]) -> None:
    """Take documents out, their passages first."""
    for some in _batches(gone):
        generation.delete("passages", f"document in {some}")
        generation.delete("documents", f"document in {some}")


def _gone(plan: Plan, begun: Iterable[int], written: Iterable[int]) -> list[int]:
    """List the documents that the folders have no more, and those that a stopped build began."""
    known = {one.id: name for name, one in plan.known.items()}
    staying = {number for number, name in known.items() if name in plan.staying}
    return sorted({*known, *begun} - staying - set(written))


def _batches(found: Sequence[Item]) -> Iterator[list[Item]]:
    for start in range(0, len(found), _DELETED_AT_ONCE):
        yield list(found[start : start + _DELETED_AT_ONCE])


def _about(encoder: Encoder) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": __version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "encoder": asdict(encoder.identity),
    }
