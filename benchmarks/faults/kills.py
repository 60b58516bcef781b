"""kill -9 at random moments of builds and updates; and two of them at once.

Goes out: rows that tell what was there after each kill, and whether a rerun finished. They are
appended to a file, so that two hundred can be had in several sittings.
"""

import json
import multiprocessing
import random
import shutil
import signal
import statistics
import time
from collections import Counter
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.faults.stations import Stations
from qa_bot.errors import IndexNotFoundError
from qa_bot.index.layout import ENCODED

_FIRST_EVERY = 4
"""Each so many-th kill meets a first build; the others meet updates."""

_STAGES = (
    "gen-*.partial", "encoded.vectors", "gen-*.partial/lexical", "gen-*.partial/**/meta.json",
    "gen-*.partial/manifest.json", "CURRENT.partial",
)  # fmt: skip
"""What appears in an index folder in the course of a build; kills come some time after one of them,
chosen at random, so that the last moments, which are short, get their share."""


def killed(stations: Stations, rows: Path, count: int) -> dict[str, object]:
    """Kill builds until so many were killed in all, and count what was found."""
    known = [json.loads(line) for line in rows.read_text().splitlines()] if rows.exists() else []
    lasting = statistics.median(_lasting(stations, mark) for mark in range(3))
    with rows.open("a", encoding="utf-8") as file:
        while len(known) < count:
            row = _killed_once(stations, len(known), lasting)
            if row["killed"]:
                known.append(row)
                file.write(json.dumps(row) + "\n")
                file.flush()
    found = Counter(str(row["found"]) for row in known)
    return {
        "kills": len(known),
        "first_builds": sum(bool(row["first"]) for row in known),
        "stages": dict(Counter(str(row["stage"]) for row in known)),
        "found": dict(found),
        "reruns_finished": sum(bool(row["finished"]) for row in known),
        "reruns_with_vectors_kept": sum(bool(row["resumed"]) for row in known),
        "broken": [row for row in known if "broken" in str(row["found"]) or not row["finished"]],
        "seconds_of_a_build": round(lasting, 2),
    }


def together(stations: Stations, rounds: int) -> dict[str, object]:
    """Let two programs update one index at once."""
    codes: Counter[str] = Counter()
    complete = 0
    for mark in range(rounds):
        stations.tell(mark)
        writers = [_started(stations) for _ in range(2)]
        for writer in writers:
            writer.join()
        codes[" and ".join(str(writer.exitcode) for writer in writers)] += 1
        complete += stations.told() == mark
    return {"rounds": rounds, "exit_codes": dict(codes), "complete": complete}


def _lasting(stations: Stations, mark: int) -> float:
    """Time a build that is left alone, from when it begins to write."""
    stations.tell(mark)
    process = _started(stations)
    _wait_for(stations, _STAGES[0], process)
    started = time.monotonic()
    process.join()
    return time.monotonic() - started


def _killed_once(stations: Stations, number: int, lasting: float) -> dict[str, object]:
    dice = random.Random(time.time_ns())
    first = number % _FIRST_EVERY == 0
    before = number + 1_000
    if first:
        shutil.rmtree(stations.index, ignore_errors=True)
    else:
        stations.tell(before)
        stations.build()
    now = number + 10_000
    stations.tell(now)
    process = _started(stations)
    stage = dice.choice(_STAGES)
    _wait_for(stations, stage, process)
    moment = dice.uniform(0, lasting / len(_STAGES))
    time.sleep(moment)
    process.kill()
    process.join()
    found = _found(stations, None if first else before, now)
    kept = (stations.index / ENCODED).exists()
    rerun = _started(stations)
    rerun.join()
    finished = rerun.exitcode == 0 and _found(stations, None, now) == "new"
    return {
        "killed": process.exitcode == -signal.SIGKILL,
        "first": first,
        "stage": stage,
        "moment": round(moment, 3),
        "found": found,
        "finished": finished,
        "resumed": kept,
    }


def _started(stations: Stations) -> BaseProcess:
    """Start a build in a process of its own, which is one that has imported everything."""
    process = multiprocessing.get_context("fork").Process(target=stations.build)
    process.start()
    return process


def _wait_for(stations: Stations, stage: str, process: BaseProcess) -> None:
    """Wait until a build has come to a stage, or is over already."""
    while process.is_alive() and not list(stations.index.glob(stage)):
        time.sleep(0.001)


def _found(stations: Stations, before: int | None, now: int) -> str:
    """Tell which index is there: the old one, the new one, none yet, or a broken one."""
    try:
        told = stations.told()
    except IndexNotFoundError:
        return "none yet" if before is None else "broken: gone"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
        return f"broken: {error}"
    return {before: "old", now: "new"}.get(told, f"broken: {told}")
