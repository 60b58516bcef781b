"""Files are written whole or not at all, and what will be needed of one is read ahead.

An index that nobody asked for a while lies on the disk alone, so that the parts that will be read
are asked of it before they are needed. Where the system takes no such advice, it is only slower.
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO


def is_folder(name: str | Path) -> bool:
    """Tell whether a name is that of a folder, whatever the name."""
    try:
        return bool(name) and Path(name).is_dir()
    except (OSError, ValueError):  # longer than a path can be, or with a NUL
        return False


def real(path: str | Path) -> Path:
    """Follow the links of a path; one that leads to itself is followed no further."""
    return Path(os.path.realpath(path))


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: who reads it finds what was there, or all of this.

    Raises:
        OSError: When it cannot be written; then what was there still is, and nothing else.
    """
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def read_ahead(file: BinaryIO, starts: Iterable[int] = (0,), length: int = 0) -> None:
    """Have the system read parts of a file into its cache, all at once and beside the program.

    Args:
        file: Open.
        starts: Where each part begins, in bytes.
        length: Of each part, in bytes; 0 reaches to the end.
    """
    if hasattr(os, "posix_fadvise"):
        for start in starts:
            os.posix_fadvise(file.fileno(), start, length, os.POSIX_FADV_WILLNEED)
