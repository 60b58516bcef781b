"""Files are read within limits: one that takes too much is named, and costs itself alone."""

import os
import signal
import threading
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from qa_bot.config import DocumentsConfig, load_config
from qa_bot.documents import FileEntry, load, load_all
from qa_bot.documents.isolation import Isolated
from qa_bot.errors import DocumentError
from qa_bot.index import build, open_index
from tests.conftest import RunCommand
from tests.fakes import HashEncoder, silent

GOOD = b"<title>Good</title><p>The good one holds 7 pears.</p>"
DEEP = b"<div>" * 150_000
PATIENT, HASTY = DocumentsConfig(seconds=60), DocumentsConfig(seconds=1)


def written(folder: Path, name: str, data: bytes) -> FileEntry:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return FileEntry(f"{folder.name}/{name}", folder / name, len(data), 0)


def refused(entry: FileEntry, limits: DocumentsConfig) -> DocumentError:
    with pytest.raises(DocumentError) as raised:
        load(entry, limits)
    assert raised.value.message.startswith(f"{entry.name}: ")
    return raised.value


def test_documents_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    entries = [
        written(tmp_path / "notes", f"{number:02d}.{ending}", data)
        for number in range(12)
        for ending, data in [("html", b"<p>%d" % number), ("md", b"# %d\n\nx" % number)]
    ]
    found = list(load_all(entries))
    assert [one.name for one in found if not isinstance(one, DocumentError)] == [
        entry.name for entry in entries
    ]


def test_a_file_that_takes_too_long_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    names = {"a.html": GOOD, "b.html": DEEP, "c.html": GOOD, "d.html": DEEP, "e.html": GOOD}
    entries = [written(tmp_path / "notes", *each) for each in names.items()]
    found = list(load_all(entries, HASTY))
    failed = {one.message: one.hint for one in found if isinstance(one, DocumentError)}
    hint = "QA_BOT_DOCUMENTS_SECONDS=2 qa-bot index   (if you trust it)"
    assert failed == {f"notes/{n}.html: reading it takes more than 1 s": hint for n in "bd"}
    assert [one.title for one in found if not isinstance(one, DocumentError)] == ["Good"] * 3


def test_whoever_stops_waits_for_no_file(tmp_path: Path) -> None:
    names = {"a.html": GOOD, **{f"b{number:02d}.html": DEEP for number in range(20)}}
    entries = [written(tmp_path / "notes", *each) for each in names.items()]
    loading = load_all(entries, PATIENT)
    assert isinstance(loading, Generator)
    next(loading)
    started = time.monotonic()
    loading.close()
    assert time.monotonic() - started < 30


@pytest.mark.skipif(os.name == "nt", reason="this system cannot limit memory")
def test_a_file_that_takes_too_much_memory_is_named(tmp_path: Path) -> None:
    entry = written(tmp_path / "notes", "wide.csv", b"a,b\n" + b"1,2\n" * 5_000_000)
    error = refused(entry, DocumentsConfig(memory_mb=150))
    assert error.message == "notes/wide.csv: reading it takes more than 150 MB of memory"
    assert error.hint == "QA_BOT_DOCUMENTS_MEMORY_MB=300 qa-bot index   (if you trust it)"


def test_a_process_that_dies_names_its_file_and_is_replaced(tmp_path: Path) -> None:
    isolated = Isolated(PATIENT)
    good = written(tmp_path / "notes", "good.html", GOOD)
    try:
        isolated.extract(good)
        process = isolated._process
        assert process
        threading.Timer(0.5, process.send_signal, [signal.SIGSEGV]).start()
        with pytest.raises(DocumentError) as raised:
            isolated.extract(written(tmp_path / "notes", "a.html", DEEP))
        assert raised.value.message == (
            "notes/a.html: damaged or hostile: reading it ended with SIGSEGV,"
            " within 1500 MB of memory"
        )
        assert "QA_BOT_DOCUMENTS_MEMORY_MB=3000 qa-bot index" in raised.value.hint
        assert isolated.extract(good)[0].title == "Good"
    finally:
        isolated.close()


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, name: str) -> None:
    entry = written(tmp_path / "notes", name, b"x" * 1_000_001)
    error = refused(entry, DocumentsConfig(file_mb=1))
    assert error.message == f"notes/{name}: larger than 1 MB"
    assert error.hint == "QA_BOT_DOCUMENTS_FILE_MB=2 qa-bot index"
    assert load(written(tmp_path / "notes", name, b"x" * 1_000_000), DocumentsConfig(file_mb=1))


def test_a_file_of_gigabytes_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    for name in ("huge.txt", "huge.pdf"):
        path = tmp_path / name
        path.touch()
        os.truncate(path, 2_000_000_000)
        started = time.monotonic()
        error = refused(FileEntry(f"notes/{name}", path, 2_000_000_000, 0), PATIENT)
        assert time.monotonic() - started < 1
        assert error.message == f"notes/{name}: larger than 200 MB"


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_the_largest_limits_that_can_be_set_cost_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "qa-bot.toml").write_text("[documents]\nfile_mb = 1000000\nmemory_mb = 1000000\n")
    limits = load_config(environment={}).documents
    assert load(written(tmp_path / "notes", name, GOOD), limits).sections


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    error = refused(FileEntry("notes/a.html", tmp_path / "a.html", 0, 0), PATIENT)
    assert error.message == "notes/a.html: cannot be read: No such file or directory"
    assert error.hint == f"ls -l {tmp_path / 'a.html'}"


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    notes, place = tmp_path / "notes", tmp_path / "index"
    written(notes, "good.html", GOOD)
    encoder = HashEncoder()
    build(notes, place, encoder, progress=silent)
    with open_index(place) as index:
        before = index.store.text("notes/good.html"), index.store.passages([0])
    written(notes, "other.md", b"# Other\n\nText.\n")
    # No process of this size can start: what it would read must come from the index.
    summary = build(notes, place, encoder, progress=silent, limits=DocumentsConfig(memory_mb=1))
    assert not summary.failed
    with open_index(place) as index:
        assert (index.store.text("notes/good.html"), index.store.passages([0])) == before


def test_the_summary_and_the_exit_code_tell_of_files_that_were_not_read(
    tmp_path: Path, qa_bot: RunCommand
) -> None:
    written(tmp_path / "mixed", "good.html", GOOD)
    written(tmp_path / "mixed", "deep.html", DEEP)
    done = qa_bot("index", "mixed", QA_BOT_DOCUMENTS_SECONDS="2")
    assert done.returncode == 2
    assert done.stdout.startswith("1 document, 1 passage (1 added, 0 changed, 0 removed, 1 skipped")
    assert "mixed/deep.html: reading it takes more than 2 s" in done.stderr
    assert "7 pears" in qa_bot("how many pears does the good one hold").stdout


def test_a_module_in_the_working_folder_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "selectolax.py").write_text("raise SystemExit('hijacked')")
    assert load(written(tmp_path / "notes", "a.html", GOOD), PATIENT).title == "Good"
