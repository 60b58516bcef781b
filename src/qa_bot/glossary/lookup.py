"""What else a thing is called: abbreviations of the documents, and synonyms that a person lists.

Comes in: both, as an index has them. Goes out: for the words of a question, the other wordings that
may stand in a passage instead. A synonym is read as its term; a term is not read as its synonyms,
for the documents use it. Small words that tell count in what is looked up: "how the drug works" is
another thing than "the drug worked".
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qa_bot.glossary.abbreviations import Abbreviation, has_own_letters
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.text.terms import content_forms, is_stop_word, telling_terms, terms

_MOST_LONG_FORMS = 2

Wording = tuple[str, ...]
"""Folded terms that say a thing together."""


class Glossary:
    """Looks wordings up: short forms, long forms, and the synonyms of either."""

    def __init__(
        self, uses: Iterable[tuple[Abbreviation, int]], synonyms: Iterable[Synonyms] = ()
    ) -> None:
        """Take abbreviations with their number of uses, most used first, and synonyms.

        What is learned first stays: whole forms before their ends, synonyms before terms.
        """
        self._others: dict[Wording, tuple[Wording, ...]] = {}
        self._spelled: dict[Wording, str] = {}
        self._defined: set[Wording] = set()
        self._longest = 0
        known, named = [abbreviation for abbreviation, _ in uses], list(synonyms)
        for abbreviation in known:
            self._abbreviate(abbreviation)
        for abbreviation in known:
            self._share(_wording(abbreviation.short))
        for abbreviation in known:
            others = self._others.get(_looked_up(abbreviation.long), ())
            for end in _ends(abbreviation.long):
                self._learn(end, others)
        called = {synonym.term: self._called(synonym.term) for synonym in named}
        self._name(named, called)
        # Terms come last: one that is another's synonym, too, is read as the other.
        for term, others in called.items():
            self._learn(_looked_up(term), others)
        self._terms = frozenset(term for wording in self._others for term in wording)

    def _learn(self, wording: Wording, others: tuple[Wording, ...]) -> None:
        """Keep the other wordings of one that is not known yet."""
        self._others.setdefault(wording, others)
        self._longest = max(self._longest, len(wording))

    def _abbreviate(self, abbreviation: Abbreviation) -> None:
        """Make the long form another wording of the short one, and the other way round."""
        long, short = _wording(abbreviation.long), _wording(abbreviation.short)
        if not long or len(short) != 1 or long == short:
            return
        self._learn(short, ())
        if long not in (known := self._others[short]) and len(known) < _MOST_LONG_FORMS:
            self._others[short] = (*known, long)
            self._spelled.setdefault(long, abbreviation.long)
        asked = _looked_up(abbreviation.long)
        self._learn(asked, ())
        if short not in (shorts := self._others[asked]):
            self._others[asked] = (*shorts, short)
        if len(long) > 1 and has_own_letters(abbreviation):
            self._defined.update([short, asked])

    def _share(self, short: Wording) -> None:
        """Make the short forms of one long form wordings of each other: `SVd` is `XVd`."""
        longs = self._others.get(short, ())
        shorts = [one for long in longs for one in self._others.get(long, ()) if one != short]
        if longs:
            self._others[short] = tuple(dict.fromkeys((*longs, *shorts)))

    def _name(
        self, synonyms: Iterable[Synonyms], called: Mapping[str, tuple[Wording, ...]]
    ) -> None:
        """Make terms, and what else each is called, other wordings of their synonyms.

        A word may stand for several terms: it is read as any of them.
        """
        read_as: dict[Wording, list[Wording]] = defaultdict(list)
        for one in synonyms:
            term = _wording(one.term)
            self._spelled.setdefault(term, one.term)
            for other in one.others:
                if _wording(other) != term:
                    read_as[_looked_up(other)] += [term, *called[one.term]]
        for wording, others in read_as.items():
            self._learn(wording, tuple(dict.fromkeys(others)))

    def _called(self, term: str) -> tuple[Wording, ...]:
        """List what else a term is called, or it with a part in another wording.

        "Median PFS" is "median progression-free survival"; spelled out is the part alone.
        """
        known = self._others.get(_looked_up(term))
        if known is not None:
            return known
        found, words = [], _wording(term)
        for start in range(len(words)):
            length, others = self.wordings_at(words[start:])
            for other in others:
                found.append((*words[:start], *other, *words[start + length :]))
                if long := self.spelled(other):
                    self._spelled.setdefault(found[-1], long)
                if self.defines(words[start : start + length]):
                    self._defined.update([_looked_up(term), found[-1]])
        return tuple(found)

    def has(self, form: str) -> bool:
        """Tell whether a folded term is part of any wording."""
        return form in self._terms

    def defines(self, wording: Wording) -> bool:
        """Tell whether documents abbreviate a wording, or write it out: then each says it in one.

        So it is with a term that has such a part, too, such as "median PFS", in each wording. A
        short form that has letters of other names may be called by those, too.
        """
        return wording in self._defined

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
