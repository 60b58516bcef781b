"""Where a quote stands in a text, or what comes nearest.

Comes in: a text, and words that are looked for in it. Goes out: spans. A quote stands wherever it
begins, be it inside another place of its own: `aa aa` stands in `aa aa aa` twice.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice

from qa_bot.records import Span

ALIKE = 0.6
"""Likeness, 0 to 1, from which words are taken for a quote that was changed."""


def occurrences(text: str, quote: str) -> Iterator[Span]:
    """Yield every place of a quote, first to last; an empty one stands nowhere."""
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield Span(start, start + len(quote))
        start = text.find(quote, start + 1)


def only_occurrence(text: str, quote: str) -> Span | None:
    """Find a quote that stands in a text once; None for one that does not, or more often."""
    found = list(islice(occurrences(text, quote), 2))
    return found[0] if len(found) == 1 else None


def nearest_occurrence(text: str, quote: str, start: int) -> Span | None:
    """Find a quote nearest to where it once started; None where it does not stand."""
    found = occurrences(text, quote)
    return min(found, key=lambda span: abs(span.start - start), default=None)


def most_alike(text: str, quote: str) -> Span | None:
    """Find as many words as a quote has, around the longest run of them; None if they differ much.

    One that was changed is found where its words still stand together.
    """
    words = [Span(*word.span()) for word in re.finditer(r"\S+", text)]
    wanted = quote.split()
    matcher = SequenceMatcher(None, [word.of(text) for word in words], wanted, autojunk=False)
    run = matcher.find_longest_match()
    if not run.size:
        return None
    near = words[max(run.a - run.b, 0) : run.a - run.b + len(wanted)]
    span = Span(near[0].start, near[-1].end)
    alike = SequenceMatcher(None, span.of(text), quote, autojunk=False).ratio()
    return span if alike >= ALIKE else None
