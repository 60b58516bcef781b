"""Rules of a person and of a folder: what is wanted is indexed, in one folder or several."""

import os
from pathlib import Path

import pytest

from qa_bot.documents import SUFFIXES, Collection, scan, scan_all
from qa_bot.errors import FolderError
from qa_bot.index import build, open_index
from tests.conftest import RunCommand
from tests.fakes import HashEncoder, silent


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of folders."""
    return filled(
        tmp_path / "notes",
        [
            "a.md",
            "b.txt",
            "drafts/c.md",
            "deep/drafts/d.md",
            "deep/keep.md",
            "refs.bib",
            "synonyms.txt",
            "x.png",
        ],
    )


def filled(folder: Path, names: list[str]) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = "@misc{one, title={T}}\n" if name.endswith(".bib") else f"# {name}\n\nText.\n"
        (folder / name).write_text(text)
    return folder


def found(folder: Path, **rules: list[str]) -> list[str]:
    files = scan(folder, SUFFIXES, **rules).files
    return [entry.name.partition("/")[2] for entry in files]


ALL = ["a.md", "b.txt", "deep/drafts/d.md", "deep/keep.md", "drafts/c.md"]


@pytest.mark.parametrize(
    ("rules", "left"),
    [
        ({}, ALL),
        ({"exclude": ["drafts/"]}, ["a.md", "b.txt", "deep/keep.md"]),
        ({"exclude": ["/drafts/"]}, ["a.md", "b.txt", "deep/drafts/d.md", "deep/keep.md"]),
        ({"exclude": ["*.md", "!keep.md"]}, ["b.txt", "deep/keep.md"]),
        ({"include": ["*.md"]}, ["a.md", "deep/drafts/d.md", "deep/keep.md", "drafts/c.md"]),
        ({"include": ["deep/**"], "exclude": ["drafts"]}, ["deep/keep.md"]),
        ({"include": ["b.txt", "deep/keep.md"]}, ["b.txt", "deep/keep.md"]),
    ],
)
def test_patterns_are_those_of_gitignore(
    notes: Path, rules: dict[str, list[str]], left: list[str]
) -> None:
    assert found(notes, **rules) == left
    assert [one.name for one in scan(notes, SUFFIXES, **rules).companions] == [
        "notes/refs.bib",
        "notes/synonyms.txt",
    ]


def test_a_folder_has_rules_of_its_own(notes: Path) -> None:
    (notes / ".qabotignore").write_bytes("\ufeff# not yet\r\ndrafts/\r\n*.png\r\n\r\n".encode())
    assert found(notes) == ["a.md", "b.txt", "deep/keep.md"]
    assert found(notes, exclude=["b.*"]) == ["a.md", "deep/keep.md"]
    assert scan(notes, SUFFIXES).skipped == ()


def test_what_is_excluded_is_not_even_looked_at(notes: Path) -> None:
    os.mkfifo(notes / "drafts" / "pipe.md")
    assert [one.name for one in scan(notes, SUFFIXES).skipped] == [
        "notes/drafts/pipe.md", "notes/x.png",
    ]  # fmt: skip
    assert [one.name for one in scan(notes, SUFFIXES, exclude=["drafts"]).skipped] == [
        "notes/x.png"
    ]


@pytest.mark.parametrize("rule", ["!", "\\"])
def test_a_pattern_that_is_none_is_named(notes: Path, rule: str) -> None:
    with pytest.raises(FolderError, match=r"^--include: Invalid git pattern") as raised:
        scan(notes, SUFFIXES, include=[rule])
    assert raised.value.hint == "write patterns as in .gitignore: drafts/ or *.csv"
    (notes / ".qabotignore").write_text(rule)
    with pytest.raises(FolderError, match=r"notes/\.qabotignore: Invalid git pattern"):
        scan(notes, SUFFIXES)


def test_rules_that_are_no_text_are_refused(notes: Path) -> None:
    (notes / ".qabotignore").write_bytes(b"caf\xe9")
    with pytest.raises(FolderError, match=r"\.qabotignore: not UTF-8 text"):
        scan(notes, SUFFIXES)
    (notes / ".qabotignore").unlink()
    (notes / ".qabotignore").mkdir()
    with pytest.raises(FolderError, match=r"\.qabotignore cannot be read"):
        scan(notes, SUFFIXES)


def test_several_folders_are_one_collection(notes: Path, tmp_path: Path) -> None:
    more = filled(tmp_path / "more", ["a.md", "z.png"])
    both = scan_all(Collection((notes, more), exclude=("drafts",)), SUFFIXES)
    assert [entry.name for entry in both.files] == [
        "more/a.md", "notes/a.md", "notes/b.txt", "notes/deep/keep.md",
    ]  # fmt: skip
    assert [one.name for one in both.skipped] == ["more/z.png", "notes/x.png"]


def test_folders_that_cannot_be_told_apart_are_refused(notes: Path, tmp_path: Path) -> None:
    twin = filled(tmp_path / "elsewhere" / "notes", ["a.md"])
    for other, reason in (
        (twin, "have the same name, and so would their documents"),
        (notes, "is named twice"),
        (notes / "deep", "notes/deep lies inside"),
        (tmp_path, "notes lies inside"),
    ):
        with pytest.raises(FolderError, match=reason) as raised:
            scan_all(Collection((notes, other)), SUFFIXES)
        assert raised.value.hint


def test_an_index_knows_its_folders_and_rules(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more, place = filled(tmp_path / "more", ["z.md"]), tmp_path / "index"
    collection = Collection((notes, more), exclude=("drafts",))
    build(collection, place, HashEncoder(), progress=silent)
    with open_index(place) as index:
        assert index.collection == collection
        assert index.place_of("more/z.md") == (more, more / "z.md")
        assert index.place_of("notes/deep/keep.md") == (notes, notes / "deep" / "keep.md")
        filled(notes, ["drafts/new.md"])
        assert not index.changes()
        filled(more, ["new.md"])
        assert index.changes().added == ("more/new.md",)
    monkeypatch.chdir(more)
    with open_index(Path("../index")) as index:
        assert index.place_of("more/z.md") == (Path(), Path("z.md"))


def test_index_takes_several_folders_and_remembers_the_globs(
    notes: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    filled(tmp_path / "more", ["z.md"])
    done = qa_bot("index", "notes", "more", "--exclude", "drafts/", "--include", "*.md")
    assert done.stdout.startswith("3 documents, 3 passages (3 added")
    filled(notes, ["drafts/new.md"])
    assert qa_bot("index").stdout.startswith("3 documents, 3 passages (0 added")
    again = qa_bot("index", "--exclude", "deep/")
    assert again.stdout.startswith("4 documents, 4 passages (2 added, 0 changed, 1 removed")
    (tmp_path / "qa-bot.toml").write_text(
        '[index]\nfolders = ["notes", "more"]\nexclude = ["*.md"]'
    )
    assert qa_bot("index", "--index", "other").stdout.startswith("1 document,")
    variables = {"QA_BOT_INDEX_FOLDERS": f"more{os.pathsep}notes", "QA_BOT_INDEX_EXCLUDE": "*.txt"}
    assert qa_bot("index", "--index", "third", **variables).stdout.startswith("6 documents,")
