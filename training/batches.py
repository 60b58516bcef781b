"""Examples become batches of tensors.

Comes in: examples and the base encoder's tokenizer. Goes out: batches of similar length, in an
order that the seed alone decides, so that a run goes on where it stopped.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import torch
from tokenizers import Tokenizer
from torch import Tensor

from qa_bot.reader.inputs import Marks, Row, rows
from qa_bot.records import Span
from training.data import Example
from training.model import starting_point

LONGEST = 160
"""Tokens of an input, special ones included."""

SHORT_TEXT, SHORT_SHARE = 104, 0.6
"""So many tokens, as in a passage of an index, are left of a longer text, and how often."""

POOLED = 40
"""So many batches' examples are sorted by length together."""


@dataclass(frozen=True, slots=True)
class Item:
    """An example in tokens; targets are positions in the row."""

    row: Row
    starts: list[int]
    ends: list[int]
    support: float
    relevance: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of shape (batch, tokens), or (batch,) for support and relevance.

    Examples that stand alone come first, so many as `singles`; after them come questions with
    `group` passages each, if there are any.
    """

    ids: Tensor
    mask: Tensor
    types: Tensor
    allowed: Tensor
    starts: Tensor
    ends: Tensor
    support: Tensor
    relevance: Tensor
    singles: int
    group: int


def load_tokenizer() -> Tokenizer:
    """Open the base encoder's tokenizer, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(starting_point() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def marks_of(tokenizer: Tokenizer) -> Marks:
    """Look up the tokens that structure an input."""
    found = [tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]", ".", "[SEP]")]
    return Marks(*([number] for number in found if number is not None))


def items(examples: Sequence[Example], tokenizer: Tokenizer, seed: int) -> list[Item]:
    """Tokenize examples, long texts cut to a window that holds the answer."""
    marks = marks_of(tokenizer)
    rng = random.Random(f"{seed} windows")
    parts = [
        tokenizer.encode_batch([getattr(one, part) for one in examples], add_special_tokens=False)
        for part in ("question", "headings", "text")
    ]
    made = []
    for example, question, headings, text in zip(examples, *parts, strict=True):
        answers = [found for span in example.answers if (found := _tokens(text.offsets, span))]
        room = SHORT_TEXT if rng.random() < SHORT_SHARE else LONGEST
        row = rows(question.ids, headings.ids, [], marks, longest=LONGEST, overlap=0)[0]
        first, count = _window(len(text.ids), min(room, LONGEST - len(row.ids)), answers, rng)
        ids = [*row.ids[:-1], *text.ids[first : first + count], *marks.end]
        inside = [(a, b) for a, b in answers if first <= a and b < first + count]
        if example.answers and not inside:
            continue
        shift = row.text_at - first
        made.append(
            Item(
                row=Row(ids, row.passage_at, row.text_at, first, count),
                starts=[a + shift for a, _ in inside] or [0],
                ends=[b + shift for _, b in inside] or [0],
                support=float(bool(example.answers)),
                relevance=example.relevance,
            )
        )
    return made


def _tokens(offsets: Sequence[tuple[int, int]], span: Span) -> tuple[int, int] | None:
    """Find the first and last token of a span of characters."""
    found = [n for n, (a, b) in enumerate(offsets) if a < span.end and b > span.start]
    return (found[0], found[-1]) if found else None


def _window(
    length: int, room: int, answers: Sequence[tuple[int, int]], rng: random.Random
) -> tuple[int, int]:
    """Choose where a text is cut: at random, the first answer inside if it fits."""
    if length <= room:
        return 0, length
    least, most = 0, length - room
    if answers:
        first, last = answers[0]
        least, most = max(0, min(last + 1 - room, first)), min(most, first)
        least = min(least, most)
    return rng.randint(least, most), room


def batches(made: Sequence[Item], size: int, seed: int, epoch: int) -> Iterator[list[Item]]:
    """Yield batches of items of similar length, in random order."""
    rng = random.Random(f"{seed} epoch {epoch}")
    order = list(range(len(made)))
    rng.shuffle(order)
    for start in range(0, len(order), size * POOLED):
        pool = sorted(order[start : start + size * POOLED], key=lambda n: len(made[n].row.ids))
        cut = [pool[n : n + size] for n in range(0, len(pool), size)]
        rng.shuffle(cut)
        yield from ([made[n] for n in one] for one in cut)


def collate(made: Sequence[Item], groups: Sequence[Sequence[Item]] = ()) -> Batch:
    """Pad items to the longest of them, those of the groups after the others."""
    singles, group = len(made), len(groups[0]) if groups else 0
    made = [*made, *chain.from_iterable(groups)]
    shape = (len(made), max(len(one.row.ids) for one in made))
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    allowed, starts, ends = (torch.zeros(shape, dtype=torch.bool) for _ in range(3))
    allowed[:, 0] = True
    for n, one in enumerate(made):
        row = one.row
        ids[n, : len(row.ids)] = torch.tensor(row.ids)
        mask[n, : len(row.ids)] = 1
        types[n, row.passage_at : len(row.ids)] = 1
        allowed[n, row.text_at : row.text_at + row.count] = True
        starts[n, one.starts] = True
        ends[n, one.ends] = True
    return Batch(
        ids, mask, types, allowed, starts, ends,
        torch.tensor([one.support for one in made]),
        torch.tensor([one.relevance for one in made]),
        singles,
        group,
    )  # fmt: skip
