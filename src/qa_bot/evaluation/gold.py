"""Where gold quotes stand in the documents.

Comes in: a document's name and a quote, as a case gives them, and the documents' texts as they were
indexed. Goes out: a `Gold`, located; or an error that names the case and what comes nearest.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice, takewhile

from qa_bot.errors import CaseError, pasted
from qa_bot.evaluation.cases import Gold
from qa_bot.evaluation.fields import Fields
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.records import Span
from qa_bot.text.display import one_line
from qa_bot.text.quotes import most_alike, occurrences
from qa_bot.text.spans import LineNumbers

TextOf = Callable[[str], str | None]
"""Fetches a document's text by its name; None when there is no such document."""

_TEXTS = 16
"""Texts that are kept while a file is read: cases of one document mostly follow one another."""

_LONGEST = 60
"""Characters of a quote that an error shows."""

_BEFORE = 25
"""How many of them may stand before the first that is not as in the document."""

_GAP = r"(?:[ \t]*(?:\r\n|\r|\n)[ \t]*| )"
"""Between words of a quote: a space or the end of a line."""


class GoldFinder:
    """Looks gold quotes up in the documents."""

    def __init__(self, text_of: TextOf, names: Sequence[str] = ()) -> None:
        """Take what fetches a text, and all names, to suggest one for a name that is wrong."""
        self._text_of = text_of
        self._names = names
        self._lined = lru_cache(_TEXTS)(self._read)

    def located(self, fields: Fields, span: object) -> Gold:
        """Find a gold span's quote.

        Raises:
            CaseError: When it is no span, or its quote does not stand in its document once.
        """
        document, quote = fields.span(span)
        known = self._lined(document)
        if known is None:
            raise self._unknown(fields, document)
        text, lines = known
        places = list(islice(occurrences(text, quote), 2))
        places = places or list(islice(_rewrapped(text, quote), 2))
        if not places:
            raise _missing(fields, document, quote, known)
        line, *again = (lines.at(place.start) for place in places)
        if again:
            raise fields.error(
                f"the quote {_shown(quote)} stands in {document} more than once:"
                f" in lines {line} and {again[0]}",
                "quote more of the sentence",
            )
        return Gold(Location(document, places[0]), quote, line)

    def _read(self, document: str) -> tuple[str, LineNumbers] | None:
        text = self._text_of(document)
        return None if text is None else (text, LineNumbers(text))

    def _unknown(self, fields: Fields, document: str) -> CaseError:
        close = get_close_matches(document, self._names, n=1, cutoff=0.3)
        hint = f"did you mean {close[0]!r}?" if close else "qa-bot index FOLDER"
        return fields.error(f"no document {document!r} in the index", hint)


def _missing(
    fields: Fields, document: str, quote: str, known: tuple[str, LineNumbers]
) -> CaseError:
    """Say that a quote is not there, and what is most like it: documents are edited."""
    text, lines = known
    near = most_alike(text, quote)
    if near is None:
        return fields.error(
            f"{document} has no quote {_shown(quote)}", f"qa-bot show {pasted(document)}"
        )
    there, line = near.of(text), lines.at(near.start)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(quote, there, strict=False))
    start = max(sum(1 for _ in alike) - _BEFORE, 0)
    return fields.error(
        f"{document} has no quote {_shown(quote, start)};"
        f" nearest, in line {line}: {_shown(there, start)}",
        f"qa-bot show {pasted(f'{document}:{line}')}",
    )


def _rewrapped(text: str, quote: str) -> Iterator[Span]:
    """Yield the places of a quote whose lines end elsewhere, or in other characters."""
    words = _GAP.join(map(re.escape, re.split(_GAP, quote)))
    for found in re.finditer(f"(?=({words}))", text):  # ahead: one may begin inside another
        yield Span(*found.span(1))


def _shown(quote: str, start: int = 0) -> str:
    """Write a quote, or as much of it from some character on as an error shows."""
    before, after = "…" if start else "", "…" if len(quote) > start + _LONGEST else ""
    return repr(one_line(f"{before}{quote[start : start + _LONGEST]}{after}"))
