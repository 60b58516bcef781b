"""The welcome: what this is, and questions to begin with."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qa_bot.text.display import one_line
from qa_bot.tui.messages import QuestionAsked

_GREETING = (
    "Ask your documents. The answer is made of sentences quoted word for word, each with the"
    " place where it stands; if they do not answer, it says so."
)


class _Examples(OptionList):
    """Questions to choose from."""

    HELP = "Questions that these documents answer. Up and down choose one, Enter asks it."


class Welcome(Vertical):
    """What is seen before the first question."""

    def __init__(self) -> None:
        """Begin without examples."""
        super().__init__()
        self.questions: list[str] = []
        self._label = Static("For example:", classes="label")
        self._list = _Examples()
        self._label.display = self._list.display = False

    def compose(self) -> ComposeResult:
        """Greet, and leave room for examples."""
        yield Static(_GREETING)
        yield self._label
        yield self._list

    def add(self, question: str) -> None:
        """Offer a question."""
        self.questions.append(question)
        self._list.add_option(Option(Content(one_line(question))))
        self._label.display = self._list.display = True

    def enter(self) -> None:
        """Go to the examples, if there are any."""
        if self.questions:
            self._list.focus()
            self._list.action_first()

    @on(OptionList.OptionSelected)
    def ask(self, event: OptionList.OptionSelected) -> None:
        """Ask the question that was chosen."""
        event.stop()
        self.post_message(QuestionAsked(self.questions[event.option_index]))
