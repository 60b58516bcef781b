"""Bytes become text, without a newline translated, so that offsets stay those of the file."""

import codecs

from qa_bot.errors import DocumentError

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte order marks, by which a text says how it is encoded."""


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark; the mark is not part of the text.

    Raises:
        DocumentError: With the offset of the first byte that is none of its text.
    """
    mark = next((one for one in MARKS if data.startswith(one)), b"")
    encoding = MARKS.get(mark, "utf-8")
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = len(mark) + error.start
        raise DocumentError(
            f"{name}: not {encoding.upper()} text (byte {data[offset]:#04x} at offset {offset})",
            hint=f"iconv -f LATIN1 -t UTF-8 '{name}' > converted   (if it is Latin-1 text)",
        ) from error
