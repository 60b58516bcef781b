"""Files are written whole or not at all, read where they were found, and some are read ahead.

An index that nobody asked for a while lies on the disk alone, so that the parts that will be read
are asked of it before they are needed. Where the system takes no such advice, it is only slower.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened that may be a pipe: without waiting for a writer, and as bytes."""


def is_folder(name: str | Path) -> bool:
    """Tell whether a name is that of a folder, whatever the name."""
    try:
        return bool(name) and Path(name).is_dir()
    except (OSError, ValueError):  # longer than a path can be, or with a NUL
        return False


def real(path: str | Path) -> Path:
    """Follow the links of a path; one that leads to itself is followed no further."""
    return Path(os.path.realpath(path))


def open_inside(path: Path, folder: Path) -> BufferedReader:
    """Open a regular file of a folder for reading, as far as it is one when it is open.

    Since the folder was listed, a link that leads out, a pipe without a writer or a device without
    an end may have taken the place of the file, or of a folder above it.

    Raises:
        OSError: When it cannot be opened, or is no such file.
    """
    file = os.fdopen(os.open(path, _AT_ONCE), "rb")
    try:
        opened, there = os.fstat(file.fileno()), real(path)
        is_there = os.path.samestat(opened, there.stat()) and there.is_relative_to(real(folder))
        if not (stat.S_ISREG(opened.st_mode) and is_there):
            raise OSError(errno.EPERM, "it is not a regular file inside the folder", str(path))
    except OSError:
        file.close()
        raise
    return file


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
