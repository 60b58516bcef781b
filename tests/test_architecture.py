"""What holds the code in shape: imports of a fresh interpreter, budgets, errors, words."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import qa_bot
from qa_bot import errors
from tests.conftest import ROOT

PACKAGE = Path(qa_bot.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {
    "docutils", "docx", "faiss", "httpx2", "huggingface_hub", "jinja2", "jsonschema", "lxml",
    "markdown_it", "mdit_py_plugins", "numpy", "onnx", "onnxruntime", "openai", "pandas",
    "pathspec", "pybtex", "pypdfium2", "rich", "scipy", "selectolax", "sentence_transformers",
    "sentencex", "sklearn", "tantivy", "textual", "tokenizers", "torch", "transformers",
    "watchfiles", "yaml",
}  # fmt: skip
ASK_NEEDS = {"faiss", "numpy", "onnxruntime", "tantivy", "tokenizers"}
FUNCTION, CLASS, FILE = 60, 150, 300
OTHER_WORDS = re.compile(r"(?:^|_)(?:chunks?|nodes?|snippets?)(?:_|$)", re.IGNORECASE)


def loaded_by(*words: str, cwd: Path) -> set[str]:
    """Run the command in a fresh interpreter and list the heavy packages that it imports."""
    program = (
        "import json, sys; sys.argv = json.loads(sys.argv[1])\n"
        "from qa_bot.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: code = stop.code\n"
        "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(["qa-bot", *words])],
        capture_output=True,
        text=True,
        check=True,
        cwd=cwd,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return HEAVY & {name.partition(".")[0] for name in modules}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index in it."""
    folder = tmp_path_factory.mktemp("indexed")
    (folder / "knowledge").mkdir()
    text = "# Trial\n\nThe trial enrolled 402 patients.\n"
    (folder / "knowledge" / "trial.md").write_text(text)
    subprocess.run([sys.executable, "-m", "qa_bot", "index", "-q"], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["ask", "--help"],
        ["index", "--help"],
        ["eval", "--help"],
        ["eval", "run", "--help"],
        ["sessions", "--help"],
        ["completion", "zsh"],
        ["status"],
        ["inspect", "knowledge/trial.md"],
        ["show", "knowledge/trial.md:3"],
        ["sessions", "list"],
        ["kb", "list"],
    ],
)
def test_what_searches_nothing_imports_nothing_heavy(words: list[str], indexed: Path) -> None:
    assert loaded_by(*words, cwd=indexed) == set()


def test_the_commands_are_imported_where_an_interruption_is_heard() -> None:
    program = "import sys, qa_bot.cli; print('qa_bot.cli.commands' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "False\n"


def test_ask_imports_only_what_it_uses(indexed: Path) -> None:
    words = ["ask", "how many patients did the trial enrol"]
    assert loaded_by(*words, cwd=indexed) == ASK_NEEDS
    assert loaded_by(*words, "--format", "json", "--explain", cwd=indexed) == ASK_NEEDS


def sizes(path: Path) -> Iterator[tuple[str, int, int]]:
    """Yield (place, lines, most lines) of a file, its classes and functions."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(PACKAGE).as_posix()
    yield name, text.count("\n"), FILE
    for part in ast.walk(ast.parse(text)):
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            lines = (part.end_lineno or 0) - part.lineno + 1
            most = CLASS if isinstance(part, ast.ClassDef) else FUNCTION
            yield f"{name}:{part.lineno} {part.name}", lines, most


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_outgrows_its_budget(path: Path) -> None:
    assert not [(place, lines) for place, lines, most in sizes(path) if lines > most]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_names_are_those_of_the_design_and_nothing_unsafe_is_called(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a module says what comes in, what goes out, why it is here"
    for part in ast.walk(tree):
        if isinstance(part, ast.Name):
            assert part.id not in {"eval", "exec", "print"}, part.lineno
            assert not OTHER_WORDS.search(part.id), part.id
        if isinstance(part, ast.Import | ast.ImportFrom):
            imported = {alias.name for alias in part.names} | {getattr(part, "module", None)}
            assert not imported & {"pickle", "shelve", "marshal", "dill", "joblib"}
        if isinstance(part, ast.arg | ast.FunctionDef | ast.ClassDef):
            assert not OTHER_WORDS.search(part.arg if isinstance(part, ast.arg) else part.name)


def error_classes() -> list[type[errors.QABotError]]:
    found = [one for one in vars(errors).values() if isinstance(one, type)]
    return [one for one in found if issubclass(one, errors.QABotError)]


@pytest.mark.parametrize("error", error_classes(), ids=lambda error: error.__name__)
def test_every_error_is_drawn_raised_and_tested(error: type[errors.QABotError]) -> None:
    name = error.__name__
    assert name in (errors.__doc__ or "")
    if error.__subclasses__():
        return
    source = "".join(path.read_text("utf-8") for path in MODULES if path.name != "errors.py")
    assert f"{name}(" in source
    tests = "".join(path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
    assert name in tests


def test_the_tree_of_errors_tells_their_exit_codes() -> None:
    drawn = dict(re.findall(r"-- (\w+)\s+(\d)", errors.__doc__ or ""))
    classes = {one.__name__: one for one in error_classes()}
    assert drawn.keys() == classes.keys() - {"QABotError"}
    assert all(classes[name].exit_code == int(code) for name, code in drawn.items())


def test_every_dependency_is_pinned() -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins if "==" in pin}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *chain.from_iterable(extras)]
    asked = {re.split(r"[<>=\[]", one)[0].lower().replace("_", "-") for one in wanted}
    assert {"faiss-cpu", "pytest", "textual", "sentence-transformers"} <= asked
    assert asked - pinned == set()
