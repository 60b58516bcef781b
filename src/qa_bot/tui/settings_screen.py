"""Settings that can be changed while one chats: theme, passages that are found, threshold."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.validation import Integer, Number
from textual.widgets import Button, Input, Label, Select, Static

from qa_bot.config import AnswerConfig
from qa_bot.tui.keys import COPY_OR_LEAVE

_KEPT = (
    "The theme is remembered. The other two last until the chat is left; in qa-bot.toml, under"
    " [answer], they last: passages, threshold."
)


class SettingsScreen(ModalScreen[AnswerConfig | None]):
    """A form; it returns the settings, or nothing when it is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="settings_close"),
        *COPY_OR_LEAVE,
    ]

    def __init__(self, settings: AnswerConfig) -> None:
        """Take what holds now."""
        super().__init__()
        self._settings = settings
        self._theme = self.app.theme

    def compose(self) -> ComposeResult:
        """Show a form."""
        themes = [(name, name) for name in sorted(self.app.available_themes)]
        with Vertical(id="form"):
            yield Label("Theme")
            yield Select(themes, value=self.app.theme, allow_blank=False, id="theme")
            yield Label("Passages that are found for a question, 1 to 100")
            yield Input(
                str(self._settings.passages),
                type="integer",
                validators=[Integer(1, 100)],
                id="passages",
            )
            yield Label("How often answers should be right, 0 to 1")
            yield Input(
                str(self._settings.threshold),
                type="number",
                validators=[Number(0, 1)],
                id="threshold",
            )
            yield Static(_KEPT, classes="hint", markup=False)
            with Horizontal():
                yield Button("Use these", variant="primary", id="use")
                yield Button("Cancel", id="cancel")

    @on(Select.Changed, "#theme")
    def change_theme(self, event: Select.Changed) -> None:
        """Show a theme at once."""
        self.app.theme = str(event.value)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Leave everything as it was."""
        self.app.theme = self._theme
        self.dismiss(None)

    @on(Button.Pressed, "#use")
    @on(Input.Submitted)
    def use(self) -> None:
        """Return the settings; what cannot be used is marked, and stays to be mended."""
        passages, threshold = (
            self.query_one("#passages", Input),
            self.query_one("#threshold", Input),
        )
        for field in (passages, threshold):
            result = field.validate(field.value)
            if result and not result.is_valid:
                field.focus()
                self.notify("; ".join(result.failure_descriptions), severity="error", markup=False)
                return
        self.dismiss(AnswerConfig(int(passages.value), float(threshold.value)))
