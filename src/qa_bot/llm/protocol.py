"""What writes: given instructions and data, some text, bit by bit.

Comes in: two texts. Goes out: pieces of what is written. The one seam of this package: everything
above it works on whatever is written, by a model or by a stand-in.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class WriterIdentity:
    """A language model: its name and the address of the API that offers it."""

    model: str
    endpoint: str

    def __str__(self) -> str:
        """Write it as it is shown."""
        return f"{self.model} at {self.endpoint}"


class Writer(Protocol):
    """Writes what instructions say about data."""

    @property
    def identity(self) -> WriterIdentity:
        """Who writes."""
        ...

    def write(self, instructions: str, data: str) -> Generator[str]:
        """Yield what is written, in pieces of any length; closing the generator ends the writing.

        Raises:
            WriterError: When it cannot be written, or breaks off.
        """
        ...
