"""What else a thing is called: abbreviations of the documents, and synonyms that a person lists.

Comes in: both, as an index has them. Goes out: for the words of a question, the other wordings that
may stand in a passage instead. A synonym is read as its term; a term is not read as its synonyms,
for the documents use it. Small words that tell count in what is looked up: "how the drug works" is
another thing than "the drug worked".
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from qa_bot.glossary.abbreviations import Abbreviation, has_own_letters
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.text.terms import content_forms, is_stop_word, telling_terms, terms

_MOST_LONG_FORMS = 2

Wording = tuple[str, ...]
"""Folded terms that say a thing together."""

_Others = dict[Wording, tuple[Wording, ...]]
"""What else each wording may be called."""

_Value = TypeVar("_Value")


class Glossary:
    """Looks wordings up: short forms, long forms, and the synonyms of either."""

    def __init__(
        self, uses: Iterable[tuple[Abbreviation, int]], synonyms: Iterable[Synonyms] = ()
    ) -> None:
        """Take abbreviations with their number of uses, most used first, and synonyms.

        Whole forms go before their ends, these before synonyms, and terms come last: one that is
        another's synonym, too, is read as the other.
        """
        abbreviated, named = [one for one, _ in uses], list(synonyms)
        known = [one for one in abbreviated if _has_two_forms(one)]
        forms = _short_and_long_forms(known)
        documents = _Lookup(forms, _ends(abbreviated, forms))
        called = {one.term: list(_called(one.term, documents)) for one in named}
        self._lookup = _Lookup(documents.others, _read_as(named, called), _terms(called))
        self._spelled = _spelled(known, called)
        self._defined = _defined(known, called)
        self._parts = frozenset(term for wording in self._lookup.others for term in wording)

    def has(self, form: str) -> bool:
        """Tell whether a folded term is part of any wording."""
        return form in self._parts

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
        return self._lookup.at(forms)


class _Lookup:
    """Other wordings, by the one that is looked up."""

    def __init__(self, *ranked: _Others) -> None:
        """Take of each wording what the first says that knows it."""
        self.others: _Others = {}
        for others in reversed(ranked):
            self.others |= others
        self._longest = max(map(len, self.others), default=0)

    def at(self, forms: Sequence[str]) -> tuple[int, tuple[Wording, ...]]:
        """Find the longest wording that begins a run of terms: its length, and the others."""
        for length in range(min(self._longest, len(forms)), 0, -1):
            others = self.others.get(tuple(forms[:length]))
            if others is not None:
                return length, others
        return 0, ()


@dataclass(frozen=True, slots=True)
class _Called:
    """What else a term is called.

    Attributes:
        wording: Of the whole term.
        part: What of the term is worded otherwise; empty where documents know all of it.
        other: The other wording of that part.
    """

    wording: Wording
    part: Wording = ()
    other: Wording = ()


def _has_two_forms(abbreviation: Abbreviation) -> bool:
    """Tell whether an abbreviation has a short form, of one term, and a long one."""
    short, long = _wording(abbreviation.short), _wording(abbreviation.long)
    return bool(long) and len(short) == 1 and long != short


def _short_and_long_forms(known: Sequence[Abbreviation]) -> _Others:
    """Map short forms to long ones, those used most, and long forms to short ones.

    The short forms of one long form are wordings of each other: `SVd` is `XVd`, and stands for
    whatever that does.
    """
    longs: defaultdict[Wording, list[Wording]] = defaultdict(list)
    shorts: defaultdict[Wording, list[Wording]] = defaultdict(list)
    for one in known:
        short, long = _wording(one.short), _wording(one.long)
        if long not in longs[short] and len(longs[short]) < _MOST_LONG_FORMS:
            longs[short].append(long)
        shorts[_looked_up(one.long)].append(short)
    found = {long: tuple(dict.fromkeys(its)) for long, its in shorts.items()}
    for short, its in longs.items():
        alike = [other for long in its for other in shorts.get(long, ()) if other != short]
        theirs = [long for other in alike for long in longs[other]]
        found[short] = tuple(dict.fromkeys((*its, *alike, *theirs, *found.get(short, ()))))
    return found


def _ends(abbreviated: Iterable[Abbreviation], forms: _Others) -> _Others:
    """Map the ends of long forms to what else these are called; each is one thing in any case."""
    return _first(
        (end, forms.get(_looked_up(one.long), ()))
        for one in abbreviated
        for end in _ends_of(one.long)
    )


def _called(term: str, documents: _Lookup) -> Iterator[_Called]:
    """Yield what else a term is called, or it with a part in another wording.

    "Median PFS" is "median progression-free survival".
    """
    known = documents.others.get(_looked_up(term))
    if known is not None:
        yield from map(_Called, known)
        return
    words = _wording(term)
    for start in range(len(words)):
        length, others = documents.at(words[start:])
        end = start + length
        for other in others:
            yield _Called((*words[:start], *other, *words[end:]), words[start:end], other)


def _read_as(synonyms: Iterable[Synonyms], called: Mapping[str, Sequence[_Called]]) -> _Others:
    """Map synonyms to their terms, and to what else each is called.

    A word may stand for several terms: it is read as any of them.
    """
    read_as: defaultdict[Wording, dict[Wording, None]] = defaultdict(dict)
    for one in synonyms:
        term = _wording(one.term)
        for other in one.others:
            if _wording(other) != term:
                others = (term, *(each.wording for each in called[one.term]))
                read_as[_looked_up(other)] |= dict.fromkeys(others)
    return {wording: tuple(others) for wording, others in read_as.items()}


def _terms(called: Mapping[str, Sequence[_Called]]) -> _Others:
    """Map terms to what else they are called."""
    return _first(
        (_looked_up(term), tuple(one.wording for one in its)) for term, its in called.items()
    )


def _spelled(
    known: Iterable[Abbreviation], called: Mapping[str, Sequence[_Called]]
) -> dict[Wording, str]:
    """Map wordings to how they are written: long forms and terms.

    Of a term with a long form as its part, that is the part alone.
    """
    longs = _first((_wording(one.long), one.long) for one in known)
    others = [one for its in called.values() for one in its]
    parts = _first((one.wording, longs[one.other]) for one in others if one.other in longs)
    return {**_first((_wording(term), term) for term in called), **parts, **longs}


def _defined(
    known: Iterable[Abbreviation], called: Mapping[str, Sequence[_Called]]
) -> frozenset[Wording]:
    """List what documents define, and the terms that have such a part, in each wording."""
    own = [one for one in known if len(_wording(one.long)) > 1 and has_own_letters(one)]
    defined = {form for one in own for form in (_wording(one.short), _looked_up(one.long))}
    having = {
        wording
        for term, its in called.items()
        for one in its
        if one.part in defined
        for wording in (_looked_up(term), one.wording)
    }
    return frozenset(defined | having)


def _first(pairs: Iterable[tuple[Wording, _Value]]) -> dict[Wording, _Value]:
    """Map each wording to what is first said of it."""
    found: dict[Wording, _Value] = {}
    for wording, value in pairs:
        found.setdefault(wording, value)
    return found


def _wording(text: str) -> Wording:
    """Take what is sought in passages."""
    return tuple(content_forms(text))


def _looked_up(text: str) -> Wording:
    """Take what is looked up in questions."""
    return tuple(term.form for term in telling_terms(text))


def _ends_of(long: str) -> Iterator[Wording]:
    """Yield the ends of a long form that name the same, of two words or more.

    "Response rate" asks for what "overall response rate (ORR)" defines, but "nuclear export" is no
    "inhibitor of nuclear export": what stands before a small word is not left out.
    """
    for first in [term.span for term in terms(long)][1:-1]:
        end = _looked_up(long[first.start :])
        if is_stop_word(first.of(long)) or len(end) < 2:
            return
        yield end
