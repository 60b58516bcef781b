"""The command as a user types it: in a fresh process, by its streams and exit codes."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import jsonschema
import pytest
from click.testing import CliRunner

from qa_bot import __version__
from qa_bot.cli.commands import commands
from tests.conftest import CORPUS, RunCommand
from tests.test_render import SCHEMA

QUESTION = "what is the median time to remission"
QUOTE = "The median time to remission (TTR) was 4.5 weeks with bright light"
LONG = "a" * 300
"""Longer than the name of a file may be."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder whose `knowledge` is the tests' corpus, indexed."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "knowledge").symlink_to(CORPUS)
    subprocess.run([sys.executable, "-m", "qa_bot", "index", "-q"], cwd=folder, check=True)
    return folder


def refused(done: subprocess.CompletedProcess[str], code: int, *said: str) -> None:
    """See that a command was refused: one line, a hint, nothing on stdout."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    error, hint = done.stderr.strip().splitlines()[-2:]
    assert error.startswith("error: ")
    assert hint.startswith("hint:  ")
    for words in said:
        assert words in done.stderr


def test_a_question_is_answered_with_and_without_ask_and_quotes(
    home: Path, qa_bot: RunCommand
) -> None:
    asked = qa_bot("ask", QUESTION, cwd=home)
    assert asked.returncode == 0
    assert asked.stderr == ""
    assert asked.stdout.startswith(QUOTE)
    assert "[1] corpus/trial.md:14 · The HARBOUR trial › Efficacy" in asked.stdout
    assert "Ada Lovelace et al. Journal of Light 2024;12(3):101-109" in asked.stdout
    assert qa_bot(*QUESTION.split(), cwd=home).stdout == asked.stdout
    assert qa_bot("ask", stdin=f"{QUESTION}\n", cwd=home).stdout == asked.stdout
    assert qa_bot("ask", "-", stdin=QUESTION, cwd=home).stdout == asked.stdout
    assert qa_bot(stdin=QUESTION, cwd=home).stdout == asked.stdout


def test_a_mistyped_command_is_asked_and_named(home: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("inspct", "my notes.md", "--index", "index", cwd=home)
    assert done.stdout.startswith("Not found in these documents.")
    meant = "asked as a question; for the command: qa-bot inspect 'my notes.md' --index index"
    assert meant in done.stderr
    assert "for the command" not in qa_bot("statues", "-q", cwd=home).stderr
    assert "for the command" not in qa_bot("how", "old", "is", "it", cwd=home).stderr
    assert qa_bot("--index", "index", QUESTION, cwd=home).stderr == ""


def test_what_is_not_there_is_said_with_its_words_and_exit_code_1(
    home: Path, qa_bot: RunCommand
) -> None:
    done = qa_bot("price of unobtainium in Lima", cwd=home)
    assert done.returncode == 1
    first, second, *_ = done.stdout.splitlines()
    assert first == "Not found in these documents."
    assert second == "No document mentions: price, unobtainium, Lima."


def test_json_is_as_its_schema_says_and_quotes_the_file(home: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("ask", QUESTION, "--format", "json", "-k", "3", cwd=home)
    data = json.loads(done.stdout)
    jsonschema.validate(data, SCHEMA)
    assert data["status"] == "answered"
    assert len(data["hits"]) == 3
    text = (CORPUS / "trial.md").read_bytes().decode("utf-8")
    for citation in data["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_batch_gives_one_json_line_a_question(
    home: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    (tmp_path / "questions.txt").write_text(f"{QUESTION}\n\nprice of unobtainium\n")
    done = qa_bot("ask", "--batch", str(tmp_path / "questions.txt"), cwd=home)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["status"] for row in rows] == ["answered", "not_found"]
    assert done.returncode == 0
    (tmp_path / "questions.txt").write_bytes(b"\xff\n")
    refused(qa_bot("ask", "--batch", str(tmp_path / "questions.txt"), cwd=home), 2, "not UTF-8")
    (tmp_path / "questions.txt").write_text("price of unobtainium\n")
    batch = ("ask", "--batch", str(tmp_path / "questions.txt"))
    assert qa_bot(*batch, "--format", "jsonl", cwd=home).returncode == 1
    refused(qa_bot(*batch, "--format", "text", cwd=home), 2, "--format text", "--format jsonl")
    (tmp_path / "questions.txt").write_text("\n \n")
    refused(qa_bot(*batch, cwd=home), 2, "no question in", "questions.txt")


def test_a_byte_order_mark_is_no_part_of_a_question(
    home: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    marked = f"\ufeff{QUESTION}".encode()
    (tmp_path / "questions.txt").write_bytes(marked)
    batch = ("ask", "--batch", str(tmp_path / "questions.txt"))
    for done in (
        qa_bot(*batch, cwd=home),
        qa_bot("ask", "--batch", "-", stdin=marked, cwd=home),
        qa_bot("ask", "--format", "json", stdin=marked, cwd=home),
    ):
        assert json.loads(done.stdout)["question"] == QUESTION


def test_a_line_that_cannot_be_asked_does_not_end_a_batch(
    home: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    lines = ["???", QUESTION, "", "x" * 3000, "price of unobtainium"]
    (tmp_path / "questions.txt").write_text("\n".join(lines))
    batch = ("ask", "--batch", str(tmp_path / "questions.txt"))
    for session in ([], ["--session", "new"]):
        done = qa_bot(*batch, *session, cwd=home)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [row["question"] for row in rows] == [QUESTION, "price of unobtainium"]
        assert done.returncode == 2
        assert "questions.txt:1: " in done.stderr
        assert "questions.txt:4: " in done.stderr
        assert done.stderr.count("error: ") == done.stderr.count("hint: ") == 2
    refused(qa_bot(*batch, "some", "words", cwd=home), 2, "a question, and", "questions.txt")


def test_explain_shows_scores_ranks_and_words(home: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("ask", QUESTION, "--explain", cwd=home)
    assert "score  reader   cosine rank     BM25 rank" in done.stdout
    assert "corpus/trial.md" in done.stdout.partition("searched:")[2]


def test_an_explanation_in_markdown_is_a_code_block(home: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("ask", QUESTION, "--explain", "--format", "markdown", cwd=home)
    answer, table, after = done.stdout.split("```\n")
    assert "score  reader" in table
    assert "score  reader" not in answer
    assert after == ""


def test_the_same_question_gives_the_same_bytes(home: Path, qa_bot: RunCommand) -> None:
    first, second = (qa_bot("ask", "eye strain", "--format", "markdown", cwd=home) for _ in "ab")
    assert first.stdout == second.stdout


def on_a_terminal(*words: str, cwd: Path, **environment: str) -> str:
    """Run the program on a terminal; what it shows there, without the carriage returns."""
    reader, writer = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "qa_bot", *words],
        **dict.fromkeys(("stdin", "stdout", "stderr"), writer),
        cwd=cwd,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **environment},
        check=False,
    )
    os.close(writer)
    shown = os.read(reader, 100_000).decode().replace("\r\n", "\n")
    os.close(reader)
    return shown


def test_a_terminal_gets_the_same_text_with_styles(home: Path, qa_bot: RunCommand) -> None:
    shown = on_a_terminal("ask", QUESTION, cwd=home)
    assert "\x1b[1m4.5 weeks" in shown
    plain = shown.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert plain == qa_bot("ask", QUESTION, cwd=home).stdout


def test_a_terminal_gets_no_colour_and_no_style_that_it_must_not_have(home: Path) -> None:
    wrong = ("status", "--index", "nowhere")
    assert "\x1b[31m" in on_a_terminal(*wrong, cwd=home)
    colourless = on_a_terminal(*wrong, cwd=home, NO_COLOR="1")
    assert colourless.startswith("\x1b[1merror:\x1b[0m no index in nowhere\n")
    assert "\x1b[3" not in colourless
    for words in (wrong, ("index", "--rebuild")):
        shown = on_a_terminal(*words, cwd=home, TERM="dumb")
        assert shown.strip()
        assert not re.search("[\x1b\r]", shown)
    chat = on_a_terminal("chat", cwd=home, TERM="dumb")
    assert chat.startswith("error: the chat needs a terminal")


def test_nothing_of_a_hostile_document_reaches_the_terminal(home: Path, qa_bot: RunCommand) -> None:
    for words in (["ask", "how many bars of gold does the safe hold", "--threshold", "0"],):
        done = qa_bot(*words, "--explain", cwd=home)
        assert "corpus/hostile.md" in done.stdout
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(done.stdout)
    shown = qa_bot("show", "corpus/hostile.md", cwd=home)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown.stdout)


def test_show_prints_a_quote_in_its_document(home: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("show", "corpus/trial.md:14", "-C", "1", cwd=home)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "corpus/trial.md"
    assert lines[2].startswith("> 14  The median time to remission")
    refused(qa_bot("show", "corpus/trail.md:14", cwd=home), 2, "qa-bot show corpus/trial.md:14")


def test_index_sums_up_what_it_did(home: Path, qa_bot: RunCommand, tmp_path: Path) -> None:
    done = qa_bot("index", str(CORPUS), "--index", str(tmp_path / "here"), cwd=home)
    assert done.returncode == 0
    assert done.stdout.startswith("9 documents, 28 passages (9 added, 0 changed, 0 removed, 2 skip")
    assert "skipped corpus/.hidden.md: hidden" in done.stderr
    assert "skipped corpus/measurements.dat: unknown type .dat" in done.stderr
    again = qa_bot("index", "--index", str(tmp_path / "here"), cwd=home)
    assert "0 passages encoded" in again.stdout


def names(command: click.Command, *words: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a command and of all below it."""
    yield words
    for name, below in getattr(command, "commands", {}).items():
        yield from names(below, *words, name)


@pytest.mark.parametrize("words", names(commands), ids=" ".join)
def test_help_has_an_example_and_tells_in_80_columns_what_each_command_does(
    words: tuple[str, ...],
) -> None:
    runner = CliRunner(env={"COLUMNS": "80"})
    done = runner.invoke(commands, [*words, "--help"], standalone_mode=False)
    text, _, example = done.stdout.partition("Example:")
    assert " ".join(("qa-bot", *words)) in example or "Commands:" in text
    assert "qa-bot" in example
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "..." not in text.partition("Commands:")[2]
    assert not re.search(r"^ +-.*\b(TEXT|INTEGER|FLOAT|FILENAME)\b", text, re.MULTILINE)


def test_version_help_and_completion(qa_bot: RunCommand) -> None:
    assert __version__ in qa_bot("--version").stdout
    assert "Commands:" in qa_bot("--help").stdout
    assert qa_bot("help").stdout == qa_bot("--help").stdout
    assert qa_bot("help", "index").stdout == qa_bot("index", "--help").stdout
    assert "no index" in qa_bot("help", "me").stderr  # a question
    for shell in ("bash", "zsh", "fish"):
        assert "qa-bot" in qa_bot("completion", shell).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ask", ""], "empty"),
        (["ask", "what is the"], "no word to search for"),
        (["ask", "x" * 100_000], "100000 characters; the most is 2000"),
        (["ask", "light", "-k", "0"], "--passages: 0 is not 1 to 100"),
        (["ask", "light", "-k", "101"], "--passages: 101 is not 1 to 100"),
        (["ask", "light", "--threshold", "2"], "--threshold: 2.0 is not 0 to 1"),
        (["ask", "light", "--threshold", "-1"], "--threshold: -1.0 is not 0 to 1"),
        (["ask", "light", "--threshold", "nan"], "--threshold: nan is not 0 to 1"),
        (["ask", "light", "--threshold", "1e999"], "--threshold: inf is not 0 to 1"),
        (["ask", "light", "--format", "yaml"], "error: invalid value for '--format': 'yaml'"),
        (["ask", "light", "--nonsense"], "error: no such option '--nonsense'\n"),
        (["index", "--index"], "argument\nhint:  qa-bot index --help\n"),
        (["sessions", "export", "--index"], "argument\nhint:  qa-bot sessions export --help\n"),
        (["light", "--index"], "argument\nhint:  qa-bot --help\n"),
        (["ask", "--batch", "missing.txt"], "missing.txt"),
        (["ask", "light", "--config", "missing.toml"], "missing.toml"),
        (["completion", "tcsh"], "tcsh"),
    ],
)
def test_what_cannot_be_used_is_refused(
    home: Path, qa_bot: RunCommand, words: list[str], said: str
) -> None:
    refused(qa_bot(*words, cwd=home), 2, said)


def test_a_path_that_the_system_refuses_is_named(home: Path, qa_bot: RunCommand) -> None:
    refused(qa_bot("eval", "new", "-o", LONG, cwd=home), 2, f"{LONG} cannot be used", "too long")


def test_nul_bytes_in_a_question_are_spaces(home: Path, qa_bot: RunCommand) -> None:
    done = qa_bot("ask", stdin=QUESTION.replace(" ", "\x00").encode(), cwd=home)
    assert done.stdout.startswith(QUOTE)
    refused(qa_bot("ask", stdin=b"\x00\x00", cwd=home), 2, "empty")


def test_bytes_that_are_no_text_are_no_traceback(home: Path, qa_bot: RunCommand) -> None:
    question, strict = f"{QUESTION} of".encode() + b" caf\xe9", "utf-8:strict"
    typed = qa_bot("ask", os.fsdecode(question), "--session", "new", "--format", "json", cwd=home)
    piped = qa_bot("ask", "--format", "json", stdin=question, cwd=home, PYTHONIOENCODING=strict)
    for done in (typed, piped):
        assert json.loads(done.stdout)["question"] == f"{QUESTION} of caf\ufffd"


def test_folders_that_cannot_be_indexed(tmp_path: Path, qa_bot: RunCommand) -> None:
    refused(qa_bot("ask", QUESTION), 3, "no index in index, nor a folder knowledge")
    refused(qa_bot("index", "missing"), 2, "missing does not exist")
    (tmp_path / "empty").mkdir()
    refused(qa_bot("index", "empty"), 2, "empty: no documents")
    (tmp_path / "file.md").write_text("# No folder\n")
    refused(qa_bot("index", "file.md"), 2, "is not a folder")
    refused(qa_bot("index", LONG), 2, f"{LONG} cannot be read: File name too long")
    refused(qa_bot("kb", "add", "long", LONG), 2, f"{LONG} is not a folder")
    long = qa_bot("ask", QUESTION, QA_BOT_INDEX_FOLDERS=LONG)
    refused(long, 3, f"nor a folder {LONG} to build it from")
    (tmp_path / "binary").mkdir()
    (tmp_path / "binary" / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0" * 9)
    refused(qa_bot("index", "binary"), 2, "no document that can be read")
    assert not list(tmp_path.glob("index/gen-*"))


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_indexed(
    tmp_path: Path, qa_bot: RunCommand
) -> None:
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed" / "good.md").write_text("# Good\n\nThe good one holds 7 pears.\n")
    (tmp_path / "mixed" / "bad.md").write_bytes(b"caf\xe9")
    done = qa_bot("index", "mixed")
    assert done.returncode == 2
    assert done.stdout.startswith("1 document")
    assert "mixed/bad.md: not UTF-8 text (byte 0xe9 at offset 3)" in done.stderr
    assert "7 pears" in qa_bot("how many pears does the good one hold").stdout


def test_an_interruption_that_fails_an_import_is_one(
    home: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    library = tmp_path / "onnxruntime.py"
    library.write_text("raise ImportError('initialization failed') from KeyboardInterrupt()\n")
    paths = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = qa_bot("ask", QUESTION, cwd=home, PYTHONPATH=paths)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "\nerror: interrupted; what was there before is untouched\n"


def test_an_interruption_before_all_is_imported_is_one(
    home: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    paths = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = qa_bot("ask", QUESTION, cwd=home, PYTHONPATH=paths)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_an_unknown_model_says_what_to_do(home: Path, qa_bot: RunCommand) -> None:
    refused(qa_bot("index", str(CORPUS), "--model", "nosuch", cwd=home), 4, "no weights", "--model")


def test_settings_come_from_the_file_and_what_is_typed_wins(
    home: Path, tmp_path: Path, qa_bot: RunCommand
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[answer]\nthreshold = 1.0\n")
    configured = ["--config", str(settings)]
    assert qa_bot("ask", QUESTION, *configured, cwd=home).returncode == 1
    assert qa_bot("ask", QUESTION, *configured, "--threshold", "0.1", cwd=home).returncode == 0
    assert qa_bot("ask", QUESTION, cwd=home, QA_BOT_ANSWER_THRESHOLD="1").returncode == 1
    settings.write_text("[answer]\ntreshold = 1.0\n")
    refused(qa_bot("ask", QUESTION, *configured, cwd=home), 2, "did you mean 'threshold'?")


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    for words in (["ask", QUESTION], ["status"], ["--help"]):
        command = [sys.executable, "-m", "qa_bot", *words]
        done = subprocess.run(
            command, stdout=writer, stderr=subprocess.PIPE, cwd=home, check=False, timeout=60
        )
        assert (done.returncode, done.stderr) == (141, b"")
    os.close(writer)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize(
    "words", [["ask", QUESTION], ["status"], ["inspect", "corpus/trial.md"], ["--version"]]
)
def test_output_that_cannot_be_written_is_said_once(home: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "qa_bot", *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, cwd=home, check=False, timeout=60
        )
        deaf = subprocess.run(command, stdout=full, stderr=full, cwd=home, check=False, timeout=60)
    error, hint = done.stderr.decode().splitlines()
    assert error == "error: the output cannot be written: No space left on device"
    assert "qa-bot ... > FILE" in hint
    assert done.returncode == deaf.returncode == 2


def run_closed(home: Path, words: str, stream: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a stream that is closed from the start."""
    command = f"'{sys.executable}' -m qa_bot {words} {stream}&-"
    return subprocess.run(
        command, shell=True, cwd=home, capture_output=True, text=True, check=False
    )


def test_a_narration_that_is_closed_from_the_start_is_no_error(home: Path) -> None:
    done = run_closed(home, "status", "2>")
    assert (done.returncode, done.stderr) == (0, "")


def test_output_that_is_closed_from_the_start_cannot_be_written(home: Path) -> None:
    for words in ("ask seats", "status", "--version"):
        refused(run_closed(home, words, "1>"), 2, "the output cannot be written: Bad file")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ask", "the question is empty"),
        ("", "the question is empty"),
        ("chat", "needs a terminal"),
        ("verify -", "is not an answer of qa-bot: it is empty"),
        ("ask --batch -", "no question in "),
    ],
)
def test_input_that_is_closed_from_the_start_is_empty(home: Path, words: str, said: str) -> None:
    refused(run_closed(home, words, "<"), 2, said)


def test_a_server_whose_input_is_closed_from_the_start_ends(home: Path) -> None:
    done = run_closed(home, "mcp", "<")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        (["ins"], "inspect"),
        (["sta"], "status"),
        (["--ve"], "--version"),
        (["sessions", "sh"], "show"),
        (["ask", "what", "--expl"], "--explain"),
        (["what", "--expl"], "--explain"),
    ],
)
def test_a_shell_completes_commands_and_options(
    qa_bot: RunCommand, typed: list[str], completed: str
) -> None:
    shell = {"COMP_WORDS": " ".join(["qa-bot", *typed]), "COMP_CWORD": str(len(typed))}
    done = qa_bot(**shell, _QA_BOT_COMPLETE="bash_complete")
    assert done.stdout == f"plain,{completed}\n"
