"""How an index grows: 10 thousand, 100 thousand and a million passages.

    python -m benchmarks.scale DATA [--sizes 10000,100000,1000000] [--work build/benchmarks/scale]

Comes in: the abstracts and claims that `recombining` takes from DATA. Goes out: a JSON line for
each size, with what the build took, the index's size, what a retrieval and an `ask` take, recall@10
against an exact search, and what an update of one document takes. Each is measured in a process of
its own. An index that is there already is used again, with what its build took.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.indexes import Narrator, kept
from benchmarks.recombining import (
    SECTIONS,
    RecombiningEncoder,
    articles,
    document,
    questions,
    write,
)
from qa_bot.config import Config
from qa_bot.encoder import FloatArray
from qa_bot.index import Index, build, open_index
from qa_bot.retrieval import Retriever

Asked = TypeVar("Asked")

QUESTIONS = 200
_WARM_UP = 20
_RUNS = 7
_ROUNDS = 10
_TOLERANCE = 1e-6


def main() -> None:
    """Measure each size, step by step."""
    options = _options()
    if options.step:
        result = STEPS[options.step](options.data, options.work, int(options.sizes))
        print(json.dumps(result))
        return
    for size in map(int, options.sizes.split(",")):
        made = options.work / str(size) / "build.json"
        if not made.exists():
            line = _in_process(options, size, "build")
            made.write_text(json.dumps(line), encoding="utf-8")
        line = json.loads(made.read_text(encoding="utf-8"))
        for step in ("retrieve", "recall", "ask", "update"):
            line |= _in_process(options, size, step)
        print(json.dumps(line), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks/scale"))
    parser.add_argument("--step", choices=STEPS, help="one step, of one size, in this process")
    return parser.parse_args()


def _in_process(options: argparse.Namespace, size: int, step: str) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.scale", str(options.data), "--step", step]
    command += ["--sizes", str(size), "--work", str(options.work)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, object] = json.loads(done.stdout)
    return result


def make(data: Path, work: Path, size: int) -> dict[str, object]:
    """Write the documents and build their index."""
    pool = articles(data)
    encoder = RecombiningEncoder(pool, kept(Config(), work))
    place = work / str(size)
    write(pool, place / "notes", 0, size // SECTIONS)
    summary = build(place / "notes", place / "index", encoder, progress=Narrator().progress)
    with open_index(place / "index") as index:
        files = index.manifest.files
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "passages": summary.passages,
        "documents": summary.documents,
        "build_seconds": round(summary.seconds, 1),
        "build_cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "build_peak_mb": round(used.ru_maxrss * 1024 / 1e6),
        "index_mb": round(sum(mark.bytes for mark in files.values()) / 1e6),
    }


def retrieve(data: Path, work: Path, size: int) -> dict[str, object]:
    """Time retrievals: the first of a process, then warm ones; and the memory afterwards.

    `least` takes each question's quickest of several rounds: what it takes with nothing beside it.
    """
    asked = questions(data, QUESTIONS)
    encoder = kept(Config(), work)
    with open_index(work / str(size) / "index") as index:
        started = time.perf_counter()
        retriever = Retriever(index, encoder)

        def search(text: str) -> None:
            retriever.search(retriever.understand(text), 8)

        search(asked[0])
        first = time.perf_counter() - started
        warm = sorted(_timed(search, asked)[_WARM_UP:])
        rounds = [_timed(search, asked) for _ in range(_ROUNDS)]
        least = sorted(map(min, zip(*rounds, strict=True)))
        parts = _parts(retriever, index, asked[_WARM_UP:])
    return {
        "first_retrieval_ms": round(1e3 * first, 1),
        "retrieval_p50_ms": round(1e3 * statistics.median(warm), 2),
        "retrieval_p95_ms": round(1e3 * warm[int(0.95 * len(warm))], 2),
        "retrieval_least_p50_ms": round(1e3 * statistics.median(least), 2),
        "retrieval_least_p95_ms": round(1e3 * least[int(0.95 * len(least))], 2),
        **parts,
        "memory_mb": round(_resident_mb()),
    }


def _parts(retriever: Retriever, index: Index, asked: Sequence[str]) -> dict[str, object]:
    """Time what a retrieval consists of."""
    encoder = retriever._encoder
    vectors = [encoder.encode_question(text) for text in asked]
    clauses = [retriever._clauses(retriever.understand(text)) for text in asked]
    return {
        "encoding_p50_ms": _least(encoder.encode_question, asked),
        "dense_p50_ms": _least(lambda vector: index.vectors.search(vector, 100), vectors),
        "lexical_p50_ms": _least(lambda clause: index.lexical.search(clause, 1000), clauses),
    }


def _least(work: Callable[[Asked], object], asked: Sequence[Asked]) -> float:
    rounds = [_timed(work, asked) for _ in range(_ROUNDS)]
    least: list[float] = [min(times) for times in zip(*rounds, strict=True)]
    return round(1e3 * statistics.median(least), 2)


def recall(data: Path, work: Path, size: int) -> dict[str, object]:
    """Count which of ten found are as near as the ten nearest of an exact search over all."""
    encoder = kept(Config(), work)
    asked = np.stack([encoder.encode_question(text) for text in questions(data, QUESTIONS)])
    with open_index(work / str(size) / "index") as index:
        least = _exactly(index, asked, 10)
        found = [index.vectors.search(vector, 100)[:10] for vector in asked]
    near = [
        sum(cosine > bound - _TOLERANCE for _, cosine in hits) / 10
        for hits, bound in zip(found, least, strict=True)
    ]
    return {"recall_at_10": round(statistics.mean(near), 4)}


def _exactly(index: Index, asked: FloatArray, limit: int) -> list[float]:
    """Compute, for each question, the cosine of the last of its nearest passages."""
    best = np.zeros((len(asked), 0), dtype=np.float32)
    for block in index.vectors.blocks():
        best = np.sort(np.hstack([best, asked @ block.T]), axis=1)[:, -limit:]
    return [float(one) for one in best[:, 0]]


def ask(data: Path, work: Path, size: int) -> dict[str, object]:
    """Time `qa-bot ask` as a whole process, with the index in the system's cache and without."""
    place = work / str(size) / "index"
    text = questions(data, 1)[0]
    command = [sys.executable, "-m", "qa_bot", "ask", text, "--index", str(place), "--quiet"]

    def run() -> None:
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in {0, 1}:
            raise RuntimeError(done.stderr)

    run()
    seconds = [_seconds(run) for _ in range(_RUNS)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
    uncached = []
    for _ in range(_RUNS // 2):
        _evict(place)
        uncached.append(_seconds(run))
    return {
        "ask_seconds": round(statistics.median(seconds), 3),
        "ask_uncached_seconds": round(statistics.median(uncached), 3),
        "ask_peak_mb": round(peak),
    }


def _evict(place: Path) -> None:
    """Have the system forget what it read of an index."""
    for path in place.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def update(data: Path, work: Path, size: int) -> dict[str, object]:
    """Change one document and time how its index is brought up to date."""
    pool = articles(data)
    encoder = RecombiningEncoder(pool, kept(Config(), work))
    place = work / str(size)
    changed = next((place / "notes").rglob("*.md"))
    changed.write_text(document(pool, time.time_ns()), encoding="utf-8")
    summary = build(
        place / "notes", place / "index", encoder, progress=Narrator(silent=True).progress
    )
    return {"update_seconds": round(summary.seconds, 2), "update_embedded": summary.embedded}


def _timed(work: Callable[[Asked], object], asked: Sequence[Asked]) -> list[float]:
    return [_seconds(partial(work, one)) for one in asked]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


STEPS: dict[str, Callable[[Path, Path, int], dict[str, object]]] = {
    "build": make,
    "retrieve": retrieve,
    "recall": recall,
    "ask": ask,
    "update": update,
}


if __name__ == "__main__":
    main()
