"""Text made safe for a terminal.

Comes in: any text, a document's too. Goes out: the same without what would steer a terminal.
"""

import json
import re

_STEERING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c"  # bidirectional overrides
    "\ufeff\u2028\u2029\ud800-\udfff"
)


_UNSAFE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # a CSI sequence: colours, cursor
    "|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)"  # an OSC sequence: links, clipboard, title
    f"|[{_STEERING}]"
)


def printable(text: str) -> str:
    """Take out of a text what would steer a terminal; tabs and line feeds stay."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Make a text safe for a terminal and fold all its white space to single spaces."""
    return " ".join(printable(text).split())


def json_text(data: object, indent: int | None = None) -> str:
    """Write data as JSON that is safe for a terminal: what would steer it is escaped, not lost."""
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    return re.sub(f"[{_STEERING}]", lambda sign: f"\\u{ord(sign.group()):04x}", text)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: `1 document`, `2 documents`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
