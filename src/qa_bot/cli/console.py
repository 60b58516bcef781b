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


DUMB = frozenset({"dumb", "unknown"})
"""What `TERM` is where codes are shown instead of followed."""


def styled(text: str, *, colour: str | None = None, bold: bool = False, dim: bool = False) -> str:
    """Set a text apart on a terminal, as far as that and NO_COLOR let it."""
    shown = None if os.environ.get("NO_COLOR") else colour
    if os.environ.get("TERM") in DUMB or not (shown or bold or dim):
        return text
    return click.style(text, fg=shown, bold=bold or None, dim=dim or None)


def bold(text: str) -> str:
    """Make a text stand out on a terminal."""
    return styled(text, bold=True)


def dim(text: str) -> str:
    """Set a text apart on a terminal."""
    return styled(text, dim=True)


def report(message: str, hint: str) -> None:
    """Say what went wrong and what to do."""
    if sys.stdout:
        sys.stdout.flush()
    label = styled("error:", colour="red", bold=True)
    click.echo(f"{label} {one_line(message)}", err=True)
    if hint:
        click.echo(f"{bold('hint:')}  {one_line(hint)}", err=True)


class Console:
    """Narrates on stderr: a bar on a terminal, a line now and then elsewhere."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Narrate, or keep quiet but for errors."""
        self._quiet = quiet
        self._terminal = (
            bool(sys.stderr and sys.stderr.isatty()) and os.environ.get("TERM") not in DUMB
        )
        self._said = time.monotonic()
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
