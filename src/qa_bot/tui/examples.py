"""Questions to begin with, each made of a sentence that answers it and tried before it is offered.

Comes in: an open bot. Goes out: questions that it answers surely and with that very sentence, in an
order that depends on the index alone. Only sentences of a few plain forms make a natural question;
where there are none of them there are fewer examples, or none.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from typing import NamedTuple

from qa_bot.engine import QABot
from qa_bot.index.protocol import PassageStore
from qa_bot.records import Passage, Span
from qa_bot.text.markup import read
from qa_bot.text.terms import is_stop_word

_TRIED = 5
_SURE = 0.9
_WORD = r"[^\s,;:.()\"“”„‚‘’–—]+"
_NAME = r"[^\W\d_a-zß-öø-ÿ][^\s,;:.()\"“”„‚‘’–—]*"
_POINTING = frozenset("another both each either here one other das dies es hier".split())
_FIGURE = r"(?:about )?(?:[A-Z]{3} |[$€£] ?)?\d(?![\d.,]* \w+ (?:old|tall|high|long|wide|deep)\b)"
"""A figure that answers "what": of the oldest one asks how old."""

_FIGURES = (
    (rf"(The {_WORD}(?: {_WORD}){{1,6}}) (is|are|was|were) {_FIGURE}", "What {1} {0}?"),
    (rf"((?:Der|Die|Das) {_WORD}(?: {_WORD}){{0,4}}) (beträgt) {_FIGURE}", "Wie viel {1} {0}?"),
)
_BRIEF = ((rf"(The {_WORD}) (is|was) {_FIGURE}", "What {1} {0}?"),)
"""Of a thing that one word names, which is seldom the only one of its kind: after the others."""

_THINGS = (
    (rf"(The {_WORD}(?: {_WORD}){{1,3}}|{_NAME}(?: {_NAME}){{0,2}}) (is|are) (?:an?|the) ",
     "What {1} {0}?"),
    (rf"((?:Der|Die|Das) {_WORD}|{_NAME}) (ist) eine? ", "Was {1} {0}?"),
)  # fmt: skip


class _Example(NamedTuple):
    """A question, and the sentence that it is made of."""

    question: str
    document: str
    sentence: Span


def example_questions(bot: QABot) -> Iterator[str]:
    """Yield questions that a bot answers, of each kind in turn."""
    store = bot.index.store
    figures = chain(_of_sentences(store, _FIGURES), _of_sentences(store, _BRIEF))
    kinds = (figures, _of_headings(store), _of_sentences(store, _THINGS))
    tried = [_answered(bot, islice(kind, _TRIED)) for kind in kinds]
    yield from dict.fromkeys(filter(None, chain.from_iterable(zip_longest(*tried))))


def _answered(bot: QABot, examples: Iterator[_Example]) -> Iterator[str]:
    for example in examples:
        answer = bot.ask(example.question).answer
        cited = (one for statement in answer.statements[:1] for one in statement.citations)
        if answer.confidence >= _SURE and any(
            one.passage.document == example.document and one.span.contains(example.sentence)
            for one in cited
        ):
            yield example.question


def _of_sentences(store: PassageStore, forms: tuple[tuple[str, str], ...]) -> Iterator[_Example]:
    """Ask, of each document, for what its first sentence of one of some forms tells."""
    for passages in _largest(store):
        units = ((one, unit) for one in passages for unit in one.units if not unit.columns)
        asked = (
            _Example(question, passage.document, unit.span)
            for passage, unit in units
            if (question := _question(read(passage, unit).text, forms))
        )
        yield from islice(asked, 1)


def _question(sentence: str, forms: tuple[tuple[str, str], ...]) -> str:
    for form, question in forms:
        if found := re.match(form, sentence):
            thing, verb = found.groups()
            first, _, rest = thing.partition(" ")
            if rest and first in {"The", "Der", "Die", "Das"}:
                return question.format(f"{first.lower()} {rest}", verb)
            if not (is_stop_word(first) or first.casefold() in _POINTING):
                return question.format(thing, verb)
    return ""


def _of_headings(store: PassageStore) -> Iterator[_Example]:
    """Ask what a heading asks, of each document the first that does."""
    for passages in _largest(store):
        asking = (one for one in passages if one.section and one.section[-1].endswith("?"))
        for passage in islice(asking, 1):
            yield _Example(passage.section[-1], passage.document, passage.units[0].span)


def _largest(store: PassageStore) -> Iterator[list[Passage]]:
    """Yield the passages of documents, those with most passages first."""
    documents = (list(store.passages_of(one.id)) for one in islice(store.documents().values(), 50))
    yield from sorted(documents, key=lambda passages: -len(passages))
