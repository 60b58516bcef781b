"""The generations of an index on a server, and the rows in them.

Comes in: rows as dictionaries, vectors and search terms. Goes out: rows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    """The generations of one index on a server."""

    def current(self) -> "Generation | None":
        """Find the generation that is asked; None when there is none."""
        with self.reported():
            if self.name not in self.aliases():
                return None
            target = self.client.describe_alias(self.name)["collection_name"]
            return Generation(self, int(target.rpartition("_g")[2]))

    def next(self) -> "Generation":
        """Name the generation after the one that is asked."""
        current = self.current()
        return Generation(self, current.number + 1 if current else 1)

    def aliases(self) -> list[str]:
        """List the other names of the collections of passages, where failures are `reported`."""
        found: list[str] = []
        for collection in self.client.list_collections():
            if collection.startswith(f"{self.name}_passages_g"):
                found += self.client.list_aliases(collection)["aliases"]
        return found


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation: its collections `passages` and `documents`, and the rows in them."""

    server: Server
    number: int

    def create(self, dimension: int, *, anew: bool) -> None:
        """Make the collections, empty.

        Args:
            dimension: Length of a vector.
            anew: Whether to drop what a build has left there that did not end.

        Raises:
            IndexLockedError: When there is such a one and it may not be dropped.
        """
        server = self.server
        passages, documents = map(self._collection, ("passages", "documents"))
        with server.reported():
            for collection in (passages, documents):
                if server.client.has_collection(collection):
                    if not anew:
                        raise IndexLockedError(
                            f"another program is building the index {server.place}",
                            hint="wait for it; if it was stopped, qa-bot index --rebuild",
                        )
                    server.client.drop_collection(collection)
            create_passages(server.client, passages, dimension)
            create_documents(server.client, documents)

    def publish(self) -> None:
        """Be the one that is asked, at once for everybody; drop all before but the last."""
        name, passages = self.server.name, self._collection("passages")
        with self.server.reported():
            client = self.server.client
            known = name in self.server.aliases()
            (client.alter_alias if known else client.create_alias)(passages, name)
            for collection in client.list_collections():
                found = re.fullmatch(rf"{name}_(?:passages|documents)_g(\d+)", collection)
                if found and int(found[1]) < self.number - 1:
                    client.drop_collection(collection)

    def upsert(self, kind: str, rows: Sequence[Row]) -> None:
        """Put rows in, instead of those with the same key."""
        with self.server.reported():
            for start in range(0, len(rows), _BATCH):
                self.server.client.upsert(self._collection(kind), rows[start : start + _BATCH])

    def delete(self, kind: str, condition: str) -> None:
        """Take out the rows that satisfy a condition."""
        with self.server.reported():
            self.server.client.delete(self._collection(kind), filter=condition)

    def rows(self, kind: str, condition: str, fields: Sequence[str]) -> Iterator[Row]:
        """Fetch the rows that satisfy a condition, batch by batch."""
        with self.server.reported():
            found = self.server.client.query_iterator(
                self._collection(kind),
                batch_size=_BATCH,
                filter=condition,
                output_fields=list(fields),
            )
            while batch := found.next():
                yield from batch
            found.close()

    def get(self, keys: Sequence[int], fields: Sequence[str]) -> dict[int, Row]:
        """Fetch passages by key."""
        if not keys:
            return {}
        with self.server.reported():
            found = self.server.client.get(
                self._collection("passages"), list(keys), output_fields=["key", *fields]
            )
        return {int(row["key"]): row for row in found}

    def count(self, condition: str = "") -> int:
        """Count passages that satisfy a condition."""
        with self.server.reported():
            found = self.server.client.query(
                self._collection("passages"), condition, output_fields=["count(*)"]
            )
            return int(found[0]["count(*)"])

    def nearest(self, vector: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find the passages nearest to a vector, with inner products."""
        found = self._search(vector.tolist(), "dense", "IP", limit, [])
        return [(int(hit["key"]), float(hit["distance"])) for hit in found]

    def with_terms(self, tokens: Sequence[str], limit: int) -> dict[int, str]:
        """Find the passages with the highest BM25 of some tokens, with all of their tokens."""
        found = self._search(" ".join(tokens), "sparse", "BM25", limit, ["terms"])
        return {int(hit["key"]): str(hit["entity"]["terms"]) for hit in found}

    def _search(
        self, asked: object, field: str, metric: str, limit: int, fields: Sequence[str]
    ) -> list[Row]:
        with self.server.reported():
            found = self.server.client.search(
                self._collection("passages"),
                data=[asked],
                anns_field=field,
                limit=limit,
                output_fields=list(fields),
                search_params={"metric_type": metric},
            )
        return list(found[0])

    def _collection(self, kind: str) -> str:
        return f"{self.server.name}_{kind}_g{self.number}"
