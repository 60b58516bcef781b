"""Bytes become text, without a newline translated, so that offsets stay those of the file."""

import codecs

from qa_bot.errors import DocumentError


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8; a byte order mark is not part of the text.

    Raises:
        DocumentError: With the offset of the first byte that is not UTF-8.
    """
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    try:
        return data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        offset = start + error.start
        raise DocumentError(
            f"{name}: not UTF-8 text (byte {data[offset]:#04x} at offset {offset})",
            hint=f"iconv -f LATIN1 -t UTF-8 '{name}' > converted   (if it is Latin-1 text)",
        ) from error
