"""What one `ask` costs in a new process, beside a bare import of sentence-transformers.

    python -m benchmarks.cold_start [--runs 9]

Comes in: nothing but the bundled knowledge, which is indexed first. Goes out: one JSON line with
the median wall time of each, their ratio, taken in turn in one run, and the peak memory of `ask`.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
QUESTION = "what is the BOSTON median PFS"


def main() -> None:
    """Run both in turn and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        index = ["--index", folder]
        subprocess.run(
            [sys.executable, "-m", "qa_bot", "index", str(ROOT / "knowledge"), *index], check=True
        )
        ask = [sys.executable, "-m", "qa_bot", "ask", QUESTION, *index]
        bare = [sys.executable, "-c", "import sentence_transformers"]
        seconds(ask), seconds(bare)
        pairs = [(seconds(ask), seconds(bare)) for _ in range(runs)]
        memory = peak_memory_mb(ask)
    asked, imported = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    row = {
        "ask_seconds": round(asked, 3),
        "import_sentence_transformers_seconds": round(imported, 3),
        "ratio": round(ratio, 3),
        "ask_peak_mb": round(memory, 1),
        "runs": runs,
    }
    print(json.dumps(row))


def seconds(command: list[str]) -> float:
    """Time a command as a whole process."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def peak_memory_mb(command: list[str]) -> float:
    """Measure the largest resident set of a command, in MB (Linux counts it in KiB)."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True,"
        " capture_output=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], check=True, capture_output=True, text=True
    )
    return int(done.stdout) * 1024 / 1e6


if __name__ == "__main__":
    main()
