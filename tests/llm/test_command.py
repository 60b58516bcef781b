"""`qa-bot ask --llm` against a real server on loopback, from what is typed to what is printed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import RunCommand, shell_code
from tests.llm.serving import Scripted, dawdling, failing, saying, serving
from tests.test_render import SCHEMA

QUESTION = "how many patients did STORM enrol?"
GOOD = ("STORM enrolled ", "123 patients [1]. ", "It was a miracle. ", "It cost $5. [1]")
WORDED = "STORM enrolled 123 patients. [1]\n"
QUOTED = "STORM enrolled 123 patients in 5 countries. [1]\n"
SECRET = "The password of the vault is swordfish."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents and their index."""
    home = tmp_path_factory.mktemp("home")
    (home / "knowledge").mkdir()
    text = "# STORM\n\nSTORM enrolled 123 patients in 5 countries.\n"
    (home / "knowledge" / "storm.md").write_text(text)
    (home / "knowledge" / "other.md").write_text(f"# Vault\n\n{SECRET}\n")
    subprocess.run([sys.executable, "-m", "qa_bot", "index", "-q"], cwd=home, check=True)
    return home


def variables(server: Scripted, **others: str) -> dict[str, str]:
    return {"QA_BOT_LLM_ENDPOINT": server.endpoint, "QA_BOT_LLM_MODEL": "tiny", **others}


def test_an_answer_is_worded_checked_and_quoted(home: Path, qa_bot: RunCommand) -> None:
    with serving(saying(*GOOD)) as server:
        done = qa_bot("ask", QUESTION, "--llm", "--explain", cwd=home, **variables(server))
    assert done.returncode == 0
    by = f"tiny at {server.endpoint}"
    assert f"answers are worded by {by}: the question and the quotes are sent there" in done.stderr
    assert done.stdout.startswith(f"In the words of {by}, each sentence checked:\n{WORDED}\n")
    assert f"Quoted:\n{QUOTED}" in done.stdout
    assert f"Dropped 2 sentences of {by} for: no citation (1), another number or unit (1)" in (
        done.stdout
    )
    assert "dropped (uncited): It was a miracle." in done.stdout


def test_only_the_question_and_the_quotes_are_sent(home: Path, qa_bot: RunCommand) -> None:
    with serving(saying("no")) as server:
        qa_bot("ask", QUESTION, "--llm", cwd=home, **variables(server, QA_BOT_LLM_KEY="k-1"))
    [(_, headers, body)] = server.asked
    assert headers["Authorization"] == "Bearer k-1"
    assert json.loads(body["messages"][1]["content"]) == {
        "question": QUESTION,
        "quotes": [
            {
                "number": 1,
                "headings": "STORM",
                "quote": "STORM enrolled 123 patients in 5 countries.",
            }
        ],
    }
    assert "swordfish" not in json.dumps(body)


def test_json_has_what_stands_and_what_was_dropped(home: Path, qa_bot: RunCommand) -> None:
    with serving(saying(*GOOD)) as server:
        words = ["ask", QUESTION, "--llm", "--format", "json"]
        answer = json.loads(qa_bot(*words, cwd=home, **variables(server)).stdout)
    jsonschema.validate(answer, SCHEMA)
    assert answer["wording"] == {
        "model": "tiny",
        "endpoint": server.endpoint,
        "sentences": [{"text": "STORM enrolled 123 patients.", "citations": [1]}],
        "dropped": [
            {"text": "It was a miracle.", "fault": "uncited"},
            {"text": "It cost $5.", "fault": "number"},
        ],
        "error": None,
    }
    assert answer["timings"]["word"] >= 0


def test_when_nothing_stands_the_quotes_do(home: Path, qa_bot: RunCommand) -> None:
    with serving(saying("STORM enrolled 999 patients. [1]")) as server:
        done = qa_bot("ask", QUESTION, "--llm", cwd=home, **variables(server))
    assert done.returncode == 0
    assert done.stdout.startswith(QUOTED)
    assert "Dropped 1 sentence" in done.stdout
    assert "999" not in done.stdout


def test_nothing_is_sent_without_being_asked_for_or_when_nothing_was_found(
    home: Path, qa_bot: RunCommand
) -> None:
    with serving(saying(*GOOD)) as server:
        plain = qa_bot("ask", QUESTION, cwd=home, **variables(server))
        off = qa_bot(
            "ask", QUESTION, "--no-llm", cwd=home, **variables(server, QA_BOT_LLM_ENABLED="1")
        )
        unfound = qa_bot("ask", "weather in Paris", "--llm", cwd=home, **variables(server))
        assert not server.asked
        asked = qa_bot("ask", QUESTION, cwd=home, **variables(server, QA_BOT_LLM_ENABLED="1"))
    assert plain.stdout == off.stdout
    assert plain.stderr == off.stderr == ""
    assert unfound.returncode == 1
    assert WORDED in asked.stdout


def test_an_endpoint_that_fails_costs_the_exit_code_and_not_the_answer(
    home: Path, qa_bot: RunCommand
) -> None:
    with serving(failing(401, "no such key")) as server:
        done = qa_bot("ask", QUESTION, "--llm", cwd=home, **variables(server))
    assert done.returncode == 4
    assert done.stdout.startswith(QUOTED)
    assert "401: no such key" in done.stderr
    assert "hint:" in done.stderr


def test_an_endpoint_that_fails_does_not_end_a_batch(home: Path, qa_bot: RunCommand) -> None:
    with serving(failing(401, "no such key")) as server:
        batch = ("ask", "--batch", "-", "--llm")
        done = qa_bot(*batch, stdin=f"{QUESTION}\n" * 2, cwd=home, **variables(server))
    assert done.returncode == 4
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["answered"] * 2
    assert done.stderr.count("401: no such key") == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"QA_BOT_LLM_MODEL": ""}, "no language model is named"),
        ({"QA_BOT_LLM_ENDPOINT": "nowhere"}, "not a plain address"),
        ({"QA_BOT_LLM_MODEL": "m", "QA_BOT_LLM_KEY": "\u00e9"}, "holds what no key can"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_before_anything_is_done(
    given: dict[str, str], message: str, home: Path, qa_bot: RunCommand
) -> None:
    done = qa_bot("ask", QUESTION, "--llm", cwd=home, **given)
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr


def test_a_file_of_settings_alone_sends_nothing_away(qa_bot: RunCommand, tmp_path: Path) -> None:
    endpoint = "http://evil.invalid/v1"
    text = f'[llm]\nenabled = true\nmodel = "m"\nendpoint = "{endpoint}"\n'
    (tmp_path / "qa-bot.toml").write_text(text)
    done = qa_bot("ask", QUESTION, QA_BOT_LLM_KEY="secret")
    assert done.returncode == 2
    assert "is not on this machine" in done.stderr


def test_a_batch_and_a_session_are_worded_too(home: Path, qa_bot: RunCommand) -> None:
    with serving(saying(*GOOD)) as server:
        given = variables(server, QA_BOT_LLM_ENABLED="true")
        batch = qa_bot("ask", "--batch", "-", stdin=f"{QUESTION}\n", cwd=home, **given)
        saved = qa_bot("ask", QUESTION, "--session", "new", cwd=home, **given)
        shown = qa_bot("sessions", "show", "last", cwd=home)
    assert json.loads(batch.stdout)["wording"]["sentences"]
    assert WORDED in saved.stdout
    assert shown.returncode == 0


def test_what_is_worded_is_printed_at_once_and_an_interruption_ends_it(home: Path) -> None:
    with serving(dawdling("STORM enrolled 123 patients [1]. ", "And ")) as server:
        asking = subprocess.Popen(
            [sys.executable, "-m", "qa_bot", "ask", QUESTION, "--llm"],
            cwd=home,
            env={**os.environ, **variables(server)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert asking.stdout is not None
        assert asking.stdout.readline().startswith("In the words of tiny")
        assert asking.stdout.readline() == WORDED
        asking.send_signal(signal.SIGINT)
        _, said = asking.communicate(timeout=60)
        assert server.hung_up.wait(10)
    assert shell_code(asking) == 130
    assert "interrupted" in said
    assert "Traceback" not in said
