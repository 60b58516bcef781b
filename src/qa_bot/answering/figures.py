"""Which figures or words of a sentence answer a question.

Comes in: a question and a sentence as it reads. Goes out: spans of the sentence. These are plain
rules about how figures are written, in any field; what they miss is left unmarked.
"""

import re
from collections.abc import Sequence

from qa_bot.question import Question
from qa_bot.question.asking import asks_for_statistic, counted_noun
from qa_bot.records import Span
from qa_bot.text.calendar import DATE
from qa_bot.text.spans import ASIDE, blanked
from qa_bot.text.terms import STOP_WORDS, forms, terms
from qa_bot.values.quantities import IN_GROUPS, POWER
from qa_bot.values.units import UNIT

DIGITS = rf"\d++(?:[.,:]\d+)*+(?:{POWER}(?:/[^\W\d_]\w*)?)?"
"""A number, perhaps with a power of ten and what it is counted in: `0.5 x10^9/L`."""

_FIGURE = re.compile(
    rf"""
    (?<![\w.]){DATE}
    | {IN_GROUPS}
    | (?:(?<!\w)(?:HR|OR|RR|[pPnN])\s*[=<>≤≥]\s*|[<>≤≥~±]\s?)?
    (?:(?<![\w.,)%\]])[-−–])?(?P<currency>[$€£]\s?)?
    (?<![\w.])(?:(?<![)\]"”])\.)?{DIGITS}(?:\s?(?:-|–|to)\s?{DIGITS})?+
    (?:
        [\s-]?(?:
            {UNIT}
            | (?:patients?|thousand|million|billion|bn|[ap]m|[ap]\.m\.|(?(currency)[kKmMbB]|(?!)))
                (?:/\w+)*(?!\w)
        )
        | (?!\w)
    )
    """,
    re.VERBOSE,
)
_IDENTIFIER = re.compile(r"\b(?=(?:[\w/-]*\d){4})[A-Z][A-Z\d/-]{3,}[A-Z\d]\b")
_BEHIND = re.compile(r"(?:[\s-][^\W\d_]+){0,3}")
"""The words of a figure: `40 full-time employees`."""

_ROW = " — "
_COLUMN = re.compile(r"(?:(?<= — )|(?<=; ))[^:;]+(?=: )")
"""A column's name, as rows are read: `Dropouts — Week 2: 3; Week 4: 9`."""

_LONGEST_RUN = 8


def has_identifier(sentence: str) -> bool:
    """Tell whether a sentence has what a thing is registered by, such as `NCT03110562`.

    That is a word of capitals with at least four digits.
    """
    return bool(_IDENTIFIER.search(sentence))


def figures_that_answer(question: str, sentence: str) -> tuple[Span, ...]:
    """Find a sentence's figures, but for those that the question itself states.

    The names of a row's columns have none. Asides in brackets (intervals, p values) count only when
    the question asks for such. Where it asks how many weeks, and some are weeks, these are taken.
    """
    asked = {figure.group().strip() for figure in _FIGURE.finditer(question)}
    asides = [aside.span() for aside in ASIDE.finditer(sentence)]
    wants_aside = asks_for_statistic(question)
    cells = blanked(sentence, _COLUMN) if _ROW in sentence else sentence
    found = [figure for figure in _FIGURE.finditer(cells) if figure.group().strip() not in asked]
    inside = [any(start < one.start() < end for start, end in asides) for one in found]
    fitting = [one for one, aside in zip(found, inside, strict=True) if aside == wants_aside]
    fitting = fitting or found
    what = counted_noun(question)
    counts = [one for one in fitting if what and what in forms(_with_words_behind(one))]
    return tuple(Span(*one.span()) for one in counts or fitting)


def measures(question: Question, sentence: str) -> bool:
    """Tell whether a sentence says how much or how many there are of what is asked: `250 g butter`.

    The number of a chapter or of a grade measures nothing.
    """
    said = [forms(_with_words_behind(one)) for one in _FIGURE.finditer(sentence)]
    return any(one.is_in(words) for one in question.concepts for words in said)


def _with_words_behind(figure: re.Match[str]) -> str:
    behind = _BEHIND.match(figure.string, figure.end())
    return f"{figure.group()}{behind.group() if behind else ''}"


def words_that_answer(
    question: Question, sentence: str, section: Sequence[str]
) -> tuple[Span, ...]:
    """Find the longest run of words that the question and the headings do not have already."""
    known = forms(f"{question.searched} {' '.join(section)}")
    runs: list[list[Span]] = [[]]
    for term in terms(sentence):
        word = term.span.of(sentence)
        if term.form in known:
            runs.append([])
        elif word.casefold() not in STOP_WORDS or runs[-1]:
            runs[-1].append(term.span)
        if runs[-1] and re.match(r"\s*[,;:.()]", sentence[term.span.end :]):
            runs.append([])
    trimmed = [_without_trailing_stop_words(run[:_LONGEST_RUN], sentence) for run in runs]
    best = max(trimmed, key=len)
    return (Span(best[0].start, best[-1].end),) if best else ()


def _without_trailing_stop_words(run: list[Span], sentence: str) -> list[Span]:
    while run and run[-1].of(sentence).casefold() in STOP_WORDS:
        run = run[:-1]
    return run
