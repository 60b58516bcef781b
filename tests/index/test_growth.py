"""A large index: what an update leaves as it was, and what its readers see of the whole."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from qa_bot.errors import IndexDamagedError
from qa_bot.index import BuildSummary, Index, build, open_index
from qa_bot.index.layout import current_generation
from qa_bot.index.manifest import VERIFIED, read_manifest
from qa_bot.text.terms import content_forms
from tests.fakes import HashEncoder, silent

DOCUMENTS, SECTIONS, KEPT_FROM = 12, 10, 70


def text_of(document: int) -> str:
    parts = (f"## Part {part}\n\nDose {document} of {part} mg." for part in range(SECTIONS))
    return "\n\n".join([f"# Trial {document}", *parts])


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of notes and its index, large enough for a segment to stay."""
    place = tmp_path_factory.mktemp("large")
    (place / "notes").mkdir()
    for number in range(DOCUMENTS):
        (place / "notes" / f"{number:02d}.md").write_text(text_of(number), encoding="utf-8")
    updated(place)
    return place


@pytest.fixture
def place(large: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(large, tmp_path / "copy")
    return tmp_path / "copy"


def updated(place: Path, index: str = "index") -> BuildSummary:
    return build(
        place / "notes", place / index, HashEncoder(), progress=silent, kept_from=KEPT_FROM
    )


def test_of_a_thousand_passages_an_update_writes_what_changed(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(101):
        (notes / f"{number:03d}.md").write_text(text_of(number), encoding="utf-8")
    build(notes, tmp_path / "index", HashEncoder(), progress=silent)
    (notes / "003.md").write_text(text_of(3).replace("mg", "ml"), encoding="utf-8")
    build(notes, tmp_path / "index", HashEncoder(), progress=silent)
    with open_index(tmp_path / "index") as index:
        assert [one.passages for one in index.manifest.segments] == [101 * SECTIONS, SECTIONS]


def vectors_of(place: Path) -> Path:
    return current_generation(place / "index") / "segment-0" / "vectors.faiss"


def seen(index: Index) -> dict[str, object]:
    """List what can be found in an index, whatever its segments are."""
    question = HashEncoder().encode_question("dose of trial 3")
    clauses = [[{form: 1.0}] for form in content_forms("dose 3")]
    nearest = index.vectors.search(question, 200)
    scored = index.lexical.search(clauses, 2 * index.manifest.passages)
    ids = {row: one.id for row, _ in scored for one in index.store.passages([row])}
    worst = nearest[-1][1]
    return {
        "documents": {name: one.sha256 for name, one in index.store.documents().items()},
        "texts": [index.store.text(name) for name in index.store.documents()],
        "counts": (index.manifest.passages, len(index.vectors), len(index.lexical)),
        "nearest": sorted(ids[row] for row, cosine in nearest if cosine > worst and row in ids),
        "lexical": sorted(ids.values()),
        "vectors": sum(len(block) for block in index.vectors.blocks()),
        "changes": index.changes(),
    }


def change(notes: Path) -> None:
    (notes / "03.md").write_text(text_of(3).replace("mg", "ml"), encoding="utf-8")


def add(notes: Path) -> None:
    (notes / "new.md").write_text(text_of(99), encoding="utf-8")


def remove(notes: Path) -> None:
    (notes / "03.md").unlink()


def touch(notes: Path) -> None:
    os.utime(notes / "03.md", (1, 1))


def rename(notes: Path) -> None:
    (notes / "03.md").rename(notes / "00-3.md")


@pytest.mark.parametrize("first", [change, add, remove, touch, rename])
def test_an_update_leaves_a_large_segment_and_finds_what_a_rebuild_finds(
    place: Path, first: object
) -> None:
    inode = vectors_of(place).stat().st_ino
    for number, step in enumerate([first, lambda notes: (notes / "05.md").unlink()], 2):
        step(place / "notes")  # type: ignore[operator]
        updated(place)
        updated(place, f"rebuilt-{number}")
        with open_index(place / "index") as index, open_index(place / f"rebuilt-{number}") as fresh:
            assert [one.name for one in index.manifest.segments] == [
                "segment-0",
                f"segment-{DOCUMENTS * SECTIONS}",
            ]
            assert index.manifest.content != fresh.manifest.content
            assert vectors_of(place).stat().st_ino == inode
            assert seen(index) == seen(fresh)


def test_only_what_changed_is_embedded_and_the_generation_before_stays_as_it_was(
    place: Path,
) -> None:
    with open_index(place / "index") as old:
        before = seen(old)
        change(place / "notes")
        summary = updated(place)
        assert (summary.documents, summary.changed) == (DOCUMENTS, 1)
        assert summary.embedded == SECTIONS
        assert {**before, "changes": None} == {**seen(old), "changes": None}
    read_manifest(old.generation)


def test_when_too_much_of_it_is_gone_a_segment_is_written_anew(place: Path) -> None:
    for number in range(4):
        (place / "notes" / f"{number:02d}.md").unlink()
    assert updated(place).embedded == 0
    with open_index(place / "index") as index:
        assert len(index.manifest.segments) == 1
        assert not index.manifest.removed


def flip(path: Path, *, mtime: bool = True) -> None:
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(status.st_size // 2)
        byte = file.read(1)[0]
        file.seek(status.st_size // 2)
        file.write(bytes([byte ^ 1]))
    if not mtime:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_damaged_file_that_two_generations_share_is_named_by_both(place: Path) -> None:
    change(place / "notes")
    updated(place)
    new = current_generation(place / "index")
    (old,) = (one for one in (place / "index").glob("gen-*") if one != new)
    flip(new / "segment-0" / "passages.sqlite")
    for generation in (old, new):
        for hashed_bytes in (0, 10**9):
            with pytest.raises(IndexDamagedError, match=r"passages\.sqlite is altered"):
                read_manifest(generation, hashed_bytes)


def test_a_large_generation_is_hashed_only_where_something_may_have_written(place: Path) -> None:
    change(place / "notes")
    updated(place)
    generation = current_generation(place / "index")
    path = generation / "segment-0" / "vectors.faiss"
    read_manifest(generation, hashed_bytes=0)
    flip(path, mtime=False)  # as a failing disk would: nothing but a hash tells
    read_manifest(generation, hashed_bytes=0)
    path.touch()
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss is altered"):
        read_manifest(generation, hashed_bytes=0)


@pytest.mark.parametrize("verified", [None, b"", b"[1]", b'{"lexical/meta.json": 5}'])
def test_a_copy_is_hashed_once_and_then_known(
    place: Path, tmp_path: Path, verified: bytes | None
) -> None:
    copy = tmp_path / "again"
    shutil.copytree(current_generation(place / "index"), copy)
    if verified is None:
        (copy / VERIFIED).unlink()
    else:
        (copy / VERIFIED).write_bytes(verified)
    damaged = copy / "segment-0" / "passages.sqlite"
    sound = damaged.read_bytes()
    flip(damaged, mtime=False)
    with pytest.raises(IndexDamagedError, match=r"passages\.sqlite is altered"):
        read_manifest(copy, hashed_bytes=0)
    damaged.write_bytes(sound)
    read_manifest(copy, hashed_bytes=0)
    flip(damaged, mtime=False)
    read_manifest(copy, hashed_bytes=0)


def test_where_files_cannot_be_linked_they_are_copied(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    change(place / "notes")
    updated(place)
    with open_index(place / "index") as index:
        assert len(index.manifest.segments) == 2
        assert np.isfinite(np.concatenate(list(index.vectors.blocks()))).all()
