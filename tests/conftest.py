"""Real files, a real index, the real packaged model; none of the developer's own settings."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from qa_bot.encoder import Encoder, load_encoder
from qa_bot.index import Index, build, open_index

ROOT = Path(__file__).parent.parent
CORPUS = Path(__file__).parent / "corpus"

LONGEST_NAME = 80
"""Letters or bytes of a parameter that may be part of a test's name."""

# The same examples each time: a failure is found by everyone, or by no one.
settings.register_profile(
    "qa-bot", deadline=None, max_examples=100, derandomize=True, database=None
)
settings.load_profile("qa-bot")

# A shell's background job ignores Ctrl-C, and so would the commands that are to be interrupted.
signal.signal(signal.SIGINT, signal.default_int_handler)

RunCommand = Callable[..., subprocess.CompletedProcess[str]]


def shell_code(ended: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> int:
    """Tell the exit code that a shell reports.

    Where Ctrl-C meets Python inside an `exec`, as dataclasses have, Python ends by the signal
    itself once all is handled; a shell reports 130 of both.
    """
    code: int = ended.returncode
    return code if code >= 0 else 128 - code


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name what is too long for a name by its length.

    An archive holds the time at which it was made, and workers that collect tests of different
    names refuse to run them.
    """
    is_long = isinstance(val, str | bytes) and len(val) > LONGEST_NAME
    return f"{len(val)} {'bytes' if isinstance(val, bytes) else 'characters'}" if is_long else None


@pytest.fixture(autouse=True)
def no_own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run each test in an empty folder, without the developer's variables."""
    for variable in [name for name in os.environ if name.startswith("QA_BOT_")]:
        if variable != "QA_BOT_CACHE":
            monkeypatch.delenv(variable)
    monkeypatch.setenv("QA_BOT_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged model, exported to ONNX."""
    return load_encoder()


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Index]:
    """The small corpus of the tests, indexed with the packaged model."""
    folder = tmp_path_factory.mktemp("index")
    build(CORPUS, folder, encoder, progress=lambda stage, done, total: None)
    with open_index(folder) as index:
        yield index


@pytest.fixture
def qa_bot(tmp_path: Path) -> RunCommand:
    """Run the command in a fresh interpreter, in the test's empty folder."""

    def run(
        *words: str, stdin: str | bytes = "", cwd: Path = tmp_path, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "qa_bot", *words],
            input=data,
            capture_output=True,
            cwd=cwd,
            env={**os.environ, **variables},
            check=False,
            timeout=240,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run
