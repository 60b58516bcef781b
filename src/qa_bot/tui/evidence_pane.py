"""The evidence: the document that a card quotes, open at the quote.

Comes in: an exhibit, and a bot that has the indexed text of its document. Above the text stand the
place, the references, a notice when the file is no longer what was indexed, and, when asked for,
how the passage was found.
"""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qa_bot.errors import QABotError
from qa_bot.tui import external, prose
from qa_bot.tui.document_view import DocumentView
from qa_bot.tui.exhibits import Exhibit
from qa_bot.tui.protocol import ChatBot, FileState, IndexedText
from qa_bot.tui.window import Window, window_around

NOTICES = {
    FileState.CHANGED: "The file has changed since: this is the text that was indexed.",
    FileState.GONE: "The file is gone: this is the text that was indexed.",
}
NO_MORE = "The document no longer says this: here is the quote as it was answered."
UNSAVED = "The document may have changed since, and the words of this passage were not saved."


class EvidencePane(Vertical):
    """A document, open at a quote."""

    def __init__(self, bot: ChatBot) -> None:
        """Take the bot whose documents are shown; show none yet."""
        super().__init__()
        self.display = False
        self._bot = bot
        self.document = DocumentView()
        self._place = Static(classes="place")
        self._notice = Static(classes="notice")
        self._why = Static(classes="why")
        self._notice.display = self._why.display = False

    def compose(self) -> ComposeResult:
        """Place, notice, explanation, text."""
        yield VerticalScroll(self._place, classes="head", can_focus=False)
        yield self._notice
        yield self._why
        yield self.document

    @property
    def is_beside(self) -> bool:
        """Whether there is room for it beside the conversation."""
        return self.screen.has_class("-wide")

    @property
    def covers(self) -> bool:
        """Whether it is in view where the conversation would be."""
        return self.display and not self.is_beside and self.screen.has_class("-short")

    def put_away(self) -> bool:
        """Go out of view unless it is beside the conversation; tell whether it was in view."""
        away = self.display and not self.is_beside
        if away:
            self.display = False
        return away

    def open(self, exhibit: Exhibit) -> bool:
        """Show an exhibit in its document; where that cannot be read, say so and return False."""
        if shown := self._text(exhibit):
            self.show(exhibit, shown)
        return shown is not None

    def _text(self, exhibit: Exhibit) -> IndexedText | None:
        try:
            return self._bot.text(exhibit.passage.document, exhibit.passage.sha256)
        except QABotError as error:
            self.notify(error.message, severity="error", markup=False)
            return None

    def edit(self, exhibit: Exhibit) -> None:
        """Leave the screen to the user's editor or pager, open at an exhibit; say why not."""
        try:
            if shown := self._text(exhibit):
                external.edit(self.app, shown, exhibit.line)
        except (QABotError, OSError) as error:
            self.notify(prose.reason(error), severity="error", markup=False)

    def show(self, exhibit: Exhibit, shown: IndexedText) -> None:
        """Show an exhibit in a text, or by itself when it stands there no more."""
        self.display = True
        found = exhibit.found_in(shown.text, shown.sha256)
        lost = NO_MORE if exhibit.quote else UNSAVED
        notice = NOTICES.get(shown.state, "") if found else lost
        where = found or exhibit
        lines = [Content.assemble((where.label, "bold"), " ", prose.where(where))]
        _update(self._place, Content("\n").join([*lines, *prose.references(where)]))
        _update(self._notice, Content(notice))
        self._notice.display = bool(notice)
        _update(self._why, prose.how_found(where.hit))
        self.call_after_refresh(self.document.open, _window(exhibit, found, shown.text))

    def clear(self) -> None:
        """Show nothing."""
        self.display = False
        self._notice.display = self._why.display = False
        self.document.open(Window((), 0, 0))

    @property
    def explains(self) -> bool:
        """Whether it shows how the passage was found."""
        return self._why.display

    def explain(self, shown: bool) -> None:
        """Show how the passage was found, or no longer."""
        self._why.display = shown


def _update(part: Static, content: Content) -> None:
    """Change a part; the screen is laid out anew only where its height changes."""
    width, height = part.content_size
    stays = not part.display or (width > 0 and content.get_height({}, width) == height)
    part.update(content, layout=not stays)


def _window(exhibit: Exhibit, found: Exhibit | None, text: str) -> Window:
    """Cut out what is shown: the lines around the quote, or it alone, as far as it was saved."""
    if found:
        return window_around(text, found.span, found.highlights)
    if not exhibit.quote:
        return Window((), 0, 0)
    return window_around(exhibit.quote, exhibit.alone.span, exhibit.alone.highlights)
