"""The numbers that a sentence states and no text that it cites does.

Comes in: a sentence and the texts. Goes out: whether each number, with its unit or what it counts,
stands in one of them. A number may be written as a word; a name with a digit in it must stand there
as it is.
"""

import re
from collections.abc import Iterator, Sequence

from qa_bot.records import Span
from qa_bot.text.spans import blanked
from qa_bot.text.terms import folded, forms
from qa_bot.values.quantities import (
    AMOUNT_WORDS,
    NUMBER_WORDS,
    Number,
    Quantity,
    measured,
    numbers_in,
    quantities,
    states,
)

_AMOUNT = re.compile(
    rf"\b(?:{'|'.join(sorted(AMOUNT_WORDS))}|most|all|every|always)\b", re.IGNORECASE
)
_WITH_DIGIT = re.compile(r"[^\s()\[\],;:\"“”]*\d[^\s()\[\],;:\"“”]*")
_COUNTED = re.compile(r"\s+([^\W\d_]+)")


def has_own_number(text: str, cited: Sequence[str]) -> bool:
    """Tell whether a sentence states a number, or a unit to it, that no text it cites does."""
    together = " ".join(cited)
    return (
        any(not _is_stated(number, text, cited) for number in numbers_in(text))
        or any(token not in together.casefold() for token in _names_with_digits(text))
        or not _amounts(text) <= _amounts(together) | _as_amounts(together)
    )


def without_numbers(text: str) -> str:
    """Blank the numbers of a sentence with their units, and the amounts that are words."""
    for number in numbers_in(text):
        own = measured(text, number)
        unit = _COUNTED.match(text, number.span.end) if own.unit else None
        end = unit.end() if unit else number.span.end
        text = f"{text[: number.span.start]}{' ' * (end - number.span.start)}{text[end:]}"
    return blanked(text, _AMOUNT)


def _is_stated(number: Number, text: str, cited: Sequence[str]) -> bool:
    """Tell whether some text states a number of a sentence, of the same things."""
    own = measured(text, number)
    if own.unit:
        return any(states(quote, own) for quote in cited)
    if own.counted:
        cited = [quote for quote in cited if folded(own.counted) in forms(quote)]
    return any(_is_among(own, text, quote) for quote in cited)


def _is_among(own: Quantity, text: str, quote: str) -> bool:
    """Tell whether a quote states a number that has no unit beside it in its sentence.

    Where the quote gives one, as in months, the sentence has to name it elsewhere.
    """
    stated = quantities(quote, [Span(0, len(quote))])
    same = [one for one in stated if one.value == own.value]
    written = any(NUMBER_WORDS.get(word) == own.value for word in _amounts(quote))
    return written or any(not one.unit or states(text, one) for one in same)


def _names_with_digits(text: str) -> Iterator[str]:
    """Yield words with a digit that is part of no number, such as `NCT03110562`."""
    spans = [number.span for number in numbers_in(text)]
    for token in _WITH_DIGIT.finditer(text):
        digits = (place for place in range(*token.span()) if text[place].isdigit())
        if any(not any(span.start <= place < span.end for span in spans) for place in digits):
            yield token.group().strip(".!?'\"").casefold()


def _amounts(text: str) -> set[str]:
    """List the amounts of a text that are words."""
    return set(_AMOUNT.findall(text.casefold()))


def _as_amounts(text: str) -> set[str]:
    """List the words for the small whole numbers that a text writes in digits."""
    values = {number.value for number in numbers_in(text)}
    return {word for word, value in NUMBER_WORDS.items() if value in values}
