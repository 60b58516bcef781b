"""What a generation is made of, and whether its files are still the ones that were written.

A file is used only if it is known to be what was written. Small generations are hashed whenever
they are opened. To hash gigabytes each time would cost seconds, so of a large one it is kept beside
the manifest how each file stood when its hash was last right: size, modification time to the
nanosecond, and inode. Whatever writes to a file, or puts another in its place, changes one of them,
and then the file is hashed before it is used; so is every file after the folder was copied or
restored from a backup. What this cannot see, and hashing at every start could, is a disk that
changes a byte by itself, below the file system: `qa-bot doctor` hashes everything and does.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa_bot.disk import replace_file
from qa_bot.documents import Collection
from qa_bot.encoder.protocol import EncoderIdentity
from qa_bot.errors import (
    IndexDamagedError,
    IndexNewerError,
    IndexOutdatedError,
    IndexStateError,
    pasted,
)
from qa_bot.index.layout import MANIFEST
from qa_bot.weights import file_sha256, standing

FORMAT = 20
"""Of an index; it is raised when what is written changes, or how documents are read."""

HASHED_BYTES = 64_000_000
"""Up to this size in all, files are hashed at every opening (some 50 ms)."""

VERIFIED = "verified.json"
_NOT_MARKED = frozenset({MANIFEST, VERIFIED})


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size and SHA-256 of a file of the generation."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Documents that were indexed in one go, in a folder of the generation.

    Attributes:
        name: Of the folder.
        first_row: Of its passages; they number on from the segments before it.
        passages: How many it was written with.
        first_document: Id of its first document.
    """

    name: str
    first_row: int
    passages: int
    first_document: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of.

    Attributes:
        format: Of the index.
        version: Of the program that wrote it.
        created: UTC, ISO 8601.
        folders: The folders of documents, relative to the index folder.
        include: Patterns of the files wanted.
        exclude: Patterns of what is not wanted.
        documents: How many.
        passages: How many.
        encoder: What made the vectors.
        segments: Oldest first.
        removed: Ids of the documents in them that are there no more.
        content: SHA-256 over the documents' names and hashes, the encoder's key, and how they are
            divided into segments: two generations with the same content give the same answers.
        files: Every file of the generation but this one, by its path in it.
    """

    format: int
    version: str
    created: str
    folders: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    documents: int
    passages: int
    encoder: EncoderIdentity
    segments: tuple[Segment, ...]
    removed: tuple[int, ...]
    content: str
    files: dict[str, FileMark]

    def write(self, generation: Path) -> None:
        """Write it into its generation, with a checksum of its own, and how the files stand."""
        values = asdict(self)
        text = json.dumps({"checksum": _checksum(values), **values}, indent=1)
        (generation / MANIFEST).write_text(text, encoding="utf-8")
        _remember(generation, {name: standing(generation / name) for name in self.files})


def _checksum(values: dict[str, Any]) -> str:
    """Hash a manifest's values, in hexadecimal."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def marks(
    generation: Path, earlier: Path | None = None, known: Mapping[str, FileMark] | None = None
) -> dict[str, FileMark]:
    """Measure and hash every file of a generation; lock files have nothing to say.

    Args:
        generation: Its folder.
        earlier: The generation before, with which it may share files.
        known: What is in that one's manifest; a file that stands as it did need not be hashed.
    """
    verified = _verified(earlier) if earlier else {}
    shared = {
        tuple(verified[name]): mark for name, mark in (known or {}).items() if name in verified
    }
    paths = sorted(path for path in generation.rglob("*") if path.is_file())
    return {
        path.relative_to(generation).as_posix(): shared.get(tuple(standing(path)))
        or FileMark(path.stat().st_size, file_sha256(path))
        for path in paths
        if path.name not in _NOT_MARKED and path.suffix != ".lock"
    }


def read_manifest(generation: Path, hashed_bytes: int = HASHED_BYTES) -> Manifest:
    """Read and check a generation's manifest, and its files against it.

    Args:
        generation: Its folder.
        hashed_bytes: A generation of more is hashed only where something may have written to it.

    Raises:
        IndexDamagedError: When a file is missing or altered; it is named.
        IndexOutdatedError: When an earlier version of the program wrote it.
        IndexNewerError: When a later one did.
    """
    values = _values(generation)
    if values["format"] != FORMAT:
        raise another_format(f"in {generation.parent}", values["format"], FORMAT)
    listed = ("folders", "include", "exclude", "removed")
    values |= {name: tuple(values[name]) for name in listed}
    values["segments"] = tuple(Segment(**segment) for segment in values["segments"])
    values["encoder"] = EncoderIdentity(**values["encoder"])
    values["files"] = {name: FileMark(**mark) for name, mark in values["files"].items()}
    manifest = Manifest(**values)
    _check(generation, manifest, hashed_bytes)
    return manifest


def another_format(place: str, found: int, written: int) -> IndexStateError:
    """Say that another version of the program wrote an index: an earlier or a later one."""
    message = f"the index {place} has format {found}, this program writes {written}"
    if found < written:
        return IndexOutdatedError(message, hint="qa-bot index --rebuild")
    return IndexNewerError(message, hint="update qa-bot, or: qa-bot index --rebuild")


def read_collection(generation: Path) -> Collection:
    """Read which folders were indexed, and the rules; other files and the format may be unusable.

    Args:
        generation: Its folder.

    Raises:
        IndexDamagedError: When the manifest itself is missing or altered.
    """
    values = _values(generation)
    folders = located(generation.parent, values["folders"])
    return Collection(folders, tuple(values["include"]), tuple(values["exclude"]))


def located(index_folder: Path, folders: Iterable[str]) -> tuple[Path, ...]:
    """Find the folders that a manifest names relative to where its index folder really is.

    They are absolute, or relative to the working folder, as the index folder is.
    """
    here = index_folder.resolve()
    found = [os.path.normpath(here / folder) for folder in folders]
    written = found if index_folder.is_absolute() else map(os.path.relpath, found)
    return tuple(map(Path, written))


def _values(generation: Path) -> dict[str, Any]:
    """Read what a version of the program wrote into a manifest, as its checksum proves."""
    path = generation / MANIFEST
    hint = f"qa-bot index FOLDER --index {pasted(generation.parent)}"
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        intact = values.pop("checksum") == _checksum(values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise damaged(path, hint) from error
    if not intact:
        raise damaged(path, hint)
    return values


def _check(generation: Path, manifest: Manifest, hashed_bytes: int) -> None:
    """Compare every file with the manifest, by hash unless it is known that nothing wrote to it."""
    small = sum(mark.bytes for mark in manifest.files.values()) <= hashed_bytes
    verified = {} if small else _verified(generation)
    found = {}
    for name, mark in manifest.files.items():
        path = generation / name
        try:
            found[name] = standing(path)
            intact = path.stat().st_size == mark.bytes
            trusted = verified.get(name) == found[name]
            if not intact or not (trusted or file_sha256(path) == mark.sha256):
                raise damaged(path)
        except OSError as error:
            raise damaged(path) from error
    if not small and found != verified:
        with suppress(OSError):  # where it cannot be kept, the next opening hashes again
            _remember(generation, found)


def _remember(generation: Path, verified: Mapping[str, list[int]]) -> None:
    replace_file(generation / VERIFIED, json.dumps(verified).encode())


def _verified(generation: Path) -> dict[str, list[int]]:
    try:
        found = json.loads((generation / VERIFIED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def damaged(path: Path, hint: str = "qa-bot index --rebuild") -> IndexDamagedError:
    """Make the error that names a file that is missing or altered, or cannot be read at all."""
    state = "altered"
    try:
        path.open("rb").close()
    except FileNotFoundError:
        state = "missing"
    except OSError as error:
        message = f"the index cannot be read: {path}: {error.strerror}"
        return IndexDamagedError(message, hint=f"ls -l {pasted(path)}")
    return IndexDamagedError(f"the index is damaged: {path} is {state}", hint=hint)
