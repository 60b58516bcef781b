"""Model files: what identifies them, and the per-user folder that keeps what is made of them.

Comes in: folders. Goes out: hashes, fingerprints, and exports made once however many programs want
them. It knows no kind of model; `encoder` and `reader` both stand on it.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from qa_bot.disk import is_folder, replace_file
from qa_bot.errors import QABotError

WEIGHT_SUFFIXES = (".safetensors", ".bin")
SEAL = "seal.json"
_MODEL_SUFFIXES = (*WEIGHT_SUFFIXES, ".json", ".txt", ".model")

Fingerprint = list[str | int]


def cache_folder(kind: str) -> Path:
    """Name the per-user folder of a kind of export; `QA_BOT_CACHE` moves it."""
    return Path(os.environ.get("QA_BOT_CACHE") or user_cache_path("qa-bot")) / kind


def model_files(folder: Path) -> list[Path]:
    """List the files that make up a model, sorted."""
    found = folder.rglob("*")
    return sorted(path for path in found if path.suffix in _MODEL_SUFFIXES and path.is_file())


def file_sha256(path: Path) -> str:
    """Hash a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_files(folder: Path, files: Sequence[Path]) -> tuple[str, dict[Path, str]]:
    """Hash a model's files: all names and bytes together, and the bytes of each.

    Args:
        folder: Where names begin; a file that lies elsewhere has its last part for a name.
        files: Those of the model.
    """
    hashes = {path: file_sha256(path) for path in files}
    lines = (f"{_name(path, folder)} {sha256}" for path, sha256 in hashes.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest(), hashes


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def fingerprints(files: Sequence[Path]) -> list[Fingerprint]:
    """Say what a model's files look like from outside: path, size, modification time (ns)."""
    return [_fingerprint(path) for path in files]


def are_current(name: str, sources: Sequence[Fingerprint]) -> bool:
    """Tell whether a model's files look as they did when their fingerprints were taken.

    Where the name is a folder's, some must lie in it: elsewhere it may name another folder.
    """
    paths = [Path(str(source[0])) for source in sources]
    if is_folder(name) and not any(path.is_relative_to(Path(name).resolve()) for path in paths):
        return False
    try:
        return all(_fingerprint(Path(str(source[0]))) == source for source in sources)
    except OSError:
        return False


def seal(folder: Path, names: Sequence[str]) -> None:
    """Write down what files of a folder hold and how they stand, so that others are told apart."""
    sealed = {name: [file_sha256(folder / name), *standing(folder / name)] for name in names}
    replace_file(folder / SEAL, json.dumps(sealed, indent=1).encode())


def is_sealed(folder: Path) -> bool:
    """Tell whether the files of a folder are those that were sealed.

    Hashing takes a moment for each 100 MB, so a file that stands as it did, by size, modification
    time (ns) and inode, is taken for the same; any other is hashed.
    """
    try:
        sealed = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        moved = [name for name, one in sealed.items() if standing(folder / name) != one[1:]]
        intact = all(file_sha256(folder / name) == sealed[name][0] for name in moved)
    except (OSError, ValueError, AttributeError, TypeError, LookupError):
        return False
    if moved and intact:
        with suppress(OSError):  # where it cannot be written it is hashed each time
            seal(folder, list(sealed))
    return bool(sealed) and intact


def standing(path: Path) -> list[int]:
    """Say how a file stands: size, modification time (ns) and inode."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def hub_folder(repository: str, *, download: bool) -> Path | None:
    """Find a model of the hub on this machine, or fetch it; None when it is not to be had."""
    if not download:
        os.environ["HF_HUB_OFFLINE"] = "1"
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        return Path(snapshot_download(repository, local_files_only=not download))
    except (HfHubHTTPError, HFValidationError, OSError, ValueError):
        return None


def export_once(
    target: Path,
    is_made: Callable[[], bool],
    make: Callable[[Path], None],
    failure: type[QABotError],
) -> Path:
    """Export a model beside its place and move it there, unless another program did meanwhile.

    Args:
        target: The folder wanted.
        is_made: Tells whether it is there already, and good.
        make: Fills an empty folder; what it raises leaves nothing behind.
        failure: What to raise when the place cannot be written.

    Raises:
        QABotError: That one.
    """
    from filelock import FileLock

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / f"{target.name}.lock"):
            if not is_made():
                made = Path(tempfile.mkdtemp(prefix=f"{target.name}.", dir=target.parent))
                try:
                    make(made)
                    shutil.rmtree(target, ignore_errors=True)
                    made.replace(target)
                finally:
                    shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise failure(
            f"the model cannot be exported to {target.parent}: {error.strerror}",
            hint="free some disk space, or set QA_BOT_CACHE to a folder that can be written",
        ) from error
    return target


def _fingerprint(path: Path) -> Fingerprint:
    status = path.stat()
    return [str(path), status.st_size, status.st_mtime_ns]
