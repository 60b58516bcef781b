"""Reads a file in a process of its own, within limits of time and memory.

A process lives as long as its files are harmless; one that dies or hangs is replaced for the next
file. It is spoken to in lines of JSON.
"""

import json
import math
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Event, Timer
from typing import Any

from qa_bot.config import DocumentsConfig
from qa_bot.documents.extracted import Extracted
from qa_bot.documents.folder import FileEntry
from qa_bot.documents.worker import OUT_OF_MEMORY
from qa_bot.errors import DocumentError
from qa_bot.records import Section, Unit

_GRACE = 5
"""Seconds after which a process ends by itself, should this one not be there to end it."""


class Isolated:
    """A process that reads one file after the other; it starts with the first one."""

    def __init__(self, limits: DocumentsConfig) -> None:
        """Remember the limits."""
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def extract(self, entry: FileEntry) -> tuple[Extracted, str]:
        """Read a file, and hash its bytes.

        Raises:
            DocumentError: When it cannot be read, within the limits.
        """
        process = self._process or self._started()
        late = Event()

        def stop() -> None:
            late.set()
            process.kill()

        overdue = Timer(self._limits.seconds, stop)
        overdue.start()
        line = _asked(process, {"path": str(entry.path), "name": entry.name})
        overdue.cancel()
        if not line.endswith(b"\n"):
            code = _ended(process)
            self.close()
            raise self._overdue(entry) if late.is_set() else self._stopped(entry, code)
        reply = json.loads(line)
        if "error" in reply:
            raise DocumentError(reply["error"], hint=reply["hint"])
        return _extracted(reply), str(reply["sha256"])

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        limits = (str(self._limits.memory_mb), str(math.ceil(self._limits.seconds) + _GRACE))
        # -P: a file of the working folder must not be taken for a module.
        # Remembered before it is ready, so that it can be ended from without at any time.
        process = self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "qa_bot.documents.worker", *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout
        process.stdout.readline()
        return process

    def _overdue(self, entry: FileEntry) -> DocumentError:
        seconds = self._limits.seconds
        return DocumentError(
            f"{entry.name}: reading it takes more than {seconds:g} s",
            hint=f"QA_BOT_DOCUMENTS_SECONDS={2 * seconds:g} qa-bot index   (if you trust it)",
        )

    def _stopped(self, entry: FileEntry, code: int) -> DocumentError:
        memory = self._limits.memory_mb
        hint = f"QA_BOT_DOCUMENTS_MEMORY_MB={2 * memory} qa-bot index   (if you trust it)"
        if code == OUT_OF_MEMORY:
            reason = f"reading it takes more than {memory} MB of memory"
        else:
            cause = signal.Signals(-code).name if -code in set(signal.Signals) else f"code {code}"
            reason = (
                f"damaged or hostile: reading it ended with {cause}, within {memory} MB of memory"
            )
        return DocumentError(f"{entry.name}: {reason}", hint=hint)


def _asked(process: subprocess.Popen[bytes], question: dict[str, str]) -> bytes:
    """Send a line and wait for the one that answers; what a dying process leaves is not one."""
    assert process.stdin and process.stdout
    with suppress(OSError):
        process.stdin.write(json.dumps(question).encode() + b"\n")
        process.stdin.flush()
        return process.stdout.readline()
    return b""


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process that has closed its side to end by itself; its code."""
    try:
        return process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _extracted(reply: dict[str, Any]) -> Extracted:
    sections = tuple(
        Section(tuple(path), tuple(map(Unit.from_list, units))) for path, units in reply["sections"]
    )
    return Extracted(reply["text"], reply["title"], sections, tuple(reply["pages"]))
