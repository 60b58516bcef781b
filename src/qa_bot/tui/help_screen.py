"""Help: what the focused widget is for, its keys, then those of the whole screen."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from qa_bot.tui.keys import COPY_OR_LEAVE

Row = tuple[str, str, str]

_HINT = 'Keys can be changed in qa-bot.toml, by the names on the right: [keys] next = "ctrl+n"'


class HelpScreen(ModalScreen[None]):
    """Help on a widget."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss", "Close", id="help_close"),
        *COPY_OR_LEAVE,
    ]

    def __init__(self, focused: Widget | None, active: Mapping[str, ActiveBinding]) -> None:
        """Take the widget, and the bindings that are active while it is focused."""
        super().__init__()
        self._focused = focused
        self._active = active

    def compose(self) -> ComposeResult:
        """Show everything on one page that scrolls."""
        about = getattr(self._focused, "HELP", None) or "The chat."
        own = [one for one in self._active.values() if one.node is self._focused]
        others = [one for one in self._active.values() if one.node is not self._focused]
        tables = {"Here": list(self._rows(own)), "Everywhere": list(self._rows(others))}
        widths = [max(map(len, column)) for column in zip(*chain(*tables.values()), strict=True)]
        with VerticalScroll():
            yield Static(about.strip(), classes="about")
            for title, rows in tables.items():
                yield Static(_table(title, rows, widths))
            yield Static(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Scroll with the keys at once."""
        self.query_one(VerticalScroll).focus()

    def _rows(self, active: list[ActiveBinding]) -> Iterator[Row]:
        """Yield keys, meaning and id of each action once."""
        keys: dict[str, list[str]] = {}
        bindings = [one.binding for one in active if one.binding.id]
        for binding in bindings:
            keys.setdefault(str(binding.id), []).append(self.app.get_key_display(binding))
        for binding in {one.id: one for one in bindings}.values():
            action = str(binding.id)
            yield " ".join(keys[action]), binding.tooltip or binding.description, action


def _table(title: str, rows: Sequence[Row], widths: Sequence[int]) -> Content:
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return Content.assemble((title, "bold"), "\n", "\n".join(lines) or "–", "\n")
