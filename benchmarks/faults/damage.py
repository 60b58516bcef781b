"""Each file of an index truncated, emptied, deleted, or with a bit flipped.

Goes out: how often the file was named, how often it made no difference (a file that only saves
time), and how often an answer was wrong, which must be never.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.stations import QUESTION, Stations, TermEncoder
from qa_bot.config import Config
from qa_bot.engine import QABot
from qa_bot.errors import IndexStateError
from qa_bot.index import open_index
from qa_bot.render import as_json


def damaged(stations: Stations, flips: int) -> dict[str, object]:
    """Damage each file in each way, and look."""
    dice = random.Random(6)
    stations.tell(7)
    shutil.rmtree(stations.index, ignore_errors=True)
    stations.build()
    kept = stations.place / "kept"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(stations.index, kept)
    right = _answer(stations)
    ways: list[tuple[str, Callable[[Path], None]]] = [
        ("deleted", Path.unlink), ("emptied", _empty),
        ("truncated", lambda path: _cut(path, dice)),
        *[("bit flipped", lambda path: _flip(path, dice))] * flips,
    ]  # fmt: skip
    found: Counter[str] = Counter()
    wrong: list[str] = []
    files = [path.relative_to(kept) for path in sorted(kept.rglob("*")) if _matters(path)]
    for file in files:
        for way, harm in ways:
            shutil.rmtree(stations.index)
            shutil.copytree(kept, stations.index)
            harm(stations.index / file)
            verdict = _verdict(stations, file, right)
            found[f"{way}: {verdict}"] += 1
            if verdict in {"wrong", "not named", "not mended"}:
                wrong.append(f"{file} {way}: {verdict}")
    return {"files": len(files), "tried": sum(found.values()), "found": dict(found), "wrong": wrong}


def _matters(path: Path) -> bool:
    """Tell whether there is anything in a file that could be harmed."""
    return path.is_file() and not path.name.endswith(".lock") and path.stat().st_size > 0


def _verdict(stations: Stations, file: Path, right: str) -> str:
    try:
        answer = _answer(stations)
    except IndexStateError as error:
        named = file.name in error.message or file.name == "CURRENT"
        stations.build(rebuild=True)
        mended = _answer(stations) == right
        return ("named, mended" if mended else "not mended") if named else "not named"
    return "no difference" if answer == right else "wrong"


def _answer(stations: Stations) -> str:
    """Ask, and write down all that does not tell the time."""
    with open_index(stations.index) as index:
        reply = QABot(index, TermEncoder(), Config()).ask(QUESTION)
    reply.provenance.seconds.clear()
    return as_json(reply)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path, dice: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data))])


def _flip(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)
