"""Sentences of a text, as spans of that very text.

Comes in: a text and a range of it. Goes out: a span for each sentence. sentencex proposes where
they end, by the rules of the text's language; what it knows nothing of is judged here.
"""

import re
from collections.abc import Iterator

from qa_bot.records import Span
from qa_bot.text.calendar import DAYS, DOTTED_MONTH, shorter
from qa_bot.text.languages import language_of
from qa_bot.text.spans import cut, trimmed

LONGEST_SENTENCE = 1000
"""Characters after which a sentence is cut at a space: no reader wants a longer quote."""

_CODE = re.compile(r"(?<!`)(`++)(?=\S)[^`]++(?<=\S)\1(?![`\w])")
_AFTER_UNIT = re.compile(r"(?<=\d )(?:mm|g|min|hr|h|mo|sec|s|d)\.\s+(?=[A-Z][a-z]+\s)")
"""A unit of measure before a capital ends a sentence; elsewhere it is taken for an abbreviation."""

_CLOSING = re.compile(
    r"(?<=\S)(?:[)\]}”’»]|[\"'](?!\w))*"
    r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+(?:,\s?[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)*(?!\w))?"  # the marks of its footnotes
    r"(?:\[[^\[\]]{1,24}\](?=[\s\[]|\Z))*"
)
"""What belongs to a sentence though it stands behind its stop."""

_ITEM = re.compile(r"[\W_]*(?:\d{1,3}[\W_]+)*")
"""The number of a list's item, or nothing but signs; a year may be a sentence."""

_CONTINUING = re.compile(r"\s*(?:[—–]|(?<=\S)--|(?:e\.g\.|i\.e\.|viz\.)\s)")
"""What begins no sentence: it goes on with the one before, or with a label."""

_INSIDE_NAME = re.compile(r"(?<=[.!])(?=[^\W_\u2e80-\U0010ffff])|(?<=\.)(?=/)")
"""Behind a stop that is followed at once, as in `.NET`, `os.path`, `./run` and `Fritz!Box`."""

_ABBREVIATED = [
    (re.compile(rf"\b(?:{before})\.\s*\Z"), re.compile(after))
    for before, after in (
        (
            r"(?i:al|approx|apt|ave|avg|bldg|ca|cf|ch|chap|cwt|dept|eds?|e\.g|eq|est|excl|ext|figs?|fn"
            r"|govt|hrs|i\.e|incl|i\.v|lat|lbs|mins|n\.b|nos?|para|pcs|pct|p\.o|pts|resp|rm|s\.c|secs"
            rf"|sect|ste|tab|tbsp|tel|temp|tsp|vol|vs|yrs)|{'|'.join(map(shorter, DAYS))}",
            r"[^A-ZÀ-ÖØ-Þ]",
        ),
        (r"(?i:app|long|max|min)", r"\d"),
        (r"(?i:app|apt|bldg|chap?|fig|rm|sect?|vol)", r"(?:[B-HJ-Z]|[IVXLC]{2,})\b"),
        (r"Chas|Commr|Jas|Lieut|Ms|Sergt|Thos|Wm", r"[A-Z]"),
        (r"\d+[a-z]+", r"[a-z]|\d+[a-z]"),  # a figure with its unit: `2s. 6d. per head`
        (r"\d{1,2}", rf"{DOTTED_MONTH}\s\d{{4}}\b"),
    )
]
"""Ends of what may be an abbreviation, each with what follows it within a sentence."""

_LONGEST = 12
"""Characters of an abbreviation or an item's number, with the stop and the space behind it."""


def sentences(text: str, within: Span) -> Iterator[Span]:
    """Divide a range of a text into sentences, white space off; long ones cut at a space."""
    start = within.start
    last = next((at for at in reversed(range(start, within.end)) if text[at].isalnum()), start)
    for end in (*_proposed(text, within), within.end):
        # Signs alone, behind the last word, are no sentence.
        if end < within.end and (end > last or _goes_on(text, start, end, within.end)):
            continue
        if sentence := trimmed(text, start, end):
            yield from cut(text, sentence, LONGEST_SENTENCE)
        start = end


def _proposed(text: str, within: Span) -> list[int]:
    """List where sentences may end, the space behind them included."""
    import sentencex

    piece = within.of(text)
    # Stops and quotation marks in code are none of the text's.
    prose = _CODE.sub(lambda code: "x" * len(code.group()), piece)
    boundaries = sentencex.get_sentence_boundaries(language_of(piece), prose)
    ends = {within.start + boundary["end_index"] for boundary in boundaries}
    ends |= {unit.end() for unit in _AFTER_UNIT.finditer(text, within.start, within.end)}
    closings = (_CLOSING.match(text, end, within.end) for end in ends)
    return sorted({one.end() if one else end for one, end in zip(closings, ends, strict=True)})


def _goes_on(text: str, start: int, end: int, limit: int) -> bool:
    """Tell whether what begins at `start` does not end at `end`, by the text up to `limit`."""
    if _INSIDE_NAME.match(text, end, limit) or _CONTINUING.match(text, end, limit):
        return True
    if end - start <= _LONGEST and _ITEM.fullmatch(text, start, end):
        return True
    last = max(start, end - _LONGEST)
    return any(
        after.match(text, end, limit) and before.search(text, last, end)
        for before, after in _ABBREVIATED
    )
