"""Questions are asked one after another, each in a thread of its own that only posts messages.

Comes in: turns, in the order in which they were asked. Goes out, to each turn: stages, passages, a
reply or a failure, of which the last two go on to the screen, and where it is kept.
"""

from collections import deque
from collections.abc import Sequence
from threading import Lock

from textual.screen import Screen
from textual.worker import Worker, WorkerState, get_current_worker

from qa_bot.errors import QABotError, SessionError
from qa_bot.records import Hit
from qa_bot.tui.history import History
from qa_bot.tui.messages import (
    AnswerReady,
    PassagesFound,
    QuestionFailed,
    SavingEnded,
    StageReached,
    TurnSaved,
)
from qa_bot.tui.turn import Turn

REPORT = "this is a fault of qa-bot; the question can be asked again"


class Abandoned(Exception):  # noqa: N818 - no error: the user changed their mind
    """Nobody waits any more for what this thread does."""


class Hearing:
    """Passes on what the bot tells of a turn, as long as it is waited for."""

    def __init__(self, turn: Turn) -> None:
        """Listen for a turn, in the thread that asks."""
        self._turn = turn
        self._worker = get_current_worker()

    def stage(self, name: str) -> None:
        """Report a stage."""
        self.go_on()
        self._turn.post_message(StageReached(name))

    def found(self, hits: Sequence[Hit]) -> None:
        """Report the passages."""
        self.go_on()
        self._turn.post_message(PassagesFound(hits))

    def go_on(self) -> None:
        """Stop the asking when the turn was cancelled."""
        if self._worker.is_cancelled:
            raise Abandoned


class Asker:
    """Asks what the turns of a screen ask, in the dialogue that goes on."""

    def __init__(self, screen: Screen[None], history: History) -> None:
        """Wait to be started: turns that come before are answered then."""
        self._screen = screen
        self._history = history
        self._waiting: deque[Turn] = deque()
        self._worker: Worker[None] | None = None
        self._one_at_a_time = Lock()
        self.current: Turn | None = None
        self.ready = False

    @property
    def idle(self) -> bool:
        """Whether no turn is asked or waits."""
        return self.current is None and not self._waiting

    def start(self) -> None:
        """Begin to ask: the bot is open."""
        self.ready = True
        self._next()

    def pause(self) -> None:
        """Ask nothing until it is started again."""
        self.ready = False

    def put(self, turn: Turn) -> None:
        """Ask a turn's question as soon as its time has come."""
        self._waiting.append(turn)
        self._next()

    def end(self, turn: Turn) -> None:
        """Go on after a turn is over."""
        if turn is self.current:
            self.current = None
            self._next()

    def cancel(self) -> bool:
        """Take back the latest question that is not answered yet; False when there is none."""
        if self._waiting:
            self._waiting.pop().cancel()
            return True
        if self.current is None:
            return False
        if self._worker:
            self._worker.cancel()
        self.current.cancel()
        self.end(self.current)
        return True

    def clear(self) -> None:
        """Take every question back; the next one begins another conversation."""
        while self.cancel():
            pass
        self._history.begin()

    def _next(self) -> None:
        if self.ready and self.current is None and self._waiting:
            turn = self.current = self._waiting.popleft()
            turn.ask()
            self._worker = self._screen.run_worker(
                lambda: self._ask(turn), thread=True, group="ask", exit_on_error=False
            )

    def _ask(self, turn: Turn) -> None:
        try:
            with self._one_at_a_time:
                hearing = Hearing(turn)
                hearing.go_on()
                dialogue = self._history.dialogue()
                reply = dialogue.answer(turn.question, hearing)
                hearing.go_on()
                turn.post_message(AnswerReady(turn, reply))
                turn.post_message(TurnSaved(dialogue.keep(reply)))
        except Abandoned:
            return
        except SessionError as error:
            self._screen.post_message(SavingEnded(error))
        except QABotError as error:
            turn.post_message(QuestionFailed(turn, error))

    def hear(self, event: Worker.StateChanged) -> None:
        """Tell the turn that is asked what its thread died of unforeseen, if it did."""
        if event.worker is self._worker and event.state is WorkerState.ERROR and self.current:
            error = QABotError(fault(event.worker), hint=REPORT)
            self.current.post_message(QuestionFailed(self.current, error))


def fault(worker: Worker[None]) -> str:
    """Name what went wrong unforeseen in a thread."""
    error = worker.error
    return f"{type(error).__name__}: {error}"
