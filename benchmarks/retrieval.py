"""Retrieval on public collections: dense, BM25 and fused, through the product's own index.

    python benchmarks/retrieval.py DATA [--sets squad,xquad,scifact,nfcorpus] [--split test|tune]

Comes in: a folder of public data (`squad_dev/`, `scifact/`, `nfcorpus/`; for `xquad` the file
`xquad.en.json` of google-deepmind/xquad, given with --xquad). Goes out: one JSON line a set on
stdout. Every document becomes a file and every figure comes from the index that `qa-bot index`
would make of those files, which is kept in --work to be used again.
"""

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa_bot.encoder import load_encoder
from qa_bot.index import build, open_index
from qa_bot.retrieval import DENSE_WEIGHT, Retriever

DEPTH = 100
WEIGHTS = {"dense": 1.0, "bm25": 0.0, "fused": DENSE_WEIGHT}

Grades = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Collection:
    """Documents, questions, and which document answers which question, with a grade."""

    documents: dict[str, str]
    questions: dict[str, str]
    grades: Grades


def main() -> None:
    """Measure the sets that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default="squad,scifact,nfcorpus")
    parser.add_argument("--split", choices=["test", "tune"], default="test")
    parser.add_argument("--xquad", type=Path, help="xquad.en.json")
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks"))
    options = parser.parse_args()
    loaders: dict[str, Callable[[], Collection]] = {
        "squad": lambda: squad(options.data / "squad_dev/dev-v1.1.reconstructed.json"),
        "xquad": lambda: squad(options.xquad),
        "scifact": lambda: scifact(options.data / "scifact", options.split),
        "nfcorpus": lambda: nfcorpus(options.data / "nfcorpus", options.split),
    }
    for name in options.sets.split(","):
        try:
            collection = loaders[name]()
        except (OSError, AttributeError) as error:
            sys.exit(f"{name}: its data is not there ({error}); see the top of this file")
        print(
            json.dumps(
                {"set": name, "split": options.split, **measure(collection, options.work / name)}
            )
        )
        sys.stdout.flush()


def squad(path: Path) -> Collection:
    """Take every paragraph as a document, every question as a query."""
    found = Collection({}, {}, {})
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            name = f"p{len(found.documents):05d}.txt"
            found.documents[name] = paragraph["context"]
            for question in paragraph["qas"]:
                found.questions[question["id"]] = question["question"]
                found.grades[question["id"]] = {name: 1}
    return found


def scifact(folder: Path, split: str) -> Collection:
    """Take abstracts and claims; `tune` is the training split."""
    documents = {
        f"{row['_id']}.md": f"# {row['title']}\n\n{' '.join(row['sentences'])}\n"
        for row in _rows(folder / "corpus.jsonl")
    }
    if split == "test":
        questions = _topics(folder / "topics.beir.test.tsv")
        return Collection(documents, questions, _trec(folder / "qrels.beir.test.trec.txt"))
    claims = {str(row["id"]): str(row["claim"]) for row in _rows(folder / "claims.jsonl")}
    return Collection(documents, claims, _trec(folder / "qrels.train.trec.txt"))


def nfcorpus(folder: Path, split: str) -> Collection:
    """Take abstracts and nutrition queries; `tune` is the development split."""
    documents = {
        f"{row['_id']}.md": f"# {row['title']}\n\n{row['text']}\n"
        for row in _rows(folder / "corpus.jsonl")
    }
    questions = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl")}
    grades: Grades = defaultdict(dict)
    path = folder / "qrels" / ("test.tsv" if split == "test" else "dev.tsv")
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        grades[query][f"{document}.md"] = int(grade)
    return Collection(documents, questions, grades)


def measure(collection: Collection, work: Path) -> dict[str, object]:
    """Index a collection and score each way to rank it."""
    folder = work / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in collection.documents.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != text.encode():
            path.write_bytes(text.encode())
    encoder = load_encoder()
    summary = build(folder, work / "index", encoder, progress=_narrate)
    row: dict[str, object] = {"documents": summary.documents, "passages": summary.passages}
    asked = [query for query in collection.questions if collection.grades.get(query)]
    row["questions"] = len(asked)
    with open_index(work / "index") as index:
        for name, weight in WEIGHTS.items():
            retriever = Retriever(index, encoder, weight)
            ranked = {query: _documents(retriever, collection.questions[query]) for query in asked}
            row[name] = _scores(ranked, collection.grades)
    return row


def _documents(retriever: Retriever, text: str) -> list[str]:
    """Rank documents by their best passage."""
    hits = retriever.search(retriever.understand(text), DEPTH)
    names = (hit.passage.document.partition("/")[2] for hit in hits)
    return list(dict.fromkeys(names))


def _scores(ranked: dict[str, list[str]], grades: Grades) -> dict[str, float]:
    count = len(ranked)
    first = sum(bool(set(names[:1]) & grades[query].keys()) for query, names in ranked.items())
    five = sum(bool(set(names[:5]) & grades[query].keys()) for query, names in ranked.items())
    gain = sum(_ndcg(names, grades[query]) for query, names in ranked.items())
    return {
        "R@1": round(first / count, 4),
        "R@5": round(five / count, 4),
        "nDCG@10": round(gain / count, 4),
    }


def _ndcg(names: list[str], grades: dict[str, int], depth: int = 10) -> float:
    """Discount each grade by the logarithm of its rank (Jarvelin and Kekalainen 2002)."""
    best = sorted(grades.values(), reverse=True)[:depth]
    ideal = sum(grade / math.log2(rank + 1) for rank, grade in enumerate(best, 1))
    gained = (grades.get(name, 0) for name in names[:depth])
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(gained, 1)) / ideal


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _topics(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def _trec(path: Path) -> Grades:
    grades: Grades = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0:
            grades[query][f"{document}.md"] = int(grade)
    return grades


def _narrate(stage: str, done: int, total: int) -> None:
    if done == total or done % 4096 == 0:
        print(f"{stage} {done}/{total}", file=sys.stderr)


if __name__ == "__main__":
    main()
