"""Retrieval on public collections: dense, BM25 and fused, through the product's own index.

    python -m benchmarks.retrieval DATA [--sets scifact,xquad] [--split tune] [--peers txtai,bm25s]
        [--reader default]

Comes in: the folder of public data sets (see `public.py`). Goes out: one JSON line a set on
stdout. Every document becomes a file and every figure comes from the index that `qa-bot index`
would make of those files, which is kept in --work to be used again. Peers rank the same documents
for the same questions, each in its own virtual environment.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path

from benchmarks.figures import Figure, Grades, ndcg, recall, sampled, success, table
from benchmarks.indexes import WORK, index_of, kept, ranked_documents
from benchmarks.peers.running import PEERS, Peer, rank
from benchmarks.public import SETS, Collection, DataError, chosen
from benchmarks.public import read as read_set
from qa_bot import __version__
from qa_bot.answering.reading import read_hits
from qa_bot.config import AnswerConfig, load_config
from qa_bot.reader import Reader, load_reader
from qa_bot.records import Hit
from qa_bot.retrieval import DENSE_WEIGHT, Retriever

PASSAGES, DOCUMENTS = 300, 100
METRICS: dict[str, Callable[[Sequence[str], Grades], float]] = {
    "success@1": partial(success, depth=1),
    "success@5": partial(success, depth=5),
    "nDCG@10": ndcg,
    "recall@100": partial(recall, depth=DOCUMENTS),
}


def main() -> None:
    """Measure the sets that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default="scifact,nfcorpus,sleepqa,bioasq,xquad,squad")
    parser.add_argument("--split", choices=["test", "tune"], default="test")
    parser.add_argument("--most", type=int, default=2000, help="questions of a set")
    parser.add_argument("--dense-weight", type=float, default=DENSE_WEIGHT, help="in the fusion")
    parser.add_argument("--reader", help="ranks the best passages anew; default: none does")
    parser.add_argument("--peers", default="", help=f"of {', '.join(PEERS)}")
    parser.add_argument("--work", type=Path, default=WORK)
    options = parser.parse_args()
    encoder = kept(load_config(), options.work)
    weight = options.dense_weight
    reader = load_reader(options.reader) if options.reader else None
    peers = [PEERS[name] for name in chosen(options.peers, PEERS)]
    for name in chosen(options.sets, SETS):
        try:
            collection = read_set(name, options.data, options.split)
        except DataError as error:
            sys.exit(str(error))
        row: dict[str, object] = {"benchmark": "retrieval", "set": name, "split": options.split}
        row |= {"qa_bot": __version__, "encoder": encoder.identity.name, "dense_weight": weight}
        with index_of(collection.documents, options.work / name, encoder) as index:
            retriever = Retriever(index, encoder, weight)
            row |= measure(collection, retriever, options.work / name, options.most, peers, reader)
            row |= {"passages": index.manifest.passages}
        print(json.dumps(row), flush=True)


def measure(
    collection: Collection,
    retriever: Retriever,
    work: Path,
    most: int,
    peers: Sequence[Peer] = (),
    reader: Reader | None = None,
) -> dict[str, object]:
    """Score each way to rank a collection's documents, and each peer's.

    Args:
        collection: Documents and questions.
        retriever: Searches the collection's index.
        work: The collection's own folder, where peers keep theirs.
        most: How many questions to ask at most.
        peers: Who else ranks.
        reader: Reads the best passages of each question, as many as the product does.
    """
    judged = [name for name, query in collection.queries.items() if query.grades]
    questions = {name: collection.queries[name].text for name in sampled(judged, most)}
    grades = {name: collection.queries[name].grades for name in questions}
    row: dict[str, object] = {"documents": len(collection.documents)}
    row |= {"questions": len(questions), "of": len(judged)}
    found = search(retriever, questions)
    for way, order in WAYS.items():
        row[way] = scores({name: order(hits) for name, hits in found.items()}, grades)
    if reader:
        row["read"] = scores(read(retriever, reader, questions, found), grades)
    for peer in peers:
        ranked = rank(peer, collection.documents, questions, DOCUMENTS, work)
        row[peer.version] = scores(ranked, grades)
    return row


def search(retriever: Retriever, questions: Mapping[str, str]) -> dict[str, list[Hit]]:
    """Find the passages for each question."""
    return {
        name: retriever.search(retriever.understand(text), PASSAGES)
        for name, text in questions.items()
    }


def read(
    retriever: Retriever,
    reader: Reader,
    questions: Mapping[str, str],
    found: Mapping[str, Sequence[Hit]],
) -> dict[str, list[str]]:
    """Rank documents with the best passages read, the others behind them as they were."""
    most = AnswerConfig().passages
    ranked = {}
    for name, text in questions.items():
        _, best = read_hits(retriever.understand(text), found[name][:most], reader)
        ranked[name] = by_score([*(one.hit for one in best), *found[name][most:]])
    return ranked


def by_dense_rank(hits: Sequence[Hit]) -> list[str]:
    """Rank documents by their passages' vectors alone."""
    found = [(hit.dense_rank, hit.passage) for hit in hits if hit.dense_rank]
    return ranked_documents(passage for _, passage in sorted(found, key=itemgetter(0)))


def by_lexical_rank(hits: Sequence[Hit]) -> list[str]:
    """Rank documents by their passages' words alone."""
    found = [(hit.lexical_rank, hit.passage) for hit in hits if hit.lexical_rank]
    return ranked_documents(passage for _, passage in sorted(found, key=itemgetter(0)))


def by_score(hits: Sequence[Hit]) -> list[str]:
    """Rank documents as the product does."""
    return ranked_documents(hit.passage for hit in hits)


WAYS: dict[str, Callable[[Sequence[Hit]], list[str]]] = {
    "dense": by_dense_rank,
    "bm25": by_lexical_rank,
    "fused": by_score,
}


def scores(ranked: Mapping[str, Sequence[str]], grades: Mapping[str, Grades]) -> dict[str, Figure]:
    """Estimate every metric of one way to rank."""
    return table(METRICS, ranked, grades)


if __name__ == "__main__":
    main()
