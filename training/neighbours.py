"""Does an adapted encoder find passages better than the base one? Nearest vectors alone.

    python -m training.neighbours DATA [ADAPTER.safetensors] [--sets written,scifact]

Comes in: the folder of public sets, and what `training.encoder` learned; without it the base
encoder is measured. Goes out: one JSON line a set. Of the training sets the held-out documents'
questions look for their passage among all passages of the set; of the public collections it is the
part that may be tuned on.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from transformers import BertModel

from benchmarks.public import Collection, Query
from benchmarks.public import read as read_collection
from benchmarks.retrieval import DOCUMENTS, scores
from qa_bot.encoder.torch import adapt
from training.batches import load_tokenizer
from training.data import CLINICAL, Example
from training.encoder import base_model, encode
from training.mixture import apart, read_sets
from training.written import FOLDER
from training.written import SETS as WRITTEN

OWN = (CLINICAL, *WRITTEN)
PUBLIC = ("scifact", "nfcorpus")
BATCH = 64


def main() -> None:
    """Measure the sets that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("adapter", type=Path, nargs="?")
    parser.add_argument("--sets", default=",".join((*OWN, *PUBLIC)))
    options = parser.parse_args()
    torch.set_num_threads(2)
    model = base_model()
    if options.adapter:
        adapt(model, options.adapter)
    names = options.sets.split(",")
    found = dict(own_collections(options.data)) if set(names) & set(OWN) else {}
    for name in names:
        collection = found.get(name) or read_collection(name, options.data, "tune")
        print(json.dumps({"set": name, **measured(model, collection)}), flush=True)


def own_collections(folder: Path) -> Iterator[tuple[str, Collection]]:
    """Yield the training sets as collections, their questions those of held-out documents."""
    sets = read_sets(folder, FOLDER)
    for name, away in apart(sets):
        if name in OWN:
            yield name, _collection(sets[name], away)


def _collection(examples: Sequence[Example], away: set[str]) -> Collection:
    names: dict[str, str] = {}
    found = Collection()
    for number, one in enumerate(examples):
        passage = f"{one.headings}: {one.text}"
        name = names.setdefault(one.text, str(len(names)))
        found.documents.setdefault(name, passage)
        if one.answers and one.document in away:
            found.queries[str(number)] = Query(one.question, {name: 1})
    return found


def measured(model: BertModel, collection: Collection) -> dict[str, object]:
    """Rank a collection's documents by cosine and score that over its questions."""
    names = list(collection.documents)
    with torch.inference_mode():
        documents = vectors(model, list(collection.documents.values()))
        nearness = vectors(model, [one.text for one in collection.queries.values()]) @ documents.T
    best = nearness.topk(min(DOCUMENTS, len(names)), dim=1).indices.tolist()
    ranked = {
        query: [names[row] for row in rows]
        for query, rows in zip(collection.queries, best, strict=True)
    }
    grades = {query: one.grades for query, one in collection.queries.items()}
    return {"documents": len(names), **scores(ranked, grades)}


def vectors(model: BertModel, texts: Sequence[str]) -> Tensor:
    """Encode texts, those of like length together; shape (texts, dimension)."""
    tokenizer = load_tokenizer()
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    found: list[Tensor] = []
    for start in range(0, len(order), BATCH):
        batch = [texts[number] for number in order[start : start + BATCH]]
        found.append(encode(model, tokenizer, batch))
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(found)[back]


if __name__ == "__main__":
    main()
