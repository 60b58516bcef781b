"""The files of an index: as they were written, and of one piece."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np

from qa_bot.errors import FolderError, IndexDamagedError
from qa_bot.health.check import Check, Verdict
from qa_bot.index import FolderIndex, Index
from qa_bot.index.manifest import marks
from qa_bot.text.display import counted

Opened = TypeVar("Opened", bound=Index)

_REBUILD = "qa-bot index --rebuild"
_UNIT_LENGTH = 1e-3
"""By which a vector's length may differ from 1."""


def part_checks(index: Index) -> Iterator[Check]:
    """Check hashes, vectors, offsets, and the files that were indexed."""
    if isinstance(index, FolderIndex):  # what is on a server has no files
        yield from _tried(_artefacts, index)
    yield from _tried(_vectors, index)
    yield from _tried(_offsets, index)
    yield _files(index)


def _tried(check: Callable[[Opened], Check], index: Opened) -> Iterator[Check]:
    try:
        yield check(index)
    except IndexDamagedError as error:
        yield _damage(check.__name__.strip("_"), error.message)


def _damage(name: str, detail: str) -> Check:
    return Check(name, Verdict.FAILED, detail, _REBUILD, fix="rebuild")


def _artefacts(index: FolderIndex) -> Check:
    """Hash every file, however large."""
    now, then = marks(index.generation), index.manifest.files
    altered = sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))
    if altered:
        return _damage("artefacts", f"altered: {', '.join(altered)}")
    size = sum(mark.bytes for mark in now.values())
    return Check("artefacts", Verdict.OK, f"{counted(len(now), 'file')}, {size / 1e6:.1f} MB")


def _vectors(index: Index) -> Check:
    count = len(index.vectors)
    if len({count, len(index.lexical), index.manifest.passages}) > 1:
        return _damage("vectors", f"{count} vectors, {index.manifest.passages} passages")
    lengths = (np.linalg.norm(block, axis=1) for block in index.vectors.blocks())
    # a NaN is wrong too
    wrong = sum(int(np.sum(~(np.abs(length - 1) < _UNIT_LENGTH))) for length in lengths)
    if wrong:
        return _damage("vectors", f"{wrong} of {count} are not of unit length")
    return Check("vectors", Verdict.OK, f"{count} of unit length, as many as passages")


def _offsets(index: Index) -> Check:
    """Compare every passage with its place in its document."""
    wrong = 0
    for known in index.store.documents().values():
        text = index.store.document(known).text
        for passage in index.store.passages_of(known.id):
            inside = all(passage.span.contains(unit.span) for unit in passage.units)
            wrong += passage.span.of(text) != passage.text or not inside
    if wrong:
        return _damage("offsets", f"{wrong} passages do not stand where they say")
    return Check("offsets", Verdict.OK, f"all {index.manifest.passages} passages stand in place")


def _files(index: Index) -> Check:
    try:
        changes = index.changes()
    except FolderError as error:
        return Check("files", Verdict.WARNING, error.message, error.hint)
    if changes:
        remedy = "qa-bot status; qa-bot index"
        return Check("files", Verdict.WARNING, f"changed since: {changes}", remedy, fix="update")
    failed = [one.name for one in index.store.skipped() if one.failed]
    if failed:
        return Check("files", Verdict.WARNING, f"unreadable: {', '.join(failed)}", "qa-bot status")
    return Check("files", Verdict.OK, f"{counted(index.manifest.documents, 'document')} in step")
