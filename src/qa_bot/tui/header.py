"""One line on top: what is asked, or what goes on."""

from textual.content import Content
from textual.widgets import Static

from qa_bot import __version__
from qa_bot.text.display import counted, one_line
from qa_bot.tui.protocol import Overview

_BAR = 24


class ChatHeader(Static):
    """The knowledge folder, its documents and passages."""

    def __init__(self) -> None:
        """Say that the index is being opened."""
        super().__init__()
        self.say("opening the index …")

    def say(self, text: str) -> None:
        """Show what goes on."""
        self.update(Content.assemble((f"qa-bot {__version__}  ", "bold"), one_line(text)))

    def show_progress(self, stage: str, done: int, total: int) -> None:
        """Show how far a build is."""
        filled = _BAR * done // max(total, 1)
        self.say(f"{stage} {'█' * filled}{'░' * (_BAR - filled)} {done}/{total}")

    def describe(self, overview: Overview) -> None:
        """Show what is asked."""
        verb = "is" if len(overview.gone) == 1 else "are"
        gone = f"{', '.join(overview.gone)} {verb} gone: answering from what was indexed"
        documents = counted(overview.documents, "document")
        passages = counted(overview.passages, "passage")
        unreadable = f"{overview.unreadable} unreadable" if overview.unreadable else ""
        parts = (overview.folder, gone if overview.gone else "", documents, unreadable, passages)
        self.say(" · ".join(filter(None, parts)))
