"""From the question to the checked answer with a real model behind a real server, on loopback.

Only with `make llm`, which fetches the model (93 MB) and names its folder in `LLM_MODEL`. The
server is started and stopped here. What so small a model writes is seldom right, which is the
point: what is printed must be supported all the same.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import RunCommand
from tests.test_render import SCHEMA

MODEL = os.environ.get("LLM_MODEL", "")
QUESTION = "how many patients did STORM enrol?"

pytestmark = [
    pytest.mark.skipif(not MODEL, reason="make llm runs it"),
    pytest.mark.timeout(1800),
]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that is up, for as long as these tests run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [str(Path(sys.executable).parent / "transformers"), "serve", MODEL]
    server = subprocess.Popen(
        [*program, "--host", "127.0.0.1", "--port", str(port), "--dtype", "float32"],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_health(server, f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(60)


def await_health(server: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server did not start"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(1)
    raise AssertionError("the server did not get ready")


@pytest.fixture
def given(endpoint: str, tmp_path: Path) -> dict[str, str]:
    """A folder with a document, and the variables that lead to the server."""
    (tmp_path / "knowledge").mkdir()
    text = "# STORM\n\nSTORM enrolled 123 patients in 5 countries.\n"
    (tmp_path / "knowledge" / "storm.md").write_text(text)
    return {
        "QA_BOT_LLM_ENDPOINT": endpoint,
        "QA_BOT_LLM_MODEL": MODEL,
        "QA_BOT_LLM_SECONDS": "1500",
    }


def test_what_a_real_model_writes_is_checked(qa_bot: RunCommand, given: dict[str, str]) -> None:
    done = qa_bot("ask", QUESTION, "--llm", "--format", "json", **given)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, SCHEMA)
    wording = answer["wording"]
    print(json.dumps(wording, indent=2))
    assert wording["error"] is None
    assert wording["sentences"] or wording["dropped"]
    assert all(one["citations"] == [1] for one in wording["sentences"])
    assert answer["statements"][0]["text"] == "STORM enrolled 123 patients in 5 countries."


def test_a_model_that_the_server_does_not_have_is_an_error(
    qa_bot: RunCommand, given: dict[str, str]
) -> None:
    done = qa_bot("ask", QUESTION, "--llm", **{**given, "QA_BOT_LLM_MODEL": "no/such-model"})
    assert done.returncode == 4
    assert "STORM enrolled 123 patients" in done.stdout
    assert "hint:" in done.stderr
