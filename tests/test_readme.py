"""The README shows what is printed: its examples are asked of the bundled knowledge."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r'```console\n\$ make ask Q="(.*?)"\n(.*?)```', README, re.DOTALL)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled knowledge, indexed."""
    folder = tmp_path_factory.mktemp("readme") / "index"
    asked("index", "knowledge", index=folder)
    return folder


def asked(*words: str, index: Path) -> str:
    """Run the program in the folder where `make` runs it."""
    command = [sys.executable, "-m", "qa_bot", *words, "--index", str(index)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(("question", "printed"), EXAMPLES)
def test_the_readme_shows_what_is_printed(index: Path, question: str, printed: str) -> None:
    assert asked("ask", question, index=index) == printed


def test_there_are_an_answer_and_a_refusal() -> None:
    assert len(EXAMPLES) == 2
