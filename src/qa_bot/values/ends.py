"""When something begins, and when it ends: the day a card was issued is not the day it expires.

Comes in: a sentence as it reads, and a question. Goes out: whether the sentence dates the one where
the question asks for the other. When in doubt it does not.
"""

import re

from qa_bot.values.quantities import NUMBER_WORDS

_NO_NOUN = r"(?<!\bat )(?<!\bby )(?<!\bin )(?<!\bthe )(?<!\ban )(?<!\ba )(?<!-)"
_BEGINS = re.compile(
    rf"\b(?:issued|(?:date|day) of issue|issue date|began|begun|{_NO_NOUN}begins?"
    rf"|{_NO_NOUN}start(?:s|ed)?|commence[sd]?)\b(?! of\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"\b(?:expir\w+|r[au]ns? out|{_NO_NOUN}end(?:s|ed)?|ceased?|ceases"
    rf"|{_NO_NOUN}(?:finish|stop)(?:es|s|ed|ped)?)\b(?! of\b)",
    re.IGNORECASE,
)
_REACHES = re.compile(
    rf"\b(?:until|till|to|through|by|before|valid|lasts?|within"
    rf"|for (?:\d|an?\b|one\b|{'|'.join(NUMBER_WORDS)}))|\d\s?–\s?\d",
    re.IGNORECASE,
)
"""What may tell an end, too, as "from May to August" and "for ten years" do."""

_ASKS_FOR_DATE = re.compile(r"\W*(?:\w+\s)?when\b|.*\b(?:date|day)\b", re.IGNORECASE)


def tells_contrary_end(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence says when a thing begins where its end is asked for, or the reverse.

    Args:
        sentence: As it reads.
        asked: The question.
        above: The headings of the sentence, which may say what it dates.
    """
    of_beginning, of_end = bool(_BEGINS.search(asked)), bool(_ENDS.search(asked))
    if of_beginning == of_end or not _ASKS_FOR_DATE.match(asked):
        return False
    own, contrary = (_BEGINS, _ENDS) if of_beginning else (_ENDS, _BEGINS)
    is_open = of_end and _REACHES.search(sentence)
    return bool(
        contrary.search(sentence) and not own.search(f"{above}\n{sentence}") and not is_open
    )
