"""Readers ask without pause while the index is updated under them.

Goes out: how many answers there were, how many errors, and how many answers that told numbers of
two generations; of the last two there must be none.
"""

import json
import multiprocessing
import random
import time
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks.faults.stations import QUESTION, Stations, TermEncoder, marks_in
from qa_bot.config import AnswerConfig, Config
from qa_bot.engine import QABot
from qa_bot.index import open_index

_GENEROUS = Config(answer=AnswerConfig(threshold=0.0))


def asked(stations: Stations, updates: int, readers: int) -> dict[str, object]:
    """Update an index so many times while so many readers ask."""
    stations.tell(0)
    stations.build()
    context = multiprocessing.get_context("spawn")
    stop, rows = context.Event(), [stations.place / f"reader-{n}.json" for n in range(readers)]
    processes = [
        context.Process(target=_read, args=(str(stations.place), str(row), stop)) for row in rows
    ]
    for row, process in zip(rows, processes, strict=True):
        row.unlink(missing_ok=True)
        process.start()
    for mark in range(1, updates + 1):
        stations.tell(mark)
        stations.build()
    stop.set()
    for process in processes:
        process.join()
    found = [json.loads(row.read_text()) for row in rows]
    return {
        "updates": updates,
        "readers": readers,
        "answers": sum(one["answers"] for one in found),
        "generations_seen": max(one["generations"] for one in found),
        "mixed": sum(one["mixed"] for one in found),
        "errors": [error for one in found for error in one["errors"]],
    }


def _read(place: str, row: str, stop: Event) -> None:
    """Open, ask at once or a little later, ask again, close; until told to stop."""
    stations, dice = Stations(Path(place)), random.Random(row)
    answers = mixed = 0
    generations: set[str] = set()
    errors: list[str] = []
    while not stop.is_set():
        try:
            with open_index(stations.index, whole=True) as index:
                bot = QABot(index, TermEncoder(), _GENEROUS)
                for _ in range(2):
                    time.sleep(dice.choice([0, 0, 0, 0.5, 2]))
                    hits = bot.ask(QUESTION).answer.hits
                    answers += 1
                    mixed += len(marks_in([hit.passage.text for hit in hits])) != 1
                    generations.add(index.generation.name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            errors.append(f"{type(error).__name__}: {error}")
    told = {"answers": answers, "mixed": mixed, "errors": errors, "generations": len(generations)}
    Path(row).write_text(json.dumps(told), encoding="utf-8")
