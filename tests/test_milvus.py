"""The index protocol, by one suite for both: an index in a folder, and one on a server.

The server is Milvus Lite, which speaks the protocol of Milvus; each test has one of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.documents import Collection
from qa_bot.engine import QABot
from qa_bot.errors import (
    ConfigError,
    FolderError,
    IndexLockedError,
    IndexNotFoundError,
    IndexUnreachableError,
)
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.index import BuildSummary, Index
from qa_bot.index.texts import text_key
from qa_bot.milvus import Server
from qa_bot.retrieval import Retriever
from qa_bot.stores import build_configured, configured_place, open_configured, require_index
from qa_bot.text.markup import indexed_text
from tests.fakes import HashEncoder, silent

pytest.importorskip("milvus_lite")

ALPHA = """# Alpha

The trial Alpha enrolled 402 patients [@one]. Its follow-up lasted 17 months.
Overall survival (OS) was 9 months in 1.3 mg/m2 of Émile's drug.

## Doses

| drug | dose |
| --- | --- |
| first | 100 mg |
| second | 1.3 mg/m2 |
"""
BETA = "# Beta\r\n\r\nThe trial Beta enrolled 77 patients. Storage is at 30 degrees.\r\n"
REFERENCES = "@article{one, author={Ada Lovelace}, title={On Alpha}, year={2020}}\n"
QUESTIONS = (
    "how many patients did Alpha enrol",
    "storage degrees",
    "OS in months",
    "dose of second",
)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of documents."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "alpha.md").write_bytes(ALPHA.encode())
    (folder / "beta.md").write_bytes(BETA.encode())
    (folder / "long.txt").write_text("Rain fell on the hills. " * 3000, encoding="utf-8")
    (folder / "references.bib").write_bytes(REFERENCES.encode())
    (folder / "synonyms.txt").write_text("overall survival: life span, lived\npatients: pts\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def configured(notes: Path, store: str) -> Config:
    place = notes.parent
    settings = IndexConfig(
        folders=(str(notes),), path=str(place / "index"), store=store, uri=str(place / "milvus.db")
    )
    return Config(index=settings)


@pytest.fixture(params=["folder", "milvus"])
def config(request: pytest.FixtureRequest, notes: Path) -> Iterator[Config]:
    """Settings of an index in a folder, and of one on a server."""
    yield configured(notes, request.param)
    release(notes)


def release(notes: Path) -> None:
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(str(notes.parent / "milvus.db"))


def indexed(config: Config, *, rebuild: bool = False) -> BuildSummary:
    return build_configured(config, HashEncoder(), silent, rebuild=rebuild)


def test_a_build_adds_every_document(config: Config) -> None:
    with pytest.raises(IndexNotFoundError):
        require_index(config)
    summary = indexed(config)
    assert (summary.documents, summary.added, summary.changed, summary.removed) == (3, 3, 0, 0)
    assert summary.passages > 5
    require_index(config)
    with open_configured(config) as index:
        assert index.manifest.documents == 3
        assert index.manifest.encoder == HashEncoder().identity
        counts = {summary.passages, index.manifest.passages, len(index.vectors), len(index.lexical)}
        assert len(counts) == 1
        assert list(index.store.documents()) == [
            "notes/alpha.md",
            "notes/beta.md",
            "notes/long.txt",
        ]
        assert [one.name for one in index.store.skipped()] == ["notes/picture.png"]
        assert not index.changes()
        assert index.is_current()


def test_documents_and_passages_are_kept_as_they_were(config: Config, notes: Path) -> None:
    indexed(config)
    with open_configured(config) as index:
        for name, known in index.store.documents().items():
            path = notes / name.removeprefix("notes/")
            text = path.read_bytes().decode()
            assert index.store.text(name) == text == index.store.document(known).text
            assert index.place_of(name) == (notes, path)
            found = list(index.store.passages_of(known.id))
            assert found == sorted(found, key=lambda one: one.span.start)
            for passage in found:
                assert passage.span.of(text) == passage.text
                assert passage.document == name
                key = text_key(indexed_text(passage))
                ((same, row),) = index.store.rows_with([key, b"nowhere"]).items()
                assert same == key
                (other,) = index.store.passages([row])
                assert indexed_text(other) == indexed_text(passage)
        assert index.store.text("notes/nowhere.md") is None
        alpha = index.store.documents()["notes/alpha.md"]
        passages = list(index.store.passages_of(alpha.id))
        assert index.store.document(alpha).title == "Alpha"
        assert passages[0].references[0].text.startswith("Ada Lovelace")
        assert passages[-1].units[-1].columns == ("drug", "dose")
        assert [one.short for one, _ in index.store.abbreviations()] == ["OS"]
        assert index.store.synonyms() == [
            Synonyms("overall survival", ("life span", "lived")),
            Synonyms("patients", ("pts",)),
        ]


def test_vectors_are_found_and_fetched(config: Config) -> None:
    indexed(config)
    with open_configured(config) as index:
        vectors = np.concatenate(list(index.vectors.blocks()))
        assert len(vectors) == index.manifest.passages
        question = HashEncoder().encode_question("storage at 30 degrees")
        found = index.vectors.search(question, 4)
        assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
        assert [cosine for _, cosine in found] == pytest.approx(
            np.sort(vectors @ question)[::-1][:4].tolist(), abs=1e-5
        )
        rows = [row for row, _ in found]
        assert index.vectors.of(rows) @ question == pytest.approx([c for _, c in found], abs=1e-5)
        assert index.vectors.search(question, 0) == []


def test_terms_are_counted_and_weighed(config: Config) -> None:
    indexed(config)
    with open_configured(config) as index:
        assert index.lexical.passages_with("patient") == 2
        assert index.lexical.passages_with("1.3") >= 2
        assert index.lexical.passages_with("emil") == 1
        assert index.lexical.passages_with("patient_one") == 0
        assert index.lexical.idf("nowhere") > index.lexical.idf("emil") > index.lexical.idf("rain")
        assert index.lexical.search([], 5) == []
        assert index.lexical.search([[{"nowhere": 1.0}]], 5) == []
        ((row, whole),) = index.lexical.search([[{"emil": 1.0}]], 5)
        assert "Émile" in index.store.passages([row])[0].text
        ((_, half),) = index.lexical.search([[{"emil": 0.5}]], 5)
        assert half == pytest.approx(whole / 2)
        ((_, best),) = index.lexical.search([[{"emil": 0.5}, {"emil": 1.0}]], 5)
        assert best == pytest.approx(whole)


def change(notes: Path) -> None:
    (notes / "beta.md").write_text("# Beta\n\nOther words.\n", encoding="utf-8")


def add(notes: Path) -> None:
    (notes / "new.md").write_text("# New\n\nA new dose of 5 mg.\n", encoding="utf-8")


def remove(notes: Path) -> None:
    (notes / "beta.md").unlink()


def rename(notes: Path) -> None:
    (notes / "beta.md").rename(notes / "gamma.md")


@pytest.mark.parametrize(
    ("step", "counts"),
    [(change, (0, 1, 0, 1)), (add, (1, 0, 0, 1)), (remove, (0, 0, 1, 0)), (rename, (1, 0, 1, 0))],
)
def test_an_update_follows_the_folder(
    config: Config, notes: Path, step: Callable[[Path], None], counts: tuple[int, ...]
) -> None:
    indexed(config)
    with open_configured(config) as before:
        step(notes)
        assert before.changes()
        summary = indexed(config)
        assert (summary.added, summary.changed, summary.removed, summary.embedded) == counts
        assert not before.is_current()
    with open_configured(config) as index:
        assert not index.changes()
        expected = {
            f"notes/{path.name}"
            for path in notes.iterdir()
            if path.suffix in {".md", ".txt"} and path.name != "synonyms.txt"
        }
        assert set(index.store.documents()) == expected
        assert index.manifest.passages == len(index.vectors) == len(index.lexical)
        for name, known in index.store.documents().items():
            text = (notes / name.removeprefix("notes/")).read_bytes().decode()
            assert index.store.text(name) == text
            for passage in index.store.passages_of(known.id):
                assert passage.span.of(text) == passage.text


def test_a_rebuild_takes_nothing_over_and_ends_the_generation_before(config: Config) -> None:
    first = indexed(config)
    with open_configured(config) as before:
        again = indexed(config, rebuild=True)
        assert again.embedded == first.embedded
        assert not before.is_current()
        assert before.store.text("notes/beta.md")
    with open_configured(config) as index:
        assert index.manifest.content == before.manifest.content


def test_a_folder_without_documents_is_refused(config: Config, notes: Path) -> None:
    indexed(config)
    for path in notes.iterdir():
        path.unlink()
    with pytest.raises(FolderError):
        indexed(config)
    with open_configured(config) as index:
        assert index.manifest.documents == 3


def test_both_find_the_same_and_answer_the_same(notes: Path) -> None:
    found = []
    for store in ("folder", "milvus"):
        config = configured(notes, store)
        indexed(config)
        with open_configured(config) as index:
            found.append([seen(index, config, question) for question in QUESTIONS])
    release(notes)
    for folder, server in zip(*found, strict=True):
        assert [one[0] for one in folder[0]] == [one[0] for one in server[0]]
        assert [one[1] for one in folder[0]] == pytest.approx(
            [one[1] for one in server[0]], abs=0.02
        )
        assert folder[1] == server[1]
    assert all(hits for hits, _ in found[0])
    assert any(answer for _, answer in found[0])


def seen(index: Index, config: Config, question: str) -> tuple[list[tuple[str, float]], str]:
    retriever = Retriever(index, HashEncoder())
    hits = retriever.search(retriever.understand(question), 3)
    answer = QABot(index, HashEncoder(), config).ask(question).answer
    quotes = [one.quote for statement in answer.statements for one in statement.citations]
    return [(hit.passage.id, hit.score) for hit in hits], " ".join(quotes)


def test_several_machines_index_their_folders_into_one(notes: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "delta.md").write_text("# Delta\n\nThe trial Delta is open.\n", encoding="utf-8")
    (other / "synonyms.txt").write_text("trial: study\n", encoding="utf-8")
    one = configured(notes, "milvus")
    two = replace(one, index=replace(one.index, folders=(str(other),)))
    indexed(one)
    assert indexed(two).added == 1
    remove(notes)
    (notes / "synonyms.txt").write_text("patients: pts\n")
    summary = indexed(one)
    assert (summary.removed, summary.documents) == (1, 3)
    for config in (one, two):
        with open_configured(config) as index:
            assert not index.changes()
            assert "other/delta.md" in index.store.documents()
            assert "notes/beta.md" not in index.store.documents()
            assert [one.name for one in index.store.skipped()] == ["notes/picture.png"]
            assert [one.term for one in index.store.synonyms()] == ["patients", "trial"]
    release(notes)


class Stopped(Exception):  # noqa: N818 - no error: somebody stopped it
    """The build was stopped here."""


def stop(stage: str, done: int, total: int) -> None:
    if stage == "encoding" and done == total:
        raise Stopped


def test_a_first_build_that_was_stopped_is_begun_anew(notes: Path) -> None:
    config = configured(notes, "milvus")
    with pytest.raises(Stopped):
        build_configured(config, HashEncoder(), stop, rebuild=False)
    with pytest.raises(IndexNotFoundError):
        require_index(config)
    with pytest.raises(IndexLockedError, match="another program") as raised:
        indexed(config)
    assert "--rebuild" in raised.value.hint
    assert indexed(config, rebuild=True).documents == 3
    release(notes)


def test_of_an_update_that_was_stopped_nothing_is_encoded_again_and_nothing_is_left(
    notes: Path,
) -> None:
    config = configured(notes, "milvus")
    passages = indexed(config).passages
    add(notes)
    change(notes)
    with pytest.raises(Stopped):
        build_configured(config, HashEncoder(), stop, rebuild=False)
    (notes / "new.md").unlink()
    summary = indexed(config)
    assert (summary.changed, summary.embedded, summary.passages) == (1, 0, passages)
    with open_configured(config) as index:
        assert len(index.vectors) == len(index.lexical) == passages
    release(notes)


@pytest.mark.parametrize(
    ("uri", "name", "message"),
    [
        ("", "qa_bot", "index.uri is empty"),
        ("x.db", "a b", "'a b' cannot be a name"),
        ("x.db", "", "''"),
    ],
)
def test_an_address_or_name_that_cannot_be_is_refused(uri: str, name: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Server(uri, name)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    config = configured(tmp_path, "milvus")
    config = replace(config, index=replace(config.index, uri="http://127.0.0.1:9"))
    with pytest.raises(IndexUnreachableError, match=r"http://127\.0\.0\.1:9") as raised:
        open_configured(config)
    assert raised.value.exit_code == 3


def test_no_message_tells_what_opens_a_server(tmp_path: Path) -> None:
    config = configured(tmp_path, "milvus")
    config = replace(config, index=replace(config.index, uri="http://me:SECRET@127.0.0.1:9"))
    assert configured_place(config).endswith(" on http://***@127.0.0.1:9")
    with pytest.raises(IndexUnreachableError) as raised:
        open_configured(config)
    assert "http://***@127.0.0.1:9" in raised.value.message
    assert "SECRET" not in raised.value.message


def test_the_folders_of_a_collection_say_whose_a_document_is(tmp_path: Path) -> None:
    from qa_bot.milvus.opened import owned

    collection = Collection((tmp_path / "notes",))
    assert owned("notes/a.md", collection)
    assert not owned("notes2/a.md", collection)
