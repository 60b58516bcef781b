"""What headings name: "Tea and coffee" names two things, of which the one below may take one up.

Comes in: headings, the outermost first. Goes out: the things that one names, and headings that name
only what stands below is about: under "Tea and coffee › Coffee" nothing is said of tea.
"""

import re
from collections.abc import Sequence

from qa_bot.text.terms import content_forms, content_terms

_JOINT = re.compile(r"\s?[/&+]\s?|,\s(?:(?:and|or)\s)?|\s(?:and|or|versus|vs\.?)\s")


def things(heading: str) -> list[str]:
    """List the things that a heading names side by side; the only one, if it names but one."""
    return [one for one in _JOINT.split(heading) if one]


def narrowed(path: Sequence[str]) -> list[str]:
    """Leave out of each heading the things beside the one that a heading below it takes up."""
    return [_narrowed(heading, path[place + 1 :]) for place, heading in enumerate(path)]


def _narrowed(heading: str, below: Sequence[str]) -> str:
    """Keep what stands in front of the first thing: "Prices of", of "Prices of tea and coffee"."""
    first, *others = things(heading) or [heading]
    for lower in below if others else ():
        taken = content_forms(lower)
        beside = content_terms(first)[-len(taken) :]
        if taken and [one.form for one in beside] == taken:
            return first
        if taken and any(content_forms(one) == taken for one in others):
            return f"{first[: beside[0].span.start] if beside else ''}{lower}"
    return heading
