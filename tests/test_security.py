"""A name in a citation leads to a document of the index, or nowhere: never out of the folder."""

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.config import Config, DocumentsConfig, IndexConfig
from qa_bot.documents import Collection, load, scan_all
from qa_bot.errors import AddressError, DocumentError
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
