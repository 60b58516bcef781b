"""Sentences of a text, as spans of that very text.

Comes in: a text and a range of it. Goes out: a span for each sentence. sentencex proposes where
they end, by the rules of the text's language; what it knows nothing of is judged here.
"""

import re
from collections.abc import Iterator

from qa_bot.languages import language_of
from qa_bot.records import Span
from qa_bot.text import cut, trimmed

LONGEST_SENTENCE = 1000
"""Characters after which a sentence is cut at a space: no reader wants a longer quote."""

_ABBREVIATED = re.compile(
    r"(?:\b(?:approx|ca|resp|incl|vs|cf|fig|figs|tab|no|nos|al|vol|i\.e|e\.g|n\.b|i\.v|p\.o|s\.c))\.\s*$",
    re.IGNORECASE,
)
_AFTER_UNIT = re.compile(r"(?<=\d )(?:mm|g|min|hr|h|mo|sec|s|d)\.\s+(?=[A-Z][a-z]+\s)")
"""A unit of measure before a capital ends a sentence; elsewhere it is taken for an abbreviation."""


def sentences(text: str, within: Span) -> Iterator[Span]:
    """Divide a range of a text into sentences, white space off; long ones cut at a space."""
    import sentencex

    piece = within.of(text)
    boundaries = sentencex.get_sentence_boundaries(language_of(piece), piece)
    ends = {within.start + boundary["end_index"] for boundary in boundaries}
    ends |= {unit.end() for unit in _AFTER_UNIT.finditer(text, within.start, within.end)}
    start = within.start
    for end in sorted(ends):
        unfinished = end < within.end and _ABBREVIATED.search(text, max(start, end - 12), end)
        if unfinished and not text[end].isupper():
            continue
        if sentence := trimmed(text, start, end):
            yield from cut(text, sentence, LONGEST_SENTENCE)
        start = end
    if rest := trimmed(text, start, max(start, within.end)):
        yield from cut(text, rest, LONGEST_SENTENCE)
