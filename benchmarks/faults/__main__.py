"""Bring faults upon an index and count what is left.

    python -m benchmarks.faults [KIND]... [--kills 200] [--rounds 20] [--updates 100] [--place DIR]

Goes out: one JSON line for each kind of fault. Kills are resumed where an earlier run ended; `full`
and `read-only` take the right to mount a disk.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.damage import damaged
from benchmarks.faults.disks import clock, full, read_only
from benchmarks.faults.kills import killed, together
from benchmarks.faults.readers import asked
from benchmarks.faults.stations import Stations


def main() -> None:
    """Run the kinds that were asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--flips", type=int, default=5, help="bits of each file, one at a time")
    parser.add_argument("--updates", type=int, default=100)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--place", type=Path, default=Path("build/faults"))
    options = parser.parse_args()
    rows = options.place / "kills.jsonl"
    kinds: dict[str, Callable[[Stations], dict[str, object]]] = {
        "damage": lambda stations: damaged(stations, options.flips),
        "full": lambda stations: full(stations, options.rounds),
        "read-only": read_only,
        "clock": lambda stations: clock(stations, options.rounds),
        "readers": lambda stations: asked(stations, options.updates, options.readers),
        "writers": lambda stations: together(stations, options.rounds),
        "kills": lambda stations: killed(stations, rows, options.kills),
    }
    for kind in options.kinds or kinds:
        started = time.monotonic()
        place = (options.place / kind).resolve()
        place.mkdir(parents=True, exist_ok=True)
        found = kinds[kind](Stations(place))
        seconds = round(time.monotonic() - started, 1)
        print(json.dumps({"fault": kind, **found, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
