"""A file of cases: questions with what answers them. `case.schema.json` describes a line of it.

Comes in: JSON Lines and the documents' texts as they were indexed. Goes out: `Case` records, each
gold quote located. Whatever is wrong is named by file, line and case, before anything is asked.
"""

import hashlib
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from qa_bot.errors import CaseError
from qa_bot.evaluation.fields import Fields
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.records import Span
from qa_bot.text.display import counted, json_text, one_line
from qa_bot.text.quotes import occurrences
from qa_bot.text.spans import LineNumbers
from qa_bot.values.quantities import Quantity

TextOf = Callable[[str], str | None]
"""Fetches a document's text by its name; None when there is no such document."""

Part = str | Quantity

_Lined = Callable[[str], tuple[str, LineNumbers] | None]
_TEXTS = 16
"""Texts that are kept while a file is read: cases of one document mostly follow one another."""

_MOST_LINES = 20
"""Lines of an error that are named."""

_GAP = r"(?:[ \t]*(?:\r\n|\r|\n)[ \t]*| )"
"""Between words of a quote: a space or the end of a line."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A quote that supports the answer, and where it stands."""

    location: Location
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Case:
    """One evaluation question.

    Attributes:
        id: Unique in its file.
        question: As it is asked.
        answerable: Whether the documents answer it.
        accepted: Alternatives, any of which is right; all parts of an alternative must be there.
        gold: Alternatives, any of which supports the answer; all spans of one are needed.
        turns: Earlier questions of the conversation, oldest first.
        tags: Groups that it belongs to.
    """

    id: str
    question: str
    answerable: bool
    accepted: tuple[tuple[Part, ...], ...] = ()
    gold: tuple[tuple[Gold, ...], ...] = ()
    turns: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing tells yet what answers it, so that it cannot be asked."""
        return self.answerable and not (self.accepted or self.gold)

    @property
    def locations(self) -> list[list[Location]]:
        """The gold spans, without their quotes."""
        return [[one.location for one in spans] for spans in self.gold]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of a file, with its name and the SHA-256 of its bytes."""

    name: str
    sha256: str
    cases: tuple[Case, ...]


def load_cases(path: Path, text_of: TextOf, documents: Sequence[str] = ()) -> CaseFile:
    """Read a file of cases and locate their gold quotes.

    Args:
        path: JSON Lines in UTF-8; empty lines are passed over.
        text_of: Fetches a document's text as it was indexed.
        documents: Names of all documents, to suggest one for a name that is wrong.

    Raises:
        CaseError: When the file cannot be read, is empty, or a case of it cannot be used.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise CaseError(
            f"{path}: {error.strerror}", hint="qa-bot eval new -o cases.jsonl"
        ) from error
    except UnicodeDecodeError as error:
        raise CaseError(
            f"{path}: not UTF-8 text at byte {error.start}", hint="save it as UTF-8"
        ) from error
    lined = lru_cache(_TEXTS)(partial(_lined, text_of))
    cases: dict[str, Case] = {}
    lines: dict[str, int] = {}
    errors: dict[int, CaseError] = {}
    # Not splitlines: a JSON string may hold other characters that it takes for line breaks.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            fields = Fields.of_line(line, f"{path}:{number}")
            case = _case(fields, lined, documents)
            if case.id in cases:
                raise fields.error(
                    f"the id stands in line {lines[case.id]} already", "give each case its own id"
                )
        except CaseError as error:
            errors[number] = error
        else:
            cases[case.id], lines[case.id] = case, number
    if errors:
        raise _first_of(errors)
    if not cases:
        raise CaseError(f"{path}: no case in it", hint="qa-bot eval new -o cases.jsonl")
    return CaseFile(path.name, hashlib.sha256(data).hexdigest(), tuple(cases.values()))


def _first_of(errors: dict[int, CaseError]) -> CaseError:
    """Take the first error, with the lines of the others: an edited document spoils many cases."""
    first, *others = errors
    error = errors[first]
    if not others:
        return error
    numbers = ", ".join(map(str, others[:_MOST_LINES]))
    more = " and more" if len(others) > _MOST_LINES else ""
    also = f"(and {counted(len(others), 'other line')}: {numbers}{more})"
    return CaseError(f"{error.message} {also}", hint=error.hint)


def as_data(case: Case) -> dict[str, Any]:
    """Turn a case into plain lists and dictionaries: as in its file, its gold spans located."""
    return {
        "id": case.id,
        "question": case.question,
        "answerable": case.answerable,
        "accepted": [_shortened([_part_data(part) for part in parts]) for parts in case.accepted],
        "gold": [_shortened([_gold_data(one) for one in spans]) for spans in case.gold],
        "turns": list(case.turns),
        "tags": list(case.tags),
    }


def as_line(case: Case) -> str:
    """Write a case as it stands in a file: one line, without what only loading finds out."""
    fields = as_data(case)
    fields["gold"] = [
        _shortened([{"document": one.location.document, "quote": one.quote} for one in spans])
        for spans in case.gold
    ]
    kept = {name: value for name, value in fields.items() if value or name not in {"turns", "tags"}}
    return json_text(kept)


def written(alternative: Any) -> str:  # noqa: ANN401 - text, number, or a list of such
    """Write an accepted alternative of `as_data` in words: `13.93 months and 9.46 months`."""
    if isinstance(alternative, list):
        return " and ".join(map(written, alternative))
    if isinstance(alternative, dict):
        return str(Quantity(Decimal(str(alternative["value"])), alternative["unit"]))
    return str(alternative)


def _shortened(parts: list[Any]) -> Any:  # noqa: ANN401 - one part stands for itself
    return parts[0] if len(parts) == 1 else parts


def _part_data(part: Part) -> object:
    if isinstance(part, str):
        return part
    whole = part.value == part.value.to_integral_value()
    return {"value": int(part.value) if whole else float(part.value), "unit": part.unit}


def _gold_data(one: Gold) -> dict[str, object]:
    span = one.location.span
    return {
        "document": one.location.document,
        "quote": one.quote,
        "start": span.start,
        "end": span.end,
        "line": one.line,
    }


def _lined(text_of: TextOf, document: str) -> tuple[str, LineNumbers] | None:
    text = text_of(document)
    return None if text is None else (text, LineNumbers(text))


def _case(fields: Fields, lined: _Lined, documents: Sequence[str]) -> Case:
    """Check a line's fields and locate its quotes."""
    answerable = fields.flag("answerable")
    accepted = tuple(
        tuple(fields.part(part) for part in parts) for parts in fields.alternatives("accepted")
    )
    gold = tuple(
        tuple(_located(fields, span, lined, documents) for span in spans)
        for spans in fields.alternatives("gold")
    )
    if not answerable and (accepted or gold):
        raise fields.error('not answerable, but it has "accepted" or "gold"', "leave both empty")
    case = Case(
        id=fields.id,
        question=fields.words("question"),
        answerable=answerable,
        accepted=accepted,
        gold=gold,
        turns=fields.texts("turns"),
        tags=fields.texts("tags"),
    )
    if case.is_open:
        raise fields.error(
            "answerable, but nothing tells what answers it", 'give "gold" or "accepted"'
        )
    return case


def _rewrapped(text: str, quote: str) -> Iterator[Span]:
    """Yield the places of a quote whose lines end elsewhere, or in other characters."""
    words = _GAP.join(map(re.escape, re.split(_GAP, quote)))
    for found in re.finditer(f"(?=({words}))", text):  # ahead: one may begin inside another
        yield Span(*found.span(1))


def _located(fields: Fields, span: object, lined: _Lined, documents: Sequence[str]) -> Gold:
    """Find a gold span's quote, which must stand in its document once."""
    document, quote = fields.span(span)
    known = lined(document)
    if known is None:
        close = get_close_matches(document, documents, n=1, cutoff=0.3)
        hint = f"did you mean {close[0]!r}?" if close else "qa-bot index FOLDER"
        raise fields.error(f"no document {document!r} in the index", hint)
    text, lines = known
    shown = one_line(quote if len(quote) <= 60 else f"{quote[:59]}…")
    places = list(islice(occurrences(text, quote), 2)) or list(islice(_rewrapped(text, quote), 2))
    if not places:
        raise fields.error(
            f"{document} has no quote {shown!r}", f"qa-bot show {shlex.quote(document)}"
        )
    line, *again = (lines.at(place.start) for place in places)
    if again:
        raise fields.error(
            f"the quote {shown!r} stands in {document} more than once:"
            f" in lines {line} and {again[0]}",
            "quote more of the sentence",
        )
    return Gold(Location(document, places[0]), quote, line)
