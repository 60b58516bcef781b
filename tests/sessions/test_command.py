"""`qa-bot sessions` and `ask --session`, from a shell."""

import json
from pathlib import Path

from tests.conftest import RunCommand

STORM = b"# STORM\n\nSTORM enrolled 123 patients in 5 countries [@one].\n"
BOSTON = b"# BOSTON\n\nBOSTON enrolled 402 patients in 21 countries.\n"


def test_a_conversation_goes_on_about_the_documents_it_is_about(
    qa_bot: RunCommand, tmp_path: Path
) -> None:
    listed = qa_bot("sessions", "list")
    assert (listed.stdout, listed.stderr) == ("", 'none yet: qa-bot ask --session new "..."\n')
    for name, text in (("one", STORM), ("two", BOSTON)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_bytes(text)
        qa_bot("index", name, "--index", f"{name}-index")
    first = ("ask", "--index", "one-index", "--session")
    assert "session 1" in qa_bot(*first, "new", "how many patients did STORM enrol?").stderr
    other = ("ask", "--index", "two-index", "--session")
    refused = qa_bot(*other, "last", "in how many countries?")
    assert refused.returncode == 2
    assert f"there is no session about {tmp_path / 'two-index'}\n" in refused.stderr
    for command in ("replay", "export"):
        refused = qa_bot("sessions", command, "last", "--index", "two-index")
        assert f"there is no session about {tmp_path / 'two-index'}\n" in refused.stderr
    assert "STORM enrolled" in qa_bot("sessions", "export", "last", "--index", "one-index").stdout
    assert qa_bot("sessions", "export", "last").stdout == qa_bot("sessions", "export", "1").stdout
    told = qa_bot(*other, "1", "how many patients did BOSTON enrol?").stderr
    assert f"session 1 is about other documents: those of {tmp_path / 'one-index'}\n" in told
    assert "other documents" not in qa_bot(*first, "last", "in how many countries?").stderr
    assert f"({tmp_path / 'one-index'})" in qa_bot("sessions", "list").stdout


def test_a_conversation_from_the_first_question_to_its_deletion(
    qa_bot: RunCommand, tmp_path: Path
) -> None:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "storm.md").write_bytes(STORM)
    (folder / "boston.md").write_bytes(BOSTON)
    (folder / "references.bib").write_bytes(b"@article{one, title = {Storm}, year = {2019}}\n")
    assert qa_bot("ask", "-q", "how many patients did STORM enrol?").returncode == 0
    assert qa_bot("sessions", "list").stdout == ""

    first = qa_bot("ask", "--session", "new", "how many patients did STORM enrol?")
    assert "session 1; to go on" in first.stderr
    second = qa_bot("ask", "--session", "last", "--explain", "in how many countries?")
    assert second.stdout.startswith("Understood as: in how many countries? (")
    assert "STORM enrolled 123 patients in 5 countries." in second.stdout
    assert "from question 1: " in second.stdout
    assert "STORM" in second.stdout.partition("from question 1: ")[2].splitlines()[0]

    alone = qa_bot("ask", "--session", "1", "--alone", "in how many countries was STORM?")
    assert "Understood as" not in alone.stdout

    (listed,) = json.loads(qa_bot("sessions", "list", "--format", "json").stdout)
    assert (listed["id"], listed["turns"]) == (1, 3)
    assert "how many patients did STORM enrol?" in qa_bot("sessions", "list").stdout
    assert qa_bot("sessions", "search", "country").stdout.startswith("1.")
    assert qa_bot("sessions", "search", "weather").returncode == 1
    shown = qa_bot("sessions", "show", "last").stdout
    assert "## 2. in how many countries?" in shown
    assert "STORM enrolled 123 patients in 5 countries. [2]" in shown
    assert "\\" not in shown
    exported = qa_bot("sessions", "export", "1", "--format", "bibtex").stdout
    assert exported.startswith("@article{one,")
    assert json.loads(qa_bot("sessions", "export", "1", "--format", "csl-json").stdout)
    written = qa_bot("sessions", "export", "1", "--format", "html", "-o", "session.html")
    assert written.stdout == ""
    assert (tmp_path / "session.html").read_text("utf-8").startswith("<!DOCTYPE html>")

    replayed = qa_bot("sessions", "replay", "1")
    assert replayed.returncode == 0
    assert [line.split()[0] for line in replayed.stdout.splitlines()] == ["same", "same", "same"]
    (folder / "storm.md").write_bytes(STORM.replace(b"123", b"124"))
    changed = qa_bot("sessions", "replay", "1")
    assert changed.returncode == 1
    assert "+ STORM enrolled 124 patients" in changed.stdout

    assert qa_bot("sessions", "mark", "1", "2", "good").returncode == 0
    (case,) = qa_bot("eval", "new", "--from-sessions").stdout.splitlines()
    assert json.loads(case)["turns"] == ["how many patients did STORM enrol?"]
    assert qa_bot("sessions", "mark", "1", "2", "bad").returncode == 0
    advice = qa_bot("eval", "new", "--from-sessions", "-o", "cases.jsonl").stderr.splitlines()
    told = '- 1 of them cannot be run before you add what answers them, as "gold" or "accepted": '
    assert advice[-2:] == [f"{told}session-1-2", "then: qa-bot eval run cases.jsonl"]
    assert qa_bot("sessions", "delete", "1", "1").returncode == 0
    gone = qa_bot("ask", "--session", "1", "in how many countries?")
    assert gone.returncode == 2
    assert "no session is saved yet" in gone.stderr
