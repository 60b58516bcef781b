"""The index: what a build keeps, takes over and publishes, and what its readers see."""

import os
import re
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from qa_bot.config import DocumentsConfig
from qa_bot.errors import FolderError, IndexLockedError, IndexNotFoundError, IndexUnwritableError
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.index import BuildSummary, Index, build, open_index
from qa_bot.index.layout import building, current_generation, generation_number
from qa_bot.index.manifest import marks
from tests.fakes import HashEncoder, silent

ALPHA = """# Alpha

The trial Alpha enrolled 402 patients [@one]. Its follow-up lasted 17 months.

## Doses

| drug | dose |
| --- | --- |
| first | 100 mg |
| second | 1.3 mg/m2 |
"""
BETA = "# Beta\r\n\r\nOverall survival (OS) was 9 months.\r\n"
GAMMA = "Plain text about storage at 30 degrees.\n\nA second paragraph.\n"
REFERENCES = "@article{one, author={Ada Lovelace}, title={On Alpha}, year={2020}}\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of three documents and a bibliography."""
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "alpha.md").write_bytes(ALPHA.encode())
    (folder / "deep" / "beta.md").write_bytes(BETA.encode())
    (folder / "gamma.txt").write_bytes(GAMMA.encode())
    (folder / "references.bib").write_bytes(REFERENCES.encode())
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the index goes."""
    return tmp_path / "index"


def indexed(folder: Path, place: Path, encoder: HashEncoder | None = None) -> BuildSummary:
    return build(folder, place, encoder or HashEncoder(), progress=silent)


def texts(index: Index) -> dict[str, str]:
    return {name: index.store.text(name) or "" for name in index.store.documents()}


def test_an_index_among_the_documents_is_none_of_them(notes: Path) -> None:
    place = notes / "deep" / "index"
    indexed(notes, place)
    (place / "README.md").write_text("What this folder is for.\n")
    again = indexed(notes, place)
    assert (again.documents, again.added, again.skipped) == (3, 0, ())
    (place / "CURRENT").write_text("It names the notes of this week.\n")
    assert indexed(notes, notes.parent / "index").documents == 4


def test_a_first_build_adds_every_document(notes: Path, place: Path) -> None:
    summary = indexed(notes, place)
    assert (summary.documents, summary.added, summary.changed, summary.removed) == (3, 3, 0, 0)
    assert summary.embedded == summary.passages > 3
    assert not summary.failed
    with open_index(place) as index:
        assert index.manifest.documents == 3
        assert index.manifest.passages == len(index.vectors) == len(index.lexical)
        assert set(texts(index)) == {"notes/alpha.md", "notes/deep/beta.md", "notes/gamma.txt"}


def test_documents_may_lie_below_a_folder_whose_name_is_not_utf_8(
    notes: Path, place: Path, tmp_path: Path
) -> None:
    above = tmp_path / os.fsdecode(b"caf\xe9")
    above.mkdir()
    moved = notes.rename(above / "notes")
    indexed(moved, place)
    with open_index(place) as index:
        assert index.collection.folders == (moved,)
        assert not index.changes()
    (moved / "gamma.txt").unlink()
    assert indexed(moved, place).removed == 1
    with pytest.raises(IndexUnwritableError, match="surrogates not allowed") as raised:
        indexed(moved, above / "index")
    assert raised.value.hint.startswith("choose another folder")


def test_every_stored_passage_is_a_slice_of_its_document(notes: Path, place: Path) -> None:
    indexed(notes, place)
    with open_index(place) as index:
        kept = texts(index)
        passages = index.store.passages(range(index.manifest.passages))
        assert len(passages) == index.manifest.passages
        for passage in passages:
            text = kept[passage.document]
            assert text[passage.span.start : passage.span.end] == passage.text
            assert text[: passage.span.start].count("\n") == passage.line - 1
            assert all(passage.span.contains(unit.span) for unit in passage.units)
        assert kept["notes/deep/beta.md"] == BETA


def test_a_passage_knows_its_section_columns_and_references(notes: Path, place: Path) -> None:
    indexed(notes, place)
    with open_index(place) as index:
        first, second = index.store.passages(range(2))
        assert first.section == ("Alpha",)
        assert [reference.key for reference in first.references] == ["one"]
        assert second.section == ("Alpha", "Doses")
        assert {unit.columns for unit in second.units} == {("drug", "dose")}


def test_nothing_is_encoded_twice(notes: Path, place: Path) -> None:
    encoder = HashEncoder()
    first = indexed(notes, place, encoder)
    assert len(encoder.encoded) == first.embedded
    encoder.encoded.clear()
    again = indexed(notes, place, encoder)
    assert encoder.encoded == []
    assert (again.embedded, again.added, again.changed, again.removed) == (0, 0, 0, 0)
    assert again.passages == first.passages


def test_a_build_says_how_fast_it_encoded(notes: Path, place: Path) -> None:
    assert re.search(r"passages encoded at \d+/s\) in \d+\.\d s$", str(indexed(notes, place)))
    assert "0 passages encoded) in" in str(indexed(notes, place))


def test_only_what_changed_is_encoded(notes: Path, place: Path) -> None:
    encoder = HashEncoder()
    indexed(notes, place, encoder)
    encoder.encoded.clear()
    (notes / "gamma.txt").write_bytes(GAMMA.replace("30", "25").encode())
    (notes / "deep" / "beta.md").unlink()
    (notes / "delta.txt").write_bytes(b"A new note about prices.")
    summary = indexed(notes, place, encoder)
    assert (summary.added, summary.changed, summary.removed) == (1, 1, 1)
    assert sorted(encoder.encoded) == [
        "delta: A new note about prices.",
        "gamma: Plain text about storage at 25 degrees. A second paragraph.",
    ]


def test_a_renamed_document_is_not_encoded_again(notes: Path, place: Path) -> None:
    encoder = HashEncoder()
    indexed(notes, place, encoder)
    encoder.encoded.clear()
    (notes / "alpha.md").rename(notes / "deep" / "renamed.md")
    summary = indexed(notes, place, encoder)
    assert (summary.added, summary.removed, summary.embedded) == (1, 1, 0)
    with open_index(place) as index:
        vector = encoder.encode_question("Alpha › Doses: first — dose: 100 mg")
        row, _ = index.vectors.search(vector, 1)[0]
        assert index.store.passages([row])[0].document == "notes/deep/renamed.md"


def test_only_a_name_that_is_a_documents_title_is_encoded_again(notes: Path, place: Path) -> None:
    encoder = HashEncoder()
    indexed(notes, place, encoder)
    encoder.encoded.clear()
    (notes / "moved").mkdir()
    (notes / "gamma.txt").rename(notes / "moved" / "gamma.txt")
    assert indexed(notes, place, encoder).embedded == 0
    (notes / "moved" / "gamma.txt").rename(notes / "storage.txt")
    indexed(notes, place, encoder)
    assert encoder.encoded == [
        "storage: Plain text about storage at 30 degrees. A second paragraph.",
    ]


def test_vectors_that_are_taken_over_stay_with_their_passages(notes: Path, place: Path) -> None:
    encoder = HashEncoder()
    indexed(notes, place, encoder)
    (notes / "aaa.md").write_bytes(b"# First in order\n\nSomething else entirely.\n")
    indexed(notes, place, encoder)
    with open_index(place) as updated:
        kept = np.concatenate(list(updated.vectors.blocks()))
    build(notes, place, encoder, progress=silent, rebuild=True)
    with open_index(place) as rebuilt:
        assert (np.concatenate(list(rebuilt.vectors.blocks())) == kept).all()


def test_another_encoder_takes_nothing_over(notes: Path, place: Path) -> None:
    indexed(notes, place)
    other = HashEncoder("other")
    summary = indexed(notes, place, other)
    assert summary.embedded == summary.passages == len(other.encoded)


def test_the_same_documents_make_the_same_content(notes: Path, place: Path) -> None:
    def content() -> str:
        with open_index(place) as index:
            return index.manifest.content

    indexed(notes, place)
    first = content()
    indexed(notes, place)
    assert content() == first
    (notes / "gamma.txt").write_bytes(b"Other text.")
    indexed(notes, place)
    assert content() != first


def test_a_reader_keeps_its_generation_while_a_new_one_is_made(notes: Path, place: Path) -> None:
    indexed(notes, place)
    with open_index(place) as old:
        (notes / "gamma.txt").write_bytes(b"Other text.")
        indexed(notes, place)
        assert old.store.text("notes/gamma.txt") == GAMMA
        assert len(old.vectors) == len(old.lexical) == old.manifest.passages
    with open_index(place) as new:
        assert new.store.text("notes/gamma.txt") == "Other text."


def test_only_two_generations_are_kept(notes: Path, place: Path) -> None:
    for _ in range(4):
        indexed(notes, place)
    kept = sorted(path.name for path in place.glob("gen-*"))
    assert kept == ["gen-000003", "gen-000004"]
    assert generation_number(current_generation(place)) == 4


def test_changes_are_told_by_name(notes: Path, place: Path) -> None:
    indexed(notes, place)
    with open_index(place) as index:
        assert not index.changes()
        (notes / "new.md").write_bytes(b"# New\n\nText.\n")
        (notes / "gamma.txt").write_bytes(b"Shorter.")
        (notes / "deep" / "beta.md").unlink()
        (notes / "references.bib").write_bytes(b"@misc{one, title={Other}}")
        changes = index.changes()
    assert changes.added == ("notes/new.md",)
    assert changes.changed == ("notes/gamma.txt", "notes/references.bib")
    assert changes.removed == ("notes/deep/beta.md",)
    assert str(changes) == "1 added, 2 changed, 1 removed"


def test_a_file_that_cannot_be_read_is_reported_once_and_is_no_change(
    notes: Path, place: Path
) -> None:
    (notes / "latin.txt").write_bytes("Ärzte".encode("latin-1"))
    summary = indexed(notes, place)
    assert [skipped.name for skipped in summary.skipped] == ["notes/latin.txt"]
    assert "not UTF-8 text" in summary.failed[0].reason
    with open_index(place) as index:
        assert not index.changes()


def test_a_file_that_was_mended_is_a_change_whatever_the_clock_says(
    notes: Path, place: Path
) -> None:
    path = notes / "latin.txt"
    path.write_bytes("Ärzte".encode("latin-1"))
    indexed(notes, place)
    path.write_text("Ärzte")
    os.utime(path, ns=(0, 0))
    with open_index(place) as index:
        assert index.changes().added == ("notes/latin.txt",)


def test_a_whole_index_is_of_use_after_builds_have_removed_it(notes: Path, place: Path) -> None:
    indexed(notes, place)
    with open_index(place, whole=True) as index:
        for _ in range(3):
            indexed(notes, place)
        assert not index.generation.exists()
        assert index.lexical.passages_with("402") == 1
        assert len(index.vectors) == index.manifest.passages
        assert index.store.text("notes/gamma.txt") == GAMMA


def test_a_damaged_bibliography_costs_the_references_only(notes: Path, place: Path) -> None:
    (notes / "references.bib").write_bytes(b"@article{one, title={never closed")
    summary = indexed(notes, place)
    assert summary.documents == 3
    assert [one.name for one in summary.failed] == ["notes/references.bib"]


def test_synonyms_are_kept_and_are_no_document(notes: Path, place: Path) -> None:
    before = indexed(notes, place)
    with open_index(place) as index:
        content = index.manifest.content
    (notes / "synonyms.txt").write_text("enrolled: took part\npatients: pts, people\n")
    with open_index(place) as index:
        assert index.changes().added == ("notes/synonyms.txt",)
    after = indexed(notes, place)
    assert (after.documents, after.passages) == (before.documents, before.passages)
    with open_index(place) as index:
        assert index.store.synonyms() == [
            Synonyms("enrolled", ("took part",)),
            Synonyms("patients", ("pts", "people")),
        ]
        assert index.manifest.content != content
        assert not index.changes()
        (notes / "synonyms.txt").unlink()
        assert index.changes().removed == ("notes/synonyms.txt",)
    indexed(notes, place)
    with open_index(place) as index:
        assert index.store.synonyms() == []
        assert index.manifest.content == content


def test_faulty_lines_of_synonyms_are_named_and_cost_no_others(notes: Path, place: Path) -> None:
    (notes / "synonyms.txt").write_text("trial: all studies\nno colon\npatients: pts\n:\n")
    summary = indexed(notes, place)
    assert summary.documents == 3
    assert [(one.name, one.reason) for one in summary.failed] == [
        (
            "notes/synonyms.txt",
            "only line 1: 'all studies' says too little without its small words; "
            "line 2: no term with other words for it; line 4: no term with other words for it",
        )
    ]
    with open_index(place) as index:
        assert index.store.synonyms() == [Synonyms("patients", ("pts",))]
        assert not index.changes()


def test_of_many_faulty_lines_of_synonyms_the_first_are_named(notes: Path, place: Path) -> None:
    (notes / "synonyms.txt").write_text("no colon\n" * 12)
    (failed,) = indexed(notes, place).failed
    assert failed.reason.startswith("only line 1: no term with other words for it; line 2: ")
    assert failed.reason.endswith("; line 5: no term with other words for it; 7 more")


def test_a_list_of_synonyms_that_is_no_text_costs_the_synonyms_only(
    notes: Path, place: Path
) -> None:
    (notes / "synonyms.txt").write_bytes(b"\xff\xd8")
    summary = indexed(notes, place)
    assert summary.documents == 3
    assert [one.name for one in summary.failed] == ["notes/synonyms.txt"]


@pytest.mark.parametrize("name", ["synonyms.txt", "references.bib"])
def test_a_file_beside_the_documents_may_not_be_endless(
    notes: Path, place: Path, name: str
) -> None:
    with (notes / name).open("wb") as file:
        file.truncate(1_000_001)
    limits = DocumentsConfig(file_mb=1)
    summary = build(notes, place, HashEncoder(), progress=silent, limits=limits)
    assert summary.documents == 3
    assert [(one.name, one.reason) for one in summary.skipped] == [
        (f"notes/{name}", "larger than 1 MB")
    ]


def test_a_folder_of_unreadable_documents_is_refused_and_nothing_is_published(
    tmp_path: Path, place: Path
) -> None:
    folder = tmp_path / "binary"
    folder.mkdir()
    (folder / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(FolderError, match="no document that can be read"):
        indexed(folder, place)
    with pytest.raises(IndexNotFoundError):
        open_index(place)
    assert not list(place.glob("gen-*"))


def test_index_and_documents_may_be_moved_together(notes: Path, place: Path) -> None:
    indexed(notes, place)
    moved = notes.parent / "elsewhere"
    moved.mkdir()
    notes.rename(moved / "notes")
    place.rename(moved / "index")
    with open_index(moved / "index") as index:
        assert index.collection.folders == (moved / "notes",)
        assert not index.changes()


def test_an_index_finds_its_documents_through_a_symbolic_link(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, link = tmp_path / "deep" / "down" / "real", tmp_path / "link"
    real.mkdir(parents=True)
    link.symlink_to(real)
    indexed(notes, link)
    for index_folder in (link, real):
        with open_index(index_folder) as index:
            assert index.collection.folders == (notes,)
            assert not index.changes()
    monkeypatch.chdir(tmp_path)
    with open_index(Path("link")) as index:
        assert index.collection.folders == (Path("notes"),)
    monkeypatch.chdir(notes)
    with open_index(Path("../link")) as index:
        assert not index.changes()


def test_every_file_of_a_generation_is_in_its_manifest(notes: Path, place: Path) -> None:
    indexed(notes, place)
    with open_index(place) as index:
        assert index.manifest.files == marks(index.generation)
        on_disk = {path.name for path in index.generation.iterdir()}
        assert on_disk == {"manifest.json", "verified.json", "segment-0", "lexical"}


def test_a_second_build_waits_for_the_first(notes: Path, place: Path) -> None:
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with building(place, silent) as partial:
            held.set()
            release.wait(30)
            (partial / "manifest.json").write_text("{}")

    first = threading.Thread(target=hold)
    first.start()
    assert held.wait(30)
    impatient = building(place, silent, patience=0.05)
    with pytest.raises(IndexLockedError, match="another program is building"), impatient:
        pytest.fail("two builds at once")
    told: list[tuple[str, int, int]] = []

    def hear(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        if done:
            release.set()

    started = time.monotonic()
    summary = build(notes, place, HashEncoder(), progress=hear)
    assert summary.seconds < time.monotonic() - started - 1, "the wait is not counted"
    first.join()
    assert told[0] == ("seconds waited for another build", 0, 60)
    assert generation_number(current_generation(place)) == 2


def test_a_build_that_fails_leaves_the_index_as_it_was(notes: Path, place: Path) -> None:
    indexed(notes, place)
    with pytest.raises(RuntimeError, match="halfway"), building(place, silent) as partial:
        (partial / "half.sqlite").write_text("half")
        raise RuntimeError("halfway")
    assert generation_number(current_generation(place)) == 1
    assert not list(place.glob("*.partial"))


def test_an_index_folder_may_have_a_page_that_says_what_it_is_for(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").write_text("It weighs 5 kg.")
    place = tmp_path / "index"
    place.mkdir()
    for name in ("README.md", ".gitignore"):
        (place / name).write_text("The index stands here.")
    build(tmp_path / "notes", place, HashEncoder(), progress=silent)
    with open_index(place) as index:
        assert len(list(index.store.documents())) == 1
