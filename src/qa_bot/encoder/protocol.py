"""What an encoder is to the rest of the program; tests put their own in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FloatArray: TypeAlias = "NDArray[np.float32]"
"""By name alone, as what only speaks of vectors need not wait for numpy."""


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """What tells two encoders apart: vectors of one are of no use to the other.

    Attributes:
        name: As the user gives it.
        key: SHA-256 over the model's files, in hexadecimal.
        dimension: Length of a vector.
    """

    name: str
    key: str
    dimension: int


class Encoder(Protocol):
    """Texts to vectors of unit length, float32, so that a dot product is a cosine."""

    @property
    def identity(self) -> EncoderIdentity:
        """Name, key and dimension."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Encode passages; shape (number of texts, dimension), in their order."""
        ...

    def encode_question(self, text: str) -> FloatArray:
        """Encode one question; shape (dimension,)."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count each text's tokens, without the special ones and without a limit."""
        ...
