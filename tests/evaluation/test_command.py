"""`qa-bot eval` end to end: the small corpus, a real index and the packaged model."""

import json
import os
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa_bot.cli.commands import commands
from qa_bot.errors import CaseError, QABotError, RunError, UsageError
from qa_bot.evaluation.runs import load_run, save_run
from qa_bot.evaluation.summary import METRICS
from qa_bot.evaluation.unfinished import Unfinished
from qa_bot.index import Index
from tests.conftest import RunCommand
from tests.evaluation.disks import full_disk
from tests.evaluation.runs import FIRST

DOCUMENT = "corpus/trial.md"
CASES = (
    {
        "id": "remission",
        "question": "how many weeks was the median time to remission with bright light",
        "answerable": True,
        "accepted": [{"value": 4.5, "unit": "weeks"}],
        "gold": [
            {"document": DOCUMENT, "quote": "The median time to remission (TTR) was **4.5 weeks**"},
            {"document": DOCUMENT, "quote": "| Median time to remission | 4.5 weeks |"},
        ],
        "tags": ["figure"],
    },
    {"id": "paris", "question": "weather in Paris tomorrow", "answerable": False},
)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(map(json.dumps, CASES)), encoding="utf-8")
    return path


@pytest.fixture
def index(corpus_index: Index) -> str:
    return str(corpus_index.generation.parent)


def invoke(*words: str | Path) -> Result:
    return CliRunner().invoke(commands, list(map(str, words)), standalone_mode=False)


def refused(*words: str | Path) -> QABotError:
    found = invoke(*words).exception
    assert isinstance(found, QABotError), found
    return found


def test_a_run_is_printed_saved_compared_and_gated(
    qa_bot: RunCommand, cases: Path, index: str, tmp_path: Path
) -> None:
    done = qa_bot("eval", "run", str(cases), "--index", index, "--fail-under", "right=1")
    assert done.returncode == 0, done.stderr
    assert "2 cases of cases.jsonl\n1 answerable: 1 right, 0 wrong, 0 missed\n" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "saved runs" in done.stderr
    (saved,) = (tmp_path / "runs").iterdir()
    assert saved.name.endswith("-cases.json")
    below = qa_bot(
        *("eval", "run", str(cases), "--index", index, "--quiet", "--format", "json"),
        *("--out", "other.json", "--threshold", "1", "--fail-under", "right=0.5"),
    )
    assert below.returncode == 1
    assert below.stderr.startswith("error: right 0.0000 is below 0.5\n")
    assert json.loads(below.stdout)["failures"] == ["right 0.0000 is below 0.5"]
    compared = qa_bot("eval", "compare", str(saved), "other.json")
    assert compared.returncode == 0, compared.stderr
    assert "1 case changed: 1 worse" in compared.stdout
    worse = qa_bot("eval", "compare", str(saved), "other.json", "--fail-if-worse", "right")
    assert worse.returncode == 1
    assert worse.stderr.startswith("error: right 0.0000 is worse than 1.0000\nhint:  qa-bot eval ")
    back = ("other.json", saved, "--fail-if-worse", "right", "--format", "markdown")
    shown = invoke("eval", "compare", *back)
    assert (shown.return_value, shown.stdout[:18]) == (0, "**1 case changed: ")
    shown = invoke("eval", "report", saved, "-o", tmp_path / "report.html")
    assert (shown.return_value, shown.stdout) == (0, "")
    assert "4.5 weeks" in (tmp_path / "report.html").read_text("utf-8")
    printed = invoke("eval", "report", saved)
    assert printed.stdout == (tmp_path / "report.html").read_text("utf-8")
    unwritable = refused("eval", "report", saved, "-o", saved / "report.html")
    assert "cannot be written" in unwritable.message


def test_an_interrupted_run_can_go_on(cases: Path, index: str, tmp_path: Path) -> None:
    run = ("eval", "run", cases, "--index", index, "--output", tmp_path / "run.json")
    assert invoke(*run).return_value == 0
    assert not (tmp_path / "runs").exists()
    whole = load_run(tmp_path / "run.json")
    made_from = {
        name: getattr(whole, name)
        for name in (
            "program",
            "configuration",
            "index",
            "encoder",
            "cases",
            "cases_sha256",
            "part",
        )
    }
    kept = Unfinished(whole.cases, made_from)
    kept.begin()
    kept.add(replace(whole.rows[0], seconds=99))
    gone_on = invoke(*run, "--resume")
    assert "1 of 2 cases were asked already\n" in gone_on.stderr
    assert [row.seconds > 90 for row in load_run(tmp_path / "run.json").rows] == [True, False]
    assert "0 of 2 cases were asked already\n" in invoke(*run, "--resume").stderr
    (tmp_path / "runs").write_text("no folder", encoding="utf-8")
    assert "nothing can be kept in runs, should this stop early" in invoke(*run).stderr


def test_a_run_of_some_cases_says_so(cases: Path, index: str, tmp_path: Path) -> None:
    run = ("eval", "run", cases, "--index", index)
    part, whole = tmp_path / "part.json", tmp_path / "whole.json"
    done = invoke(*run, "--tag", "figure", "-o", part)
    assert done.stdout.startswith("1 case of cases.jsonl (tag figure)\n1 answerable: 1 right")
    assert load_run(part).part == "tag figure"
    assert "<h1>cases.jsonl (tag figure)</h1>" in invoke("eval", "report", part).stdout
    assert invoke(*run, "-o", whole).return_value == 0
    compared = invoke("eval", "compare", part, whole).stdout
    assert compared.startswith("A  cases.jsonl (tag figure), ")
    assert "compared on 1 case that both have; left out: 1 only in B\n" in compared
    assert "has the id 'Paris'" in refused(*run, "--only", "Paris").message


def test_junit_and_the_progress_of_a_run(cases: Path, index: str) -> None:
    done = invoke("eval", "run", cases, "--index", index, "--format", "junit")
    assert (done.return_value, done.exception) == (0, None)
    assert done.stdout.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites')
    written = invoke("eval", "run", cases, "--index", index, "--format", "markdown")
    assert written.stdout.startswith("**2 cases of cases.jsonl**\n\n- 1 answerable: 1 right")


def test_what_cannot_be_run_is_refused(cases: Path, index: str, tmp_path: Path) -> None:
    run = ("eval", "run", cases, "--index", index)
    assert refused(*run, "--fail-under", "rihgt=0.5").hint == "did you mean 'right'?"
    assert isinstance(refused(*run, "--fail-under", "right"), UsageError)
    cases.write_text('{"id": "x"\n', encoding="utf-8")
    error = refused(*run)
    assert isinstance(error, CaseError)
    assert "cases.jsonl:1: not JSON" in error.message
    assert isinstance(refused("eval", "compare", cases, cases), RunError)
    assert "does not exist" in str(invoke("eval", "run", tmp_path / "none.jsonl").exception)


def test_a_run_that_cannot_be_saved_is_printed_all_the_same(cases: Path, index: str) -> None:
    done = invoke("eval", "run", cases, "--index", index, "--out", cases / "run.json")
    assert isinstance(done.exception, RunError)
    assert "cannot be written" in done.exception.message
    assert done.exception.hint == f"qa-bot eval run --index {index} CASES -o FILE"
    assert "1 answerable: 1 right, 0 wrong, 0 missed\n" in done.stdout


def test_nothing_is_written_over_what_it_is_made_from(
    cases: Path, index: str, tmp_path: Path
) -> None:
    before = cases.read_bytes()
    (tmp_path / "link.json").symlink_to(cases)
    (tmp_path / "hard.json").hardlink_to(cases)
    for name in ("cases.jsonl", "link.json", "hard.json"):
        run = refused("eval", "run", cases, "--index", index, "--out", tmp_path / name)
        assert run.message == f"{tmp_path / name} would be written over: it is read"
        assert run.hint == f"qa-bot eval run --index {index} {cases} -o runs/NAME.json"
        report = refused("eval", "report", cases, "-o", tmp_path / name)
        assert report.message == run.message
        assert report.hint == f"qa-bot eval report {cases} -o report.html"
        assert (run.exit_code, report.exit_code) == (2, 2)
    assert cases.read_bytes() == before


def test_a_full_disk_leaves_what_was_there_and_nothing_new(index: str, tmp_path: Path) -> None:
    save_run(FIRST, tmp_path / "run.json")
    (tmp_path / "report.html").write_text("a report", encoding="utf-8")
    new = ("eval", "new", "--index", index, "--count", "3", "-o", tmp_path / "new.jsonl")
    with full_disk():
        report = refused("eval", "report", tmp_path / "run.json", "-o", tmp_path / "report.html")
        drafted = refused(*new)
    assert report.message == f"{tmp_path / 'report.html'} cannot be written: File too large"
    assert drafted.message == f"{tmp_path / 'new.jsonl'} cannot be written: File too large"
    assert (tmp_path / "report.html").read_text("utf-8") == "a report"
    assert {path.name for path in tmp_path.iterdir()} == {"run.json", "report.html"}
    assert invoke(*new).return_value == 0


def test_a_report_may_go_to_a_pipe(qa_bot: RunCommand, tmp_path: Path) -> None:
    save_run(FIRST, tmp_path / "run.json")
    done = qa_bot("eval", "report", "run.json", "-o", "/dev/stdout")
    assert (done.returncode, done.stdout[:15]) == (0, "<!doctype html>")


def test_cases_may_lie_in_a_file_whose_name_is_no_text(
    qa_bot: RunCommand, cases: Path, index: str, tmp_path: Path
) -> None:
    named = cases.rename(tmp_path / os.fsdecode(b"caf\xe9.jsonl"))
    done = qa_bot("eval", "run", str(named), "--index", index)
    assert done.returncode == 0, done.stderr
    (saved,) = (tmp_path / "runs").iterdir()
    assert load_run(saved).cases == named.name
    report = invoke("eval", "report", saved, "-o", tmp_path / "report.html")
    assert report.return_value == 0
    assert "<h1>caf.jsonl</h1>" in (tmp_path / "report.html").read_text("utf-8")


def test_drafts_are_written_with_advice_and_can_be_run(index: str, tmp_path: Path) -> None:
    new = ("eval", "new", "--index", index, "--count", "3", "-o", tmp_path / "new.jsonl")
    done = invoke(*new)
    assert (done.return_value, done.stdout) == (0, "")
    assert done.stderr.startswith("3 drafts; edit them before their figures count:\n- ask as")
    assert done.stderr.endswith(f"then: qa-bot eval run --index {index} {tmp_path}/new.jsonl\n")
    ran = invoke("eval", "run", tmp_path / "new.jsonl", "--index", index, "--quiet")
    assert ran.return_value == 0
    assert "3 cases of new.jsonl" in ran.stdout
    assert "is there already" in refused(*new).message
    spreadsheet = refused(*new[:-1], tmp_path / "new.CSV")
    assert "drafts are JSON lines" in spreadsheet.message
    assert f"-o {tmp_path}/new.jsonl" in spreadsheet.hint
    assert not (tmp_path / "new.CSV").exists()
    printed = invoke(*new[:6], "--quiet")
    assert printed.stdout == (tmp_path / "new.jsonl").read_text("utf-8")
    assert printed.stderr == ""


def test_a_quote_that_is_not_there_is_looked_for_in_the_same_index(cases: Path, index: str) -> None:
    gold = [{"document": DOCUMENT, "quote": "nowhere"}]
    cases.write_text(json.dumps({**CASES[0], "gold": gold}), encoding="utf-8")
    hint = refused("eval", "run", cases, "--index", index).hint
    assert hint == f"qa-bot show --index {index} {DOCUMENT}"
    assert invoke(*shlex.split(hint)[1:]).return_value == 0


def test_drafts_are_of_the_documents_as_they_are(tmp_path: Path) -> None:
    notes, index = tmp_path / "notes", tmp_path / "notes-index"
    notes.mkdir()
    (notes / "pump.md").write_text("# Pump\n\nIt lasts 24 months.\n", encoding="utf-8")
    assert invoke("index", notes, "--index", index, "--quiet").return_value == 0
    (notes / "pump.md").write_text("# Pump\n\nIt lasts 36 months.\n", encoding="utf-8")
    drafted = invoke("eval", "new", "--index", index)
    assert "documents changed (1 changed): updating the index" in drafted.stderr
    assert "20 were asked for: no sentence or row is left that has a figure" in drafted.stderr
    assert json.loads(drafted.stdout)["gold"][0]["quote"] == "It lasts 36 months."


def test_the_metrics_that_can_be_asked_for_are_in_the_help(qa_bot: RunCommand) -> None:
    words = re.findall(r"[\w@]+", qa_bot("eval", "run", "--help").stdout)
    assert METRICS.keys() <= set(words)


def test_eval_alone_shows_its_commands(qa_bot: RunCommand) -> None:
    done = qa_bot("eval")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: qa-bot eval [OPTIONS] COMMAND")
    assert len(done.stderr.splitlines()) > 10
