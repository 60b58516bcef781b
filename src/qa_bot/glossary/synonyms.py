"""Other words for the terms of the documents, as a person lists them.

Comes in: the text of a `synonyms.txt`. Goes out: its terms, each with other words for it,
and which lines cannot be used. A line reads `thrombocytopenia: low platelets, low plt`; one that
begins with `#` is a remark.
"""

from dataclasses import dataclass

from qa_bot.text.terms import content_terms, terms


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A term that the documents use, and other words for it."""

    term: str
    others: tuple[str, ...]


def synonyms_in(text: str) -> tuple[list[Synonyms], list[str]]:
    """Read a list of synonyms, and say of each line that is none of such a list what is wrong."""
    found: list[Synonyms] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        term, _, rest = line.partition(":")
        others = tuple(filter(None, map(str.strip, rest.split(","))))
        if fault := _fault(term, others):
            faults.append(f"line {number}: {fault}")
        else:
            found.append(Synonyms(term.strip(), others))
    return found, faults


def _fault(term: str, others: tuple[str, ...]) -> str:
    """Say what is wrong with a line; `the runs` would be found in every question about `runs`."""
    if not others or not content_terms(term):
        return "no term with other words for it"
    vague = (one for one in others if len(content_terms(one)) < min(len(terms(one)), 2))
    return next((f"{one!r} says too little without its small words" for one in vague), "")
