"""Where a question is typed: several lines, with the earlier questions on the up key."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.keys import REPLACED_KEYS
from textual.strip import Strip
from textual.widgets import TextArea

from qa_bot.tui.messages import QuestionAsked


class QuestionInput(TextArea):
    """The question that is being typed."""

    HELP = "Type a question. It is asked as it stands; the answer quotes the documents."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask", id="ask"),
        Binding("ctrl+j,shift+enter,alt+enter", "newline", "New line", show=False, id="newline"),
        Binding("ctrl+underscore", "undo", "Undo", show=False, id="undo",
                tooltip="Take back what was typed"),
        Binding("up", "older", "Earlier question", show=False, id="older"),
        Binding("down", "newer", "Later question", show=False, id="newer"),
        Binding("tab", "screen.check", "Check", id="check", tooltip="Go to the latest quotes"),
        Binding("pageup", "screen.scroll_turns('page_up')", "Scroll up", show=False,
                id="page_up"),
        Binding("pagedown", "screen.scroll_turns('page_down')", "Scroll down", show=False,
                id="page_down"),
        Binding("ctrl+up", "screen.scroll_turns('scroll_up')", "Line up", show=False, id="line_up"),
        Binding("ctrl+down", "screen.scroll_turns('scroll_down')", "Line down", show=False,
                id="line_down"),
        Binding("ctrl+home", "screen.scroll_turns('scroll_home')", "First turn", show=False,
                id="top"),
        Binding("ctrl+end", "screen.scroll_turns('scroll_end')", "Last turn", show=False,
                id="bottom"),
    ]  # fmt: skip

    def __init__(self) -> None:
        """Begin empty, with no earlier question."""
        super().__init__(
            compact=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder="Ask a question",
        )
        self.asked: list[str] = []
        self._position = 0
        self._draft = ""

    def render_line(self, y: int) -> Strip:
        """Draw a row; where there is no column, Textual cannot lay out the placeholder."""
        return super().render_line(y) if self.content_size.width else Strip.blank(0)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Take a key for a letter; Textual does not know it of those that it renames, as `plus`."""
        return key in REPLACED_KEYS or super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Ask and break lines before the text area takes the key for a letter.

        Not as a priority binding: that runs ahead of the letters that were typed before it.
        """
        bound = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if bound and bound.node is self and bound.binding.id in {"ask", "newline"}:
            event.stop()
            event.prevent_default()
            await self.run_action(bound.binding.action)
        else:
            await super()._on_key(event)

    def action_ask(self) -> None:
        """Ask what was typed."""
        question = self.text.strip()
        if question:
            self.remember(question)
            self.clear()
            self.post_message(QuestionAsked(question))

    def recall(self, questions: Sequence[str]) -> None:
        """Put the questions of a saved session before those on the up key."""
        self.asked = [*questions, *self.asked]
        self._position = len(self.asked)

    def remember(self, question: str) -> None:
        """Keep a question for the up key, once when it is asked again at once."""
        if not self.asked or self.asked[-1] != question:
            self.asked.append(question)
        self._position, self._draft = len(self.asked), ""

    def action_newline(self) -> None:
        """Break the line."""
        self.insert("\n")

    def action_older(self) -> None:
        """Move up; from the first row on, through the earlier questions."""
        first = self.navigator.is_first_wrapped_line(self.cursor_location)
        if first and self._position > 0:
            self._recall(self._position - 1)
        else:
            self.action_cursor_up()

    def action_newer(self) -> None:
        """Move down; from the last row on, back to what was being typed."""
        last = self.navigator.is_last_wrapped_line(self.cursor_location)
        if last and self._position < len(self.asked):
            self._recall(self._position + 1)
        else:
            self.action_cursor_down()

    def _recall(self, position: int) -> None:
        if self._position == len(self.asked):
            self._draft = self.text
        self._position = position
        self.put([*self.asked, self._draft][position])

    def put(self, question: str) -> None:
        """Put a question here to be changed."""
        self.text = question
        self.move_cursor(self.document.end)
