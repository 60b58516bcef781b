"""The connection to a Milvus server: the only place, with `schema`, that touches pymilvus.

Comes in: an address, rows as dictionaries, vectors and search terms. Goes out: rows.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qa_bot.encoder import FloatArray
from qa_bot.errors import ConfigError, IndexUnreachableError
from qa_bot.milvus.schema import create_documents, create_passages

if TYPE_CHECKING:
    from pymilvus import MilvusClient

Row = dict[str, Any]
LONGEST_TEXT = 16_000
"""Characters in a field: at four bytes each, no more than the 65,535 that Milvus takes."""

_BATCH = 500
_NAME = re.compile(r"[A-Za-z_]\w{0,99}", re.ASCII)


class Server:
    """Collections of one index on a server, by generation."""

    def __init__(self, uri: str, name: str, token: str = "") -> None:
        """Remember where the server is; it is connected to when first needed.

        Args:
            uri: `http://host:19530`, or a file that ends in `.db` for Milvus Lite.
            name: Of the index: the alias of the generation that is asked.
            token: Lets in where the server wants one.

        Raises:
            ConfigError: When the address is empty or the name cannot be one.
        """
        if not uri:
            raise ConfigError("index.store is milvus, but index.uri is empty", hint=_ADDRESS)
        if not _NAME.fullmatch(name):
            raise ConfigError(f"index.name {name!r} is no name", hint="letters, digits and _")
        self.uri = uri
        self.name = name
        self._token = token

    def current(self) -> int | None:
        """Tell the number of the generation that is asked; None when there is none."""
        with self._reported():
            if self.name not in self._aliases():
                return None
            target = self._client.describe_alias(self.name)["collection_name"]
            return int(target.rpartition("_g")[2])

    def create(self, generation: int, dimension: int) -> None:
        """Make a generation's collections, empty."""
        with self._reported():
            passages, documents = self._collections(generation)
            for collection in (passages, documents):
                if self._client.has_collection(collection):
                    self._client.drop_collection(collection)
            create_passages(self._client, passages, dimension)
            create_documents(self._client, documents)

    def publish(self, generation: int) -> None:
        """Let a generation be the one that is asked, at once for everybody; drop older ones."""
        with self._reported():
            passages, _ = self._collections(generation)
            known = self.name in self._aliases()
            (self._client.alter_alias if known else self._client.create_alias)(passages, self.name)
            for collection in self._client.list_collections():
                found = re.fullmatch(rf"{self.name}_(?:passages|documents)_g(\d+)", collection)
                if found and int(found[1]) < generation - 1:
                    self._client.drop_collection(collection)

    def upsert(self, kind: str, generation: int, rows: Sequence[Row]) -> None:
        """Put rows in, in the stead of those with the same key."""
        with self._reported():
            for start in range(0, len(rows), _BATCH):
                self._client.upsert(
                    f"{self.name}_{kind}_g{generation}", rows[start : start + _BATCH]
                )

    def delete(self, kind: str, generation: int, condition: str) -> None:
        """Take out the rows that satisfy a condition."""
        with self._reported():
            self._client.delete(f"{self.name}_{kind}_g{generation}", filter=condition)

    def rows(
        self, kind: str, generation: int, condition: str, fields: Sequence[str]
    ) -> Iterator[Row]:
        """Fetch the rows that satisfy a condition, batch by batch."""
        with self._reported():
            found = self._client.query_iterator(
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
        with self._reported():
            found = self._client.get(
                f"{self.name}_passages_g{generation}", list(keys), output_fields=["key", *fields]
            )
        return {int(row["key"]): row for row in found}

    def count(self, generation: int, condition: str = "") -> int:
        """Count passages that satisfy a condition."""
        with self._reported():
            collection = f"{self.name}_passages_g{generation}"
            found = self._client.query(collection, condition, output_fields=["count(*)"])
            return int(found[0]["count(*)"])

    def nearest(self, generation: int, vector: FloatArray, limit: int) -> list[tuple[int, float]]:
        """Find the passages nearest to a vector, with inner products."""
        found = self._search(generation, vector.tolist(), "dense", "IP", limit, [])
        return [(int(hit["key"]), float(hit["distance"])) for hit in found]

    def with_terms(self, generation: int, tokens: Sequence[str], limit: int) -> dict[int, str]:
        """Find the passages with the highest BM25 of some tokens, with all of their tokens."""
        found = self._search(generation, " ".join(tokens), "sparse", "BM25", limit, ["terms"])
        return {int(hit["key"]): str(hit["entity"]["terms"]) for hit in found}

    def close(self) -> None:
        """Leave the server."""
        if "_client" in vars(self):
            self._client.close()

    def _search(
        self,
        generation: int,
        asked: object,
        field: str,
        metric: str,
        limit: int,
        fields: Sequence[str],
    ) -> list[Row]:
        with self._reported():
            found = self._client.search(
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
        for collection in self._client.list_collections():
            if collection.startswith(f"{self.name}_passages_g"):
                found += self._client.list_aliases(collection)["aliases"]
        return found

    def _collections(self, generation: int) -> tuple[str, str]:
        return f"{self.name}_passages_g{generation}", f"{self.name}_documents_g{generation}"

    @cached_property
    def _client(self) -> "MilvusClient":
        try:
            from pymilvus import MilvusClient
        except ImportError as error:
            raise ConfigError(
                "index.store is milvus, but pymilvus is not installed",
                hint="pip install 'qa-bot[milvus]'",
            ) from error
        return MilvusClient(self.uri, token=self._token)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Turn what pymilvus raises into an error with a remedy."""
        import_error: type[Exception] = _exception_type()
        try:
            yield
        except import_error as error:
            raise IndexUnreachableError(
                f"the index {self.name} on {self.uri}: {error}", hint=_ADDRESS
            ) from error


_ADDRESS = "QA_BOT_INDEX_URI=http://localhost:19530, or a file that ends in .db"


def _exception_type() -> type[Exception]:
    try:
        from pymilvus.exceptions import MilvusException
    except ImportError:
        return ConfigError
    found: type[Exception] = MilvusException
    return found
