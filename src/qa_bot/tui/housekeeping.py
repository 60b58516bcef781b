"""Garbage is collected while nobody types: to look through all memory takes longer than a key may.

Comes in: when there was input. Goes out: nothing; Python's own collections of the oldest objects,
which come at any time, are put off until the user pauses. What is loaded for good is left out.
"""

import gc

QUIET = 2.0
"""Seconds without input after which a pause may be used."""

_NEVER = 1_000_000


class Housekeeper:
    """Collects garbage in pauses, between `begin` and `end`."""

    def __init__(self) -> None:
        """Change nothing yet."""
        self._usual = gc.get_threshold()
        self._heard = 0.0
        self._tidy = True

    def begin(self) -> None:
        """Put off full collections."""
        gc.freeze()
        gc.set_threshold(*self._usual[:2], _NEVER)

    def end(self) -> None:
        """Let Python collect as it does."""
        gc.set_threshold(*self._usual)
        gc.unfreeze()

    def hear(self, now: float) -> None:
        """Hear of input, at a time in seconds."""
        self._heard, self._tidy = now, False

    def tidy(self, now: float) -> None:
        """Collect if there was input, and a pause since."""
        if not self._tidy and now - self._heard >= QUIET:
            self._tidy = True
            gc.collect()
