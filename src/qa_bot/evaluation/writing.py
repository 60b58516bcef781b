"""What an evaluation writes: whole or not at all, and never over what it was made from.

Comes in: bytes and a path. A link leads to the file that is written; a pipe or a terminal takes
what comes, for it cannot be replaced.
"""

from contextlib import suppress
from pathlib import Path

from qa_bot.disk import real, replace_file
from qa_bot.errors import UsageError


def refuse_to_replace(source: Path, output: Path | None, hint: str) -> None:
    """Do nothing unless an output, by whatever name, is the file that it is made from.

    Raises:
        UsageError: When it is; `hint` tells how to choose another one.
    """
    with suppress(OSError):  # what cannot be looked at cannot be written either, and then is told
        if output and output.is_file() and output.samefile(source):
            raise UsageError(f"{output} would be written over: it is read", hint=hint)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, its folder made when missing.

    Raises:
        OSError: When it cannot be written; then what was there still is.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    place = real(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    replace_file(place, data)
