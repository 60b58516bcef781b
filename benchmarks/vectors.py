"""Which FAISS index: an exact search against an inverted file, by the number of rows.

    python -m benchmarks.vectors DATA --work DIR [--rows 10000,50000,100000,200000,1000000]

Comes in: the work folder of `benchmarks.scale`, whose largest index has the vectors. Goes out: a
JSON line for each number of rows and each index: what a search for the 100 nearest takes (median,
one thread), recall@10, and how large the file is.
"""

import argparse
import json
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.indexes import kept
from benchmarks.recombining import questions
from qa_bot.config import Config
from qa_bot.encoder import FloatArray
from qa_bot.vectors import VectorIndex, VectorWriter

QUESTIONS = 100
_NEAREST = 100
_BLOCK = 50_000


def main() -> None:
    """Measure both indexes at each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks/scale"))
    parser.add_argument("--rows", default="10000,50000,100000,200000,1000000")
    options = parser.parse_args()
    encoder = kept(Config(), options.work)
    asked = np.stack([encoder.encode_question(one) for one in questions(options.data, QUESTIONS)])
    path = max(options.work.rglob("segment-0/vectors.f32"), key=lambda one: one.stat().st_size)
    dimension = asked.shape[1]
    vectors = np.memmap(path, dtype=np.float32, mode="r").reshape(-1, dimension)
    for rows in map(int, options.rows.split(",")):
        with tempfile.TemporaryDirectory(dir=options.work) as place:
            best: list[list[int]] = []
            for name, exact_up_to in (("exact", rows), ("inverted", 0)):
                file = Path(place) / f"{name}.faiss"
                started = time.perf_counter()
                _write(file, vectors[:rows], exact_up_to)
                built = time.perf_counter() - started
                with closing(VectorIndex(file)) as index:
                    found, milliseconds = _searched(index, asked)
                best = best or found
                shared = [len(set(a[:10]) & set(b[:10])) for a, b in zip(found, best, strict=True)]
                line = {
                    "rows": rows,
                    "index": name,
                    "search_p50_ms": round(milliseconds, 2),
                    "recall_at_10": round(statistics.mean(shared) / 10, 4),
                    "build_seconds": round(built, 1),
                    "index_mb": round(file.stat().st_size / 1e6, 1),
                }
                print(json.dumps(line), flush=True)


def _write(file: Path, vectors: FloatArray, exact_up_to: int) -> None:
    with VectorWriter(file, vectors.shape[1], exact_up_to) as writer:
        for start in range(0, len(vectors), _BLOCK):
            writer.add(vectors[start : start + _BLOCK])


def _searched(index: VectorIndex, asked: FloatArray) -> tuple[list[list[int]], float]:
    """Search for every question, after one round that nobody counts."""
    for question in asked:
        index.search(question, _NEAREST)
    found, seconds = [], []
    for question in asked:
        started = time.perf_counter()
        hits = index.search(question, _NEAREST)
        seconds.append(time.perf_counter() - started)
        found.append([row for row, _ in hits])
    return found, 1e3 * statistics.median(seconds)


if __name__ == "__main__":
    main()
