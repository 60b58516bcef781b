"""Questions to begin with, made of what the documents speak of and tried before they are offered.

Comes in: an open bot. Goes out: questions that it answers, in an order that depends on the index
alone: on figures of tables, on abbreviations, on sections, of a different document each.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice, zip_longest

from qa_bot.engine import QABot
from qa_bot.index.protocol import PassageStore
from qa_bot.markup import read
from qa_bot.records import Passage
from qa_bot.text import one_line

_TRIED = 5
_LABEL_WORDS = range(2, 7)
_BRACKETED = re.compile(r"\s*\([^()]*\)")


def example_questions(bot: QABot) -> Iterator[str]:
    """Yield questions that a bot answers, of each kind in turn."""
    store = bot.index.store
    kinds = (_on_figures(store), _on_abbreviations(store), _on_sections(store))
    tried = [_answered(bot, islice(kind, _TRIED)) for kind in kinds]
    seen: set[str | None] = {None}
    for question in chain.from_iterable(zip_longest(*tried)):
        if question not in seen:
            seen.add(question)
            yield question


def _answered(bot: QABot, questions: Iterator[str]) -> Iterator[str]:
    return (question for question in questions if bot.ask(question).answer.statements)


def _on_figures(store: PassageStore) -> Iterator[str]:
    """Ask for what the first suitable row of a document's tables is about."""
    for title, passages in _largest(store):
        labels = (label for passage in passages for label in _row_labels(passage))
        if label := next(labels, ""):
            yield f"{title}: what is the {label}?"


def _row_labels(passage: Passage) -> Iterator[str]:
    for unit in passage.units:
        label, _, figures = read(passage, unit).text.partition(" — ")
        label = _BRACKETED.sub("", label)
        plain = len(label.split()) in _LABEL_WORDS and not re.search("[,:;]", label)
        if unit.columns and plain and re.search(r"\d", figures):
            yield _in_sentence(label)


def _on_abbreviations(store: PassageStore) -> Iterator[str]:
    return (f"What does {one.short} stand for?" for one, _ in store.abbreviations())


def _on_sections(store: PassageStore) -> Iterator[str]:
    """Ask about the first heading of a document that has several."""
    for title, passages in _largest(store):
        headings = [passage.section[-1] for passage in passages if len(passage.section) > 1]
        if headings:
            yield f"{title}: what about {_in_sentence(one_line(headings[0]))}?"


def _largest(store: PassageStore) -> Iterator[tuple[str, list[Passage]]]:
    """Yield the titles and passages of documents, those with most passages first."""
    documents = (
        (one_line(store.title(one.id)), [passage for _, _, passage in store.passages_of(one.id)])
        for one in islice(store.documents().values(), 50)
    )
    yield from sorted(documents, key=lambda document: (-len(document[1]), document[0]))


def _in_sentence(heading: str) -> str:
    """Begin with a small letter, unless the word is a name or an abbreviation."""
    first = heading.split()[0] if heading.split() else ""
    return heading[:1].lower() + heading[1:] if first[1:].islower() else heading
