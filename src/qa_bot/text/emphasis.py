"""Which stars and underscores of a Markdown text open and close emphasis.

Comes in: the text, and where they stand in it. Goes out: those that have a partner, and those that
have none. It is stricter than CommonMark: between signs, and inside a word, a star is often a file
pattern's or a product's.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_BEFORE_OPENING = frozenset("([{<>“‘«—–-\"'*_~`")
_BEFORE_CLOSING = frozenset(")]}>.!?…:%”’»\"'*_~`")
"""What may stand before emphasis that other signs surround, and before its end."""


class Run(NamedTuple):
    """Stars or underscores in a row, or what is left of them."""

    start: int
    end: int
    sign: str

    @property
    def kind(self) -> tuple[str, int]:
        """Its sign, and how often."""
        return self.sign, self.end - self.start

    @property
    def partners(self) -> list[tuple[str, int]]:
        """The kinds it may pair with: its own, and three signs, which are one and two."""
        sign, length = self.kind
        lengths = {1: (1, 3), 2: (2, 3), 3: (1, 2, 3)}.get(length, ())
        return [(sign, one) for one in lengths]


def paired(text: str, runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """Find what opens and closes emphasis, each the last that it fits, and what has no partner."""
    pairs: list[Run] = []
    unopened: list[Run] = []
    opened: list[Run] = []
    waiting: Counter[tuple[str, int]] = Counter()
    for run in runs:
        opens, closes = _flanks(text, run)
        rest = run
        while closes and any(waiting[kind] for kind in rest.partners):
            waiting[(opener := opened.pop()).kind] -= 1
            if opener.kind not in rest.partners:
                continue
            length = min(opener.kind[1], rest.kind[1])
            middle, edge = opener.end - length, rest.start + length
            pairs += opener._replace(start=middle), rest._replace(end=edge)
            opener, rest = opener._replace(end=middle), rest._replace(start=edge)
            if opener.partners:
                opened.append(opener)
                waiting[opener.kind] += 1
        if opens and rest.partners:
            opened.append(rest)
            waiting[rest.kind] += 1
        elif closes and rest.partners:
            unopened.append(rest)
    return pairs, [*opened, *unopened]


def _flanks(text: str, run: Run) -> tuple[bool, bool]:
    """Tell whether a mark may open emphasis, and whether it may close some."""
    before, after = text[run.start - 1 : run.start], text[run.end : run.end + 1]
    opens = bool(after.strip()) and not before.isalnum()
    closes = bool(before.strip()) and not after.isalnum()
    if opens and closes:  # between two signs, as in ("*this*") or in /*.log
        return before in _BEFORE_OPENING, before in _BEFORE_CLOSING
    return opens, closes
