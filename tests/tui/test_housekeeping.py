"""Garbage is collected in pauses, and as usual once the chat is left."""

import gc
import weakref

from qa_bot.tui.housekeeping import QUIET, Housekeeper
from tests.replies import ONE
from tests.tui.driving import chatting, scripted


class Ring:
    """Refers to itself: only a collection frees it."""

    def __init__(self) -> None:
        self.itself = self


def old_ring() -> weakref.ref[Ring]:
    """Leave a ring behind that is so old that only a full collection finds it."""
    ring = Ring()
    gc.collect(1)
    gc.collect(1)
    return weakref.ref(ring)


def test_what_is_left_over_is_collected_once_nobody_types() -> None:
    keeper = Housekeeper()
    keeper.begin()
    try:
        keeper.hear(100.0)
        left = old_ring()
        keeper.tidy(100.0 + QUIET / 2)
        assert left() is not None
        keeper.tidy(100.0 + QUIET)
        assert left() is None
        later = old_ring()
        keeper.tidy(200.0)
        assert later() is not None
    finally:
        keeper.end()


async def test_full_collections_wait_only_while_the_chat_is_open() -> None:
    usual = gc.get_threshold()
    async with chatting(scripted(ONE), question="median"):
        assert gc.get_threshold()[2] > 1000 * usual[2]
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == 0
