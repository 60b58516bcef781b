"""Does a saved citation still hold in today's files?

Comes in: where a quote stood when an answer was given, and its words. Goes out: whether it stands
there still, has moved, has changed, or is gone. Files are read as they are now; the index only
spares reading those that have not changed since.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from typing import Any, get_type_hints

from qa_bot.config import DocumentsConfig
from qa_bot.documents import SUFFIXES, FileEntry, load, scan_all, sha256_of
from qa_bot.errors import DocumentError
from qa_bot.index import Index
from qa_bot.records import Span
from qa_bot.text.quotes import ALIKE, nearest_occurrence
from qa_bot.text.spans import LineNumbers


class Verdict(StrEnum):
    """What became of a quote."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class SavedCitation:
    """A quote as an answer cited it: its document, its first and last offset, its words."""

    document: str
    start: int
    end: int
    quote: str


_FIELDS = get_type_hints(SavedCitation)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a quote, and where it, or what it became, stands today.

    Attributes:
        citation: The quote.
        verdict: What became of it.
        document: Where it stands today; empty when it is gone.
        span: In that document, or None.
        line: From 1, or None.
        text: What stands there today.
    """

    citation: SavedCitation
    verdict: Verdict
    document: str = ""
    span: Span | None = None
    line: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Today:
    """A document as it is now, with the spans of its sentences and rows."""

    text: str
    spans: tuple[Span, ...]


class Verifier:
    """Checks citations against the files of an index."""

    def __init__(self, index: Index, limits: DocumentsConfig) -> None:
        """List today's files.

        Raises:
            FolderError: When a folder is gone.
        """
        self._index = index
        self._limits = limits
        self._known = index.store.documents()
        self._files = {file.name: file for file in scan_all(index.collection, SUFFIXES).files}
        self._today = cache(self._read)

    def check(self, citation: SavedCitation) -> Finding:
        """Tell what became of a quote."""
        here = self._today(citation.document)
        if here and here.text[citation.start : citation.end] == citation.quote:
            place = Span(citation.start, citation.start + len(citation.quote))
            return _finding(citation, Verdict.SAME, citation.document, here, place)
        for name in (citation.document, *(one for one in self._files if one != citation.document)):
            today = self._today(name)
            if today and (span := nearest_occurrence(today.text, citation.quote, citation.start)):
                return _finding(citation, Verdict.MOVED, name, today, span)
        if here and (span := _most_alike(here, citation.quote)):
            return _finding(citation, Verdict.CHANGED, citation.document, here, span)
        return Finding(citation, Verdict.GONE)

    def _read(self, name: str) -> _Today | None:
        """Read a document as it is now; None when it is gone or cannot be read."""
        file = self._files.get(name)
        if file is None:
            return None
        known = self._known.get(name)
        if known and known.sha256 == sha256_of(file):
            passages = self._index.store.passages_of(known.id)
            spans = tuple(unit.span for passage in passages for unit in passage.units)
            return _Today(self._index.store.document(known).text, spans)
        return self._loaded(file)

    def _loaded(self, file: FileEntry) -> _Today | None:
        try:
            document = load(file, self._limits)
        except DocumentError:
            return None
        spans = (unit.span for section in document.sections for unit in section.units)
        return _Today(document.text, tuple(spans))


def saved_citations(answer: Any) -> list[SavedCitation]:  # noqa: ANN401 - whatever JSON holds
    """Take the citations out of an answer as `--format json` prints it.

    Raises:
        ValueError: When it is not such an answer.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("citations"), list):
        raise ValueError("no citations in it")
    found = []
    for given in answer["citations"]:
        one = given if isinstance(given, dict) else {}
        fields: dict[str, Any] = {name: one.get(name) for name in _FIELDS}
        if not _is_citation(fields):
            raise ValueError(f"not a citation: {str(given)[:80]}")
        found.append(SavedCitation(**fields))
    return found


def _is_citation(fields: dict[str, Any]) -> bool:
    """Tell whether each field is of its type, and they quote something."""
    types = {name: type(value) for name, value in fields.items()}
    return types == _FIELDS and 0 <= fields["start"] < fields["end"] and bool(fields["quote"])


def _finding(
    citation: SavedCitation, verdict: Verdict, document: str, today: _Today, span: Span
) -> Finding:
    line = LineNumbers(today.text).at(span.start)
    return Finding(citation, verdict, document, span, line, span.of(today.text))


def _most_alike(today: _Today, quote: str) -> Span | None:
    """Find the sentence or row that is most like a quote, if any is."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(quote)
    best, found = ALIKE, None
    for span in today.spans:
        matcher.set_seq1(span.of(today.text))
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) > best:
            ratio = matcher.ratio()
            if ratio > best:
                best, found = ratio, span
    return found
