"""What is embedded and searched for each passage, on its way from the reading to the encoding.

Comes in: texts, one after the other. Goes out: the same texts, in batches. However many there are,
they take little memory: beyond some megabytes they wait in a nameless file.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 16_000_000


class Texts:
    """Texts that wait."""

    def __init__(self) -> None:
        """Begin without any."""
        self._count = 0
        self._file = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8")  # noqa: SIM115

    def __len__(self) -> int:
        """Count them."""
        return self._count

    def append(self, text: str) -> None:
        """Add one."""
        self._file.write(json.dumps(text) + "\n")
        self._count += 1

    def batches(self, size: int) -> Iterator[list[str]]:
        """Yield them in their order, up to `size` at a time."""
        self._file.seek(0)
        lines = iter(self._file)
        while batch := [json.loads(line) for line in islice(lines, size)]:
            yield batch

    def close(self) -> None:
        """Forget them."""
        self._file.close()


def text_key(text: str) -> bytes:
    """Hash a text, so that its vector is known again."""
    return hashlib.sha256(text.encode()).digest()
