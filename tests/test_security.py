"""A name in a citation leads to a document of the index, or nowhere: never out of the folder."""

import os
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.config import Config, DocumentsConfig, IndexConfig
from qa_bot.documents import SUFFIXES, Collection, load, read_text, scan_all, sha256_of
from qa_bot.errors import AddressError, DocumentError, FolderError
from qa_bot.index import Index, build, open_index
from qa_bot.index.addresses import locate
from qa_bot.tui.lazy import LazyBot
from qa_bot.verification import SavedCitation, Verdict, Verifier
from tests.conftest import CORPUS
from tests.fakes import HashEncoder, Notes, silent

SECRET = "The password is swordfish."
WAYS_OUT = [
    "notes/../secret.md", "../secret.md", "notes/link.md", "/etc/passwd", "notes//etc/passwd",
    "notes/lamp.md\0", "NOTES/lamp.md", "~/secret.md",
    "notes\\..\\secret.md", "file:///etc/passwd", "",
]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of one document, with a secret beside it and a link to that."""
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "lamp.md").write_text("# Lamp\n\nThe lamp costs 12 euros.\n")
    (tmp_path / "secret.md").write_text(f"# Secret\n\n{SECRET}\n")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    build(folder, tmp_path / "index", HashEncoder(), progress=silent)
    return tmp_path


@pytest.mark.parametrize("name", WAYS_OUT)
def test_a_way_out_of_the_folder_leads_nowhere(place: Path, name: str) -> None:
    with open_index(place / "index") as index:
        with pytest.raises(AddressError):
            locate(index, f"{name}:3")
        verifier = Verifier(index, DocumentsConfig())
        saved = SavedCitation(name, 10, 10 + len(SECRET), SECRET)
        assert verifier.check(saved).verdict is Verdict.GONE


@pytest.mark.parametrize("name", ["notes/./lamp.md", "notes/deep/../lamp.md"])
def test_a_way_about_the_folder_leads_to_the_document_that_was_indexed(
    place: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    with open_index(place / "index") as index:
        assert locate(index, name).document == "notes/lamp.md"
        saved = SavedCitation(name, 10, 10 + len(SECRET), SECRET)
        assert Verifier(index, DocumentsConfig()).check(saved).verdict is Verdict.GONE


@pytest.mark.parametrize("shell", ["'; touch pwned; '", "$(touch pwned)", "`touch pwned`", "a b"])
def test_a_hint_that_names_a_document_can_be_pasted_whatever_its_name(
    tmp_path: Path, shell: str
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / f"{shell}.md").write_text("# Lamp\n\nThe lamp costs 12 euros.\n")
    (tmp_path / "notes" / f"{shell}.txt").write_bytes(b"\xff")
    build(tmp_path / "notes", tmp_path / "index", HashEncoder(), progress=silent)
    (unreadable,) = scan_all(Collection((tmp_path / "notes",)), frozenset({".txt"})).files
    with open_index(tmp_path / "index") as index, pytest.raises(AddressError) as raised:
        locate(index, "nots/a.md:3")
    assert shlex.split(raised.value.hint) == ["qa-bot", "show", f"notes/{shell}.md:3"]
    with pytest.raises(DocumentError) as refused:
        load(unreadable)
    assert shlex.split(refused.value.hint)[5] == f"notes/{shell}.txt"


def _pipe(folder: Path, file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _link_out(folder: Path, file: Path) -> None:
    file.unlink()
    file.symlink_to(folder.parent / "secret" / file.name)


def _folder_of_others(folder: Path, file: Path) -> None:
    shutil.rmtree(folder / "deep")
    (folder / "deep").symlink_to(folder.parent / "secret")


def _device(folder: Path, file: Path) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


@pytest.mark.parametrize("taken", [_pipe, _link_out, _folder_of_others, _device])
@pytest.mark.parametrize("name", ["lamp.md", "lamp.html", "refs.bib", "synonyms.txt"])
def test_what_took_the_place_of_a_listed_file_is_not_read(
    tmp_path: Path, name: str, taken: Callable[[Path, Path], None]
) -> None:
    for folder in ("notes/deep", "secret"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / name).write_text(f"<p>{SECRET}</p>")
    found = scan_all(Collection((tmp_path / "notes",)), SUFFIXES)
    (entry,) = (*found.files, *found.companions)
    taken(tmp_path / "notes", entry.path)
    is_document = entry in found.files
    with pytest.raises(DocumentError, match=f"{name}: cannot be read: it is not a regular file"):
        load(entry) if is_document else read_text(entry)
    assert not sha256_of(entry)


@pytest.mark.parametrize("taken", [_pipe, _link_out, _device])
def test_rules_of_a_folder_are_a_file_of_it(
    tmp_path: Path, taken: Callable[[Path, Path], None]
) -> None:
    for folder in ("notes", "secret"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / ".qabotignore").write_text("*.md\n")
    taken(tmp_path / "notes", tmp_path / "notes" / ".qabotignore")
    with pytest.raises(FolderError, match="qabotignore cannot be read: it is not a regular file"):
        scan_all(Collection((tmp_path / "notes",)), SUFFIXES)


STEPS = st.lists(st.sampled_from(["..", ".", "corpus", "etc", "", "trial.md"])).map("/".join)


@given(st.text(max_size=30) | STEPS)
def test_only_names_of_documents_lead_to_one(corpus_index: Index, name: str) -> None:
    names = corpus_index.store.documents()
    try:
        assert locate(corpus_index, name).document in names
    except AddressError:
        assert name not in names


def test_the_chat_opens_nothing_but_documents(tmp_path: Path) -> None:
    config = Config(index=IndexConfig((str(CORPUS),), path=str(tmp_path / "index")))
    bot = LazyBot(config)
    bot.build(Notes(), rebuild=False)
    bot.open(Notes())
    for name in WAYS_OUT:
        with pytest.raises(AddressError):
            bot.text(name, "")
    bot.close()
