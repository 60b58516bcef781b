"""Passages, documents, references and abbreviations in one SQLite file.

A passage's row number is its row among the vectors and in the lexical index. The text of every
document is kept, so that a quote can be shown in its place even when the file is gone.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa_bot.abbreviations import Abbreviation
from qa_bot.documents import FileEntry, Skipped
from qa_bot.errors import IndexDamagedError
from qa_bot.markup import citation_keys
from qa_bot.records import Document, Passage, Reference, Span, Unit

_SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    pages TEXT NOT NULL);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL, end INTEGER NOT NULL, line INTEGER NOT NULL,
    section TEXT NOT NULL, units TEXT NOT NULL, page INTEGER, turns TEXT NOT NULL,
    text TEXT NOT NULL, text_key BLOB NOT NULL);
CREATE INDEX passages_by_document ON passages (document, start);
CREATE TABLE bibliographies (name TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER);
CREATE TABLE bibliography (key TEXT PRIMARY KEY, text TEXT, url TEXT, doi TEXT);
CREATE TABLE abbreviations (short TEXT, long TEXT, uses INTEGER, PRIMARY KEY (short, long));
CREATE TABLE skipped (name TEXT PRIMARY KEY, reason TEXT, failed INTEGER);
"""
_PASSAGE = """
SELECT documents.name, documents.sha256, start, end, line, section, units, page, turns,
    passages.text
FROM passages JOIN documents ON documents.id = passages.document
"""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What is known of an indexed document without reading its text."""

    id: int
    name: str
    sha256: str
    size: int
    mtime_ns: int


class StoreWriter:
    """Fills a new store; `close` completes it."""

    def __init__(self, path: Path) -> None:
        """Create the file and its tables."""
        self._database = sqlite3.connect(path)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA
        )
        self._rows = 0

    def add_document(self, document: Document, entry: FileEntry) -> int:
        """Add a document and return its id."""
        values = (document.name, document.sha256, entry.size, entry.mtime_ns, document.title)
        cursor = self._database.execute(
            "INSERT INTO documents (name, sha256, size, mtime_ns, title, text, pages)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, document.text, json.dumps(document.pages)),
        )
        return int(cursor.lastrowid or 0)

    def add_passage(self, document_id: int, passage: Passage, text_key: bytes) -> int:
        """Add a passage, with a hash of what is embedded for it, and return its row."""
        units = [[unit.span.start, unit.span.end, *unit.columns] for unit in passage.units]
        span = (passage.span.start, passage.span.end, passage.line)
        lists = (json.dumps(passage.section), json.dumps(units))
        page = (passage.page, json.dumps(passage.turns))
        self._database.execute(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._rows, document_id, *span, *lists, *page, passage.text, text_key),
        )
        self._rows += 1
        return self._rows - 1

    def add_references(self, entries: Iterable[FileEntry], found: Iterable[Reference]) -> None:
        """Add bibliographies and what they hold; the first of two equal keys counts."""
        self._database.executemany(
            "INSERT INTO bibliographies VALUES (?, ?, ?)",
            ((entry.name, entry.size, entry.mtime_ns) for entry in entries),
        )
        self._database.executemany(
            "INSERT OR IGNORE INTO bibliography VALUES (?, ?, ?, ?)",
            ((entry.key, entry.text, entry.url, entry.doi) for entry in found),
        )

    def add_abbreviation(self, found: Abbreviation) -> None:
        """Count one use of an abbreviation's definition."""
        self._database.execute(
            "INSERT INTO abbreviations VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET uses = uses + 1",
            (found.short, found.long),
        )

    def add_skipped(self, skipped: Iterable[Skipped]) -> None:
        """Add the files that were not indexed, with the reasons."""
        rows = ((file.name, file.reason, file.failed) for file in skipped)
        self._database.executemany("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Write everything out."""
        self._database.commit()
        self._database.close()


class Store:
    """A store opened to read; several threads may use it in turn."""

    def __init__(self, path: Path) -> None:
        """Open a store.

        Raises:
            IndexDamagedError: When it is no store.
        """
        self._path = path
        try:
            self._database = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._query("SELECT count(*) FROM passages")
        except sqlite3.Error as error:
            raise self._damaged() from error

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def documents(self) -> dict[str, StoredDocument]:
        """List the documents by name."""
        rows = self._query("SELECT id, name, sha256, size, mtime_ns FROM documents ORDER BY name")
        return {row[1]: StoredDocument(*row) for row in rows}

    def bibliographies(self) -> dict[str, tuple[int, int]]:
        """List the bibliographies' sizes and modification times (ns) by name."""
        rows = self._query("SELECT name, size, mtime_ns FROM bibliographies")
        return {name: (size, mtime_ns) for name, size, mtime_ns in rows}

    def skipped(self) -> list[Skipped]:
        """List the files that were not indexed."""
        rows = self._query("SELECT name, reason, failed FROM skipped ORDER BY name")
        return [Skipped(name, reason, bool(failed)) for name, reason, failed in rows]

    def text(self, document: str) -> str | None:
        """Fetch a document's text as it was indexed; None when there is no such document."""
        rows = self._query("SELECT text FROM documents WHERE name = ?", (document,))
        return str(rows[0][0]) if rows else None

    def document(self, known: StoredDocument) -> Document:
        """Fetch a document as it was indexed; its sections live on in its passages only."""
        ((title, text, pages),) = self._query(
            "SELECT title, text, pages FROM documents WHERE id = ?", (known.id,)
        )
        return Document(known.name, text, known.sha256, title, (), tuple(json.loads(pages)))

    def pages(self, document: str) -> tuple[int, ...]:
        """Fetch where each page of a document starts in its text."""
        rows = self._query("SELECT pages FROM documents WHERE name = ?", (document,))
        return tuple(json.loads(rows[0][0])) if rows else ()

    def title(self, document_id: int) -> str:
        """Fetch a document's title."""
        return str(self._query("SELECT title FROM documents WHERE id = ?", (document_id,))[0][0])

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Fetch passages by row, in that order, with their references."""
        return [
            self._passage(found)
            for row in rows
            for found in self._query(f"{_PASSAGE} WHERE row = ?", (row,))
        ]

    def passages_of(self, document_id: int) -> Iterator[tuple[int, bytes, Passage]]:
        """Yield a document's (row, text key, passage), in reading order."""
        query = "SELECT row, text_key FROM passages WHERE document = ? ORDER BY start"
        for row, text_key in self._query(query, (document_id,)):
            yield row, text_key, self.passages([row])[0]

    def text_keys(self) -> dict[bytes, int]:
        """Map a hash of what was embedded to a row that has its vector."""
        return dict(self._query("SELECT text_key, row FROM passages"))

    def abbreviations(self) -> list[tuple[Abbreviation, int]]:
        """List the abbreviations with their number of uses, most used first."""
        rows = self._query("SELECT short, long, uses FROM abbreviations ORDER BY uses DESC, 1, 2")
        return [(Abbreviation(short, long), uses) for short, long, uses in rows]

    def _passage(
        self, row: tuple[str, str, int, int, int, str, str, int | None, str, str]
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
            units=tuple(
                Unit(Span(first, last), tuple(columns))
                for first, last, *columns in json.loads(units)
            ),
            references=tuple(ref for key in keys for ref in self._references(key)),
            page=page,
            turns=tuple(json.loads(turns)),
        )

    def _references(self, key: str) -> list[Reference]:
        return [
            Reference(*row)
            for row in self._query(
                "SELECT key, text, url, doi FROM bibliography WHERE key = ?", (key,)
            )
        ]

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._database.execute(sql, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise self._damaged() from error

    def _damaged(self) -> IndexDamagedError:
        return IndexDamagedError(
            f"the index is damaged: {self._path} cannot be read", hint="qa-bot index --rebuild"
        )
