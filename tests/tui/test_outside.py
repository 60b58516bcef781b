"""What leaves the chat: the clipboard, and a document in the user's own editor."""

import os
import stat
from pathlib import Path

import pytest

from qa_bot.errors import UsageError
from qa_bot.tui.clipboard import copy, programs
from qa_bot.tui.external import command, opened_with, program
from qa_bot.tui.protocol import FileState, IndexedText


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_program_of_the_system_copies_and_the_terminal_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "wl-copy", f"cat > {tmp_path}/copied")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    sent: list[str] = []
    environment = {"WAYLAND_DISPLAY": "wayland-0", "TERM": "xterm"}
    assert copy("é [b]", sent.append, environment) == "with wl-copy and through the terminal"
    assert (tmp_path / "copied").read_text("utf-8") == "é [b]"
    assert sent == ["é [b]"]


def test_a_program_that_fails_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "xclip", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert copy("text", lambda _: None, {"DISPLAY": ":0", "TERM": "linux"}) is None
    assert copy("text", lambda _: None, {"TERM": "xterm"}) == "through the terminal"
    assert copy("x" * 80_000, lambda _: None, {"TERM": "xterm"}) is None


def test_only_what_has_a_display_or_a_server_is_tried() -> None:
    assert {one[0] for one in programs({})} == {"pbcopy", "clip.exe"}
    assert next(programs({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"})) == ("wl-copy",)
    assert list(programs({"TMUX": "/tmp/tmux"}))[-1] == ("tmux", "load-buffer", "-w", "-")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["vi"], ["vi", "+7", "/d/a b.md"]),
        (["/usr/bin/nano", "-w"], ["/usr/bin/nano", "-w", "+7", "/d/a b.md"]),
        (["less", "-N"], ["less", "-N", "+7", "/d/a b.md"]),
        (["code"], ["code", "--wait", "--goto", "/d/a b.md:7"]),
        (["hx"], ["hx", "/d/a b.md:7"]),
        (["more"], ["more", "/d/a b.md"]),
    ],
)
def test_each_program_opens_the_line_its_own_way(words: list[str], expected: list[str]) -> None:
    assert command(words, Path("/d/a b.md"), 7) == expected


def test_the_editor_comes_before_the_pager_and_one_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ed1", "less"):
        script(tmp_path / name, "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program({"EDITOR": "ed1 --wait 'a b'", "PAGER": "less"}) == ["ed1", "--wait", "a b"]
    assert program({"PAGER": "less"}) == program({}) == ["less"]
    for wrong in ("gone", "un'closed"):
        with pytest.raises(UsageError, match="EDITOR is") as caught:
            program({"EDITOR": wrong})
        assert caught.value.hint == "export EDITOR=vi"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="there is no editor or pager"):
        program({})


def test_a_document_is_opened_where_it_lies_and_one_that_is_gone_from_the_index(
    tmp_path: Path,
) -> None:
    document = tmp_path / "trial.md"
    environment = {"EDITOR": "cat"}
    here = IndexedText(
        "notes/trial.md", "as \x1b[31mindexed", "a" * 64, document, FileState.CHANGED
    )
    with opened_with(here, 3, environment) as words:
        assert words == ["cat", str(document)]
    gone = IndexedText("notes/trial.md", "as \x1b[31mindexed", "a" * 64, document, FileState.GONE)
    with opened_with(gone, 3, environment) as words:
        shown = Path(words[-1])
        assert shown.name == "indexed-trial.md"
        assert shown.read_text("utf-8") == "as indexed"
    assert not shown.exists()


@pytest.mark.parametrize("name", ["trial.pdf", "Trial.DOCX", "doses.csv"])
def test_of_what_is_no_text_the_text_that_is_quoted_is_opened(name: str) -> None:
    document = IndexedText(f"notes/{name}", "as indexed", "a" * 64, Path(name), FileState.SAME)
    with opened_with(document, 3, {"EDITOR": "vi"}) as words:
        shown = Path(words[-1])
        assert words == ["vi", "+3", str(shown)]
        assert shown.name == f"indexed-{name}.txt"
        assert shown.read_text("utf-8") == "as indexed"
    assert not shown.exists()
