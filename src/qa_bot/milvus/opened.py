"""An index on a server, opened to be asked.

Comes in: a server, and the folders that this machine has. Goes out: an `Index`. It answers from
the documents of other machines, too, but compares only the files of this one.
"""

import hashlib
from functools import cached_property
from pathlib import Path

from qa_bot.documents import Collection
from qa_bot.encoder import EncoderIdentity
from qa_bot.errors import IndexNotFoundError
from qa_bot.index.changes import Changes, compare, place_of
from qa_bot.index.manifest import Manifest, another_format
from qa_bot.milvus.search import MilvusTerms, MilvusVectors
from qa_bot.milvus.server import Generation, Server
from qa_bot.milvus.store import MilvusStore

FORMAT = 13
"""Of the rows; it is raised when they change, or how documents are read."""


class MilvusIndex:
    """One generation on a server."""

    def __init__(self, generation: Generation, collection: Collection) -> None:
        """Open a generation.

        Raises:
            IndexUnreachableError: When the server cannot be reached.
            IndexOutdatedError: When its rows have an earlier format.
            IndexNewerError: When they have a later one.
        """
        self.generation = generation
        self.collection = collection
        self.store = MilvusStore(generation)
        self.manifest = self._manifest()
        self.vectors = MilvusVectors(generation, self.manifest.encoder.dimension)

    @cached_property
    def lexical(self) -> MilvusTerms:
        """The passages' terms."""
        lengths = sum(one["terms"] for one in self.store.rows.values())
        return MilvusTerms(self.generation, lengths / max(1, self.manifest.passages))

    def place_of(self, document: str) -> tuple[Path, Path]:
        """Tell the folder in which a document's file is, or was, and the file's path."""
        return place_of(self.collection, document)

    def changes(self) -> Changes:
        """Compare this machine's folders with what was indexed of them.

        Raises:
            FolderError: When a folder is gone.
        """
        documents = self.store.documents().values()
        known = {file.name: (file.size, file.mtime_ns) for file in documents}
        known |= self.store.companions()
        failed = {(one.name, one.size, one.mtime_ns) for one in self.store.skipped()}
        own = {name: file for name, file in known.items() if owned(name, self.collection)}
        return compare(self.collection, own, failed)

    def is_current(self) -> bool:
        """Tell whether no newer one has taken its place."""
        newest = MilvusStore(self.generation)
        (written,) = (data["written"] for _, data in newest.of_kind("manifest"))
        return self.generation.server.current() == self.generation and written == self._written_ns

    def close(self) -> None:
        """Leave the server."""
        self.generation.server.close()

    def __enter__(self) -> "MilvusIndex":
        """Use it in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _manifest(self) -> Manifest:
        ((_, data),) = self.store.of_kind("manifest")
        if data["format"] != FORMAT:
            server = self.generation.server
            raise another_format(server.place, data["format"], FORMAT)
        self._written_ns = int(data["written"])
        documents = self.store.rows.values()
        encoder = EncoderIdentity(**data["encoder"])
        hashes = sorted((one["name"], one["sha256"]) for one in documents)
        content = "\n".join([encoder.key, *(f"{name} {sha256}" for name, sha256 in hashes)])
        return Manifest(
            format=FORMAT,
            version=data["version"],
            created=data["created"],
            folders=tuple(map(str, self.collection.folders)),
            include=self.collection.include,
            exclude=self.collection.exclude,
            documents=len(documents),
            passages=sum(one["passages"] for one in documents),
            encoder=encoder,
            segments=(),
            removed=(),
            content=hashlib.sha256(content.encode()).hexdigest(),
            files={},
        )


def owned(name: str, collection: Collection) -> bool:
    """Tell whether a document lies in one of this machine's folders, by the name's first part."""
    return name.partition("/")[0] in {folder.resolve().name for folder in collection.folders}


def require_on(server: Server) -> Generation:
    """Find the generation that is asked.

    Raises:
        IndexNotFoundError: When nothing was built yet.
        IndexUnreachableError: When the server cannot be reached.
    """
    generation = server.current()
    if generation is None:
        raise IndexNotFoundError(f"no index {server.place}", hint="qa-bot index")
    return generation


def open_on(server: Server, collection: Collection) -> MilvusIndex:
    """Open the generation that is asked.

    Raises:
        IndexNotFoundError: When nothing was built yet.
        IndexUnreachableError: When the server cannot be reached.
        IndexOutdatedError: When its rows have an earlier format.
        IndexNewerError: When a later one.
    """
    return MilvusIndex(require_on(server), collection)
