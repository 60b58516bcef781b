"""Finding words in the conversation.

Comes in: the conversation and what is looked for. Goes out: the places that say it, newest
first; the one that is shown has the words marked.
"""

import re
from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from qa_bot.tui.conversation import Conversation
from qa_bot.tui.turn import Turn

FOUND = "reverse"


class Finder:
    """Goes through the places where a conversation says something."""

    def __init__(self, conversation: Conversation) -> None:
        """Take where to look."""
        self._conversation = conversation
        self._wanted = re.compile("")
        self._places: list[tuple[Turn, int]] = []
        self._unmarked: tuple[Static, Content] | None = None
        self._at = 0

    @property
    def at(self) -> tuple[int, int]:
        """Where one is, from 1, and how many places there are."""
        return (self._at + 1 if self._places else 0), len(self._places)

    async def find(self, text: str) -> None:
        """Look for a text, whatever its case, and show the newest place."""
        self.forget()
        self._wanted = re.compile(re.escape(text), re.IGNORECASE)
        self._places = list(self._saying()) if text.strip() else []
        await self._show()

    async def step(self, step: int) -> None:
        """Show an older place, or a newer one when it is -1, in a ring."""
        if self._places:
            self._at = (self._at + step) % len(self._places)
            await self._show()

    def forget(self) -> None:
        """Know of no place any more."""
        self.stop()
        self._places, self._at = [], 0

    def stop(self) -> None:
        """Take the marks away."""
        if self._unmarked:
            widget, content = self._unmarked
            widget.update(content, layout=False)
            self._unmarked = None

    def _saying(self) -> Iterator[tuple[Turn, int]]:
        for turn in reversed(self._conversation.turns):
            for part in reversed(range(len(turn.said))):
                if self._wanted.search(turn.said[part]):
                    yield turn, part

    async def _show(self) -> None:
        self.stop()
        if not self._places:
            return
        turn, part = self._places[self._at]
        await self._conversation.reveal(turn)
        widget = turn.children[part]
        if isinstance(widget, Static) and isinstance(widget.content, Content):
            self._unmarked = widget, widget.content
            marked = widget.content.highlight_regex(self._wanted, style=FOUND)
            widget.update(marked, layout=False)
        self._conversation.show(widget)
