"""What else a thing is called: abbreviations of the documents, and synonyms that a person lists.

Comes in: both, as an index has them. Goes out: for the words of a question, the other wordings that
may stand in a passage instead. A synonym is read as its term; a term is not read as its synonyms,
for the documents use it.
"""

from collections.abc import Iterable, Sequence

from qa_bot.abbreviations import Abbreviation
from qa_bot.synonyms import Synonyms
from qa_bot.text import content_forms

_MOST_LONG_FORMS = 2

Wording = tuple[str, ...]
"""Folded terms that say a thing together."""


class Glossary:
    """Looks wordings up: short forms, long forms, and the synonyms of either."""

    def __init__(
        self, uses: Iterable[tuple[Abbreviation, int]], synonyms: Iterable[Synonyms] = ()
    ) -> None:
        """Take abbreviations with their number of uses, most used first, and synonyms."""
        self._others: dict[Wording, tuple[Wording, ...]] = {}
        self._spelled: dict[Wording, str] = {}
        for abbreviation, _ in uses:
            self._abbreviate(abbreviation)
        for wording, others in list(self._others.items()):
            # "response rate" asks for what "overall response rate (ORR)" defines.
            for cut in range(1, len(wording) - 1):
                self._others.setdefault(wording[cut:], others)
        for synonym in synonyms:
            self._name(synonym)
        self._terms = frozenset(term for wording in self._others for term in wording)
        self._longest = max(map(len, self._others), default=0)

    def _abbreviate(self, abbreviation: Abbreviation) -> None:
        """Make the long form another wording of the short one, and the other way round."""
        long, short = _wording(abbreviation.long), _wording(abbreviation.short)
        if not long or len(short) != 1 or long == short:
            return
        known = self._others.get(short, ())
        if long not in known and len(known) < _MOST_LONG_FORMS:
            self._others[short] = (*known, long)
            self._spelled.setdefault(long, abbreviation.long)
        self._others.setdefault(long, (short,))

    def _name(self, synonyms: Synonyms) -> None:
        """Make a term, and what is known of it already, other wordings of each of its synonyms."""
        term = _wording(synonyms.term)
        self._spelled.setdefault(term, synonyms.term)
        for other in map(_wording, synonyms.others):
            if other != term:
                self._others.setdefault(other, (term, *self._others.get(term, ())))

    def has(self, form: str) -> bool:
        """Tell whether a folded term is part of any wording."""
        return form in self._terms

    def spelled(self, wording: Wording) -> str:
        """Spell a long form or a term out, as the documents do; empty for any other wording."""
        return self._spelled.get(wording, "")

    def wordings_at(self, forms: Sequence[str]) -> tuple[int, tuple[Wording, ...]]:
        """Find the longest known wording that begins a run of terms: its length, and the others."""
        for length in range(min(self._longest, len(forms)), 0, -1):
            others = self._others.get(tuple(forms[:length]))
            if others:
                return length, others
        return 0, ()


def _wording(text: str) -> Wording:
    return tuple(content_forms(text))
