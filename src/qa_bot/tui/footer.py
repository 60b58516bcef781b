"""Keys that one needs where one is, on one line, the way back and help first, to click on.

Comes in: the active bindings of the screen. Textual's own footer makes a widget of every key each
time the focus moves, which takes longer than drawing all the rest; this is one line of text.
"""

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from qa_bot.tui.question_input import QuestionInput

_FIRST = ("help", "leave", "palette")
"""What is seen however narrow the terminal is."""


class KeyFooter(Static):
    """Keys and what they do."""

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._show)

    def _show(self, screen: Screen[object]) -> None:
        """Show the keys that are meant to be shown, each action once."""
        bindings: dict[str, Binding] = {}
        for active in screen.active_bindings.values():
            if active.binding.show and active.enabled:
                bindings.setdefault(active.binding.action, active.binding)
        if isinstance(screen.focused, QuestionInput):
            bindings.pop("leave", None)  # there one is already
        shown = sorted(bindings.values(), key=lambda one: one.id not in _FIRST)
        self.update(Content("  ").join(map(self._key, shown)), layout=False)

    def _key(self, binding: Binding) -> Content:
        press = Style.from_meta({"@click": f"app.simulate_key('{binding.key}')"})
        label = (self.app.get_key_display(binding), "bold $footer-key-foreground")
        return Content.assemble(label, f" {binding.description}").stylize(press)
