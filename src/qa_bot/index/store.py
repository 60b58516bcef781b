"""Passages, documents and what belongs to them, in one SQLite file for each segment.

A passage's row number is its row among the vectors and in the lexical index. The text of every
document is kept, so that a quote can be shown in its place even when the file is gone. Numbers of
rows and documents go on from segment to segment, so that each says in which one to look.
Abbreviations of a document that is gone are known until its segment is written anew: they may widen
what is searched, never what is quoted.
"""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from qa_bot.documents import Skipped
from qa_bot.errors import IndexDamagedError
from qa_bot.glossary.abbreviations import Abbreviation, most_used
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.index.manifest import Segment
from qa_bot.records import Document, Passage, Reference, Span, Unit
from qa_bot.text.markup import citation_keys

_PASSAGE = """
SELECT documents.name, documents.sha256, start, end, line, section, units, page, turns,
    passages.text
FROM passages JOIN documents ON documents.id = passages.document
"""
_DOCUMENT = """
SELECT documents.id, title, texts.text, pages
FROM documents JOIN texts ON texts.document = documents.id
"""
_SKIPPED = "SELECT name, reason, failed, size, mtime_ns FROM skipped ORDER BY name"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What is known of an indexed document without reading its text."""

    id: int
    name: str
    sha256: str
    size: int
    mtime_ns: int
    stamp: str


class Store:
    """The stores of all segments, opened to read; several threads may use it in turn."""

    def __init__(self, segments: Sequence[tuple[Path, Segment]], removed: Iterable[int]) -> None:
        """Open the segments' stores, oldest first.

        Args:
            segments: Each with its file.
            removed: Ids of the documents that are there no more.

        Raises:
            IndexDamagedError: When one is not a store.
        """
        self._removed = frozenset(removed)
        self._parts = [_Part(path) for path, _ in segments]
        self._newest = self._parts[-1]
        self._rows = [segment.first_row for _, segment in segments]
        self._documents = [segment.first_document for _, segment in segments]
        self._names = [segment.name for _, segment in segments]

    def close(self) -> None:
        """Close the files."""
        for part in self._parts:
            part.close()

    def documents(self) -> dict[str, StoredDocument]:
        """List the documents by name."""
        query = "SELECT id, name, sha256, size, mtime_ns, stamp FROM documents"
        found = (StoredDocument(*row) for part in self._parts for row in part.query(query))
        live = (document for document in found if document.id not in self._removed)
        return {document.name: document for document in sorted(live, key=attrgetter("name"))}

    def companions(self) -> dict[str, tuple[int, int]]:
        """List sizes and modification times (ns) of the files beside the documents, by name."""
        rows = self._newest.query("SELECT name, size, mtime_ns FROM companions")
        return {name: (size, mtime_ns) for name, size, mtime_ns in rows}

    def skipped(self) -> list[Skipped]:
        """List the files that were not indexed."""
        rows = self._newest.query(_SKIPPED)
        return [Skipped(name, reason, bool(failed), *file) for name, reason, failed, *file in rows]

    def text(self, document: str) -> str | None:
        """Fetch a document's text as it was indexed; None when there is no such document."""
        query = f"{_DOCUMENT} WHERE name = ?"
        rows = (row for part in self._parts for row in part.query(query, (document,)))
        return next((text for number, _, text, _ in rows if number not in self._removed), None)

    def document(self, known: StoredDocument) -> Document:
        """Fetch a document as it was indexed; its sections live on in its passages only."""
        query = f"{_DOCUMENT} WHERE documents.id = ?"
        ((_, title, text, pages),) = self._part_of_document(known.id).query(query, (known.id,))
        return Document(known.name, text, known.sha256, title, (), tuple(json.loads(pages)))

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Fetch passages by row, in that order, with their references."""
        query = f"{_PASSAGE} WHERE row = ?"
        return [
            self._passage(found) for row in rows for found in self._at(row).query(query, (row,))
        ]

    def passages_of(self, document_id: int) -> Iterator[Passage]:
        """Yield a document's passages, in reading order."""
        query = f"{_PASSAGE} WHERE document = ? ORDER BY start"
        rows = self._part_of_document(document_id).query(query, (document_id,))
        yield from map(self._passage, rows)

    def documents_in(self, segment: str) -> list[int]:
        """List the ids of a segment's documents, those among them that are there no more."""
        part = self._parts[self._names.index(segment)]
        return [number for (number,) in part.query("SELECT id FROM documents ORDER BY id")]

    def segment_of(self, document_id: int) -> str:
        """Name the segment that holds a document."""
        return self._names[bisect_right(self._documents, document_id) - 1]

    def rows_of(self, documents: Iterable[int]) -> list[int]:
        """List the rows of documents by their ids."""
        query = "SELECT row FROM passages WHERE document = ?"
        found = ((self._part_of_document(one), one) for one in documents)
        return [row for part, one in found for (row,) in part.query(query, (one,))]

    def rows_with(self, text_keys: Iterable[bytes]) -> dict[bytes, int]:
        """Map hashes of what was embedded to a row that has its vector, those that are known."""
        query = "SELECT row FROM passages WHERE text_key = ? LIMIT 1"
        found = ((key, part.query(query, (key,))) for key in text_keys for part in self._parts)
        return {key: int(rows[0][0]) for key, rows in found if rows}

    def abbreviations(self) -> list[tuple[Abbreviation, int]]:
        """List the abbreviations with their number of uses, most used first."""
        query = "SELECT short, long, uses FROM abbreviations"
        return most_used(row for part in self._parts for row in part.query(query))

    def synonyms(self) -> list[Synonyms]:
        """List the terms that a person gave other words for."""
        rows = self._newest.query("SELECT term, others FROM synonyms ORDER BY rowid")
        return [Synonyms(term, tuple(json.loads(others))) for term, others in rows]

    def _at(self, row: int) -> "_Part":
        return self._parts[bisect_right(self._rows, row) - 1]

    def _part_of_document(self, document_id: int) -> "_Part":
        return self._parts[bisect_right(self._documents, document_id) - 1]

    def _passage(
        self,
        row: tuple[str, str, int, int, int, str, str, int | None, str, str],
    ) -> Passage:
        name, sha256, start, end, line, section, units, page, turns, text = row
        keys = citation_keys(text)
        return Passage(
            document=name,
            sha256=sha256,
            span=Span(start, end),
            text=text,
            line=line,
            section=tuple(json.loads(section)),
            units=tuple(map(Unit.from_list, json.loads(units))),
            references=tuple(ref for key in keys for ref in self._references(key)),
            page=page,
            turns=tuple(json.loads(turns)),
        )

    def _references(self, key: str) -> list[Reference]:
        query = "SELECT key, text, url, doi FROM bibliography WHERE key = ?"
        return [Reference(*row) for row in self._newest.query(query, (key,))]


class _Part:
    """The file of one segment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._database = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self.query("SELECT row FROM passages LIMIT 1")
        except sqlite3.Error as error:
            raise self._damaged() from error

    def close(self) -> None:
        self._database.close()

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._database.execute(sql, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise self._damaged() from error

    def _damaged(self) -> IndexDamagedError:
        return IndexDamagedError(
            f"the index is damaged: {self._path} cannot be read", hint="qa-bot index --rebuild"
        )
