"""Knowledge bases by name: kept, found, asked, and forgotten without harm to documents."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa_bot.bases import Base, Bases
from qa_bot.errors import BaseError
from tests.conftest import RunCommand


@pytest.fixture
def bases(tmp_path: Path) -> Bases:
    """An empty file of knowledge bases."""
    return Bases({"QA_BOT_DATA": str(tmp_path / "data")})


PAPERS = Base("papers", "/idx", ("/a/papers", "/a/more"), ("*.pdf",), ("drafts/",))


def test_what_is_added_is_found_again(bases: Bases) -> None:
    assert bases.all() == {}
    assert bases.add(PAPERS) == PAPERS
    kept = bases.add(Base("Notes-2", "", ("/b",)))
    assert kept.index == str(bases.home / "indexes" / "Notes-2")
    assert list(bases.all()) == ["Notes-2", "papers"]
    assert bases.find("papers") == PAPERS


def test_none_is_lost_when_several_are_added_at_once(bases: Bases) -> None:
    names = [f"notes-{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: bases.add(Base(name, "", ("/b",))), names))
    assert sorted(bases.all()) == sorted(names)


def test_what_cannot_be_found_or_kept_is_named(bases: Bases) -> None:
    bases.add(PAPERS)
    with pytest.raises(BaseError, match="called 'paper'") as raised:
        bases.find("paper")
    assert raised.value.hint == "did you mean 'papers'?"
    assert raised.value.exit_code == 2
    with pytest.raises(BaseError, match="called 'zz'") as raised:
        bases.remove("zz")
    assert raised.value.hint == "qa-bot kb list"
    with pytest.raises(BaseError, match="called 'papers' already"):
        bases.add(PAPERS)
    for name in ("", "a b", "../x", ".hidden", "x" * 65, "a/b"):
        with pytest.raises(BaseError, match="is not a name"):
            bases.add(Base(name, "", ("/b",)))


@pytest.mark.parametrize("text", ["{", "[1]", '[{"name": "a"}]', '{"a": 1}', '"x"', "\xff"])
def test_a_damaged_file_is_named_and_kept(bases: Bases, text: str) -> None:
    bases.home.mkdir()
    bases.file.write_bytes(text.encode("latin-1"))
    with pytest.raises(BaseError, match=r"bases\.json cannot be read") as raised:
        bases.add(PAPERS)
    assert raised.value.hint.startswith(f"mv {bases.file} ")
    assert bases.file.read_bytes() == text.encode("latin-1")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BaseError, match="cannot be"):
        Bases({"QA_BOT_DATA": str(tmp_path / "file" / "inside")}).add(PAPERS)


def test_only_an_index_that_is_kept_here_is_deleted(bases: Bases, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    for base in (Base("a", "", ("/b",)), Base("b", str(elsewhere), ("/b",))):
        index = Path(bases.add(base).index)
        index.mkdir(parents=True)
        (index / "CURRENT").write_text("gen-000001")
        bases.remove(base.name)
    assert not (bases.home / "indexes" / "a").exists()
    assert (elsewhere / "CURRENT").exists()
    assert json.loads(bases.file.read_text()) == []


def test_a_named_base_is_asked_from_anywhere(tmp_path: Path, qa_bot: RunCommand) -> None:
    data = {"QA_BOT_DATA": str(tmp_path / "data")}
    (tmp_path / "notes" / "drafts").mkdir(parents=True)
    (tmp_path / "notes" / "fruit.md").write_text("# Fruit\n\nThe good one holds 7 pears.\n")
    (tmp_path / "notes" / "drafts" / "x.md").write_text("# X\n\nThe bad one holds 9 plums.\n")
    added = qa_bot("kb", "add", "fruit", "notes", "--exclude", "drafts/", **data)
    assert added.stdout == f"fruit: {tmp_path / 'notes'}\n"
    listed = qa_bot("kb", "list", **data)
    assert listed.stdout == f"fruit  no index  {tmp_path / 'notes'}\n"
    behind = qa_bot("status", "--kb", "fruit", **data)
    assert behind.returncode == 3
    assert behind.stderr.endswith("\nhint:  qa-bot index --kb fruit\n")
    (tmp_path / "away").mkdir()
    question = "how many pears does the good one hold"
    asked = qa_bot("ask", question, "--kb", "fruit", cwd=tmp_path / "away", **data)
    assert "7 pears" in asked.stdout
    assert not list((tmp_path / "away").iterdir())
    assert "1 document, 1 passage" in qa_bot("kb", "list", **data).stdout
    shown = qa_bot("show", "notes/fruit.md", "--kb", "fruit", **data)
    assert "7 pears" in shown.stdout
    both = qa_bot("ask", question, "--kb", "fruit", "--index", "x", **data)
    assert both.returncode == 2
    assert "both --kb fruit and --index x" in both.stderr
    assert qa_bot("ask", question, "--kb", "fruits", **data).returncode == 2
    removed = qa_bot("kb", "remove", "fruit", **data)
    assert removed.returncode == 0
    assert (tmp_path / "notes" / "fruit.md").exists()
    none = qa_bot("kb", "list", **data)
    assert (none.stdout, none.stderr) == ("", "none yet: qa-bot kb add NAME FOLDER\n")
    assert qa_bot("kb", "add", "x", "nowhere", **data).returncode == 2


def test_an_index_of_other_folders_is_no_base_s(tmp_path: Path, qa_bot: RunCommand) -> None:
    data = {"QA_BOT_DATA": str(tmp_path / "data")}
    for name, words in {"first": "7 pears", "the second": "9 plums"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(f"# Fruit\n\nThe basket holds {words}.\n")
    assert qa_bot("index", "first", "--index", "place", **data).returncode == 0
    words = ("kb", "add", "x", "the second", "--exclude", "drafts/")
    refused = qa_bot(*words, "--index", "place", **data)
    assert refused.returncode == 2
    assert f"{tmp_path / 'place'} holds an index of {tmp_path / 'first'}" in refused.stderr
    assert "qa-bot kb add x 'the second' --exclude=drafts/" in refused.stderr
    assert qa_bot("kb", "list", **data).stdout == ""
    assert qa_bot("kb", "add", "x", "first", "--index", "place", **data).returncode == 0
    assert qa_bot("kb", "add", "y", "first", "--index", "nothing there", **data).returncode == 0
