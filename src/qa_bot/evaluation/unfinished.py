"""The rows of a run that is under way, kept line by line, so that an interrupted run can go on.

Comes in: rows as they are made. Goes out: those of an interrupted run that asked the same. Each
line tells what its run was made from; rows of other cases, documents or settings are passed over.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from qa_bot.evaluation.runs import FOLDER, Row


class Unfinished:
    """The rows so far, by the id of their case."""

    def __init__(self, cases: str, made_from: Mapping[str, object]) -> None:
        """Take the name of the file of cases, and all that the answers depend on."""
        self.rows: dict[str, Row] = {}
        self._key = _digest(made_from)
        part = made_from.get("part")
        # A few cases that are tried meanwhile do not take the place of a long run.
        name = Path(cases).stem + (f"-{_digest(part)[:8]}" if part else "")
        self._path = Path(FOLDER) / f".{name}.part"

    def go_on(self) -> None:
        """Take up the rows of an interrupted run, if there is one that was made from the same."""
        with suppress(OSError):
            for line in self._path.read_bytes().splitlines():
                with suppress(ValueError):  # the last line may have been cut
                    key, fields = json.loads(line)
                    if key == self._key:
                        row = Row.of(fields)
                        self.rows[row.id] = row

    def begin(self) -> None:
        """Begin anew.

        Raises:
            OSError: When nothing can be kept.
        """
        self._path.parent.mkdir(exist_ok=True)
        self._path.write_bytes(b"")

    def add(self, row: Row) -> None:
        """Keep a row; where it cannot be written, the run goes on without."""
        if row.id in self.rows:
            return
        self.rows[row.id] = row
        with suppress(OSError), self._path.open("a", encoding="ascii") as file:
            # A line of its own also behind one that was cut.
            file.write(f"\n{json.dumps([self._key, asdict(row)])}\n")

    def discard(self) -> None:
        """Remove what was kept: the run is saved."""
        with suppress(OSError):
            self._path.unlink()
            self._path.parent.rmdir()  # where only this was in it


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
