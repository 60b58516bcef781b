"""Formats that are ZIP archives of XML: opened with care, for what they unpack to has no limit."""

import io
import zipfile

from qa_bot.errors import DocumentError

_MOST_UNPACKED = 500_000_000
_HARMLESS = 50_000_000
_MOST_TIMES = 100
"""As often as its size a document larger than that unpacks to; one of text does to some 20."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """Open an archive whose files are of bearable size in all, by itself and beside its own.

    Raises:
        DocumentError: When it is none, is encrypted, or unpacks to too much.
    """
    if data.startswith(_OLE):
        raise DocumentError(
            f"{name}: encrypted, or of an old format", hint="open it and save it without a password"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError) as error:
        raise DocumentError(
            f"{name}: damaged ({error})", hint="open it in its own program, and save it anew"
        ) from error
    unpacked = sum(file.file_size for file in archive.infolist())
    if unpacked > _MOST_UNPACKED:
        raise DocumentError(
            f"{name}: unpacks to {unpacked // 1_000_000} MB;"
            f" the most is {_MOST_UNPACKED // 1_000_000} MB",
            hint="save its text alone, or leave it out",
        )
    if unpacked > max(_HARMLESS, _MOST_TIMES * len(data)):
        raise DocumentError(
            f"{name}: made to burst: unpacks to {unpacked // len(data)} times its size",
            hint="leave it out; if you trust it, save its text alone",
        )
    return archive
