"""Finding words in the conversation.

Comes in: the conversation and what is looked for. Goes out: the widgets that say it, newest first;
the one that is shown has the words marked.
"""

import re
from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from qa_bot.tui.conversation import Conversation

FOUND = "reverse"


class Finder:
    """Goes through the places where a conversation says something."""

    def __init__(self, conversation: Conversation) -> None:
        """Take where to look."""
        self._conversation = conversation
        self._wanted = re.compile("")
        self._places: list[Static] = []
        self._unmarked: tuple[Static, Content] | None = None
        self._at = 0

    @property
    def at(self) -> tuple[int, int]:
        """Where one is, from 1, and how many places there are."""
        return (self._at + 1 if self._places else 0), len(self._places)

    def find(self, text: str) -> None:
        """Look for a text, whatever its case, and show the newest place."""
        self.stop()
        self._wanted = re.compile(re.escape(text), re.IGNORECASE)
        self._places = list(self._saying()) if text.strip() else []
        self._at = 0
        self._show()

    def step(self, step: int) -> None:
        """Show an older place, or a newer one when it is -1, in a ring."""
        if self._places:
            self.stop()
            self._at = (self._at + step) % len(self._places)
            self._show()

    def stop(self) -> None:
        """Take the marks away."""
        if self._unmarked:
            widget, content = self._unmarked
            widget.update(content, layout=False)
            self._unmarked = None

    def _saying(self) -> Iterator[Static]:
        for turn in reversed(self._conversation.turns):
            for part in reversed(turn.children):
                if isinstance(part, Static) and self._wanted.search(_content(part).plain):
                    yield part

    def _show(self) -> None:
        if self._places:
            place = self._places[self._at]
            content = _content(place)
            self._unmarked = place, content
            place.update(content.highlight_regex(self._wanted, style=FOUND), layout=False)
            self._conversation.scroll_to_widget(place, animate=False)


def _content(widget: Static) -> Content:
    content = widget.content
    return content if isinstance(content, Content) else Content(str(content))
