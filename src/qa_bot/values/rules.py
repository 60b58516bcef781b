"""Which of several rules holds for a value: that "below 25,000", or that "from 25,000 to 75,000".

Comes in: texts as they read, and a question. Goes out: the texts about other values than the one
that is asked about. When in doubt a text stays: a value that cannot be compared rules nothing out,
nor does one beyond the only limit that there is, for that limit is the answer.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qa_bot.text.spans import ASIDE
from qa_bot.text.terms import content_forms
from qa_bot.values.bounds import Bounds, Fit, bounds_and_values
from qa_bot.values.concentrations import per_other_volume

_GOAL = re.compile(r"\b(?:un)?til\b.*", re.DOTALL)
_DOSE = re.compile(r"[^/]+/(?:kg|m2)(?![^\W_])")
"""A unit of doses by body weight or surface: what was found belongs to the dose that was given."""

_ASKS_FOR_DOSE = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|instead|after|next|reduc|replac|switch|rais|lower|higher|than)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A sentence with what it sets for values such as those asked about.

    Attributes:
        text: As it reads.
        fit: The best one of its bounds.
        bounds: Those that fit so.
        around: The words of the question in its passage.
    """

    text: str
    fit: Fit
    bounds: tuple[Bounds, ...]
    around: frozenset[str]

    def surpasses(self, other: "_Rule", said: frozenset[str]) -> bool:
        """Tell whether it fits better than another, of which no value comes under both.

        Args:
            other: Another rule.
            said: The words of the question in that one, which the passage of this one has to have.
        """
        are_apart = all(one.is_apart(its) for one in self.bounds for its in other.bounds)
        return self.fit > other.fit and said <= self.around and are_apart


def about_other_values(passages: Sequence[Sequence[str]], asked: str) -> frozenset[str]:
    """List the sentences with bounds that fit less what is asked than those of another rule.

    A rule for "below 25" does not answer for 40 where another one goes "from 25 to 50", nor does
    that one answer for 20, if the passages speak of the same things.

    Args:
        passages: The texts of each: what stands above it, its sentences and rows.
        asked: The question.
    """
    wanted = {each for way in (asked, per_other_volume(asked)) for each in bounds_and_values(way)}
    if not wanted:
        return frozenset()
    words = frozenset(content_forms(asked))
    rules: list[_Rule] = []
    for texts in passages:
        if read := [(text, *fitting) for text in texts if (fitting := _fitting(text, wanted))]:
            around = words.intersection(content_forms(" ".join(texts)))
            rules += [_Rule(text, fit, bounds, around) for text, fit, bounds in read]
    best = max((rule.fit for rule in rules), default=Fit.APART)
    surpassed: set[str] = set()
    for rule in rules:
        if rule.fit < best:
            said = words.intersection(content_forms(rule.text))
            if any(other.surpasses(rule, said) for other in rules):
                surpassed.add(rule.text)
    return frozenset(surpassed)


def _fitting(text: str, wanted: Collection[Bounds]) -> tuple[Fit, tuple[Bounds, ...]] | None:
    """Find what a text sets that fits best; a value is set where that very one is asked about."""
    fits = [
        (bounds.fit(one), bounds)
        for bounds in bounds_and_values(_GOAL.sub("", ASIDE.sub(" ", text)))
        for one in wanted
        if (bounds.meets(one) or not bounds.is_value) and bounds.is_comparable(one)
    ]
    best = max((fit for fit, _ in fits), default=Fit.APART)
    return (best, tuple(bounds for fit, bounds in fits if fit == best)) if fits else None


def tells_other_dose(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence has doses such as the question names, in `mg/kg`, but not that one.

    Args:
        sentence: As it reads.
        asked: The question; where it asks for a dose itself, another one may be the answer.
        above: The headings of the sentence, which may name it.
    """
    wanted = _doses(asked)
    if not wanted or _ASKS_FOR_DOSE.search(asked):
        return False
    told = [one for one in _doses(f"{above}\n{sentence}") if any(map(one.is_comparable, wanted))]
    fits = (one.fit(dose) for one in told for dose in wanted)
    return bool(told) and Fit.WITHIN not in fits


def _doses(text: str) -> list[Bounds]:
    return [
        one for one in bounds_and_values(text) if all(_DOSE.match(end.unit) for end in one.ends)
    ]
