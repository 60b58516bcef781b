"""What the index knows: `status` and `inspect`, as a user types them."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa_bot.index import build
from qa_bot.text.display import printable
from tests.conftest import RunCommand
from tests.fakes import HashEncoder, silent
from tests.formats import FORMATS

TRIAL = """# Trial

It enrolled 402 patients. It took 7 weeks.

## Doses

| arm | dose |
| --- | --- |
| first | 100 mg |
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of three documents and some other files, indexed into `index`."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "trial.md").write_text(TRIAL)
    (folder / "old.md").write_text("# Old\n\nIt is old.\n")
    (folder / "bad.md").write_bytes(b"caf\xe9")
    (folder / "x.png").write_bytes(b"x")
    shutil.copy(FORMATS / "article.pdf", folder)
    for name in folder.iterdir():
        os.utime(name, (1_700_000_000, 1_700_000_000))
    build(folder, tmp_path / "index", HashEncoder(), progress=silent)
    return folder


def test_status_of_an_index_in_step(notes: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("status")
    assert done.returncode == 0
    first, *lines = done.stdout.splitlines()
    assert first.startswith("notes: 3 documents, ")
    assert lines == [
        "unreadable  notes/bad.md: not UTF-8 text (byte 0xe9 at offset 3)",
        "skipped     notes/x.png: unknown type .png",
        "The index is up to date.",
    ]


def test_text_in_json_steers_no_terminal(notes: Path, qa_bot: RunCommand) -> None:
    text = "It is \u2067old\x9b31m\u2028 and\x7f \u202ereversed."
    (notes / "old.md").write_text(f"# Old\n\n{text}\n")
    build(notes, notes.parent / "index", HashEncoder(), progress=silent)
    printed = qa_bot("inspect", "notes/old.md", "--format", "json").stdout
    assert json.loads(printed)["passages"][0]["units"][0]["text"] == text
    assert printable(printed) == printed


def test_status_of_an_index_that_is_behind(notes: Path, qa_bot: RunCommand) -> None:
    (notes / "new.md").write_text("# New\n\nIt is new.\n")
    (notes / "trial.md").write_text(TRIAL.replace("402", "403 or so"))
    (notes / "old.md").unlink()
    done = qa_bot("status", "--format", "json")
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert data["new"] == ["notes/new.md"]
    assert data["changed"] == ["notes/trial.md"]
    assert data["removed"] == ["notes/old.md"]
    assert (data["documents"], data["folders"]) == (3, ["notes"])
    text = qa_bot("status").stdout
    assert "new         notes/new.md\nchanged     notes/trial.md\nremoved     notes/old.md" in text
    assert "up to date" not in text
    assert qa_bot("status", "--format", "json").stdout == done.stdout, "nothing was done"


def test_status_without_an_index(qa_bot: RunCommand) -> None:
    done = qa_bot("status", "--index", "nowhere")
    assert done.returncode == 3
    assert "no index in nowhere" in done.stderr


def test_inspect_shows_what_is_indexed(notes: Path, qa_bot: RunCommand) -> None:
    lines = qa_bot("inspect", "notes/trial.md").stdout.splitlines()
    assert lines[0] == "notes/trial.md · Trial"
    assert lines[1].startswith(f"{len(TRIAL)} characters, 2 passages, sha256 ")
    assert lines[2:] == [
        "", "Trial", "  9-51 · line 3", "    It enrolled 402 patients.", "    It took 7 weeks.",
        "", "Trial › Doses", "  92-110 · line 9", "    first — dose: 100 mg",
    ]  # fmt: skip
    data = json.loads(qa_bot("inspect", "notes/trial.md", "--format", "json").stdout)
    for passage in data["passages"]:
        for unit in passage["units"]:
            assert TRIAL[unit["start"] : unit["end"]] == unit["text"]
    assert data["pages"] is None


def test_inspect_names_pages(notes: Path, qa_bot: RunCommand) -> None:
    shown = qa_bot("inspect", "notes/article.pdf").stdout
    assert "5 pages" in shown.splitlines()[1]
    assert " · page 3\n" in shown
    data = json.loads(qa_bot("inspect", "notes/article.pdf", "--format", "json").stdout)
    assert {passage["page"] for passage in data["passages"]} == {1, 2, 3, 4, 5}


def test_inspect_knows_a_document_by_its_path(notes: Path, qa_bot: RunCommand) -> None:
    shown = qa_bot("inspect", "notes/trial.md").stdout
    for typed in ("trial.md", "./notes/trial.md", str(notes / "trial.md")):
        assert qa_bot("inspect", typed).stdout == shown


def test_inspect_of_what_is_not_there(notes: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("inspect", "notes/trail.md")
    assert done.returncode == 2
    assert "qa-bot inspect notes/trial.md" in done.stderr


def test_a_hint_names_the_index_as_it_was_named(tmp_path: Path, qa_bot: RunCommand) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("# A\n\nThe hall has 402 seats.\n")
    assert qa_bot("index", "notes", "--index", "an index").returncode == 0
    (tmp_path / "an index" / "CURRENT").write_bytes(b"")
    for command in ("status", "doctor"):
        told = qa_bot(command, "--index", "an index")
        assert "qa-bot index --index 'an index' --rebuild" in told.stdout + told.stderr
    assert qa_bot("index", "--index", "an index", "--rebuild").returncode == 0
    assert qa_bot("status", "--index", "an index").returncode == 0


def test_every_hint_names_the_index_as_it_was_named(notes: Path, qa_bot: RunCommand) -> None:
    (notes.parent / "index").rename(notes.parent / "ix")
    (notes.parent / "q.txt").write_text("how many patients\n")
    for words, hint in (
        ("inspect ./notes/trail.md", "qa-bot inspect --index ix notes/trial.md"),
        ("inspect zzz", "qa-bot inspect --index ix notes/article.pdf"),
        ("show ./notes/trail.md:3", "qa-bot show --index ix notes/trial.md:3"),
        (
            "ask --batch q.txt --format text",
            "qa-bot ask --index ix --batch q.txt --format jsonl",
        ),
    ):
        done = qa_bot(*words.split(), "--index", "ix")
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == f"hint:  {hint}"


def test_a_folder_of_documents_given_for_an_index_is_one_to_index(
    notes: Path, qa_bot: RunCommand
) -> None:
    for command in (["ask", "how many patients"], ["status"]):
        done = qa_bot(*command, "--index", "notes")
        assert done.returncode == 3
        assert "no index in notes" in done.stderr
        assert "hint:  qa-bot index notes --index notes-index" in done.stderr


def test_a_document_given_for_an_index_is_said_to_be_none(notes: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("status", "--index", "notes/trial.md")
    assert done.returncode == 3
    assert "no index in notes/trial.md: that is no folder" in done.stderr
    assert "hint:  qa-bot index FOLDER --index DIR" in done.stderr


def test_a_missing_folder_of_a_new_index_is_named_with_it(qa_bot: RunCommand) -> None:
    for command in (["ask", "how many seats"], ["status"]):
        refused = qa_bot(*command, "--index", "new")
        assert refused.returncode == 3
        assert "no index in new" in refused.stderr
        assert "hint:  qa-bot index FOLDER --index new" in refused.stderr


def test_a_folder_of_other_files_is_not_made_an_index(notes: Path, qa_bot: RunCommand) -> None:
    for words in (["index", "notes"], ["ask", "--kb", "x", "how many patients"]):
        qa_bot("kb", "add", "x", "notes", "--index", "notes")
        before = sorted(notes.iterdir())
        done = qa_bot(*words, *(["--index", "notes"] if words[0] == "index" else []))
        assert done.returncode == 3
        assert "notes is not an index, and holds other files, such as article.pdf" in done.stderr
        assert f"qa-bot index FOLDER --index {notes}-index" in done.stderr
        assert sorted(notes.iterdir()) == before


def test_an_index_that_may_not_be_read_is_said_to_be(notes: Path, qa_bot: RunCommand) -> None:
    place = notes.parent / "index"
    with closed(place):
        for command in (["ask", "how many patients"], ["status"], ["index"]):
            done = qa_bot(*command)
            assert done.returncode == 3
            assert "error: the index in index cannot be read: permission denied" in done.stderr
            assert "hint:  ls -ld index" in done.stderr


def test_documents_that_may_not_be_read_are_named(notes: Path, qa_bot: RunCommand) -> None:
    (notes / "bad.md").unlink()
    (notes / "deep").mkdir()
    with closed(notes / "old.md"), closed(notes / "deep"):
        done = qa_bot("index", "notes", "--index", "new")
        assert done.returncode == 2
        assert done.stdout.startswith("2 documents")
        assert "skipped notes/old.md: cannot be read: permission denied" in done.stderr
        shown = qa_bot("status", "--index", "new").stdout
        assert "unreadable  notes/deep: folder that cannot be read" in shown
        assert "unreadable  notes/old.md: cannot be read: permission denied" in shown
        done = qa_bot("index", "notes", "--index", "new2", "--include", "old.md")
        assert "no document that can be read" in done.stderr
        assert "hint:  notes/old.md: cannot be read: permission denied" in done.stderr
    assert "new         notes/old.md" in qa_bot("status", "--index", "new").stdout
    with closed(notes):
        done = qa_bot("index", "notes", "--index", "new3")
        assert done.returncode == 2
        assert "error: notes cannot be read: permission denied" in done.stderr
        assert "hint:  ls -ld notes" in done.stderr


def test_documents_that_are_gone_are_said_to_be(notes: Path, qa_bot: RunCommand) -> None:
    place = ("--index", "new")
    assert qa_bot("index", "notes", *place).returncode == 2, "of bad.md"
    notes.rename(notes.parent / "elsewhere")
    gone = qa_bot("status", *place)
    assert (gone.returncode, gone.stdout) == (2, "")
    assert "notes does not exist" in gone.stderr
    assert "bring it back, or name where the documents are: qa-bot index --index new" in gone.stderr
    notes.mkdir()
    assert qa_bot("status", *place).returncode == 1
    for words in (["index"], ["ask", "how many patients"]):
        empty = qa_bot(*words, *place)
        assert empty.returncode == 2
        assert "notes: no documents" in empty.stderr


def test_a_pattern_that_fits_nothing_is_named(notes: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("index", "notes", "--index", "new", "--include", "*.xyz", "--exclude", "a")
    assert done.returncode == 2
    assert "notes: no documents with --include '*.xyz' --exclude a" in done.stderr
    assert "hint:  write patterns as in .gitignore" in done.stderr


@contextmanager
def closed(path: Path) -> Iterator[None]:
    """Have a file or folder unreadable; a test is left out where nothing is."""
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        if os.access(path, os.R_OK):
            pytest.skip("who runs this reads everything")
        yield
    finally:
        path.chmod(mode)
