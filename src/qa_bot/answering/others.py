"""What hits say of others than those a question asks about: another arm, dose, time or person.

Comes in: a question and its hits, read. Goes out: the sentences and rows that are left, and the
words that no passage has together. What shares most words with a question is often another's
answer; an answer about another would be worse than none. Doubt speaks for a sentence.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from qa_bot.answering.figures import lacks_count, only_repeats
from qa_bot.answering.headed import lists_asked_for
from qa_bot.answering.reading import ReadHit, ReadUnit, quotable
from qa_bot.answering.rows import passed_over
from qa_bot.question import Concept, Question
from qa_bot.question.asking import tells_long_form
from qa_bot.question.names import has_month_instead, has_to_be_named, is_of_other_group
from qa_bot.question.symbols import is_mixed, writes
from qa_bot.question.understanding import STANDING_FOR, said_by
from qa_bot.text.markup import headings
from qa_bot.values.bounds import tells_other_end
from qa_bot.values.labels import names_others
from qa_bot.values.moments import tells_other_time
from qa_bot.values.periods import speaks_of
from qa_bot.values.rules import about_other_values, tells_other_dose
from qa_bot.values.versions import leaves_out

_OF_ANOTHER = (names_others, leaves_out, tells_other_dose, tells_other_time, tells_other_end)
"""Each tells by its values whether a sentence, under its headings, is about another."""


def not_of_others(
    question: Question, hits: Sequence[ReadHit]
) -> Iterator[tuple[ReadHit, list[ReadUnit]]]:
    """Yield the hits that name whom or what a question asks about, with what in them may answer."""
    values = about_other_values([texts_of(hit) for hit in hits], question.searched)
    rows = passed_over(question, hits)
    for hit in filter(partial(_names_all, question), hits):
        path, units = above(hit), (*quotable(hit), *lists_asked_for(question, hit))
        left = (one for one in units if one not in rows and one.text not in values)
        yield hit, [one for one in left if not _misses(question, one.text, path)]


def _misses(question: Question, sentence: str, path: str) -> bool:
    """Tell whether a sentence is about another, or tells nothing of the kind that is asked for."""
    asked = question.text
    return (
        any(tells(sentence, asked, path) for tells in _OF_ANOTHER)
        or is_of_other_group(sentence, question)
        or lacks_count(asked, sentence)
        or only_repeats(asked, sentence)
        or (STANDING_FOR in question.concepts and not tells_long_form(f"{path} {sentence}"))
    )


def apart_words(question: Question, hits: Sequence[ReadHit]) -> tuple[str, ...]:
    """List what an answer has to name, if there are several and no passage names them all."""
    if any(_names_all(question, hit) for hit in hits):
        return ()
    named = (one.words for one in _named(question))
    apart = [one for one in named if not any(one in symbol for symbol in question.symbols)]
    words = tuple(dict.fromkeys((*question.symbols, *apart)))
    return words if len(words) > 1 else ()


def _names_all(question: Question, read: ReadHit) -> bool:
    """Tell whether a passage with its headings names whom or what a question asks about."""
    said, text = said_in(read), "\n".join(texts_of(read))
    return all(
        (one.is_in(said) and not has_month_instead(one.words, question.text, text))
        or speaks_of(text, one.words)
        or (is_mixed(one.words) and writes(text, one.words))
        for one in _named(question)
    ) and all(writes(text, symbol) for symbol in question.symbols)


def _named(question: Question) -> list[Concept]:
    return [one for one in question.concepts if has_to_be_named(one, question.text)]


def above(read: ReadHit) -> str:
    """Write the headings of a passage in a line."""
    return " ".join(headings(read.hit.passage))


def texts_of(read: ReadHit) -> list[str]:
    """List the headings above a passage and its sentences and rows."""
    return [above(read), *(one.text for one in read.units)]


def said_in(read: ReadHit) -> frozenset[str]:
    """List what is said in a passage and above it, sentence by sentence."""
    return frozenset().union(*map(said_by, texts_of(read)))
