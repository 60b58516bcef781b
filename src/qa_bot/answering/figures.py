"""Which figures or words of a sentence answer a question.

Comes in: a question and a sentence as it reads. Goes out: spans of the sentence. These are plain
rules about how figures are written, in any field; what they miss is left unmarked.
"""

import re
from collections.abc import Sequence

from qa_bot.question import Question
from qa_bot.question.asking import (
    asks_for_interval,
    asks_for_p_value,
    asks_for_statistic,
    counted_noun,
    wanted,
)
from qa_bot.records import Span
from qa_bot.text.calendar import DATE
from qa_bot.text.spans import ASIDE, blanked
from qa_bot.text.terms import STOP_WORDS, folded, forms, terms
from qa_bot.values.quantities import AMOUNT_WORDS, IN_GROUPS, NUMBER_WORDS, POWER
from qa_bot.values.units import UNIT

_DIGITS = rf"\d++(?:[.,:]\d+)*+(?:{POWER}(?:/[^\W\d_]\w*)?)?"
_FIGURE = re.compile(
    rf"""
    (?<![\w.]){DATE}
    | {IN_GROUPS}
    | (?:(?<!\w)(?:HR|OR|RR|[pPnN])\s*[=<>≤≥]\s*|[<>≤≥~±]\s?)?
    (?:(?<![\w.,)%\]])[-−–])?(?P<currency>[$€£]\s?)?
    (?<![\w.])(?:(?<![)\]"”])\.)?{_DIGITS}(?:\s?(?:-|–|to)\s?{_DIGITS})?+
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
_COUNT = re.compile(
    rf"""(?<!\w)(?<!\w-)\d++(?!(?:st|nd|rd|th)\b)|[¼-¾⅐-⅞]  # in COVID-19 is none
    |(?<!\bhow\s)\b(?:(?:{"|".join(sorted(AMOUNT_WORDS))})s?
        |no|none|nobody|nothing|never|zero|one|once|both|single|sole|only|pair|couple|another|each
        |every|any|many|most|several|few|fewer|more|less|enough|numerous|unlimited
        |(?:dai|week|month|year)ly)\b
    |,[^,;.]{{1,40}}(?:,\s)?\b(?:and|or)\b  # what is listed can be counted
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TIMES = "second minute hour day week month year".split()
_DURATION = re.compile(
    rf"(?<![\w.,])(?:{_DIGITS}|one|{'|'.join(NUMBER_WORDS)})[\s-](?:{'|'.join(_TIMES)})s?\b",
    re.IGNORECASE,
)
"""So many days or weeks: no number of anything else."""

_DAY = re.compile(rf"(?<!\w){DATE}", re.VERBOSE)

_P_TOLD = re.compile(r"\bp\s?[=<>≤≥:]|\bp[- ]?values?\b|significan", re.IGNORECASE)
_NUMBERING = re.compile(r"#\d+\b|\A\W*\d+(?:\.\d+)*[.)]\s")
"""The number of a ticket or of a heading: `#1704`, `5. Next call`."""

_SINGLE = re.compile(r"\ban?\s(?:\w+\s)?(\w+)", re.IGNORECASE)
_BEHIND = re.compile(r"(?:[\s-][^\W\d_]+){0,3}")
"""The words of a figure: `40 full-time employees`."""

_INTERVAL = re.compile(r"\d\)?\s?(?:[-–—,;]|to|and)\s?(?:[-−]?[\d.]|n(?:ot|[er])\b)", re.IGNORECASE)
"""Two numbers; the second one may not be known yet: `11.73-not evaluable`."""

_BLANK = re.compile(
    r"(?:\w+\s)?not (?:applicable|available|disclosed|given|provided|recorded|reported|stated)"
    r"|n/?a|[-–—?]+",
    re.IGNORECASE,
)
"""What is written into a cell for which there is nothing to say; "not insured" says something."""

_ROW = " — "
_COLUMN = re.compile(r"(?:(?<= — )|(?<=; ))[^:;]+(?=: )")
"""A column's name, as rows are read: `Dropouts — Week 2: 3; Week 4: 9`."""

_COLUMN_NAME = re.compile(r"\A[^:;]+: ")

_LONGEST_RUN = 8


def has_identifier(sentence: str) -> bool:
    """Tell whether a sentence has such: capitals and at least four digits in one word."""
    return bool(_IDENTIFIER.search(sentence))


def lacks_count(question: str, sentence: str) -> bool:
    """Tell whether a question asks how many there are, and a sentence gives no number.

    A number is a digit, a word such as `seven`, `twice` or `several`, a list, or what is asked for
    in the singular: "a guest". Four weeks are no number of books, nor is 30 November.
    """
    asked = counted_noun(question)
    if asked is None:
        return False
    counts = blanked(sentence, _DAY)
    if asked not in map(folded, _TIMES):
        counts = blanked(counts, _DURATION)
    if _COUNT.search(counts):
        return False
    return asked not in map(folded, _SINGLE.findall(sentence))


def lacks_p_value(question: str, sentence: str) -> bool:
    """Tell whether a question asks for a p value, and a sentence tells of none.

    A hazard ratio or an interval is another figure, beside which it may stand.
    """
    return asks_for_p_value(question) and not _P_TOLD.search(sentence)


def lacks_interval(question: Question, sentence: str) -> bool:
    """Tell whether a question asks for a confidence interval, and a sentence gives none."""
    return asks_for_interval(question.searched) and not _INTERVAL.search(sentence)


def is_blank(cells: str) -> bool:
    """Tell whether cells, as a row is read, say nothing but that something is left out."""
    said = [_COLUMN_NAME.sub("", cell).strip() for cell in cells.split(";")]
    return all(map(_BLANK.fullmatch, said))


def only_repeats(question: str, sentence: str) -> bool:
    """Tell whether a question wants a number, a time or the like, and a sentence only repeats it.

    Its own number adds nothing. Where the question has an "or", what it repeats may be the answer.
    """
    asked = forms(question) if wanted(question) else frozenset()
    return "or" not in asked and forms(_NUMBERING.sub("", sentence)) <= asked


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
