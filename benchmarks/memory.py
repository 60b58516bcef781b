"""Memory while a folder of many small documents is indexed.

    python -m benchmarks.memory DATA [--documents 1000,10000,100000] [--work DIR]

Comes in: the abstracts that `recombining` takes from DATA. Goes out: a JSON line for each number of
documents, each of one passage, with the peak memory of the process that indexed them and how many
passages a second went through it. Vectors are recombined, for to encode them all takes hours; the
real encoder is loaded and encodes one full batch beforehand, so that its memory is in the peak.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.indexes import Narrator
from benchmarks.recombining import RecombiningEncoder, articles, write
from qa_bot.encoder import load_encoder
from qa_bot.index import build
from qa_bot.index.embedding import ENCODED_AT_ONCE

POOL = 60
"""Abstracts in the pool, few enough to encode their sentences each time."""


def main() -> None:
    """Measure each number of documents in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", default="1000,10000,100000")
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks/memory"))
    options = parser.parse_args()
    numbers = list(map(int, options.documents.split(",")))
    if len(numbers) == 1:
        print(json.dumps(measure(options.data, options.work, numbers[0])), flush=True)
        return
    for number in numbers:
        command = [sys.executable, "-m", "benchmarks.memory", str(options.data)]
        command += ["--documents", str(number), "--work", str(options.work)]
        subprocess.run(command, check=True)


def measure(data: Path, work: Path, number: int) -> dict[str, object]:
    """Index that many documents."""
    pool = articles(data)[:POOL]
    real = load_encoder()
    real.encode_documents([" ".join(sentences) for sentences in pool] * (ENCODED_AT_ONCE // POOL))
    encoder = RecombiningEncoder(pool, real)
    shutil.rmtree(work, ignore_errors=True)
    write(pool, work / "notes", 0, number, sections=1)
    before = _peak_mb()
    summary = build(work / "notes", work / "index", encoder, progress=Narrator().progress)
    shutil.rmtree(work)
    return {
        "documents": summary.documents,
        "passages": summary.passages,
        "seconds": round(summary.seconds, 1),
        "passages_per_second": round(summary.passages / summary.seconds),
        "peak_before_mb": round(before),
        "peak_mb": round(_peak_mb()),
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
