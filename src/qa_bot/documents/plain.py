"""Plain text: paragraphs parted by empty lines, in one section named after the file."""

import re

from qa_bot.documents.extracted import Extracted
from qa_bot.records import Section, Unit
from qa_bot.text import sentences, trimmed

_EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*")


def parse(text: str, stem: str) -> Extracted:
    """Divide a plain text into sentences; a paragraph's end ends a sentence."""
    units: list[Unit] = []
    start = 0
    for gap in [*_EMPTY_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if paragraph := trimmed(text, start, end):
            units.extend(Unit(sentence) for sentence in sentences(text, paragraph))
        start = gap.end() if gap else end
    return Extracted(text, stem, (Section((stem,), tuple(units)),) if units else ())
