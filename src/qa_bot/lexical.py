"""BM25 over folded terms: the only place that touches Tantivy.

Comes in: each passage's terms, by row. Goes out: rows with BM25 scores (Robertson and Zaragoza
2009), and how often a term occurs. Terms are folded by `text`, so that what matches here is what is
shown as matched.
"""

import math
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

import tantivy

from qa_bot.errors import IndexDamagedError

_ROW, _TERMS = "row", "terms"
_WRITER_BYTES = 64_000_000
K1, B = 1.2, 0.75
"""How soon more of a term adds little, and how much a long passage counts less; Tantivy's own."""

SATURATION = K1 + 1
"""BM25 gives a term at most this times its idf."""

WeightedTerms = Mapping[str, float]
"""Folded terms that say a thing together, each with the weight that its BM25 score gets."""

Clause = Sequence[WeightedTerms]
"""Several ways to say one thing: the best of them counts."""


def idf(holding: int, passages: int) -> float:
    """Weigh a term by its rarity, as BM25 does: so many passages hold it, of all that there are."""
    others = max(0, passages - holding)  # what was removed is counted until it is merged away
    return math.log(1 + (others + 0.5) / (holding + 0.5))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(_ROW, stored=False, indexed=True, fast=True)
    builder.add_text_field(_TERMS, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalWriter:
    """Writes a BM25 index, or changes one; nothing is seen of it before the `with` block ends."""

    def __init__(self, folder: Path) -> None:
        """Begin in a folder that is new and empty, or holds an index.

        Tantivy never changes a file that it has written, so the folder's files may be links to
        those of another index.

        Raises:
            OSError: When the folder cannot be written; Tantivy reports every failure as ValueError.
        """
        with _reported():
            self._schema = _schema()
            index = tantivy.Index(self._schema, path=str(folder), reuse=True)
            self._writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)

    def __enter__(self) -> "LexicalWriter":
        """Use it in a `with` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Publish what was written, unless it failed; nothing is written any more afterwards."""
        if error is None:
            with _reported():
                self._writer.commit()
                self._writer.wait_merging_threads()
        else:
            with suppress(ValueError):
                self._writer.rollback()
                self._writer.wait_merging_threads()

    def remove(self, row: int) -> None:
        """Take out the passage that has this row so far."""
        with _reported():
            query = tantivy.Query.term_query(self._schema, _ROW, row)
            self._writer.delete_documents_by_query(query)

    def add(self, row: int, terms: Iterable[str]) -> None:
        """Add a passage's folded terms."""
        document = tantivy.Document()
        document.add_unsigned(_ROW, row)
        document.add_text(_TERMS, " ".join(terms))
        with _reported():
            self._writer.add_document(document)


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise OSError(f"the lexical index cannot be written: {error}") from error


@contextmanager
def _lockable(folder: Path) -> Iterator[Path]:
    """Lend a folder's files in a place where a lock can be made, which Tantivy wants even to read.

    On media that are read-only it is a temporary folder of links, needed only until they are open.
    """
    if os.access(folder, os.W_OK):
        yield folder
        return
    # Tantivy's own thread may still let go of a lock there when the rest is removed.
    with tempfile.TemporaryDirectory(prefix="qa-bot-", ignore_cleanup_errors=True) as place:
        for file in folder.resolve().iterdir():
            if file.suffix != ".lock":
                (Path(place) / file.name).symlink_to(file)
        yield Path(place)


class LexicalIndex:
    """A BM25 index on disk, opened for search."""

    def __init__(self, folder: Path) -> None:
        """Open an index.

        Raises:
            IndexDamagedError: When Tantivy cannot read it.
        """
        try:
            self._schema = _schema()
            with _lockable(folder) as place:
                self._searcher = tantivy.Index(self._schema, str(place), reuse=True).searcher()
        except (ValueError, OSError) as error:
            raise IndexDamagedError(
                f"the lexical index in {folder} cannot be read", hint="qa-bot index --rebuild"
            ) from error

    def __len__(self) -> int:
        """Count the passages."""
        return int(self._searcher.num_docs)

    def passages_with(self, term: str) -> int:
        """Count the passages that hold a folded term."""
        return int(self._searcher.doc_freq(_TERMS, term))

    def idf(self, term: str) -> float:
        """Weigh a folded term by its rarity, as BM25 does; what occurs nowhere weighs most."""
        return idf(self.passages_with(term), len(self))

    def search(self, clauses: Sequence[Clause], limit: int) -> list[tuple[int, float]]:
        """Find the passages that satisfy any clause.

        Args:
            clauses: Each a choice of wordings; it adds the BM25 score of its best one.
            limit: The most rows to return.

        Returns:
            Rows and scores, sorted by (-score, row).
        """
        if not clauses or not len(self):
            return []
        parts = [(tantivy.Occur.Should, self._clause(clause)) for clause in clauses]
        query = tantivy.Query.boolean_query(parts)
        found = self._searcher.search(query, limit=limit, count=False)
        rows = self._searcher.fast_field_values(_ROW, [address for _, address in found.hits])
        scored = [(int(row), float(hit[0])) for row, hit in zip(rows, found.hits, strict=True)]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))

    def _clause(self, clause: Clause) -> tantivy.Query:
        wordings = [self._wording(wording) for wording in clause]
        return wordings[0] if len(wordings) == 1 else tantivy.Query.disjunction_max_query(wordings)

    def _wording(self, wording: WeightedTerms) -> tantivy.Query:
        weighted = [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(self._schema, _TERMS, term, index_option="freq"), weight
            )
            for term, weight in wording.items()
        ]
        if len(weighted) == 1:
            return weighted[0]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in weighted])
