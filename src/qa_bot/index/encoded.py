"""Vectors that are encoded but not published yet: what an interrupted build leaves to the next.

Comes in: vectors, each with the hash of the text it stands for. Goes out: the same vectors, to a
later build. A row ends in a digest keyed with the encoder's key, so that one that is cut short,
altered, or made by another encoder is no row at all: its text is encoded again.
"""

import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np

from qa_bot.encoder import EncoderIdentity, FloatArray

_KEY, _DIGEST = 32, 16
_ROOM = 3
"""Rows are kept where the disk has room for them, for the generation, and to spare."""


class EncodedVectors:
    """A file of vectors by text key; `layout` removes it when a generation is published."""

    def __init__(self, path: Path, encoder: EncoderIdentity) -> None:
        """Read what an earlier build left there, if anything."""
        self._path = path
        self._dimension = encoder.dimension
        self._digest_key = encoder.key.encode()[:64]
        self._places: dict[bytes, int] = {}
        self._file: BinaryIO | None = None
        with suppress(OSError), path.open("rb") as file:
            while len(row := file.read(self._width)) == self._width:
                if self._digest(row[:-_DIGEST]) == row[-_DIGEST:]:
                    self._places[row[:_KEY]] = file.tell() - self._width

    def __contains__(self, key: object) -> bool:
        """Tell whether a text's vector is there."""
        return key in self._places

    def of(self, keys: Sequence[bytes]) -> FloatArray:
        """Fetch vectors; shape (number of keys, dimension)."""
        vectors = np.empty((len(keys), self._dimension), dtype=np.float32)
        with self._path.open("rb") as file:
            for number, key in enumerate(keys):
                file.seek(self._places[key] + _KEY)
                vectors[number] = np.frombuffer(file.read(4 * self._dimension), dtype=np.float32)
        return vectors

    def begin(self, rows: int) -> None:
        """Prepare to keep that many more, where the disk has room; without it nothing is kept."""
        with suppress(OSError):
            if shutil.disk_usage(self._path.parent).free > _ROOM * rows * self._width:
                self._file = self._path.open("ab" if self._places else "wb")
                self._file.truncate(self._file.tell() // self._width * self._width)

    def keep(self, keys: Sequence[bytes], vectors: FloatArray) -> None:
        """Write vectors down; a disk that cannot take them ends the keeping, not the build."""
        if self._file is None:
            return
        rows = [key + vector.tobytes() for key, vector in zip(keys, vectors, strict=True)]
        try:
            self._file.write(b"".join(row + self._digest(row) for row in rows))
            self._file.flush()
        except OSError:
            self.close()

    def close(self) -> None:
        """Close the file; what is in it stays for the next build."""
        file, self._file = self._file, None
        if file:
            with suppress(OSError):  # what could not be flushed is not kept
                file.close()

    def discard(self) -> None:
        """Remove the file: its vectors are not wanted."""
        self.close()
        self._places.clear()
        self._path.unlink(missing_ok=True)

    @property
    def _width(self) -> int:
        return _KEY + 4 * self._dimension + _DIGEST

    def _digest(self, row: bytes) -> bytes:
        return hashlib.blake2b(row, digest_size=_DIGEST, key=self._digest_key).digest()
