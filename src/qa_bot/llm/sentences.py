"""What a language model writes, divided into sentences as soon as each of them is complete.

Comes in: pieces of text. Goes out: sentences with the numbers that they cite, marks taken off. A
number in brackets behind a full stop belongs to the sentence before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from qa_bot.records import Span
from qa_bot.text.display import one_line
from qa_bot.text.sentences import sentences
from qa_bot.text.spans import lines

_NUMBERS = r"\d{1,3}(?:\s*(?:[,;–-]|and)\s*\d{1,3})*"
_MARK = re.compile(rf"\s*\[\s*(?:quotes?\s+)?({_NUMBERS})\s*\](?!\()", re.IGNORECASE)
_BEHIND_STOP = re.compile(rf"([.!?])((?:{_MARK.pattern})+)", re.IGNORECASE)
_OPEN_MARK = re.compile(r"\[[^\]]*\Z")
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_WIDEST = 20
_BULLET = re.compile(r"(?:\s*(?:[-*•#>]+|\d{1,2}[.)])\s+)+")
_EMPHASIS = re.compile(r"(?<![\w*_`])[*_`]+(?=\S)|(?<=\S)[*_`]+(?![\w*_`])")
_LOOSE_STOP = re.compile(r"\s+(?=[.!?,;:](?:\s|\Z))")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as it was written, and the numbers that it cites, each once."""

    text: str
    numbers: tuple[int, ...]


class Draft:
    """A text that grows, and of which each sentence is given out once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._text = ""

    def add(self, piece: str) -> Iterator[DraftSentence]:
        """Take another piece; yield the sentences that are complete, as another has begun."""
        self._text = _BEHIND_STOP.sub(r"\2\1", self._text + piece)
        spans = _divided(self._text)
        for span, following in pairwise(spans):
            if not _OPEN_MARK.match(self._text, following.start):
                yield from _read(span.of(self._text))
                self._text = self._text[following.start :]
                return

    def finish(self) -> Iterator[DraftSentence]:
        """Yield what is left."""
        for span in _divided(self._text):
            yield from _read(span.of(self._text))
        self._text = ""


def _divided(text: str) -> list[Span]:
    """Find the sentences of each line, behind what makes it an item or a heading."""
    found: list[Span] = []
    for line in lines(text):
        bullet = _BULLET.match(text, line.start, line.end)
        start = bullet.end() if bullet else line.start
        if start < line.end:
            found += sentences(text, Span(start, line.end))
    return found


def _read(text: str) -> Iterator[DraftSentence]:
    """Take the marks off a sentence; of marks alone nothing is left."""
    numbers = (number for mark in _MARK.finditer(text) for number in _numbers(mark[1]))
    bare = _LOOSE_STOP.sub("", one_line(_EMPHASIS.sub("", _MARK.sub("", text))))
    if any(map(str.isalnum, bare)):
        yield DraftSentence(bare, tuple(dict.fromkeys(numbers)))


def _numbers(mark: str) -> Iterator[int]:
    for first, last in _RANGE.findall(mark):
        start, end = int(first), int(last or first)
        yield from range(start, end + 1) if start <= end < start + _WIDEST else (start, end)
