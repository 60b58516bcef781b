"""Disks that are full, or read-only, and a clock that was put back.

A disk is a file system in memory, which takes the right to mount one. That a clock was put back
shows in the times of files: all that was there is moved a year into the future instead.
"""

import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults.stations import DOCUMENTS, Stations
from qa_bot.errors import IndexUnwritableError
from qa_bot.index import open_index

_YEAR_NS = 365 * 86_400 * 10**9
_ROOMY = "64m"


def full(stations: Stations, rounds: int) -> dict[str, object]:
    """Update an index on disks of random sizes, some too small."""
    dice = random.Random(6)
    found: Counter[str] = Counter()
    wrong: list[str] = []
    with mounted(stations.index):
        stations.tell(1)
        stations.build()
        used = _used(stations.index)
        for mark in range(2, rounds + 2):
            before = stations.told()
            stations.tell(mark)
            size = _used(stations.index) + dice.randrange(2 * used)
            _remount(stations.index, f"size={size}")
            try:
                stations.build()
                outcome, expected = "finished", mark
            except IndexUnwritableError:
                outcome, expected = "refused", before
            found[outcome] += 1
            told = stations.told()
            if told != expected or list(stations.index.glob("*.partial")):
                wrong.append(f"{size} bytes: {outcome}, {told} instead of {expected}")
            _remount(stations.index, f"size={_ROOMY}")
            if outcome == "refused":
                stations.build()
                found["finished once there was room"] += stations.told() == mark
    return {"rounds": rounds, "bytes_of_the_index": used, "found": dict(found), "wrong": wrong}


def read_only(stations: Stations) -> dict[str, object]:
    """Ask, update and ask again on a disk that cannot be written."""
    with mounted(stations.index):
        stations.tell(1)
        codes = {"index": _code(stations, "index", str(stations.folder))}
        _remount(stations.index, "ro")
        codes["ask"] = _code(stations, "ask", "how", "often", "did", "it", "rain", "--threshold=0")
        codes["index, read-only"] = _code(stations, "index", "--rebuild", str(stations.folder))
        codes["status"] = _code(stations, "status")
        codes["doctor"] = _code(stations, "doctor")
    return {"exit_codes": codes}


def clock(stations: Stations, rounds: int) -> dict[str, object]:
    """Put the clock back by a year between changes; every one must be noticed."""
    found: Counter[str] = Counter()
    for mark in range(rounds):
        stations.tell(mark)
        bad = stations.folder / "bad.txt"
        bad.write_bytes(b"caf\xe9")
        _move_a_year_ahead(stations.folder)
        stations.build()
        _move_a_year_ahead(stations.index)
        with open_index(stations.index) as index:
            found["taken for changed"] += bool(index.changes())
        stations.tell(mark + rounds)
        bad.write_text("cafe")
        with open_index(stations.index) as index:
            changes = index.changes()
        found["changes noticed"] += len(changes.changed)
        found["mended files noticed"] += len(changes.added)
        bad.unlink()
        stations.build()
        found["complete"] += stations.told() == mark + rounds
    return {"rounds": rounds, "documents": DOCUMENTS, "found": dict(found)}


def _move_a_year_ahead(folder: Path) -> None:
    for path in folder.rglob("*"):
        status = path.stat()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + _YEAR_NS))


@contextmanager
def mounted(place: Path) -> Iterator[None]:
    """Put a disk of its own there."""
    place.mkdir(parents=True, exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={_ROOMY}", "tmpfs", str(place)]
    subprocess.run(["/bin/mount", *options], check=True)
    try:
        yield
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(place)], check=True)


def _remount(place: Path, option: str) -> None:
    subprocess.run(["/bin/mount", "-o", f"remount,{option}", str(place)], check=True)


def _used(place: Path) -> int:
    status = os.statvfs(place)
    return (status.f_blocks - status.f_bfree) * status.f_frsize


def _code(stations: Stations, *words: str) -> int:
    process = stations.command(*words)
    _, told = process.communicate()
    if "Traceback" in told:
        raise ValueError(told)
    return process.returncode
