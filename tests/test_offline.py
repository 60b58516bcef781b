"""Nothing leaves the machine: whoever reaches for the network is ended at once, and nobody is."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.offline.sitecustomize import CAUGHT

GUARD = Path(__file__).parent / "offline"
CASE = (
    '{"id": "cost", "question": "what does the lamp cost", "answerable": true,'
    ' "accepted": [{"value": 12, "unit": "euros"}],'
    ' "gold": [{"document": "knowledge/lamp.md", "quote": "The lamp costs 12 euros."}]}\n'
)
CHAT = """
import asyncio
from qa_bot.config import Config
from qa_bot.tui.app import ChatApp
from qa_bot.tui.lazy import LazyBot
from qa_bot.tui.turn import TurnState

async def chat():
    app = ChatApp(LazyBot(Config()), watch=True)
    async with app.run_test() as pilot:
        app.chat.question.put("what does the lamp cost")
        await pilot.press("enter")
        while not (turns := app.chat.conversation.turns) or turns[-1].state is not TurnState.DONE:
            await pilot.pause(0.05)
        print(turns[-1].reply.answer.statements[0].text)

asyncio.run(chat())
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents, one of which is read in a process of its own, and a case."""
    place = tmp_path_factory.mktemp("offline")
    (place / "knowledge").mkdir()
    (place / "knowledge" / "lamp.md").write_text("# Lamp\n\nThe lamp costs 12 euros.\n")
    page = '<title>Chair</title><img src="http://example.org/a.png"><p>The chair costs 9 euros.</p>'
    (place / "knowledge" / "chair.html").write_text(page)
    (place / "cases.jsonl").write_text(CASE)
    return place


def guarded(place: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python, and all that it starts, where the network must not be touched."""
    path = os.pathsep.join([str(GUARD), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *words],
        cwd=place,
        env={**os.environ, "PYTHONPATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )


@pytest.mark.parametrize(
    ("program", "codes"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", {CAUGHT, -signal.SIGSYS}),
        ("import socket; socket.getaddrinfo('example.org', 80)", {CAUGHT}),
        ("import urllib.request as u; u.urlopen('http://127.0.0.1:9')", {CAUGHT, -signal.SIGSYS}),
        ("import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-P', '-c',"
         " 'import socket; socket.getaddrinfo(\"example.org\", 80)']))", {CAUGHT}),
    ],
)  # fmt: skip
def test_whoever_reaches_for_the_network_is_caught(
    program: str, codes: set[int], tmp_path: Path
) -> None:
    assert guarded(tmp_path, "-c", program).returncode in codes


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is Linux's")
@pytest.mark.parametrize("family", [2, 10])
def test_machine_code_that_reaches_for_the_network_is_caught(family: int, tmp_path: Path) -> None:
    program = f"import ctypes; ctypes.CDLL(None).socket({family}, 1, 0)"
    assert guarded(tmp_path, "-c", program).returncode == -signal.SIGSYS
    local = "import socket; socket.socketpair(); print('fine')"
    assert guarded(tmp_path, "-c", local).stdout == "fine\n"


def test_indexing_asking_evaluating_and_chatting_do_not(place: Path) -> None:
    indexed = guarded(place, "-m", "qa_bot", "index")
    assert (indexed.returncode, indexed.stdout[:11]) == (0, "2 documents"), indexed.stderr
    asked = guarded(place, "-m", "qa_bot", "ask", "what does the lamp cost")
    assert "12 euros" in asked.stdout, asked.stderr
    evaluated = guarded(place, "-m", "qa_bot", "eval", "run", "cases.jsonl")
    assert evaluated.returncode == 0, evaluated.stderr
    chatted = guarded(place, "-c", CHAT)
    assert "12 euros" in chatted.stdout, chatted.stderr


def test_exporting_the_model_does_not(place: Path, tmp_path: Path) -> None:
    variables = {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path), "QA_BOT_CACHE": ""}
    made = guarded(place, "-m", "qa_bot", "index", "--index", "fresh", **variables)
    assert made.returncode == 0, made.stderr
    assert list(tmp_path.rglob("model.onnx"))
    assert not list(tmp_path.rglob("deviceid"))  # by which a runtime tells machines apart
