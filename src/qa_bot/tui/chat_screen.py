"""The screen of the chat: conversation and question on the left, evidence on the right.

Comes in: messages of threads and widgets. With `checking_screen` and `keeping_screen` it owns
every widget; whatever changes one is a handler here, there, or in the widget itself.
"""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.worker import Worker

from qa_bot.errors import IndexStateError
from qa_bot.tui.asking import Asker
from qa_bot.tui.footer import KeyFooter
from qa_bot.tui.header import ChatHeader
from qa_bot.tui.keeping_screen import KeepingScreen
from qa_bot.tui.messages import (
    AnswerReady,
    OpeningFailed,
    QuestionAsked,
    QuestionFailed,
    SessionResumed,
)
from qa_bot.tui.protocol import ChatBot
from qa_bot.tui.question_input import QuestionInput
from qa_bot.tui.search_bar import SearchBar

WIDE = 110
TALL = 36


class ChatScreen(KeepingScreen):
    """Ask, read, check."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", id="edit", tooltip="Change the question and ask again"),
        Binding("ctrl+f", "search", "Search", priority=True, id="search", tooltip="Search here"),
        Binding("ctrl+l", "clear", "Clear", show=False, id="clear", tooltip="Clear everything"),
        Binding("escape", "leave", "Back", id="leave", tooltip="Cancel, or back"),
        Binding("i", "type", "Type", show=False, id="type", tooltip="Type a question"),
    ]

    def __init__(self, bot: ChatBot, session: str | None) -> None:
        """Take the bot that answers, and the session to go on with; None to save nothing."""
        super().__init__(bot, session)
        self.asker = Asker(self, self.history)
        self.header = ChatHeader()
        self.search = SearchBar(self.conversation)
        self.question = QuestionInput()

    def compose(self) -> ComposeResult:
        """Header, conversation with the question below, evidence, footer."""
        yield self.header
        with Horizontal(id="body"):
            with Vertical(id="talk"):
                yield self.conversation
                yield self.search
                yield self.question
            yield self.evidence
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin where one types."""
        self.question.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Close the evidence before it comes over what is in focus; open it where it has room."""
        is_wide = event.size.width >= WIDE
        covers = not is_wide and event.size.height < TALL
        if covers and self.focused not in {None, self.evidence.document}:
            self.remove_class("-checking")
        elif is_wide and self.shown and not self.is_open:
            self.call_after_refresh(self.take, *self.shown)

    @on(QuestionAsked)
    async def ask(self, message: QuestionAsked) -> None:
        """Put a question at the end of the conversation and ask it in its turn."""
        self.asker.put(await self.conversation.add(message.question))

    @on(AnswerReady)
    def go_on(self, message: AnswerReady) -> None:
        """Let the keys be about the answer, its first quote beside it where there is room."""
        self.asker.end(message.turn)
        self.conversation.follow()
        self.offer(message.turn)

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
        if resumed.elsewhere:
            about = f"This conversation is about other documents: those of {resumed.elsewhere}"
            self.notify(about, severity="warning", markup=False)

    @on(QuestionFailed)
    def go_on_after_failure(self, message: QuestionFailed) -> None:
        """Ask the next question; where the index is at fault, have it mended first."""
        if isinstance(message.error, IndexStateError):
            self.asker.pause()
            self.app.post_message(OpeningFailed(message.error))
        self.asker.end(message.turn)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report what nobody foresaw as a failure of its turn."""
        error, turn = self.asker.failed(event), self.asker.current
        if error and turn:
            turn.post_message(QuestionFailed(turn, error))

    def action_search(self) -> None:
        """Search in the conversation."""
        self._uncover()
        self.call_after_refresh(self.search.open)

    async def action_scroll_turns(self, move: str) -> None:
        """Scroll the conversation from where one types."""
        await self.app.run_action(move, self.conversation)

    def action_type(self) -> None:
        """Go to where one types."""
        self._uncover()
        self.call_after_refresh(self.question.focus)

    def _uncover(self) -> None:
        """Close the evidence where it covers the conversation."""
        if not self.is_wide:
            self.remove_class("-checking")

    def action_edit(self) -> None:
        """Put the question of the shown quote where it can be changed and asked again."""
        if self.turn:
            self.question.put(self.turn.question)
            self.action_type()

    async def action_clear(self) -> None:
        """Take the whole conversation away."""
        self.asker.clear()
        self.search.finder.forget()
        await self.conversation.clear()
        self.forget()
        self.question.focus()

    async def action_leave(self) -> None:
        """Close the search; else cancel what is asked; else close the evidence; else type."""
        if self.search.display:
            self.search.close()
            self.question.focus()
        elif self.asker.cancel():
            return
        elif self.is_open and not self.is_wide:
            self.remove_class("-checking")
            await self.action_check()
        else:
            self.question.focus()
