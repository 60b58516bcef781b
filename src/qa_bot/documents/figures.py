"""What is a figure among the cells of a table, as far as names of columns are told from rows."""

import re
from collections.abc import Sequence

SIGNS = "$€£( "
"""What may stand before a number."""

_MOSTLY = 0.75
"""Share of figures from which a column holds figures: what stands above them is their name."""

_FIGURE = re.compile(r"\s*[<>≤≥~±+−–\ufffd-]?\s*\d")
_YEAR = re.compile(r"\s*(?:19|20)\d\d(?:[-–—/](?:\d\d){1,2})?\s*")


def is_figure(text: str) -> bool:
    """Tell whether a text begins with a number."""
    return bool(_FIGURE.match(text))


def is_year(text: str) -> bool:
    """Tell whether a text is a year, or one of accounts: 2003–04."""
    return bool(_YEAR.fullmatch(text))


def is_amount(text: str) -> bool:
    """Tell whether a text begins with a number that is no year, be it behind a sign."""
    return is_figure(text.lstrip(SIGNS)) and not is_year(text)


def are_figures(texts: Sequence[str]) -> bool:
    """Tell whether a column holds figures, but for a few of its texts; one of nothing does not."""
    return bool(texts) and sum(map(is_figure, texts)) >= _MOSTLY * len(texts)
