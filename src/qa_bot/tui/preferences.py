"""What the chat remembers from one time to the next: the theme.

Comes in: a file of the user's state folder, which may be missing or anything at all. Goes out:
preferences; they are written whole or not at all.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from qa_bot.tui.themes import DEFAULT


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user chose in the chat."""

    theme: str = DEFAULT


def preferences_file() -> Path:
    """Tell where they are kept."""
    from platformdirs import user_state_path

    return user_state_path("qa-bot", appauthor=False) / "chat.json"


def load(file: Path) -> Preferences:
    """Read them; the usual ones where there is nothing to be read."""
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        theme = values["theme"]
    except (OSError, ValueError, KeyError, TypeError):
        return Preferences()
    return Preferences(theme=theme) if isinstance(theme, str) else Preferences()


def save(preferences: Preferences, file: Path) -> None:
    """Write them; where that is not possible they last until the chat is left.

    Raises:
        OSError: When the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(f".{os.getpid()}.partial")
    try:
        partial.write_text(json.dumps(asdict(preferences)) + "\n", encoding="utf-8")
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
