"""Other words for the terms of the documents, as a person lists them.

Comes in: a `synonyms.txt` among the documents. Goes out: its terms, each with other words for it.
A line reads `thrombocytopenia: low platelets, low plt`; one that begins with `#` is a remark.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa_bot.errors import DocumentError
from qa_bot.text.terms import content_terms, terms

_HINT = "write lines like `thrombocytopenia: low platelets, low plt`, then: qa-bot index"


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A term that the documents use, and other words for it."""

    term: str
    others: tuple[str, ...]


def load_synonyms(path: Path) -> list[Synonyms]:
    """Read a list of synonyms.

    Raises:
        DocumentError: When it cannot be read, or a line is none of such a list, with the place.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path}: {' '.join(str(error).split())}", hint=_HINT) from error
    return list(_lines(text, path))


def _lines(text: str, path: Path) -> Iterator[Synonyms]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        term, _, rest = line.partition(":")
        others = tuple(filter(None, map(str.strip, rest.split(","))))
        if fault := _fault(term, others):
            raise DocumentError(f"{path}: line {number}: {fault}", hint=_HINT)
        yield Synonyms(term.strip(), others)


def _fault(term: str, others: tuple[str, ...]) -> str:
    """Say what is wrong with a line; `the runs` would be found in every question about `runs`."""
    if not others or not content_terms(term):
        return "no term with other words for it"
    vague = (one for one in others if len(content_terms(one)) < min(len(terms(one)), 2))
    return next((f"{one!r} says too little without its small words" for one in vague), "")
