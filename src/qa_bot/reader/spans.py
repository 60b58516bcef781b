"""Where the answer stands: logits of tokens become spans of characters.

Comes in: for each token of a text how strongly an answer starts and ends there. Goes out: the best
spans, apart from each other, scored against "nowhere".
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from qa_bot.reader.protocol import ScoredSpan
from qa_bot.records import Span
from qa_bot.text.calendar import DOTTED_DAY
from qa_bot.values.quantities import IN_GROUPS

LONGEST = 30
"""Tokens of the longest answer."""

MOST = 5
_CONSIDERED = 60
_IDEOGRAPHS = "\u2e80"
"""From here on a word has no borders that a character tells."""

_NAME = re.compile(
    r"(?<![\w.+-])[\w.+-]++@\w+(?:[.-]\w+)*"  # an address of mail
    r"|\bhttps?://[^\s<>\"]*\w"
    r"|\b[^\W\d]\w*(?:\.[a-z_]\w*)+"
    r"|[^\W_]+(?:_+[^\W_]+)+"
    rf"|{IN_GROUPS}"
    rf"|\b{DOTTED_DAY}"
)
"""What is quoted whole or not at all; a capital behind a dot may begin a sentence."""


def likely_spans(
    text: str,
    offsets: Sequence[tuple[int, int]],
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    nowhere: float,
) -> list[ScoredSpan]:
    """List the likeliest spans of whole words, best first; they may overlap.

    Args:
        text: The passage's text.
        offsets: Where each token begins and ends in it.
        start: Logit of each token to be the answer's first; shape (tokens,).
        end: Logit of each token to be the answer's last; shape (tokens,).
        nowhere: The sum of the logits that the passage does not say it.
    """
    usable = np.array([a < b for a, b in offsets], dtype=bool)
    inside = {at for name in _NAME.finditer(text) for at in range(name.start() + 1, name.end())}
    starts = usable & [a not in inside and not _inside_word(text, a) for a, _ in offsets]
    ends = usable & [b not in inside and not _inside_word(text, b) for _, b in offsets]
    opening = np.where(starts, start.astype(np.float64), -np.inf)
    closing = np.full(len(offsets) + LONGEST - 1, -np.inf)
    closing[: len(offsets)] = np.where(ends, end, -np.inf)
    # One line for each first token, one column for each length.
    scores = opening[:, None] + sliding_window_view(closing, LONGEST) - nowhere
    flat = scores.ravel()
    order = np.argsort(-flat, kind="stable")[:_CONSIDERED]
    found = []
    for place in order[np.isfinite(flat[order])].tolist():
        first, further = divmod(place, LONGEST)
        span = Span(offsets[first][0], offsets[first + further][1])
        found.append(ScoredSpan(span, float(flat[place])))
    return found


def apart(spans: Iterable[ScoredSpan]) -> tuple[ScoredSpan, ...]:
    """Choose the best spans, at most `MOST`, none overlapping another."""
    chosen: list[ScoredSpan] = []
    for one in sorted(spans, key=lambda one: (-one.score, one.span)):
        if len(chosen) == MOST:
            break
        if not any(one.span.overlaps(other.span) for other in chosen):
            chosen.append(one)
    return tuple(chosen)


def _inside_word(text: str, place: int) -> bool:
    """Tell whether a place lies inside a word."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    return before.isalnum() and after.isalnum() and max(before, after) < _IDEOGRAPHS
