"""Faults: damaged artefacts, full and read-only disks, builds that are stopped.

After each of them there is the old index, or none: never a wrong answer, never a traceback.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qa_bot.errors import IndexDamagedError, IndexNotFoundError, IndexUnwritableError
from qa_bot.index import build, open_index
from qa_bot.index.layout import MANIFEST, current_generation
from qa_bot.index.manifest import VERIFIED
from tests.conftest import RunCommand, shell_code
from tests.fakes import HashEncoder, silent

QUESTION = "how many patients did the trial enrol"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of one document."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "trial.md").write_bytes(b"# Trial\n\nThe trial enrolled 402 patients.\n")
    return folder


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder that takes some seconds to index."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        text = "\n\n".join(f"# Part {number}.{part}\n\n{'word ' * 90}end." for part in range(8))
        (folder / f"{number:03d}.md").write_bytes(text.encode())
    return folder


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def deleted(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def artefacts(generation: Path) -> list[Path]:
    """List a generation's files, lock files aside, which hold nothing."""
    found = (path for path in generation.rglob("*") if path.is_file())
    return sorted(path for path in found if path.suffix != ".lock" and path.name != VERIFIED)


@pytest.mark.parametrize("damage", [truncated, flipped, deleted, emptied])
def test_a_damaged_artefact_is_named_and_the_next_build_makes_it_again(
    notes: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    place = tmp_path / "index"
    encoder = HashEncoder()
    build(notes, place, encoder, progress=silent)
    kinds = len(artefacts(current_generation(place)))
    assert kinds >= 5
    for number in range(kinds):
        path = artefacts(current_generation(place))[number]
        damage(path)
        with pytest.raises(IndexDamagedError) as raised:
            open_index(place)
        assert str(path) in raised.value.message
        assert raised.value.exit_code == 3
        is_manifest = path.name == MANIFEST
        mending = f"FOLDER --index {place}" if is_manifest else "--rebuild"
        assert raised.value.hint == f"qa-bot index {mending}"
        build(notes, place, encoder, progress=silent)
        with open_index(place) as index:
            assert index.manifest.documents == 1


@pytest.mark.parametrize("content", [b"", b"gen-999999", b"../../etc", b"\xff\xfe", None])
def test_a_current_that_names_nothing_is_damage_and_without_one_there_is_no_index(
    notes: Path, tmp_path: Path, content: bytes | None
) -> None:
    place = tmp_path / "index"
    build(notes, place, HashEncoder(), progress=silent)
    if content is None:
        (place / "CURRENT").unlink()
    else:
        (place / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDamagedError if content is not None else IndexNotFoundError):
        open_index(place)
    build(notes, place, HashEncoder(), progress=silent)
    with open_index(place) as index:
        assert index.manifest.documents == 1


def test_ask_refuses_a_damaged_index_and_rebuild_mends_it(notes: Path, qa_bot: RunCommand) -> None:
    assert qa_bot("index", "notes").returncode == 0
    generation = current_generation(notes.parent / "index")
    flipped(generation / "segment-0" / "vectors.faiss")
    refused = qa_bot("ask", QUESTION)
    assert refused.returncode == 3
    assert refused.stdout == ""
    assert "vectors.faiss is altered" in refused.stderr
    assert "hint:  qa-bot index --rebuild" in refused.stderr
    assert qa_bot("index", "notes", "--rebuild").returncode == 0
    assert "402 patients" in qa_bot("ask", QUESTION).stdout


@pytest.mark.parametrize("name", [MANIFEST, "segment-0/vectors.faiss"])
def test_what_the_system_does_not_let_be_read_is_not_called_altered(
    notes: Path, qa_bot: RunCommand, name: str
) -> None:
    assert qa_bot("index", "notes").returncode == 0
    path = current_generation(notes.parent / "index") / name
    path.unlink()
    path.mkdir()
    refused = qa_bot("ask", QUESTION)
    assert refused.returncode == 3
    assert f"{name}: Is a directory" in refused.stderr
    assert f"hint:  ls -l index/gen-000001/{name}" in refused.stderr


@pytest.mark.parametrize("damaged", ["CURRENT", "segment-0/vectors.faiss"])
@pytest.mark.parametrize("mending", [["index", "--rebuild"], ["doctor", "--fix"]])
def test_an_index_is_mended_with_the_documents_it_had(
    notes: Path, qa_bot: RunCommand, mending: list[str], damaged: str
) -> None:
    other = notes.parent / "knowledge"
    other.mkdir()
    (other / "cats.md").write_text("Cats sleep.\n")
    (notes / "draft.txt").write_text("A draft.\n")
    assert qa_bot("index", "notes", "--exclude", "*.txt").returncode == 0
    generation = current_generation(notes.parent / "index")
    truncated((generation.parent if damaged == "CURRENT" else generation) / damaged)
    assert qa_bot(*mending).returncode == 0
    assert qa_bot("status").stdout.startswith("notes: 1 document,")


@pytest.mark.parametrize("mending", [["index", "--rebuild"], ["doctor", "--fix"], ["watch"]])
def test_without_a_manifest_an_index_is_not_mended_with_other_documents(
    notes: Path, qa_bot: RunCommand, mending: list[str]
) -> None:
    notes.rename(notes.parent / "knowledge")
    assert qa_bot("index").returncode == 0
    path = current_generation(notes.parent / "index") / MANIFEST
    truncated(path)
    refused = qa_bot(*mending)
    assert refused.returncode == 3
    assert "manifest.json is altered" in refused.stderr
    assert "hint:  qa-bot index FOLDER --index index" in refused.stderr
    assert current_generation(notes.parent / "index") == path.parent


@contextmanager
def mounted(place: Path, size: str) -> Iterator[None]:
    """Mount a small disk of its own, where this machine lets us."""
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        subprocess.run(["/bin/mount", *options], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a disk needs to be permitted")
    try:
        yield
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("size", ["4k", "64k", "256k", "512k"])
def test_a_full_disk_leaves_the_old_index(
    many: Path, notes: Path, tmp_path: Path, size: str
) -> None:
    place = tmp_path / "disk"
    with mounted(place, "1m"):
        build(notes, place, HashEncoder(), progress=silent)
        subprocess.run(["/bin/mount", "-o", f"remount,size={size}", str(place)], check=False)
        with pytest.raises(IndexUnwritableError, match=str(place)) as raised:
            build(many, place, HashEncoder(), progress=silent)
        assert raised.value.exit_code == 3
        assert not list(place.glob("*.partial"))
        with open_index(place) as index:
            assert index.store.text("notes/trial.md")
            assert index.lexical.passages_with("402") == 1


def test_a_read_only_disk_is_asked_but_not_written(notes: Path, tmp_path: Path) -> None:
    place = tmp_path / "disk"
    with mounted(place, "1m"):
        build(notes, place, HashEncoder(), progress=silent)
        subprocess.run(["/bin/mount", "-o", "remount,ro", str(place)], check=True)
        with open_index(place) as index:
            assert index.lexical.passages_with("402") == 1
            assert len(index.vectors) == 1
        with pytest.raises(IndexUnwritableError, match=r"[Rr]ead-only"):
            build(notes, place, HashEncoder(), progress=silent)


def test_ask_with_changed_documents_and_a_read_only_index_is_refused(
    notes: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    place = tmp_path / "disk"
    with mounted(place, "1m"):
        assert qa_bot("index", "notes", "--index", "disk").returncode == 0
        subprocess.run(["/bin/mount", "-o", "remount,ro", str(place)], check=True)
        assert "402" in qa_bot("ask", QUESTION, "--index", "disk").stdout
        (notes / "trial.md").write_bytes(b"# Trial\n\nThe trial enrolled 500 patients.\n")
        refused = qa_bot("ask", QUESTION, "--index", "disk")
    assert refused.returncode == 3
    assert refused.stdout == ""
    assert "documents changed" in refused.stderr
    assert "hint:" in refused.stderr


def start_build(folder: Path) -> subprocess.Popen[bytes]:
    """Start a build in a process of its own and wait until it is under way."""
    building = subprocess.Popen(
        [sys.executable, "-m", "qa_bot", "index", str(folder)],
        cwd=folder.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ,
    )
    deadline = time.monotonic() + 60
    while not list((folder.parent / "index").glob("gen-*.partial/*/passages.sqlite")):
        assert building.poll() is None, building.stderr.read() if building.stderr else ""
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.2)
    return building


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_the_old_index(
    many: Path, notes: Path, qa_bot: RunCommand, blow: signal.Signals
) -> None:
    assert qa_bot("index", "notes").returncode == 0
    building = start_build(many)
    building.send_signal(blow)
    out, err = building.communicate(timeout=60)
    assert b"Traceback" not in err
    assert out == b""
    assert shell_code(building) == 128 + blow
    if blow is signal.SIGINT:
        assert b"interrupted" in err
        assert not list((many.parent / "index").glob("*.partial"))
    assert "402 patients" in qa_bot("ask", QUESTION).stdout
    again = qa_bot("index", "notes")
    assert "0 passages encoded" in again.stdout
    assert not list((many.parent / "index").glob("*.partial"))
