"""Which passages name whom or what a question asks about.

Comes in: a question and its hits, as they read. Goes out: whether a hit names it all, and the words
that none of them has together. An answer about another would be worse than none.
"""

from collections.abc import Sequence

from qa_bot.answering.units import ReadHit
from qa_bot.question import Question
from qa_bot.question.names import has_month_instead, to_be_named
from qa_bot.question.symbols import is_mixed, writes
from qa_bot.values.periods import speaks_of


def names_all(question: Question, read: ReadHit) -> bool:
    """Tell whether a passage with its headings names whom or what a question asks about."""
    said, text = read.said, "\n".join(read.texts)
    return all(
        (one.is_in(said) and not has_month_instead(one.words, question.text, text))
        or speaks_of(text, one.words)
        or (is_mixed(one.words) and writes(text, one.words))
        for one in to_be_named(question)
    ) and all(writes(text, symbol) for symbol in question.symbols)


def says_what_narrows(question: Question, read: ReadHit) -> bool:
    """Tell whether a passage with its headings says what narrows a question down.

    "Neutropenia in DLBCL" is not answered by what is told of thrombocytopenia in DLBCL.
    """
    return all(one.is_in(read.said) for one in question.narrowing)


def apart_words(question: Question, hits: Sequence[ReadHit]) -> tuple[str, ...]:
    """List what an answer has to say, if there are several and no hit says them all."""
    if any(one.may_answer and says_what_narrows(question, one) for one in hits):
        return ()
    named = (one.words for one in (*to_be_named(question), *question.narrowing))
    apart = [one for one in named if not any(one in symbol for symbol in question.symbols)]
    words = tuple(dict.fromkeys((*question.symbols, *apart)))
    return words if len(words) > 1 else ()
