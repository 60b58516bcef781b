"""What else a thing is called: abbreviations of the documents, and synonyms that a person lists.

Comes in: both, as an index has them. Goes out: for the words of a question, the other wordings that
may stand in a passage instead. A synonym is read as its term; a term is not read as its synonyms,
for the documents use it. Small words that tell count in what is looked up: "how the drug works" is
another thing than "the drug worked".
"""

from collections.abc import Iterable, Iterator, Sequence

from qa_bot.abbreviations import Abbreviation
from qa_bot.synonyms import Synonyms
from qa_bot.text import content_forms, is_stop_word, telling_terms, terms

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
        known = [abbreviation for abbreviation, _ in uses]
        for abbreviation in known:
            self._abbreviate(abbreviation)
        for abbreviation in known:
            others = self._others.get(_looked_up(abbreviation.long), ())
            for end in _ends(abbreviation.long):
                self._others.setdefault(end, others)
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
        self._others.setdefault(_looked_up(abbreviation.long), (short,))

    def _name(self, synonyms: Synonyms) -> None:
        """Make a term, and what is known of it already, other wordings of each of its synonyms."""
        term = _wording(synonyms.term)
        self._spelled.setdefault(term, synonyms.term)
        known = (term, *self._others.setdefault(_looked_up(synonyms.term), ()))
        for other in synonyms.others:
            if _wording(other) != term:
                self._others.setdefault(_looked_up(other), known)

    def has(self, form: str) -> bool:
        """Tell whether a folded term is part of any wording."""
        return form in self._terms

    def spelled(self, wording: Wording) -> str:
        """Spell a long form or a term out, as the documents do; empty for any other wording."""
        return self._spelled.get(wording, "")

    def wordings_at(self, forms: Sequence[str]) -> tuple[int, tuple[Wording, ...]]:
        """Find the longest known wording that begins a run of terms: its length, and the others.

        Args:
            forms: Of `telling_terms`.
        """
        for length in range(min(self._longest, len(forms)), 0, -1):
            others = self._others.get(tuple(forms[:length]))
            if others is not None:
                return length, others
        return 0, ()


def _wording(text: str) -> Wording:
    """Take what is sought in passages."""
    return tuple(content_forms(text))


def _looked_up(text: str) -> Wording:
    """Take what is looked up in questions."""
    return tuple(term.form for term in telling_terms(text))


def _ends(long: str) -> Iterator[Wording]:
    """Yield the ends of a long form that name the same, of two words or more.

    "Response rate" asks for what "overall response rate (ORR)" defines, but "nuclear export" is no
    "inhibitor of nuclear export": what stands before a small word is not left out.
    """
    for first in [term.span for term in terms(long)][1:-1]:
        end = _looked_up(long[first.start :])
        if is_stop_word(first.of(long)) or len(end) < 2:
            return
        yield end
