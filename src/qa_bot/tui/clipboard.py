"""Copying: through a program of the system, or through the terminal (OSC 52), over SSH too.

Comes in: a text. Goes out: how it was copied, in words, or None where no way is possible.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping

from textual.app import App

_SECONDS = 2.0
_LONGEST_SEQUENCE = 74_994
"""Bytes that a terminal takes in one OSC 52 sequence; xterm's limit, in base64 some 100 kB."""

_DEAF = frozenset({"", "dumb", "linux"})
"""Terminals that know no OSC 52."""


NO_WAY = (
    "This terminal takes no OSC 52, and none of wl-copy, xclip, xsel and pbcopy could copy it."
    " Select with the mouse while you hold Shift."
)


def copy_for(app: App[None], text: str, what: str) -> None:
    """Copy a text, and say how, or that there is no way."""
    if way := copy(text, app.copy_to_clipboard):
        app.notify(f"Copied the {what} {way}.")
    else:
        app.notify(f"The {what} could not be copied. {NO_WAY}", severity="warning")


def programs(environment: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the commands that copy what they read, where their display or server is there."""
    if "WAYLAND_DISPLAY" in environment:
        yield ("wl-copy",)
    if "DISPLAY" in environment:
        yield ("xclip", "-selection", "clipboard")
        yield ("xsel", "--clipboard", "--input")
    yield ("pbcopy",)
    yield ("clip.exe",)
    if "TMUX" in environment:
        yield ("tmux", "load-buffer", "-w", "-")


def copy(
    text: str, send: Callable[[str], None], environment: Mapping[str, str] = os.environ
) -> str | None:
    """Copy a text every way there is.

    Args:
        text: What is copied.
        send: Sends it to the terminal as OSC 52.
        environment: Tells terminal, display and multiplexer.

    Returns:
        How, such as `with wl-copy`; None when there is no way.
    """
    ways = []
    used = next((one[0] for one in programs(environment) if _run(one, text)), None)
    if used:
        ways.append(f"with {used}")
    listens = environment.get("TERM", "") not in _DEAF
    if listens and len(text.encode()) <= _LONGEST_SEQUENCE:
        send(text)
        ways.append("through the terminal")
    return " and ".join(ways) or None


def _run(command: tuple[str, ...], text: str) -> bool:
    path = shutil.which(command[0])
    if path is None:
        return False
    try:
        done = subprocess.run(
            [path, *command[1:]],
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
