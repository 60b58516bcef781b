"""What a generation is made of, and whether its files are still the ones that were written."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qa_bot.encoder.protocol import EncoderIdentity
from qa_bot.errors import IndexDamagedError, IndexOutdatedError
from qa_bot.index.layout import MANIFEST

FORMAT = 5
HASHED_BYTES = 64_000_000
"""Up to this size in all, files are hashed at every opening (some 50 ms); beyond, only measured."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size and SHA-256 of a file of the generation."""

    bytes: int
    sha256: str


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
        content: SHA-256 over the documents' names and hashes and the encoder's key: two
            generations with the same content give the same answers.
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
    content: str
    files: dict[str, FileMark]

    def write(self, generation: Path) -> None:
        """Write it into its generation, with a checksum of its own."""
        values = asdict(self)
        text = json.dumps({"checksum": _checksum(values), **values}, indent=1, ensure_ascii=False)
        (generation / MANIFEST).write_text(text, encoding="utf-8")


def _checksum(values: dict[str, Any]) -> str:
    """Hash a manifest's values, in hexadecimal."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def marks(generation: Path) -> dict[str, FileMark]:
    """Measure and hash every file of a generation; lock files have nothing to say."""
    paths = sorted(path for path in generation.rglob("*") if path.is_file())
    return {
        path.relative_to(generation).as_posix(): FileMark(path.stat().st_size, _sha256(path))
        for path in paths
        if path.name != MANIFEST and path.suffix != ".lock"
    }


def read_manifest(generation: Path) -> Manifest:
    """Read and check a generation's manifest, and its files against it.

    Raises:
        IndexDamagedError: When a file is missing or altered; it is named.
        IndexOutdatedError: When another version of the program wrote it.
    """
    path = generation / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields["format"] != FORMAT:
            raise IndexOutdatedError(
                f"the index in {generation.parent} has format {fields['format']},"
                f" this program writes {FORMAT}",
                hint="qa-bot index --rebuild",
            )
        if fields.pop("checksum") != _checksum(fields):
            raise damaged(path)
        fields |= {name: tuple(fields[name]) for name in ("folders", "include", "exclude")}
        fields["encoder"] = EncoderIdentity(**fields["encoder"])
        fields["files"] = {name: FileMark(**mark) for name, mark in fields["files"].items()}
        manifest = Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise damaged(path) from error
    _check(generation, manifest)
    return manifest


def _check(generation: Path, manifest: Manifest) -> None:
    """Compare every file's size, and the hash too where that is quick, with the manifest."""
    hashed = sum(mark.bytes for mark in manifest.files.values()) <= HASHED_BYTES
    for name, mark in manifest.files.items():
        path = generation / name
        try:
            intact = path.stat().st_size == mark.bytes
            if not intact or (hashed and _sha256(path) != mark.sha256):
                raise damaged(path)
        except OSError as error:
            raise damaged(path) from error


def damaged(path: Path) -> IndexDamagedError:
    """Make the error that names a missing or altered file."""
    state = "altered" if path.exists() else "missing"
    return IndexDamagedError(
        f"the index is damaged: {path} is {state}", hint="qa-bot index --rebuild"
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
