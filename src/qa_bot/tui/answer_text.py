"""The statements of an answer, with the numbers of their citations to click on."""

from textual.message import Message
from textual.widgets import Static

from qa_bot.records import Answer
from qa_bot.tui import prose


class AnswerText(Static):
    """An answer to read."""

    class NumberChosen(Message):
        """The number of a citation was clicked on."""

        def __init__(self, number: int) -> None:
            """Take the number, from 1."""
            super().__init__()
            self.number = number

    def __init__(self, answer: Answer) -> None:
        """Write the answer, or that there is none."""
        super().__init__(prose.statements(answer) if answer.statements else prose.not_found(answer))

    def action_open(self, number: int) -> None:
        """Report the number that was clicked on."""
        self.post_message(self.NumberChosen(number))
