"""Bytes become text, without a newline translated, so that offsets stay those of the file."""

import codecs
import re
from contextlib import suppress

from qa_bot.errors import DocumentError, pasted

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte order marks, by which a text says how it is encoded."""

_SAMPLE = 2000
"""Bytes by which the encoding of a text is told."""

_CHARSET = re.compile(
    rb"(?:\A\s*<\?xml[^>]{0,200}encoding|<meta[^>]{0,200}charset)\s*=\s*[\"']?\s*([\w.:-]+)",
    re.IGNORECASE,
)
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""For a declared encoding the one that browsers take: it has the same letters, and more."""


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8 or UTF-16; a byte order mark is not part of the text.

    Raises:
        DocumentError: With the offset of the first byte that is none of its text.
    """
    mark = next((one for one in MARKS if data.startswith(one)), b"")
    encoding = MARKS.get(mark) or _unmarked(data)
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = len(mark) + error.start
        raise DocumentError(
            f"{name}: not {encoding.upper()} text (byte {data[offset]:#04x} at offset {offset})",
            hint=f"iconv -f LATIN1 -t UTF-8 {pasted(name)} > converted   (if it is Latin-1 text)",
        ) from error


def _unmarked(data: bytes) -> str:
    """Tell UTF-16 without a mark by its zeros: of Latin letters every other byte is one."""
    high, low = (data[at : at + _SAMPLE : 2] for at in (0, 1))
    for encoding, zeros, letters in (("utf-16-be", high, low), ("utf-16-le", low, high)):
        if zeros.count(0) > len(zeros) / 2 and 0 not in letters:
            return encoding
    return "utf-8"


def decode_page(data: bytes) -> str:
    """Decode a page as browsers do: byte order mark, declaration, UTF-8, else Windows-1252.

    What a declared encoding cannot read becomes U+FFFD: one bad byte alters no other letter.
    """
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if declared := _CHARSET.search(data, 0, 4096):
        with suppress(LookupError, UnicodeError):
            name = declared[1].decode("ascii")
            encoding = codecs.lookup(name).name
            # A declaration that stands there in ASCII is none of UTF-16.
            if declared[1].decode(encoding) == name:
                return data.decode(_WIDER.get(encoding, encoding), "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")
