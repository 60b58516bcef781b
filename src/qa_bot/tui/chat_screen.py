"""The screen of the chat: what is asked, answered and kept, shown on a `Desk`.

Comes in: messages of threads and widgets. The screen owns every widget; whatever changes one is a
handler here or in the widget itself.
"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker

from qa_bot.errors import IndexStateError
from qa_bot.tui.asking import Asker
from qa_bot.tui.conversation import Conversation
from qa_bot.tui.desk import Desk
from qa_bot.tui.footer import KeyFooter
from qa_bot.tui.header import ChatHeader
from qa_bot.tui.history import History
from qa_bot.tui.keeper import Keeper
from qa_bot.tui.messages import (
    AnswerReady,
    OpeningFailed,
    QuestionAsked,
    QuestionFailed,
    SavingEnded,
    SessionResumed,
)
from qa_bot.tui.protocol import ChatBot
from qa_bot.tui.question_input import QuestionInput
from qa_bot.tui.search_bar import SearchBar


class ChatScreen(Screen[None]):
    """Ask, read, check, keep."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "mark('good')", "Good", id="mark_good",
                tooltip="Mark the answer good, or unmark it"),
        Binding("minus", "mark('bad')", "Bad", id="mark_bad",
                tooltip="Mark the answer bad, or unmark it"),
        Binding("ctrl+r", "resume", "Resume", id="resume", tooltip="Go on with a saved one"),
        Binding("w", "export", "Write", show=False, id="export",
                tooltip="Write the conversation to a file"),
        Binding("e", "edit", "Edit", id="edit", tooltip="Change the question and ask again"),
        Binding("ctrl+f", "search", "Search", priority=True, id="search", tooltip="Search here"),
        Binding("ctrl+l", "clear", "Clear", show=False, id="clear", tooltip="Clear everything"),
        Binding("escape", "leave", "Back", id="leave", tooltip="Cancel, or back"),
        Binding("i", "type", "Type", show=False, id="type", tooltip="Type a question"),
    ]  # fmt: skip

    def __init__(self, bot: ChatBot, session: str | None) -> None:
        """Take the bot that answers, and the session to go on with; None to save nothing."""
        super().__init__()
        self.history = History(bot, saves=session is not None)
        self.keeper = Keeper(self, self.history, session or "")
        self.asker = Asker(self, self.history)
        self.header = ChatHeader()
        self.conversation = Conversation()
        self.search = SearchBar(self.conversation)
        self.question = QuestionInput()
        self.desk = Desk(bot, self.conversation, self.search, self.question)

    def compose(self) -> ComposeResult:
        """Header, conversation with the question below and its document beside, footer."""
        yield from (self.header, self.desk, KeyFooter())

    def on_mount(self) -> None:
        """Begin where one types; open the sessions once the window is painted."""
        self.question.focus()
        self.call_after_refresh(self.keeper.start)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what needs saved sessions or an answer only where there is one."""
        saves, answered = self.history.saves, self.desk.turn is not None
        has = {"resume": saves, "mark": saves and answered, "export": answered, "edit": answered}
        return has.get(action, True)

    @on(QuestionAsked)
    async def ask(self, message: QuestionAsked) -> None:
        """Put a question at the end of the conversation and ask it in its turn."""
        if self.conversation.welcome.has_focus_within:  # it goes, and one types on
            self.question.focus()
        self.asker.put(await self.conversation.add(message.question))

    @on(AnswerReady)
    def go_on(self, message: AnswerReady) -> None:
        """Ask the next question, the newest answer in view."""
        self.asker.end(message.turn)
        self.conversation.follow()

    @on(QuestionFailed)
    def go_on_after_failure(self, message: QuestionFailed) -> None:
        """Ask the next question; where the index is at fault, have it mended first."""
        if isinstance(message.error, IndexStateError):
            self.asker.pause()
            self.app.post_message(OpeningFailed(message.error))
        self.asker.end(message.turn)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report what nobody foresaw as a failure of its turn."""
        self.asker.hear(event)

    @on(SessionResumed)
    async def go_on_with(self, message: SessionResumed) -> None:
        """Show the turns of a saved session, and ask after them."""
        resumed = message.resumed
        if message.instead:
            await self.action_clear()
            self.history.go_on(resumed)
        self.question.recall([one.reply.answer.question for one in resumed.turns])
        await self.conversation.restore(resumed.turns, resumed.number)
        self.refresh_bindings()

    @on(SavingEnded)
    def go_on_unsaved(self, message: SavingEnded) -> None:
        """Save nothing from here on."""
        self.keeper.end(message.error)

    async def action_leave(self) -> None:
        """Close the search; else cancel what is asked; else close the document; else type."""
        if self.search.display:
            self.search.close()
        elif self.asker.cancel():
            return
        elif self.desk.evidence.put_away():
            await self.desk.go_to_card()
            return
        self.question.focus()

    async def action_check(self) -> None:
        """Go to the quote that is shown, or to the first of the latest answer, or to an example."""
        if self.conversation.welcome.display:
            self.conversation.welcome.enter()
        await self.desk.go_to_card()

    def action_search(self) -> None:
        """Search in the conversation, once what was typed before has been taken."""
        self.call_after_refresh(self.search.open)

    def action_type(self) -> None:
        """Go to where one types."""
        self.question.focus()

    async def action_scroll_turns(self, move: str) -> None:
        """Scroll the conversation from where one types."""
        await self.app.run_action(move, self.conversation)

    def action_edit(self) -> None:
        """Put the question of the shown quote where it can be changed and asked again."""
        if self.desk.turn:
            self.question.put(self.desk.turn.question)
            self.action_type()

    async def action_clear(self) -> None:
        """Take the whole conversation away."""
        self.asker.clear()
        self.search.finder.forget()
        await self.conversation.clear()
        self.desk.forget()
        self.question.focus()

    def action_resume(self) -> None:
        """Offer the saved conversations."""
        self.keeper.offer()

    def action_mark(self, mark: str) -> None:
        """Mark the answer, or take the mark back."""
        if self.desk.turn:
            self.keeper.mark(self.desk.turn, mark)

    def action_export(self) -> None:
        """Write the conversation to a file."""
        self.keeper.write([turn.reply for turn in self.conversation.turns if turn.reply])
