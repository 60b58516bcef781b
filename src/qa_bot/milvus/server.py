"""The generations of an index on a server, and the rows in them.

Comes in: rows as dictionaries, vectors and search terms. Goes out: rows.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from qa_bot.encoder import FloatArray
from qa_bot.errors import IndexLockedError
from qa_bot.milvus.connection import Connection
from qa_bot.milvus.schema import create_documents, create_passages

Row = dict[str, Any]
LONGEST_TEXT = 16_000
"""Characters in a field: at four bytes each, no more than the 65,535 that Milvus takes."""

_BATCH = 500


class Server(Connection):
    """Collections of one index on a server, by generation."""

    def current(self) -> int | None:
        """Tell the number of the generation that is asked; None when there is none."""
        with self.reported():
            if self.name not in self._aliases():
                return None
            target = self.client.describe_alias(self.name)["collection_name"]
            return int(target.rpartition("_g")[2])

    def create(self, generation: int, dimension: int, *, anew: bool) -> None:
        """Make a generation's collections, empty.

        Args:
            generation: Its number.
            dimension: Length of a vector.
            anew: Whether to drop what a build has left there that did not end.

        Raises:
            IndexLockedError: When there is such a one and it may not be dropped.
        """
        with self.reported():
            passages, documents = self._collections(generation)
            for collection in (passages, documents):
                if self.client.has_collection(collection):
                    if not anew:
                        raise IndexLockedError(
                            f"another program is building the index {self.name} on {self.uri}",
                            hint="wait for it; if it was stopped, qa-bot index --rebuild",
                        )
                    self.client.drop_collection(collection)
            create_passages(self.client, passages, dimension)
            create_documents(self.client, documents)

    def publish(self, generation: int) -> None:
        """Let a generation be the one that is asked, at once for everybody; drop older ones."""
        with self.reported():
            passages, _ = self._collections(generation)
            known = self.name in self._aliases()
            (self.client.alter_alias if known else self.client.create_alias)(passages, self.name)
            for collection in self.client.list_collections():
                found = re.fullmatch(rf"{self.name}_(?:passages|documents)_g(\d+)", collection)
                if found and int(found[1]) < generation - 1:
                    self.client.drop_collection(collection)

    def upsert(self, kind: str, generation: int, rows: Sequence[Row]) -> None:
        """Put rows in, instead of those with the same key."""
        with self.reported():
            for start in range(0, len(rows), _BATCH):
                self.client.upsert(
                    f"{self.name}_{kind}_g{generation}", rows[start : start + _BATCH]
                )

    def delete(self, kind: str, generation: int, condition: str) -> None:
        """Take out the rows that satisfy a condition."""
        with self.reported():
            self.client.delete(f"{self.name}_{kind}_g{generation}", filter=condition)

    def rows(
        self, kind: str, generation: int, condition: str, fields: Sequence[str]
    ) -> Iterator[Row]:
        """Fetch the rows that satisfy a condition, batch by batch."""
        with self.reported():
            found = self.client.query_iterator(
                f"{self.name}_{kind}_g{generation}",
                batch_size=_BATCH,
                filter=condition,
                output_fields=list(fields),
            )
            while batch := found.next():
                yield from batch
            found.close()

    def get(self, generation: int, keys: Sequence[int], fields: Sequence[str]) -> dict[int, Row]:
        """Fetch passages by key."""
        if not keys:
            return {}
        with self.reported():
            found = self.client.get(
                f"{self.name}_passages_g{generation}", list(keys), output_fields=["key", *fields]
            )
        return {int(row["key"]): row for row in found}

    def count(self, generation: int, condition: str = "") -> int:
        """Count passages that satisfy a condition."""
        with self.reported():
            collection = f"{self.name}_passages_g{generation}"
            found = self.client.query(collection, condition, output_fields=["count(*)"])
            return int(found[0]["count(*)"])

    def nearest(self, generation: int, vector: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find the passages nearest to a vector, with inner products."""
        found = self._search(generation, vector.tolist(), "dense", "IP", limit, [])
        return [(int(hit["key"]), float(hit["distance"])) for hit in found]

    def with_terms(self, generation: int, tokens: Sequence[str], limit: int) -> dict[int, str]:
        """Find the passages with the highest BM25 of some tokens, with all of their tokens."""
        found = self._search(generation, " ".join(tokens), "sparse", "BM25", limit, ["terms"])
        return {int(hit["key"]): str(hit["entity"]["terms"]) for hit in found}

    def _search(
        self,
        generation: int,
        asked: object,
        field: str,
        metric: str,
        limit: int,
        fields: Sequence[str],
    ) -> list[Row]:
        with self.reported():
            found = self.client.search(
                f"{self.name}_passages_g{generation}",
                data=[asked],
                anns_field=field,
                limit=limit,
                output_fields=list(fields),
                search_params={"metric_type": metric},
            )
        return list(found[0])

    def _aliases(self) -> list[str]:
        found: list[str] = []
        for collection in self.client.list_collections():
            if collection.startswith(f"{self.name}_passages_g"):
                found += self.client.list_aliases(collection)["aliases"]
        return found

    def _collections(self, generation: int) -> tuple[str, str]:
        return f"{self.name}_passages_g{generation}", f"{self.name}_documents_g{generation}"
