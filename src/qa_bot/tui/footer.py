"""The keys that one needs where one is, on one line; each can be clicked on.

Comes in: the active bindings of the screen. Textual's own footer makes a widget of every key each
time the focus moves, which takes longer than drawing all the rest; this is one line of text.
"""

from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static


class KeyFooter(Static):
    """Keys and what they do."""

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._show)

    def _show(self, screen: Screen[object]) -> None:
        """Show the keys that are meant to be shown, each action once."""
        keys: list[Content] = []
        actions: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in actions:
                actions.add(binding.action)
                press = Style.from_meta({"@click": f"app.simulate_key('{binding.key}')"})
                label = self.app.get_key_display(binding)
                key = Content.assemble(
                    (label, "bold $footer-key-foreground"), f" {binding.description}"
                )
                keys.append(key.stylize(press))
        self.update(Content("  ").join(keys), layout=False)
