"""The process in which files that are not text are read, so that none can take the program down.

Comes in, on stdin: a line of JSON that names a file. Goes out, on stdout: a line with what was
extracted from it, or why it could not be. `isolation` starts this and waits for it.
"""

import errno
import hashlib
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from qa_bot.documents.extracted import Extracted
from qa_bot.documents.folder import FileEntry
from qa_bot.documents.formats import extract
from qa_bot.errors import DocumentError, pasted

OUT_OF_MEMORY = errno.ENOMEM
"""The code with which the process ends when a file takes more memory than it may."""
_MEGABYTE = 1_000_000


def main(memory_mb: int, seconds: int) -> None:
    """Answer until stdin ends; die when a file takes too much memory or time."""
    _limit_memory(memory_mb)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # libraries may print
    replies.write(b"\n")  # ready: what follows is the files' own time
    replies.flush()
    for line in sys.stdin.buffer:
        with suppress(AttributeError):  # Windows has no alarm; there `isolation` alone watches
            signal.alarm(seconds)
        try:
            replies.write(json.dumps(_reply(**json.loads(line))).encode() + b"\n")
            replies.flush()
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # too little is left to say more
        with suppress(AttributeError):
            signal.alarm(0)


def _limit_memory(megabytes: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # where the system knows no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))


def _reply(path: str, name: str) -> dict[str, Any]:
    try:
        with FileEntry(name, Path(path), 0, 0).open() as file:
            data = file.read()
        return {"sha256": hashlib.sha256(data).hexdigest(), **_as_data(extract(data, name))}
    except DocumentError as error:
        return {"error": error.message, "hint": error.hint}
    except OSError as error:
        reason = f"{name}: cannot be read: {error.strerror or error}"
        return {"error": reason, "hint": f"ls -l {pasted(path)}"}


def _as_data(extracted: Extracted) -> dict[str, Any]:
    return {
        "text": extracted.text,
        "title": extracted.title,
        "sections": [
            [section.path, [unit.as_list() for unit in section.units]]
            for section in extracted.sections
        ],
        "pages": extracted.pages,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
