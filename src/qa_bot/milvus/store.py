"""Documents and passages on a server.

Comes in: one row a document, read when the index is opened. Goes out: what `index.protocol` wants.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from qa_bot.documents import Skipped
from qa_bot.glossary.abbreviations import Abbreviation, most_used
from qa_bot.glossary.synonyms import Synonyms
from qa_bot.index.store import StoredDocument
from qa_bot.milvus.keys import row_key
from qa_bot.milvus.server import Generation, Row
from qa_bot.records import Document, Passage, Reference, Span, Unit
from qa_bot.text.markup import citation_keys

_ASKED_AT_ONCE = 200


class MilvusStore:
    """What one generation has."""

    def __init__(self, generation: Generation) -> None:
        """Read the documents' rows; their texts stay where they are.

        Raises:
            IndexUnreachableError: When the server cannot be reached.
        """
        self._generation = generation
        self._reference = lru_cache(maxsize=4096)(self._fetched_reference)

    @cached_property
    def rows(self) -> dict[str, dict[str, Any]]:
        """What is known of each document, by name; of two versions the one written last."""
        found = (data for _, data in self.of_kind("document"))
        return {one["name"]: one for one in sorted(found, key=lambda one: one["written"])}

    def documents(self) -> dict[str, StoredDocument]:
        """List the documents by name."""
        fields = ("id", "name", "sha256", "size", "mtime_ns", "stamp")
        return {
            name: StoredDocument(*(self.rows[name][field] for field in fields))
            for name in sorted(self.rows)
        }

    def companions(self) -> dict[str, tuple[int, int]]:
        """List sizes and modification times (ns) of the files beside the documents, by name."""
        found = (data for _, data in self.of_kind("companion"))
        return {one["name"]: (one["size"], one["mtime_ns"]) for one in found}

    def skipped(self) -> list[Skipped]:
        """List the files that were not indexed."""
        found = (data for _, data in self.of_kind("skipped"))
        listed = [Skipped(**one) for one in found]
        return sorted(listed, key=lambda one: one.name)

    def of_kind(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the rows of a kind: key and what they say."""
        fields = ["key", "data"]
        for row in self._generation.rows("documents", f'kind == "{kind}"', fields):
            yield row["key"], json.loads(row["data"])

    def text(self, document: str) -> str | None:
        """Fetch a document's text as it was indexed; None when there is no such document."""
        known = self.rows.get(document)
        return self._text(known["id"])[0] if known else None

    def document(self, known: StoredDocument) -> Document:
        """Fetch a document as it was indexed, without sections."""
        text, pages = self._text(known.id)
        return Document(known.name, text, known.sha256, self.rows[known.name]["title"], (), pages)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Fetch passages by row, in that order, with their references."""
        found = self._generation.get(rows, ["data"])
        return [self._passage(found[row]) for row in rows if row in found]

    def passages_of(self, document_id: int) -> Iterator[Passage]:
        """Yield a document's passages, in reading order."""
        found = self._generation.rows("passages", f"document == {document_id}", ["data"])
        yield from sorted(map(self._passage, found), key=lambda one: one.span)

    def rows_with(self, text_keys: Iterable[bytes]) -> dict[bytes, int]:
        """Map hashes of what was embedded to a row that has its vector, those that are known."""
        keys = [key.hex() for key in text_keys]
        found: dict[bytes, int] = {}
        for start in range(0, len(keys), _ASKED_AT_ONCE):
            condition = f"text_key in {json.dumps(keys[start : start + _ASKED_AT_ONCE])}"
            fields = ["key", "text_key"]
            for row in self._generation.rows("passages", condition, fields):
                found[bytes.fromhex(row["text_key"])] = int(row["key"])
        return found

    def abbreviations(self) -> list[tuple[Abbreviation, int]]:
        """List the abbreviations with their number of uses, most used first."""
        return most_used(row for one in self.rows.values() for row in one["abbreviations"])

    def synonyms(self) -> list[Synonyms]:
        """List the terms that a person gave other words for."""
        rows = (data for _, data in self.of_kind("synonyms"))
        found = sorted(rows, key=itemgetter("name", "number"))
        return [Synonyms(one["term"], tuple(one["others"])) for one in found]

    def _text(self, document_id: int) -> tuple[str, tuple[int, ...]]:
        condition = f'kind == "text" and document == {document_id}'
        fields = ["number", "data"]
        found = self._generation.rows("documents", condition, fields)
        pieces = sorted(found, key=lambda row: int(row["number"]))
        text, pages = json.loads("".join(str(row["data"]) for row in pieces))
        return text, tuple(pages)

    def _passage(self, row: Row) -> Passage:
        data = json.loads(row["data"])
        start, end = data["span"]
        text = data["text"]
        if text is None:  # too long for its row
            text = (self.text(data["document"]) or "")[start:end]
        return Passage(
            document=data["document"],
            sha256=data["sha256"],
            span=Span(start, end),
            text=text,
            line=data["line"],
            section=tuple(data["section"]),
            units=tuple(map(Unit.from_list, data["units"])),
            references=tuple(
                found for key in citation_keys(text) if (found := self._reference(key))
            ),
            page=data["page"],
            turns=tuple(data["turns"]),
        )

    def _fetched_reference(self, key: str) -> Reference | None:
        condition = f'key == "{row_key("reference", key)}"'
        rows = list(self._generation.rows("documents", condition, ["data"]))
        return Reference(**json.loads(rows[0]["data"])) if rows else None
