"""Documents and passages on their way into the store of a new segment.

Comes in: what `intake` reads. Goes out: one SQLite file, which `store` reads.
"""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from qa_bot.documents import FileEntry, Skipped
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.records import Document, Passage, Reference

_SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, stamp TEXT NOT NULL, title TEXT NOT NULL);
CREATE TABLE texts (document INTEGER PRIMARY KEY, text TEXT NOT NULL, pages TEXT NOT NULL);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL, end INTEGER NOT NULL, line INTEGER NOT NULL,
    section TEXT NOT NULL, units TEXT NOT NULL, page INTEGER, turns TEXT NOT NULL,
    text TEXT NOT NULL, text_key BLOB NOT NULL);
CREATE INDEX passages_by_document ON passages (document, start);
CREATE INDEX passages_by_key ON passages (text_key);
CREATE TABLE companions (name TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER);
CREATE TABLE bibliography (key TEXT PRIMARY KEY, text TEXT, url TEXT, doi TEXT);
CREATE TABLE abbreviations (short TEXT, long TEXT, uses INTEGER, PRIMARY KEY (short, long));
CREATE TABLE synonyms (file TEXT, term TEXT, others TEXT);
CREATE TABLE skipped (
    name TEXT PRIMARY KEY, reason TEXT, failed INTEGER, size INTEGER, mtime_ns INTEGER);
"""


class StoreWriter:
    """Fills the store of a new segment; `close` completes it."""

    def __init__(self, path: Path, first_row: int, first_document: int) -> None:
        """Create the file and its tables, to number rows and documents from these on."""
        self._database = sqlite3.connect(path)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA
        )
        self._next_row = first_row
        self._next_document = first_document

    def add_document(self, document: Document, entry: FileEntry) -> int:
        """Add a document and return its id."""
        number = self._next_document
        self._next_document += 1
        values = (document.name, document.sha256, entry.size, entry.mtime_ns, entry.stamp)
        self._database.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *values, document.title)
        )
        self._database.execute(
            "INSERT INTO texts VALUES (?, ?, ?)",
            (number, document.text, json.dumps(document.pages)),
        )
        return number

    def add_passage(self, document_id: int, passage: Passage, text_key: bytes) -> None:
        """Add a passage, with a hash of what is embedded for it."""
        units = [unit.as_list() for unit in passage.units]
        span = (passage.span.start, passage.span.end, passage.line)
        lists = (json.dumps(passage.section), json.dumps(units))
        page = (passage.page, json.dumps(passage.turns))
        self._database.execute(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._next_row, document_id, *span, *lists, *page, passage.text, text_key),
        )
        self._next_row += 1

    def add_companions(self, entries: Iterable[FileEntry]) -> None:
        """Add the files beside the documents."""
        rows = ((entry.name, entry.size, entry.mtime_ns) for entry in entries)
        self._database.executemany("INSERT INTO companions VALUES (?, ?, ?)", rows)

    def add_references(self, found: Iterable[Reference]) -> None:
        """Add what bibliographies hold; the first of two equal keys counts."""
        self._database.executemany(
            "INSERT OR IGNORE INTO bibliography VALUES (?, ?, ?, ?)",
            ((entry.key, entry.text, entry.url, entry.doi) for entry in found),
        )

    def add_synonyms(self, entry: FileEntry, found: Iterable[Synonyms]) -> None:
        """Add the terms that a file gives other words for."""
        rows = ((entry.name, one.term, json.dumps(one.others)) for one in found)
        self._database.executemany("INSERT INTO synonyms VALUES (?, ?, ?)", rows)

    def add_abbreviation(self, found: Abbreviation) -> None:
        """Count one use of an abbreviation's definition."""
        self._database.execute(
            "INSERT INTO abbreviations VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET uses = uses + 1",
            (found.short, found.long),
        )

    def add_skipped(self, skipped: Iterable[Skipped]) -> None:
        """Add the files that were not indexed, with the reasons."""
        rows = ((one.name, one.reason, one.failed, one.size, one.mtime_ns) for one in skipped)
        self._database.executemany("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?, ?, ?)", rows)

    def close(self) -> None:
        """Write everything out."""
        self._database.commit()
        self._database.close()
