"""The files of an index folder, and how one generation takes another's place.

A generation is complete before `CURRENT` names it, and never changes after: a reader sees the old
one or the new one, a build that is killed leaves the old one as it was. What two generations have
in common are files with two names (hard links), so that a small change of a large index is quick
and a generation that is removed takes nothing from the other.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from math import ceil
from pathlib import Path
from time import monotonic

from filelock import FileLock, Timeout

from qa_bot.disk import is_folder
from qa_bot.documents.folder import CURRENT, GENERATION
from qa_bot.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexNotFoundError,
    IndexStateError,
    IndexUnwritableError,
    pasted,
)
from qa_bot.index.summary import Progress

MANIFEST = "manifest.json"
PASSAGES, VECTORS, LEXICAL = "passages.sqlite", "vectors.faiss", "lexical"
ENCODED, BEGUN = "encoded.vectors", "begun.json"
_ABOUT = "README.md"
"""A page that may say what an index folder is for, as in the repository."""

_OURS = re.compile(rf"gen-\d{{6}}(\.partial)?|{CURRENT}|{re.escape(ENCODED)}|{re.escape(BEGUN)}")
_KEPT = 2
LOCK_SECONDS = 60.0


def current_generation(folder: Path) -> Path:
    """Find the generation that `CURRENT` names.

    Raises:
        IndexNotFoundError: When there is no `CURRENT`.
        IndexDamagedError: When it names none that is there.
        IndexStateError: When the folder may not be read.
    """
    current = folder / CURRENT
    try:
        name = current.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        name = ""
    except PermissionError as error:
        raise IndexStateError(
            f"the index in {folder} cannot be read: permission denied",
            hint=f"ls -ld {pasted(folder)}",
        ) from error
    except NotADirectoryError as error:
        hint = "qa-bot index FOLDER --index DIR"
        raise IndexNotFoundError(f"no index in {folder}: that is no folder", hint=hint) from error
    except OSError as error:
        raise IndexNotFoundError(f"no index in {folder}", hint=_first_build(folder)) from error
    if not GENERATION.fullmatch(name) or not (folder / name).is_dir():
        raise IndexDamagedError(
            f"the index is damaged: {current} names no generation", hint="qa-bot index --rebuild"
        )
    return folder / name


def _first_build(folder: Path) -> str:
    """Propose how to build an index; in a folder of documents itself there can be none."""
    if is_folder(folder) and _other_files(folder):
        return f"qa-bot index {pasted(folder)} --index {pasted(f'{folder}-index')}"
    return f"qa-bot index FOLDER --index {pasted(folder)}"


def last_generation(folder: Path) -> Path:
    """Find the current generation, or the newest one where it is not known which is current.

    Raises:
        IndexNotFoundError: When there is no `CURRENT`.
        IndexDamagedError: When it names none that is there, and there is no other.
    """
    try:
        return current_generation(folder)
    except IndexDamagedError:
        if found := _generations(folder):
            return found[-1]
        raise


def generation_number(generation: Path) -> int:
    """Read the number out of a generation's name."""
    match = GENERATION.fullmatch(generation.name)
    return int(match.group(1)) if match else 0


def share(older: Path, newer: Path) -> None:
    """Give the files of a folder to another one as well: linked, or copied where links cannot be.

    Lock files stay: they belong to who holds them.
    """
    newer.mkdir()
    for file in older.iterdir():
        if file.suffix != ".lock":
            try:
                os.link(file, newer / file.name)
            except OSError:
                shutil.copy2(file, newer / file.name)


@contextmanager
def building(folder: Path, progress: Progress, patience: float = LOCK_SECONDS) -> Iterator[Path]:
    """Hold the folder's lock and lend a new, empty place for a generation.

    The place is published when the block ends and removed when it fails.

    Args:
        folder: The index folder, new, empty or an index; it is made when missing.
        progress: Is told each second that another build is waited for.
        patience: Seconds to wait for it to end.

    Raises:
        IndexLockedError: When another build holds the lock for longer than that.
        IndexUnwritableError: When the folder holds other files, such as a person's documents.
        OSError: When the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _refuse_others(folder)
    try:
        with _locked(folder, progress, patience):
            _remove_leftovers(folder)
            place = folder / f"gen-{_next_number(folder):06d}.partial"
            place.mkdir()
            try:
                yield place
                _publish(folder, place)
            finally:
                shutil.rmtree(place, ignore_errors=True)
    except Timeout as error:
        raise IndexLockedError(
            f"another program is building the index in {folder}",
            hint="wait for it to end, then try again",
        ) from error


def _locked(folder: Path, progress: Progress, patience: float) -> AbstractContextManager[object]:
    """Take the folder's lock, at once or when who holds it gives it back.

    Raises:
        Timeout: When that takes longer than one is patient.
    """
    lock, begun = FileLock(folder / ".lock"), monotonic()
    wait = 0.0
    while True:
        try:
            return lock.acquire(timeout=wait)
        except Timeout:
            waited = monotonic() - begun
            if waited >= patience:
                raise
            progress("seconds waited for another build", int(waited), ceil(patience))
            wait = min(1.0, patience - waited)


def _refuse_others(folder: Path) -> None:
    if others := _other_files(folder):
        raise IndexUnwritableError(
            f"{folder} is not an index, and holds other files, such as {others[0]}",
            hint=f"qa-bot index FOLDER --index {pasted(f'{folder.resolve()}-index')}",
        )


def _other_files(folder: Path) -> list[str]:
    """List what a folder holds that is no index and none that was begun."""
    found = (path.name for path in folder.iterdir() if not path.name.startswith("."))
    names = sorted(name for name in found if name != _ABOUT)
    return [] if any(map(_OURS.fullmatch, names)) else names


def _generations(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if GENERATION.fullmatch(path.name))


def _next_number(folder: Path) -> int:
    return max(map(generation_number, _generations(folder)), default=0) + 1


def _remove_leftovers(folder: Path) -> None:
    for leftover in folder.glob("gen-*.partial"):
        shutil.rmtree(leftover, ignore_errors=True)


def _publish(folder: Path, place: Path) -> None:
    for path in place.rglob("*"):
        if path.is_file():
            _sync(path)
    generation = place.with_suffix("")
    place.rename(generation)
    partial = folder / f"{CURRENT}.partial"
    partial.write_text(generation.name, encoding="ascii")
    _sync(partial)
    partial.replace(folder / CURRENT)
    for remains in (ENCODED, BEGUN):
        (folder / remains).unlink(missing_ok=True)
    for outdated in _generations(folder)[:-_KEPT]:
        shutil.rmtree(outdated, ignore_errors=True)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
