"""What will be needed of a file is asked of the disk before it is needed.

Comes in: an open file and the part that will be read. Goes out: nothing; where the system takes no
such advice, it is only slower. An index that nobody asked for a while lies on the disk alone.
"""

import os
from collections.abc import Iterable
from typing import BinaryIO


def read_ahead(file: BinaryIO, starts: Iterable[int] = (0,), length: int = 0) -> None:
    """Have the system read parts of a file into its cache, all at once and beside the program.

    Args:
        file: Open.
        starts: Where each part begins, in bytes.
        length: Of each part, in bytes; 0 reaches to the end.
    """
    if hasattr(os, "posix_fadvise"):
        for start in starts:
            os.posix_fadvise(file.fileno(), start, length, os.POSIX_FADV_WILLNEED)
