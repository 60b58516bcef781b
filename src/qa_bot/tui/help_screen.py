"""Help: what the focused widget is for, its keys, then those of the whole screen."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

_KEY, _WHAT = 22, 34
_HINT = 'Keys can be changed in qa-bot.toml, by the names on the right: [keys] next = "ctrl+n"'


class HelpScreen(ModalScreen[None]):
    """Help on a widget."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss", "Close", id="help_close")
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
        with VerticalScroll():
            yield Static(about.strip(), classes="about")
            yield Static(self._table("Here", own))
            yield Static(self._table("Everywhere", others))
            yield Static(_HINT, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Scroll with the keys at once."""
        self.query_one(VerticalScroll).focus()

    def _table(self, title: str, active: list[ActiveBinding]) -> Content:
        rows = [f"{key:<{_KEY}}{what:<{_WHAT}}{action}" for key, what, action in self._rows(active)]
        return Content.assemble((title, "bold"), "\n", "\n".join(rows) or "–", "\n")

    def _rows(self, active: list[ActiveBinding]) -> Iterator[tuple[str, str, str]]:
        """Yield keys, meaning and id of each action once."""
        keys: dict[str, list[str]] = {}
        bindings = [one.binding for one in active if one.binding.id]
        for binding in bindings:
            keys.setdefault(str(binding.id), []).append(self.app.get_key_display(binding))
        for binding in {one.id: one for one in bindings}.values():
            action = str(binding.id)
            yield " ".join(keys[action]), binding.tooltip or binding.description, action
