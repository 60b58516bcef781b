"""Documents and passages on their way to a server.

Comes in: what `intake` reads. Goes out: rows. A passage's row waits until it has its vector; a
document's rows follow those of its passages, so that what is listed can be found.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from qa_bot.documents import FileEntry, Skipped
from qa_bot.encoder import FloatArray
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.index.texts import Texts
from qa_bot.milvus.keys import document_key, passage_key, row_key, token
from qa_bot.milvus.server import LONGEST_TEXT, Generation, Row
from qa_bot.records import Document, Passage, Reference
from qa_bot.text.terms import indexed_terms

_MOST_ABBREVIATIONS = 200
_LONGEST_TERMS = 60_000
_UNUSED = [0.0, 0.0]


class MilvusWriter:
    """Takes what a build reads, as `StoreWriter` does, and writes it to a server.

    Attributes:
        written: Ids and names of the documents that were added.
    """

    def __init__(self, generation: Generation) -> None:
        """Write to a generation."""
        self.written: dict[int, str] = {}
        self._generation = generation
        self._waiting = Texts()
        self._documents = Texts()
        self._rows: list[Row] = []
        self._counts: dict[int, list[int]] = {}
        self._abbreviations: dict[int, Counter[tuple[str, str]]] = {}
        self._latest = 0

    def add_document(self, document: Document, entry: FileEntry) -> int:
        """Add a document and return its id."""
        self._latest = number = document_key(document.name, document.sha256)
        self.written[number] = document.name
        self._counts[number] = [0, 0]
        self._abbreviations[number] = Counter()
        about = {
            "id": number,
            "name": document.name,
            "sha256": document.sha256,
            "size": entry.size,
            "mtime_ns": entry.mtime_ns,
            "stamp": entry.stamp,
            "title": document.title,
        }
        self._documents.append(json.dumps([about, json.dumps([document.text, document.pages])]))
        return number

    def add_passage(self, document_id: int, passage: Passage, text_key: bytes) -> None:
        """Add a passage, with a hash of what is embedded for it."""
        data = {
            "document": passage.document,
            "sha256": passage.sha256,
            "span": [passage.span.start, passage.span.end],
            "line": passage.line,
            "section": passage.section,
            "units": [unit.as_list() for unit in passage.units],
            "page": passage.page,
            "turns": passage.turns,
            "text": passage.text if len(passage.text) <= LONGEST_TEXT // 2 else None,
        }
        row = {
            "key": passage_key(passage),
            "document": document_id,
            "start": passage.span.start,
            "text_key": text_key.hex(),
            "data": json.dumps(data, ensure_ascii=False),
        }
        self._waiting.append(json.dumps(row))

    def add_abbreviation(self, found: Abbreviation) -> None:
        """Count one use of an abbreviation's definition, in the document that was added last."""
        self._abbreviations[self._latest][found.short, found.long] += 1

    def add_companions(self, entries: Iterable[FileEntry]) -> None:
        """Add the files beside the documents."""
        for entry in entries:
            about = {"name": entry.name, "size": entry.size, "mtime_ns": entry.mtime_ns}
            self._rows.append(_row("companion", entry.name, about))

    def add_references(self, found: Iterable[Reference]) -> None:
        """Add what bibliographies hold; the first of two equal keys counts."""
        first = {reference.key: reference for reference in reversed(list(found))}
        for key, one in first.items():
            self._rows.append(_row("reference", key, asdict(one)))

    def add_synonyms(self, entry: FileEntry, found: Iterable[Synonyms]) -> None:
        """Add the terms that a file gives other words for."""
        for number, one in enumerate(found):
            about = {"name": entry.name, "number": number, "term": one.term, "others": one.others}
            self._rows.append(_row("synonyms", f"{entry.name}:{number}", about))

    def add_skipped(self, skipped: Iterable[Skipped]) -> None:
        """Add the files that were not indexed, with the reasons."""
        for one in skipped:
            self._rows.append(_row("skipped", one.name, asdict(one)))

    def passages(self, size: int) -> Iterator[list[Row]]:
        """Yield the passages' rows that wait for their vectors, up to `size` at a time."""
        for batch in self._waiting.batches(size):
            yield list(map(json.loads, batch))

    def begin(self) -> None:
        """Note which documents are coming, lest passages of one that never comes should stay."""
        rows = [
            {**_row("begun", str(number), {"id": number, "name": name}), "document": number}
            for number, name in self.written.items()
        ]
        self._generation.upsert("documents", rows)

    def write(self, rows: Sequence[Row], texts: Sequence[str], vectors: FloatArray) -> None:
        """Write passages, with what is embedded and searched for them."""
        for row, text, vector in zip(rows, texts, vectors, strict=True):
            terms = list(map(token, indexed_terms(text)))
            row["terms"] = " ".join(terms)[:_LONGEST_TERMS]
            row["dense"] = vector.tolist()
            counts = self._counts[row["document"]]
            counts[0] += 1
            counts[1] += len(terms)
        self._generation.upsert("passages", rows)

    def finish(self, about: dict[str, object]) -> None:
        """Write documents, whatever else was added, and the manifest."""
        for batch in self._documents.batches(100):
            rows = [row for line in batch for row in self._document_rows(*json.loads(line))]
            self._generation.upsert("documents", rows)
        self._generation.upsert("documents", self._rows)
        manifest = _row("manifest", "", {**about, "written": time.time_ns()})
        self._generation.upsert("documents", [manifest])

    @property
    def listed(self) -> set[str]:
        """The keys of rows that are not documents."""
        return {row["key"] for row in self._rows}

    def close(self) -> None:
        """Forget what waits."""
        self._waiting.close()
        self._documents.close()

    def _document_rows(self, about: dict[str, object], whole: str) -> Iterator[Row]:
        number = about["id"]
        assert isinstance(number, int)
        for start in range(0, len(whole), LONGEST_TEXT):
            piece = start // LONGEST_TEXT
            yield {
                "key": f"t{number}-{piece}",
                "kind": "text",
                "document": number,
                "number": piece,
                "data": whole[start : start + LONGEST_TEXT],
                "unused": _UNUSED,
            }
        about["passages"], about["terms"] = self._counts[number]
        used = self._abbreviations[number].most_common(_MOST_ABBREVIATIONS)
        about["abbreviations"] = [[*words, uses] for words, uses in used]
        about["written"] = time.time_ns()
        yield {**_row("document", str(number), about), "document": number}


def _row(kind: str, name: str, about: dict[str, object]) -> Row:
    return {
        "key": row_key(kind, name),
        "kind": kind,
        "document": 0,
        "number": 0,
        "data": json.dumps(about, ensure_ascii=False),
        "unused": _UNUSED,
    }
