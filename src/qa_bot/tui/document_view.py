"""A document to scroll, its lines numbered and the quote highlighted.

Only the rows in view are drawn (Textual's line API); lines are broken anew when the width changes,
and what is at the top stays there.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from qa_bot.text.display import counted
from qa_bot.tui.themes import DIM
from qa_bot.tui.window import Line, Window, is_quoted

_GUTTER = 2
_CONTEXT = 3
QUOTED = "bold $text-accent"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the screen.

    Attributes:
        line: The line it is of; 0 for a notice.
        gutter: Its number, or the space below it.
        text: Its part of the line.
        quoted: Whether some of the quote stands on it.
    """

    line: int
    gutter: Content
    text: Content
    quoted: bool = False

    @property
    def content(self) -> Content:
        """The whole row; only those in view are put together."""
        return self.gutter + self.text


class DocumentView(ScrollView, can_focus=True):
    """A document around a quote."""

    HELP = "The document as it was indexed. The quote is highlighted; n and p go to the others."
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="document_up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="document_down"),
        Binding("home,g", "scroll_home", "Start", show=False, id="document_start"),
        Binding("end,G", "scroll_end", "End", show=False, id="document_end"),
        Binding("tab", "screen.type", "Type", show=False, id="document_leave"),
        Binding("shift+tab,enter", "screen.check", "Cards", show=False, id="document_back"),
    ]

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.rows: list[Row] = []
        self._window = Window((), 0, 0)

    def open(self, window: Window) -> None:
        """Show a document and scroll to the quote."""
        self._window = window
        self._break()
        quoted = (y for y, row in enumerate(self.rows) if row.quoted)
        self._go_to(next(quoted, 0) - _CONTEXT)

    @property
    def top(self) -> int:
        """The number of the line at the top."""
        rows = self.rows[self.scroll_offset.y :]
        return next((row.line for row in rows if row.line), 1)

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew; as much of the one at the top stays scrolled past."""
        if not self.rows:  # it was opened before there was room
            self.open(self._window)
            return
        top = self.top
        before = self._rows_of(top)
        passed = max(0, self.scroll_offset.y - before.start)
        self._break()
        after = self._rows_of(top)
        self._go_to(after.start + passed * len(after) // max(1, len(before)))

    def _rows_of(self, line: int) -> range:
        rows = [y for y, row in enumerate(self.rows) if row.line == line]
        return range(rows[0], rows[-1] + 1) if rows else range(0)

    def _go_to(self, row: int) -> None:
        self.scroll_to(y=max(0, row), animate=False, immediate=True, force=True)

    def _break(self) -> None:
        width = self.scrollable_content_region.width
        self.rows = self._all_rows(width) if width > 0 else []
        self.virtual_size = Size(width, len(self.rows))
        self.refresh()

    def _all_rows(self, width: int) -> list[Row]:
        window = self._window
        digits = len(str(window.lines[-1].number)) if window.lines else 1
        rows = _notice(window.before, "above")
        for line in window.lines:
            rows += _rows(line, digits, max(1, width - digits - _GUTTER))
        return rows + _notice(window.after, "below")

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        y += self.scroll_offset.y
        width, style = self.size.width, self.visual_style
        if y >= len(self.rows):
            return Strip.blank(width, style.rich_style)
        strips = Visual.to_strips(self, self.rows[y].content, width, 1, style, pad=True)
        return strips[0].crop_extend(0, width, style.rich_style)


def _rows(line: Line, digits: int, width: int) -> list[Row]:
    """Break a line; its number stands before the first row."""
    first = _numbered(line.number, digits, line.quoted)
    if line.content.cell_length <= width:
        return [Row(line.number, first, line.content, line.quoted)]
    gutter = Content(" " * (digits + _GUTTER))
    plain = line.content.plain
    pieces = line.content.wrap(width) if line.quoted else _wrapped(plain, width)
    return [
        Row(line.number, gutter if y else first, piece, is_quoted(piece))
        for y, piece in enumerate(pieces)
    ]


@lru_cache(maxsize=4096)
def _numbered(number: int, digits: int, quoted: bool) -> Content:
    return Content.styled(f"{number:>{digits}}  ", QUOTED if quoted else DIM)


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int) -> list[Content]:
    """Break a line without styles; the next quote is most often in the same document."""
    return Content(text).wrap(width)


def _notice(lines: int, where: str) -> list[Row]:
    text = f"⋯ {counted(lines, 'line')} {where}"
    return [Row(0, Content(), Content.styled(text, DIM))] if lines else []
