"""Where a quote stands in a text.

Comes in: a text, and words that are looked for in it. Goes out: spans. A quote stands wherever it
begins, be it inside another place of its own: `aa aa` stands in `aa aa aa` twice.
"""

from collections.abc import Iterator
from itertools import islice

from qa_bot.records import Span


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
