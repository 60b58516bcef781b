"""Does a sentence say only what the quotes that it cites say?

Comes in: a sentence that a language model wrote, and the quotes. Goes out: the fault it has, if
any. Plain rules look for each number, unit, name, negation and direction; what is then left is
compared by its words and its meaning, with thresholds that `benchmarks/support.py` chose. They err
on the side of dropping: a sentence too few costs little, as the quotes are shown anyway. What they
cannot see is two figures of one quote that changed places.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa_bot.encoder import Encoder
from qa_bot.llm.numbers import has_own_number, without_numbers
from qa_bot.llm.prompt import Quote
from qa_bot.llm.sentences import DraftSentence
from qa_bot.text.terms import NEGATIONS, STOP_WORDS, content_forms, folded, forms, terms

LEAST_WORDS = 0.9
"""Share of a sentence's content words, numbers aside, that must stand in the quotes it cites."""

LEAST_COSINE = 0.6
"""Cosine that a sentence must reach with a quote it cites, or with all of them together."""

_NEGATIONS = NEGATIONS.union("lack lacks lacked fail fails failed unable absent".split())
_NOT = re.compile(r"n['’]t\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[;:()]|\s[–—-]\s|\b(?:but|although|though|whereas|while|however)\b"
    r"|,\s(?=(?:and\s|with\s)?(?:not?|never|none|nor|without)\b)"
)
"""Where what is denied, or is not, may change."""

_DIRECTIONS = """
    more less fewer higher lower greater smaller larger longer shorter better worse increase
    decrease reduce improve worsen extend prolong rise fall fell rose above below before after
    superior inferior exceed double halve best worst highest lowest safe unsafe effective
    ineffective significant approve reject recommend
    """
_OPENERS = frozenset("according also among both during however overall these".split())
_ADDRESS = re.compile(
    r"\w+://|\bwww\.|\S@\w|\w\.(?:app|biz|com|dev|edu|gov|info|io|net|org)\b|[<>{}\\|]|\]\(",
    re.IGNORECASE,
)


class Fault(StrEnum):
    """Why a sentence is dropped."""

    UNCITED = "uncited"
    UNKNOWN_QUOTE = "unknown_quote"
    ADDRESS = "address"
    NUMBER = "number"
    NAME = "name"
    NEGATION = "negation"
    DIRECTION = "direction"
    WORDS = "words"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Support:
    """How close a sentence is to what it cites: share of its words found there, and cosine."""

    words: float
    cosine: float


def fault_of(sentence: DraftSentence, quotes: Sequence[Quote], encoder: Encoder) -> Fault | None:
    """Find the first fault of a sentence; None when what it cites supports it.

    Args:
        sentence: As it was written.
        quotes: All that it may cite.
        encoder: Tells how close two texts are in meaning.
    """
    if not sentence.numbers:
        return Fault.UNCITED
    known = {quote.number: quote for quote in quotes}
    if not known.keys() >= set(sentence.numbers):
        return Fault.UNKNOWN_QUOTE
    cited = [known[number].in_place for number in sentence.numbers]
    if fault := plain_fault(sentence.text, cited):
        return fault
    support = support_of(sentence.text, cited, encoder)
    if support.words < LEAST_WORDS:
        return Fault.WORDS
    return Fault.MEANING if support.cosine < LEAST_COSINE else None


def plain_fault(text: str, cited: Sequence[str]) -> Fault | None:
    """Look for what a sentence states and no text that it cites does."""
    return next((fault for fault, is_at in _PLAIN.items() if is_at(text, cited)), None)


def support_of(text: str, cited: Sequence[str], encoder: Encoder) -> Support:
    """Measure how close a sentence is to the texts it cites."""
    said = set(content_forms(without_numbers(text)))
    share = len(said & forms(" ".join(cited))) / len(said) if said else 0.0
    compared = [*cited, " ".join(cited)] if len(cited) > 1 else list(cited)
    own, *theirs = encoder.encode_documents([text, *compared])
    return Support(share, max(float(own @ vector) for vector in theirs))


def _has_address(text: str, _: Sequence[str]) -> bool:
    """Tell whether it holds a link, an address or markup: no answer needs any."""
    return bool(_ADDRESS.search(text))


def _has_own_name(text: str, cited: Sequence[str]) -> bool:
    """Tell whether it names what no text it cites does; of its first word the case says little."""
    together = " ".join(cited)
    written, said = set(_words(together)), forms(together)
    first, *others = [*_words(text), ""]
    if first.casefold() not in STOP_WORDS | _OPENERS:
        others.append(first)
    return any(
        word not in written if any(map(str.isupper, word[1:])) else folded(word) not in said
        for word in others
        if any(map(str.isupper, word))
    )


def _denies_otherwise(text: str, cited: Sequence[str]) -> bool:
    """Tell whether a clause denies where those that it is most like do not, or the other way."""
    clauses = [clause for quote in cited for clause in _clauses(quote)]
    for own in _clauses(text):
        said = set(content_forms(own))
        shared = [len(said.intersection(content_forms(clause))) for clause in clauses]
        alike = [one for one, n in zip(clauses, shared, strict=True) if n == max(shared)]
        if not any(_denies(one) == _denies(own) for one in alike):
            return True
    return False


def _has_own_direction(text: str, cited: Sequence[str]) -> bool:
    """Tell whether it compares, praises or warns where no text it cites does in that word."""
    return not forms(text) & forms(_DIRECTIONS) <= forms(" ".join(cited))


def _denies(clause: str) -> bool:
    return bool(_NOT.search(clause)) or any(
        word.casefold() in _NEGATIONS for word in _words(clause)
    )


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if content_forms(clause)]


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text as they are written, but for a possessive ending."""
    for term in terms(text):
        yield term.span.of(text).removesuffix("'s").removesuffix("’s")


_PLAIN: dict[Fault, Callable[[str, Sequence[str]], bool]] = {
    Fault.ADDRESS: _has_address,
    Fault.NUMBER: has_own_number,
    Fault.NAME: _has_own_name,
    Fault.NEGATION: _denies_otherwise,
    Fault.DIRECTION: _has_own_direction,
}
