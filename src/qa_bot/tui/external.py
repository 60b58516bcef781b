"""A document in the user's own editor or pager, open at a line.

Comes in: an indexed text and a line. Goes out: the command to run, and the screen back. No shell is
involved; the text of a file that is gone, or is no text itself, is put into a temporary one.
"""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from textual.app import App, SuspendNotSupported

from qa_bot.documents.formats import format_of
from qa_bot.errors import UsageError
from qa_bot.text.display import printable
from qa_bot.tui.protocol import FileState, IndexedText

_USUAL = ("less", "more", "vi", "nano")
_WITH_COLON = frozenset({"hx", "helix", "subl", "zed", "micro"})
_WITH_GOTO = frozenset({"code", "codium", "cursor"})
_WITHOUT_LINE = frozenset({"more", "cat", "bat"})


def program(environment: Mapping[str, str]) -> list[str]:
    """Find what opens a text: `$VISUAL`, `$EDITOR`, `$PAGER`, or what is usually there.

    Raises:
        UsageError: When there is nothing of the kind.
    """
    for variable in ("VISUAL", "EDITOR", "PAGER"):
        if value := environment.get(variable, "").strip():
            try:
                words = shlex.split(value)
            except ValueError:
                words = [value]
            if shutil.which(words[0]):
                return words
            raise UsageError(
                f"${variable} is {value!r}, which is no program here", hint="export EDITOR=vi"
            )
    found = next((name for name in _USUAL if shutil.which(name)), None)
    if found is None:
        raise UsageError("there is no editor or pager", hint="export EDITOR=vi")
    return [found]


def command(words: list[str], path: Path, line: int) -> list[str]:
    """Write the command that opens a file at a line, as the program wants it."""
    name = Path(words[0]).stem
    if name in _WITH_GOTO:
        return [*words, "--wait", "--goto", f"{path}:{line}"]
    if name in _WITH_COLON:
        return [*words, f"{path}:{line}"]
    if name in _WITHOUT_LINE:
        return [*words, str(path)]
    return [*words, f"+{line}", str(path)]


def edit(app: App[None], shown: IndexedText, line: int) -> None:
    """Leave the screen to an editor or pager until it is closed.

    Raises:
        UsageError: When there is none, or the screen cannot be left.
        OSError: When it cannot be started.
    """
    try:
        with opened_with(shown, line) as words, app.suspend():
            subprocess.run(words, check=False)
    except SuspendNotSupported as error:
        raise UsageError("an editor can only be opened in a terminal") from error


@contextmanager
def opened_with(
    shown: IndexedText, line: int, environment: Mapping[str, str] = os.environ
) -> Iterator[list[str]]:
    """Lend the command that opens a document at a line: its file, where that is what is quoted.

    Raises:
        UsageError: When there is neither editor nor pager.
    """
    words = program(environment)
    is_text = format_of(shown.document).is_text
    if is_text and shown.state is not FileState.GONE:
        yield command(words, shown.path.absolute(), line)
        return
    with tempfile.TemporaryDirectory(prefix="qa-bot-") as folder:
        path = Path(folder) / f"indexed-{shown.path.name}{'' if is_text else '.txt'}"
        path.write_text(printable(shown.text), encoding="utf-8")
        yield command(words, path, line)
