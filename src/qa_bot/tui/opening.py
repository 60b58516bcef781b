"""The half of the application that opens and builds, while the window is already there.

Comes in: a `ChatBot`, not yet opened. Goes out, to the chat's screen: what goes on, and that
questions can be asked; a failure becomes a screen that offers the remedy. `app` adds the comfort.
"""

import os
from pathlib import Path
from threading import Event

from textual import on
from textual.app import App
from textual.screen import Screen
from textual.worker import Worker, WorkerState, get_current_worker

from qa_bot.errors import QABotError
from qa_bot.tui.asking import REPORT, Abandoned, fault
from qa_bot.tui.chat_screen import ChatScreen
from qa_bot.tui.messages import (
    BotOpened,
    BuildProgressed,
    ExampleFound,
    IndexBuilt,
    IndexRenewed,
    NoteHeard,
    OpeningFailed,
)
from qa_bot.tui.protocol import ChatBot
from qa_bot.tui.trouble_screen import Remedy, TroubleScreen

STYLES = sorted(Path(__file__).parent.glob("*.tcss"))
MOST_EXAMPLES = 3


class Narration:
    """Passes on what opening and building say, from their thread to the app."""

    def __init__(self, app: App[None]) -> None:
        """Listen in the thread that opens or builds."""
        self._app = app
        self._worker = get_current_worker()

    def note(self, text: str) -> None:
        """Report a line."""
        self._app.post_message(NoteHeard(text))

    def progress(self, stage: str, done: int, total: int) -> None:
        """Report how far a build is; end it when the app is left."""
        if self._worker.is_cancelled:
            raise Abandoned
        self._app.post_message(BuildProgressed(stage, done, total))


class OpeningApp(App[None]):
    """Opens a bot, and helps where that fails."""

    def __init__(self, bot: ChatBot, session: str | None, *, watch: bool = False) -> None:
        """Take the bot, which is opened once the window is painted, and the session."""
        if not os.environ.get("NO_COLOR"):  # Textual takes an empty one for a wish
            os.environ.pop("NO_COLOR", None)
        super().__init__(css_path=[*STYLES])
        self.bot = bot
        self._to_follow = watch
        self._left = Event()
        self.chat = ChatScreen(bot, session)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the chat."""
        return self.chat

    def on_mount(self) -> None:
        """Open the bot once the chat is painted."""
        self.call_after_refresh(self.open_bot)

    def open_bot(self) -> None:
        """Open index and encoder in a thread."""
        self.chat.header.say("opening the index …")
        self.run_worker(self._open, thread=True, exclusive=True, group="open", exit_on_error=False)

    def _open(self) -> None:
        try:
            overview = self.bot.open(Narration(self))
        except QABotError as error:
            self.post_message(OpeningFailed(error))
        else:
            self.post_message(BotOpened(overview))

    def build_index(self, *, rebuild: bool) -> None:
        """Build the index in a thread, then open it."""
        self.chat.header.say("building the index …")
        self.run_worker(
            lambda: self._build(rebuild), thread=True, group="open", exit_on_error=False
        )

    def _build(self, rebuild: bool) -> None:
        try:
            self.bot.build(Narration(self), rebuild=rebuild)
        except QABotError as error:
            self.post_message(OpeningFailed(error))
        else:
            self.post_message(IndexBuilt())

    @on(IndexBuilt)
    def go_on(self) -> None:
        """Open what was built."""
        self.open_bot()

    @on(BotOpened)
    def begin(self, message: BotOpened) -> None:
        """Answer what was asked meanwhile; find examples when nothing was."""
        self.chat.header.describe(message.overview)
        if self._to_follow:
            self._to_follow = False
            self.run_worker(self._follow, thread=True, group="follow", exit_on_error=False)
        if self.chat.asker.idle and self.chat.conversation.welcome.display:
            self.run_worker(self._find_examples, thread=True, group="examples", exit_on_error=False)
        self.chat.asker.start()

    def _follow(self) -> None:
        """Use each new generation, until the app is left."""
        for overview in self.bot.follow(Narration(self), self._left):
            self.post_message(IndexRenewed(overview))

    @on(IndexRenewed)
    def renew(self, message: IndexRenewed) -> None:
        """Tell that questions are answered from newer documents."""
        self.chat.header.describe(message.overview)
        self.notify("The documents changed; answers are from now on theirs.")

    def on_unmount(self) -> None:
        """Follow no longer."""
        self._left.set()

    def _find_examples(self) -> None:
        worker = get_current_worker()
        for _, question in zip(range(MOST_EXAMPLES), self.bot.examples(), strict=False):
            if worker.is_cancelled or not self.chat.asker.idle:
                return
            self.post_message(ExampleFound(question))

    @on(ExampleFound)
    def offer(self, message: ExampleFound) -> None:
        """Offer a question to begin with."""
        self.chat.conversation.welcome.add(message.question)

    @on(NoteHeard)
    def show_note(self, message: NoteHeard) -> None:
        """Show what goes on."""
        self.chat.header.say(message.text)

    @on(BuildProgressed)
    def show_progress(self, message: BuildProgressed) -> None:
        """Show how far a build is."""
        self.chat.header.show_progress(message.stage, message.done, message.total)

    @on(OpeningFailed)
    def show_trouble(self, message: OpeningFailed) -> None:
        """Say what stands in the way, once, and offer the remedy."""
        self.chat.asker.pause()
        self.chat.header.say(message.error.message)
        if not isinstance(self.screen, TroubleScreen):
            self.push_screen(TroubleScreen(message.error), self._help)

    def _help(self, remedy: Remedy | None) -> None:
        if remedy is Remedy.QUIT:
            self.exit()
        elif remedy is Remedy.RETRY:
            self.open_bot()
        else:
            self.build_index(rebuild=remedy is Remedy.REBUILD)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report what nobody foresaw."""
        error = event.worker.error
        if event.state is not WorkerState.ERROR or isinstance(error, Abandoned):
            return
        if not isinstance(error, QABotError):
            error = QABotError(fault(event.worker), hint=REPORT)
        self.post_message(OpeningFailed(error))
