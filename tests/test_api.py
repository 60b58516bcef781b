"""What other programs import: it stays light, and the examples of the README run."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import qa_bot
from tests.conftest import ROOT

EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


def test_every_name_is_there_and_no_other() -> None:
    for name in qa_bot.__all__:
        assert getattr(qa_bot, name).__name__ == name
        assert name in dir(qa_bot)
    with pytest.raises(AttributeError, match="no attribute 'Bot'"):
        qa_bot.Bot  # noqa: B018


def test_importing_the_package_imports_nothing_of_it() -> None:
    program = "import sys, qa_bot; print([one for one in sys.modules if one.startswith('qa_bot.')])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_examples_run(example: str, tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    for name in ("boston.md", "seal.md", "references.bib"):
        shutil.copy(ROOT / "knowledge" / name, tmp_path / "knowledge" / name)
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    expected = re.findall(r"# > (.*)", example)
    assert expected
    assert done.stdout.splitlines() == expected


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 3
