"""A reader on ONNX Runtime: the packaged one, or an exported extractive-QA model.

Comes in: a reader's folder. Goes out: evidence. Rows are run one by one, not padded to a batch: the
packaged weights are 8-bit integers whose scale follows the tensor, so that in a batch a passage's
scores would depend on its neighbours. Each core reads a passage, the longest ones first: that is
quicker than all cores on one. What was just read is not read again: the only sentence of a passage
is the passage.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa_bot.errors import ReaderError
from qa_bot.reader.card import MODEL, TOKENIZER, checked_card, damaged
from qa_bot.reader.inputs import Row, rows
from qa_bot.reader.protocol import Evidence, PassageText, ReaderIdentity, ScoredSpan
from qa_bot.reader.spans import apart, likely_spans
from qa_bot.runtime import open_model

if TYPE_CHECKING:
    from tokenizers import Encoding

NOTHING = -20.0
"""Log-odds of an empty passage."""

REMEMBERED = 256
"""Passages whose evidence is kept; a question needs less than twenty."""


class OnnxReader:
    """A cross-encoder of question and passage."""

    def __init__(self, folder: Path) -> None:
        """Open a reader's folder.

        Raises:
            ReaderError: When a file of it is missing or altered, or cannot be run.
        """
        self._card = checked_card(folder)
        self._tokenizer, self._session = open_model(
            folder / MODEL, folder / TOKENIZER, damaged(folder / MODEL), threads=1
        )
        self._pool = ThreadPoolExecutor(os.cpu_count())
        self._takes = {one.name for one in self._session.get_inputs()}
        self.identity = ReaderIdentity(self._card.name, self._card.key)
        self._evidence = lru_cache(REMEMBERED)(self._read)

    def read(self, question: str, passages: Sequence[PassageText]) -> list[Evidence]:
        """Read the passages for a question; one piece of evidence each, in their order."""
        longest_first = sorted(dict.fromkeys(passages), key=lambda one: -len(one.text))
        read = self._pool.map(partial(self._evidence, question), longest_first)
        evidence = dict(zip(longest_first, read, strict=True))
        return [evidence[passage] for passage in passages]

    def _read(self, question: str, passage: PassageText) -> Evidence:
        """Read a passage, in several rows if it is long; the best of them speaks for it."""
        # Some tokenizers tell a word by the space before it, so the text is given one.
        text = self._tokens(f" {passage.text}")
        offsets = [_trimmed(passage.text, a - 1, b - 1) for a, b in text.offsets]
        headings = self._tokens(passage.headings).ids if passage.headings else []
        if not any(a < b for a, b in offsets):
            return Evidence(NOTHING, NOTHING, ())
        divided = rows(
            self._tokens(question).ids,
            headings,
            text.ids,
            self._card.marks,
            longest=self._card.longest,
            overlap=self._card.overlap,
        )
        spans: list[ScoredSpan] = []
        relevance, support = [], []
        for row in divided:
            start, end, *judged = self._run(row)
            nowhere = float(start[0] + end[0])
            here = slice(row.text_at, row.text_at + row.count)
            part = offsets[row.first : row.first + row.count]
            found = likely_spans(passage.text, part, start[here], end[here], nowhere)
            best = found[0].score if found else NOTHING
            spans += found
            relevance.append(float(judged[0]) if judged else best)
            support.append(float(judged[1]) if judged else best)
        return Evidence(max(relevance), max(support), apart(spans))

    def _tokens(self, text: str) -> "Encoding":
        return self._tokenizer.encode(text, add_special_tokens=False)

    def _run(self, row: Row) -> list[NDArray[np.float32]]:
        """Run one row: start and end, shape (tokens,); where there are, relevance and support."""
        ids = np.array([row.ids], dtype=np.int64)
        types = np.zeros_like(ids)
        types[0, row.passage_at :] = 1
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": types}
        taken = {name: value for name, value in inputs.items() if name in self._takes}
        found: list[NDArray[np.float32]] = [out[0] for out in self._session.run(None, taken)]
        if not all(np.isfinite(one).all() for one in found):
            raise ReaderError(
                f"the reader {self.identity.name} gives no numbers",
                hint="use the packaged reader: --reader default",
            )
        return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take white space off a token's ends; an empty token becomes an empty range."""
    start = max(start, 0)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, max(start, end)
