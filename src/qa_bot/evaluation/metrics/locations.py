"""What was found and what was cited, against the gold spans.

Gold is a choice of alternatives; each is a set of places that are all needed. Everything is judged
by places that overlap. Where there is no gold, nothing can be judged: None.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa_bot.records import Span


@dataclass(frozen=True, slots=True)
class Location:
    """A span of a document, by the document's name."""

    document: str
    span: Span

    def overlaps(self, other: "Location") -> bool:
        """Tell whether both share a character."""
        return self.document == other.document and self.span.overlaps(other.span)


Alternatives = Sequence[Sequence[Location]]
"""Gold: any alternative supports the answer; all places of an alternative are needed."""


def recall(found: Sequence[Location], gold: Alternatives) -> float | None:
    """Share of an alternative's places that what was found overlaps; the best one's."""
    shares = (sum(_touches(found, place) for place in places) / len(places) for places in gold)
    return max(shares, default=None)


def precision(cited: Sequence[Location], gold: Alternatives) -> float | None:
    """Share of what was cited that overlaps any gold place; None when nothing was cited."""
    wanted = [place for places in gold for place in places]
    if not cited or not wanted:
        return None
    return sum(_touches(wanted, place) for place in cited) / len(cited)


def recall_at(depth: int, hits: Sequence[Location], gold: Alternatives) -> float | None:
    """Recall of the first `depth` hits."""
    return recall(hits[:depth], gold)


def reciprocal_rank(hits: Sequence[Location], gold: Alternatives) -> float | None:
    """One divided by the rank of the first hit that overlaps any gold place; 0 when none does."""
    if not gold:
        return None
    wanted = [place for places in gold for place in places]
    ranks = (rank for rank, hit in enumerate(hits, 1) if _touches(wanted, hit))
    return 1 / next(ranks, math.inf)


def ndcg_at(depth: int, hits: Sequence[Location], gold: Alternatives) -> float | None:
    """Normalised discounted cumulative gain (Jarvelin and Kekalainen 2002); the best alternative's.

    A hit gains 1 when it overlaps a place that no hit before it did. In the ideal ranking every
    item stands on top: an item is a place, or several that one hit holds together.
    """
    return max((_ndcg(hits[:depth], places, depth) for places in gold), default=None)


def _ndcg(hits: Sequence[Location], places: Sequence[Location], depth: int) -> float:
    missing = list(places)
    gains: list[int] = []
    for hit in hits:
        left = [place for place in missing if not hit.overlaps(place)]
        gains.append(int(len(left) < len(missing)))
        missing = left
    ideal = [1] * min(sum(gains) + len(missing), depth)
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _touches(places: Sequence[Location], one: Location) -> bool:
    return any(one.overlaps(place) for place in places)
