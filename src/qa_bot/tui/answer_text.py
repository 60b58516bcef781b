"""The statements of an answer, with the numbers of their citations to click on."""

from textual.widgets import Static

from qa_bot.records import Answer
from qa_bot.tui import prose
from qa_bot.tui.messages import CardOpened


class AnswerText(Static):
    """An answer to read."""

    def __init__(self, answer: Answer) -> None:
        """Write the answer, or that there is none."""
        super().__init__(prose.answered(answer) if answer.statements else prose.not_found(answer))

    def action_open(self, number: int) -> None:
        """Open the citation whose number was clicked on."""
        self.post_message(CardOpened(number - 1))
