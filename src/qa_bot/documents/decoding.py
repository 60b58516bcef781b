"""Bytes become text, without a newline translated, so that offsets stay those of the file."""

import codecs

from qa_bot.errors import DocumentError


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8; a byte order mark is not part of the text.

    Raises:
        DocumentError: With the offset of the first byte that is not UTF-8.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: not UTF-8 text (byte {data[error.start]:#04x} at offset {error.start})",
            hint=f"iconv -f LATIN1 -t UTF-8 '{name}' > converted   (if it is Latin-1 text)",
        ) from error
