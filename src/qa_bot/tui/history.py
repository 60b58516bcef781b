"""The conversation that goes on, and the saved ones beside it.

Comes in: a bot, and whether anything is saved. Goes out: the dialogue that questions are asked in,
saved sessions to choose from, their turns to be shown again. It is for threads: the sessions need
the engine, for which the window does not wait, and a file for which other programs may wait too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from qa_bot.errors import SessionError
from qa_bot.text.display import counted
from qa_bot.text.terms import content_terms
from qa_bot.tui.protocol import ChatBot

if TYPE_CHECKING:
    from qa_bot.replies import Reply
    from qa_bot.sessions import Dialogue, Kept, SavedTurn, Session, Sessions

NEW = "new"
MOST_LISTED = 100


class Earlier(NamedTuple):
    """A turn of a saved session: what was replied, where it is kept, how it is marked."""

    reply: "Reply"
    kept: "Kept"
    mark: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """A saved session to go on with.

    Attributes:
        dialogue: Asks after its turns.
        turns: As they were answered.
        number: Of the turn that is looked for, from 1.
        elsewhere: The place of the index that it is about, where another one is asked now.
    """

    dialogue: "Dialogue"
    turns: Sequence[Earlier]
    number: int
    elsewhere: str = ""


class Entry(NamedTuple):
    """A saved session, or one turn of it that was found: what it says, and when."""

    session: int
    number: int | None
    title: str
    about: str
    said: str = ""


class History:
    """Saves what is asked, unless it is told not to or cannot."""

    def __init__(self, bot: ChatBot, *, saves: bool) -> None:
        """Begin a conversation; where it is saved, `start` has to follow."""
        self.saves = saves
        self._bot = bot
        self._sessions: Sessions | None = None
        self._dialogue: Dialogue | None = None
        self._started = Event()
        if not saves:
            self._started.set()

    def start(self, session: str) -> Resumed | None:
        """Open the sessions, and go on with one unless its name is `new`.

        Raises:
            SessionError: When they cannot be used, and nothing is saved any more, or there is no
                such session, and a new one begins.
        """
        from qa_bot.sessions import Sessions

        try:
            try:
                self._sessions = Sessions(place=self._bot.place)
            except SessionError:
                self.saves = False
                raise
            if session == NEW:
                return None
            resumed = self.resume(session)
            self.go_on(resumed)
            return resumed
        finally:
            self._started.set()

    def dialogue(self) -> "Dialogue":
        """Lend the dialogue that goes on, once it is known what it goes on from."""
        from qa_bot.sessions import Dialogue

        self._started.wait()
        if self._dialogue is None:
            self._dialogue = Dialogue(self._bot, self._sessions)
        return self._dialogue

    def begin(self) -> None:
        """Let the next question begin another conversation."""
        self._dialogue = None

    def go_on(self, resumed: Resumed) -> None:
        """Ask the next question after the turns of a saved session."""
        self._dialogue = resumed.dialogue

    def end(self) -> None:
        """Save nothing any more; the conversation goes on."""
        from qa_bot.sessions import Dialogue

        self.saves, self._sessions = False, None
        if self._dialogue:
            turns, self._dialogue = self._dialogue.turns, Dialogue(self._bot)
            self._dialogue.turns = turns

    def resume(self, name: str, number: int | None = None) -> Resumed:
        """Read a saved session, to go on with it.

        Args:
            name: Its number, or `last`.
            number: Of the turn that is looked for; None for the last.

        Raises:
            SessionError: When there is no such session, or it cannot be read.
        """
        from qa_bot.sessions import Dialogue, Kept
        from qa_bot.sessions.restoring import restore

        sessions = self._open
        session = sessions.find(name)
        turns = [
            Earlier(restore(one), Kept(one.session, one.number), str(one.mark))
            for one in sessions.turns(session)
        ]
        dialogue, elsewhere = Dialogue(self._bot, sessions, session), sessions.elsewhere(session)
        return Resumed(dialogue, turns, number or len(turns), elsewhere)

    def entries(self, wanted: str) -> list[Entry]:
        """List the turns that say what is looked for, or else the sessions, latest first.

        Raises:
            SessionError: When they cannot be read.
        """
        self._started.wait()
        if content_terms(wanted):
            return list(map(_found, self._open.search(wanted, typing=True)[:MOST_LISTED]))
        return list(map(_session, self._open.sessions()[:MOST_LISTED]))

    def mark(self, kept: "Kept", mark: str) -> None:
        """Keep what a person thinks of an answer: `good`, `bad`, or nothing.

        Raises:
            SessionError: When it cannot be written.
        """
        from qa_bot.sessions import Mark

        self._open.mark(*kept, Mark(mark))

    def close(self) -> None:
        """Close the sessions, and let nobody wait for them."""
        self._started.set()
        if self._sessions:
            self._sessions.close()

    @property
    def _open(self) -> "Sessions":
        if self._sessions is None:
            raise SessionError("this conversation is not saved", hint="qa-bot chat")
        return self._sessions


def _session(session: "Session") -> Entry:
    from qa_bot.sessions.store import local_time

    asked = f"{counted(session.turns, 'question')} · {local_time(session.asked)}"
    about = " · ".join(filter(None, (f"session {session.id}", asked, session.place)))
    return Entry(session.id, None, session.question, about)


def _found(turn: "SavedTurn") -> Entry:
    from qa_bot.sessions.store import local_time

    about = f"session {turn.session} · question {turn.number} · {local_time(turn.asked)}"
    said = next((one["text"] for one in turn.answer["statements"]), "")
    return Entry(turn.session, turn.number, turn.turn.question, about, said)
