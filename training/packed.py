"""Examples as one file of numbers, to train on where the public sets are not.

    python -m training.packed DATA PACK.npz --groups GROUPS.jsonl [--seeds 3]

Comes in: the folder of public sets, and what `training.rivals` wrote. Goes out: rows of tokens with
their targets, in three parts: those that are labelled, questions with the passages that rival for
them, and questions beside passages of which nobody said whether they answer. A fourth part is of
documents that are held out.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.batches import LONGEST, POOLED, Batch, Item, items, load_tokenizer
from training.data import Example
from training.mixture import SHARES, apart, held_out, mixture, read_sets, repeated
from training.negatives import Pool
from training.train import read_groups
from training.written import FOLDER

STAGE = "distilled"
"""The mixture that is packed."""

MOST_ANSWERS = 4
"""So many answers of a row are kept."""

UNLABELLED, NEAREST = 4, 12
"""So many passages a question is put beside, of the nearest so many by BM25."""

GROUP = 4
"""Passages of a question that stand together: its own and those that `training.rivals` keeps."""

PARTS = ("labelled", "grouped", "unlabelled", "held_out")


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of tokens and what is to be found in them.

    Attributes:
        ids: Shape (rows, LONGEST), padded with zeros.
        places: Shape (rows, 4): length, where the passage's segment and its text begin, and how
            many tokens of text there are.
        targets: Shape (rows, MOST_ANSWERS, 2): first and last token of each answer; zero for none.
        marks: Shape (rows, 2): support and relevance.
    """

    ids: Tensor
    places: Tensor
    targets: Tensor
    marks: Tensor

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.ids)

    def batch(self, rows: Tensor, longest: int, group: int = 0) -> Batch:
        """Take rows as a batch.

        Args:
            rows: Which; on the part's device.
            longest: Tokens of the longest; a few more do no harm.
            group: So many rows that follow each other are of one question; 0 if none are.
        """
        places, targets, marks = self.places[rows].long(), self.targets[rows], self.marks[rows]
        at = torch.arange(longest, device=rows.device)
        length, passage_at, text_at, count = places.unsqueeze(-1).unbind(1)
        shape = (len(rows), longest)
        starts, ends = (
            torch.zeros(shape, dtype=torch.bool, device=rows.device).scatter_(1, one, True)
            for one in targets.long().unbind(-1)
        )
        return Batch(
            ids=self.ids[rows, :longest].long(),
            mask=(at < length).long(),
            types=((at >= passage_at) & (at < length)).long(),
            allowed=((at >= text_at) & (at < text_at + count)) | (at == 0),
            starts=starts,
            ends=ends,
            support=marks[:, 0].float(),
            relevance=marks[:, 1].float(),
            singles=0 if group else len(rows),
            group=group,
        )


def fastest() -> torch.device:
    """Choose the GPU, if there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def numbers(made: Sequence[Item]) -> dict[str, NDArray[np.generic]]:
    """Write items as arrays, as `Part` says."""
    ids = np.zeros((len(made), LONGEST), dtype=np.int16)
    targets = np.zeros((len(made), MOST_ANSWERS, 2), dtype=np.int16)
    for row, one in enumerate(made):
        ids[row, : len(one.row.ids)] = one.row.ids
        found = list(zip(one.starts, one.ends, strict=True))[:MOST_ANSWERS]
        targets[row] = [*found, *[found[0]] * (MOST_ANSWERS - len(found))]
    places = [
        (len(one.row.ids), one.row.passage_at, one.row.text_at, one.row.count) for one in made
    ]
    return {
        "ids": ids,
        "places": np.array(places, dtype=np.int16).reshape(-1, 4),
        "targets": targets,
        "marks": np.array([(one.support, one.relevance) for one in made], dtype=np.float16),
    }


def read_pack(path: Path, device: torch.device) -> dict[str, Part]:
    """Read every part of a pack onto a device."""
    with np.load(path, allow_pickle=False) as arrays:
        return {
            part: Part(
                *(torch.from_numpy(arrays[f"{part}.{name}"]).to(device) for name in Part.__slots__)
            )
            for part in PARTS
        }


class Stream:
    """An endless stream of batches of a part; all rows are seen before one is seen again."""

    def __init__(self, part: Part, size: int, seed: str, group: int = 0) -> None:
        """Begin at the first of the seed's order.

        Args:
            part: What is drawn from.
            size: Rows of a batch.
            seed: What decides the order.
            group: So many rows that follow each other stay together.
        """
        self._part, self._size, self._group = part, size, group
        self._lengths = part.places[:, 0].cpu().numpy()
        self._rows = self._drawn(np.random.default_rng(list(seed.encode())))

    def next(self) -> tuple[Batch, Tensor]:
        """Take the next batch, of rows of similar length, and say which rows these are."""
        rows = next(self._rows)
        here = torch.from_numpy(rows).to(self._part.ids.device)
        return self._part.batch(
            here, padded_length(int(self._lengths[rows].max())), self._group
        ), here

    def _drawn(self, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
        step = self._group or 1
        longest, many = self._lengths.reshape(-1, step).max(axis=1), self._size // step
        while True:
            pools = max(1, len(longest) // (many * POOLED))
            for pool in np.array_split(rng.permutation(len(longest)), pools):
                pool = pool[np.argsort(longest[pool], kind="stable")]
                for cut in rng.permutation(-(-len(pool) // many)):
                    chosen = pool[cut * many : (cut + 1) * many]
                    yield (chosen[:, None] * step + np.arange(step)).ravel()


def padded_length(length: int) -> int:
    """Round a row's tokens up to a multiple of eight, as a GPU's products want; LONGEST is one."""
    return -(-length // 8) * 8


def unlabelled(folder: Path, rng: random.Random, written: Path = FOLDER) -> list[Example]:
    """Put each answered question beside passages that look like its own.

    Whether these answer is not known; that they have no answers says nothing.
    """
    sets = read_sets(folder, written)
    made: list[Example] = []
    for name, away in apart(sets):
        own = [one for one in sets[name] if one.document not in away]
        share = min(1.0, SHARES[STAGE].get(name, 0.0))
        asked = repeated([one for one in own if one.answers], share, rng)
        if not asked:
            continue
        pool = Pool(own)
        for example, near in zip(asked, pool.nearest(asked, NEAREST), strict=True):
            others = [pool.passages[n] for n in near if pool.passages[n].text != example.text]
            made += [
                replace(example, text=other.text, headings=other.headings, answers=())
                for other in rng.sample(others, min(UNLABELLED, len(others)))
            ]
    return made


def main() -> None:
    """Write a pack."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--groups", type=Path, required=True, help="from training.rivals")
    parser.add_argument("--seeds", type=int, default=3, help="so often the mixture is made anew")
    parser.add_argument("--labelled", type=int, default=180_000, help="rows, at most")
    options = parser.parse_args()
    tokenizer = load_tokenizer()
    seeds = range(7, 7 + options.seeds)
    mixtures = chain.from_iterable(
        items(mixture(options.data, STAGE, seed), tokenizer, seed) for seed in seeds
    )
    rows = {
        "labelled": some(once(mixtures), options.labelled),
        "grouped": list(chain.from_iterable(read_groups(options.groups, seeds[0]))),
        "unlabelled": once(
            items(unlabelled(options.data, random.Random("unlabelled")), tokenizer, seeds[0])
        ),
        "held_out": items(held_out(options.data), tokenizer, seeds[0]),
    }
    arrays = {
        f"{part}.{name}": array
        for part, made in rows.items()
        for name, array in numbers(made).items()
    }
    np.savez_compressed(options.pack, allow_pickle=False, **arrays)
    print({part: len(made) for part, made in rows.items()})


def some(made: list[Item], most: int) -> list[Item]:
    """Take so many rows at random, in the order that they have."""
    chosen = sorted(random.Random("labelled").sample(range(len(made)), min(most, len(made))))
    return [made[number] for number in chosen]


def once(made: Iterator[Item] | Sequence[Item]) -> list[Item]:
    """Leave out what is there already; passages that are alike stand together, to pack well."""
    kept = {(tuple(one.row.ids), one.row.passage_at, tuple(one.starts)): one for one in made}
    return sorted(kept.values(), key=lambda one: one.row.ids[one.row.passage_at :])


if __name__ == "__main__":
    main()
