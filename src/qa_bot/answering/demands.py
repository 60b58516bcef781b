"""What a sentence has to tell, by the kind of thing that is asked for.

Comes in: a question. Goes out: what each sentence has to tell, to answer it. One may be about the
very thing, and yet tell of another kind of it: a hazard ratio is no p value.
"""

import re
from collections.abc import Callable
from functools import partial

from qa_bot.answering.figures import DIGITS
from qa_bot.question import Question
from qa_bot.question.asking import asks_for_interval, asks_for_p_value, counted_noun, wanted
from qa_bot.question.concepts import STANDING_FOR
from qa_bot.text.calendar import DATE
from qa_bot.text.spans import blanked
from qa_bot.text.terms import folded, forms
from qa_bot.values.quantities import AMOUNT_WORDS, NUMBER_WORDS

Demand = Callable[[str], object]
"""Tells by what is true whether a sentence has something of the kind that is asked for."""

_NUMBER = re.compile(
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
    rf"(?<![\w.,])(?:{DIGITS}|one|{'|'.join(NUMBER_WORDS)})[\s-](?:{'|'.join(_TIMES)})s?\b",
    re.IGNORECASE,
)
"""So many days or weeks: no number of anything else."""

_DAY = re.compile(rf"(?<!\w){DATE}", re.VERBOSE)
_SINGLE = re.compile(r"\ban?\s(?:\w+\s)?(\w+)", re.IGNORECASE)
_P_VALUE = re.compile(r"\bp\s?[=<>≤≥:]|\bp[- ]?values?\b|significan", re.IGNORECASE)
_INTERVAL = re.compile(r"\d\)?\s?(?:[-–—,;]|to|and)\s?(?:[-−]?[\d.]|n(?:ot|[er])\b)", re.IGNORECASE)
"""Two numbers; the second one may not be known yet: `11.73-not evaluable`."""

_LONG_FORM = re.compile(
    r"\b(?:st(?:and|ood)\w*|short)\s+for\b|\b(?:acronym|abbreviat)", re.IGNORECASE
)
_NUMBERING = re.compile(r"#\d+\b|\A\W*\d+(?:\.\d+)*[.)]\s")
"""The number of a ticket or of a heading: `#1704`, `5. Next call`."""

_BLANK = re.compile(
    r"(?:\w+\s)?not (?:applicable|available|disclosed|given|provided|recorded|reported|stated)"
    r"|n/?a|[-–—?]+",
    re.IGNORECASE,
)
"""What is written into a cell for which there is nothing to say; "not insured" says something."""

_COLUMN_NAME = re.compile(r"\A[^:;]+: ")


def demands(question: Question, above: str = "") -> list[Demand]:
    """List what a sentence has to tell.

    Args:
        question: What is asked.
        above: The headings of the sentence, which may say what something stands for.
    """
    asked, counted = question.text, counted_noun(question.text)
    kinds: tuple[tuple[bool, Demand], ...] = (
        (counted is not None, partial(_tells_number, counted or "")),
        (asks_for_p_value(asked), _P_VALUE.search),
        (asks_for_interval(question.searched), _INTERVAL.search),
        (STANDING_FOR in question.concepts, lambda said: _LONG_FORM.search(f"{above} {said}")),
        (True, partial(_adds_to, forms(asked) if wanted(asked) else frozenset())),
    )
    return [tells for is_asked, tells in kinds if is_asked]


def _tells_number(counted: str, sentence: str) -> bool:
    """Tell whether a sentence says how many there are.

    A number is a digit, a word such as `seven`, `twice` or `several`, a list, or what is asked for
    in the singular: "a guest". Four weeks are no number of books, nor is 30 November.
    """
    counts = blanked(sentence, _DAY)
    if counted not in map(folded, _TIMES):
        counts = blanked(counts, _DURATION)
    return bool(_NUMBER.search(counts)) or counted in map(folded, _SINGLE.findall(sentence))


def _adds_to(asked: frozenset[str], sentence: str) -> bool:
    """Tell whether a sentence says more than the words of a question for a number or the like.

    Its own number adds nothing. Where the question has an "or", what it repeats may be the answer.
    """
    return "or" in asked or not forms(_NUMBERING.sub("", sentence)) <= asked


def is_blank(cells: str) -> bool:
    """Tell whether cells, as a row is read, say nothing but that something is left out."""
    said = [_COLUMN_NAME.sub("", cell).strip() for cell in cells.split(";")]
    return all(map(_BLANK.fullmatch, said))
