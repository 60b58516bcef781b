"""Plain text: paragraphs parted by empty lines, in one section named after the file."""

import re

from qa_bot.documents.extracted import Extracted
from qa_bot.records import Section, Unit
from qa_bot.sentences import sentences
from qa_bot.text import trimmed

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def parse(text: str, stem: str) -> Extracted:
    """Divide a plain text into sentences; a paragraph's end ends a sentence."""
    # As long as the text, so that offsets stay true; whatever ends its lines, they read the same.
    even = text.replace("\r\n", " \n").replace("\r", "\n")
    units: list[Unit] = []
    start = 0
    for gap in [*_EMPTY_LINE.finditer(even), None]:
        end = gap.start() if gap else len(even)
        if paragraph := trimmed(even, start, end):
            units.extend(Unit(sentence) for sentence in sentences(even, paragraph))
        start = gap.end() if gap else end
    return Extracted(text, stem, (Section((stem,), tuple(units)),) if units else ())
