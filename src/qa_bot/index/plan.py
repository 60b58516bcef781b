"""Which segments of the generation before stay as they are, and which are written anew.

Comes in: the files of the folders, and the generation before. Goes out: a plan for the build. A
small index is one segment, and a build writes all of it, taking vectors over. A large segment stays
instead, shared with the generation before, and what changed goes into a new, small one: a log of
merged segments, as in the LSM tree (O'Neil et al., Acta Informatica 1996) and in Lucene. What a
changed or removed document has in a segment that stays is not found any more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qa_bot.documents import FileEntry, sha256_of
from qa_bot.index.manifest import Segment
from qa_bot.index.opened import FolderIndex
from qa_bot.index.store import StoredDocument

KEPT_FROM = 1_000
"""Passages from which a segment may stay; fewer are written anew in about a second."""

TIMES_LARGER = 2
"""A segment stays if it is so many times larger than all that is written anew beside it."""

LIVE_SHARE = 0.8
"""A segment stays as long as this share of its passages can be found."""

_BYTES_PER_PASSAGE = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build takes over.

    Attributes:
        known: The documents of the generation before, by name.
        same: Names of those whose files hold the same bytes now.
        kept: The segments that stay, oldest first.
        staying: Names of the documents that stay in them.
        removed: Ids of the documents that are in them no more.
        outdated: Rows of the generation before that are found no more, or get another number.
        passages: How many stay.
        first_row: Of the segment that is written.
        first_document: Id of its first document.
    """

    known: dict[str, StoredDocument] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    kept: tuple[Segment, ...] = ()
    staying: frozenset[str] = frozenset()
    removed: tuple[int, ...] = ()
    outdated: tuple[int, ...] = ()
    passages: int = 0
    first_row: int = 0
    first_document: int = 1


def plan(
    files: Sequence[FileEntry], earlier: FolderIndex | None, kept_from: int = KEPT_FROM
) -> Plan:
    """Compare files with the generation before and choose the segments that stay.

    Args:
        files: The documents of the folders.
        earlier: The generation before.
        kept_from: Passages from which a segment may stay.
    """
    if earlier is None:
        return Plan()
    known = earlier.store.documents()
    same, untouched = unchanged(files, known)
    live = {known[name].id for name in untouched}
    coming = sum(entry.size for entry in files if entry.name not in untouched)
    kept = tuple(_kept(earlier, live, coming // _BYTES_PER_PASSAGE, kept_from))
    if not kept:
        return Plan(known=known, same=same)
    store, segments = earlier.store, {one.name for one in kept}
    home = {document.id: store.segment_of(document.id) for document in known.values()}
    leaving = [one for one in home if home[one] in segments and one not in live]
    before = [one for one in earlier.manifest.removed if store.segment_of(one) in segments]
    merged = [one for one in home if home[one] not in segments]
    removed = tuple(sorted([*before, *leaving]))
    return Plan(
        known=known,
        same=same,
        kept=kept,
        staying=frozenset(name for name in untouched if home[known[name].id] in segments),
        removed=removed,
        outdated=tuple(store.rows_of([*leaving, *merged])),
        passages=sum(one.passages for one in kept) - len(store.rows_of(removed)),
        first_row=max(one.first_row + one.passages for one in kept),
        first_document=max([*home, *removed]) + 1,
    )


def unchanged(
    files: Iterable[FileEntry], known: Mapping[str, StoredDocument]
) -> tuple[frozenset[str], frozenset[str]]:
    """Name the files that hold the same bytes as before, and those of them not even touched.

    A file is taken for the same without reading it when size, modification time, inode and the time
    of its inode's change are; otherwise its bytes are hashed.
    """
    there = [entry for entry in files if entry.name in known]
    same = [entry for entry in there if _same(entry, known[entry.name])]
    untouched = (one.name for one in same if one.mtime_ns == known[one.name].mtime_ns)
    return frozenset(one.name for one in same), frozenset(untouched)


def _same(entry: FileEntry, known: StoredDocument) -> bool:
    standing = (entry.size, entry.mtime_ns, entry.stamp)
    if entry.stamp and standing == (known.size, known.mtime_ns, known.stamp):
        return True
    return known.sha256 == sha256_of(entry)


def _kept(earlier: FolderIndex, live: set[int], coming: int, kept_from: int) -> Iterator[Segment]:
    """Go from the newest segment to the oldest, and let stay what is large beside the newer."""
    store = earlier.store
    kept = []
    for segment in reversed(earlier.manifest.segments):
        dead = [one for one in store.documents_in(segment.name) if one not in live]
        passages = segment.passages - len(store.rows_of(dead))
        large = passages >= max(kept_from, TIMES_LARGER * coming)
        if large and passages >= LIVE_SHARE * segment.passages:
            kept.append(segment)
        else:
            coming += passages
    yield from reversed(kept)
