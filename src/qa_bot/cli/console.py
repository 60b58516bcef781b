"""What is said on stderr, notes, progress, errors with hints; and a text written to a file."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from qa_bot.errors import UsageError
from qa_bot.text.display import one_line

_BAR = 24
_PAUSE = 5.0


def is_dumb() -> bool:
    """Tell whether the terminal, if there is one, only prints what it is given, line by line."""
    return os.environ.get("TERM") == "dumb"


def styled(text: str, style: str) -> str:
    """Write a text bold, dim or in a colour, as far as the terminal and NO_COLOR let it."""
    if is_dumb():
        return text
    if style in {"bold", "dim"}:
        return click.style(text, **{style: True})
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=style)


def bold(text: str) -> str:
    """Make a text stand out on a terminal."""
    return styled(text, "bold")


def dim(text: str) -> str:
    """Set a text apart on a terminal."""
    return styled(text, "dim")


def report(message: str, hint: str) -> None:
    """Say what went wrong and what to do."""
    if sys.stdout:
        sys.stdout.flush()
    click.echo(f"{bold(styled('error:', 'red'))} {one_line(message)}", err=True)
    if hint:
        click.echo(f"{bold('hint:')}  {one_line(hint)}", err=True)


class Console:
    """Narrates on stderr: a bar on a terminal, a line now and then elsewhere."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Narrate, or keep quiet but for errors."""
        self._quiet = quiet
        self._terminal = bool(sys.stderr and sys.stderr.isatty()) and not is_dumb()
        self._said = 0.0
        self.progress: Callable[[str, int, int], None] = self._progress

    def note(self, text: str) -> None:
        """Say one line."""
        if not self._quiet:
            click.echo(one_line(text), err=True)

    def _progress(self, stage: str, done: int, total: int) -> None:
        if self._quiet or not total:
            return
        if self._terminal:
            filled = _BAR * done // total
            bar = "█" * filled + "░" * (_BAR - filled)
            end = "\r" if done == total else ""
            click.echo(f"\r{stage:<9} {bar} {done}/{total}{end}\x1b[K", err=True, nl=False)
        elif time.monotonic() - self._said >= _PAUSE:
            self._said = time.monotonic()
            click.echo(f"{stage} {done}/{total}", err=True)


def write_out(text: str, path: Path | None) -> None:
    """Write a text into a file, or to stdout."""
    if path is None:
        click.echo(text)
        return
    try:
        path.write_bytes(f"{text}\n".encode())
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", hint="choose another file with -o"
        ) from error
