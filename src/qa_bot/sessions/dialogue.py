"""A conversation as it goes on: each question is asked after the turns before it, and saved.

Comes in: questions. Goes out: replies. Without `Sessions` nothing is written anywhere.
"""

from qa_bot.conversation import Turn
from qa_bot.replies import Bot, Listener, Reply
from qa_bot.sessions.store import Kept, Sessions


class Dialogue:
    """Asks a bot question after question.

    Attributes:
        session: Number of the saved session; None before the first question, or if none is saved.
        turns: What later questions can refer to, oldest first.
    """

    def __init__(
        self, bot: Bot, sessions: Sessions | None = None, session: int | None = None
    ) -> None:
        """Begin a conversation, or go on with a saved one.

        Args:
            bot: Who answers.
            sessions: Where to save it; None to save nothing.
            session: The number of the saved session to go on with.

        Raises:
            SessionError: When the sessions cannot be read.
        """
        self._bot = bot
        self._sessions = sessions
        self.session = session
        saved = sessions.turns(session) if sessions and session is not None else []
        self.turns: list[Turn] = [one.turn for one in saved]

    def ask(self, question: str, listener: Listener | None = None, *, alone: bool = False) -> Reply:
        """Answer a question after the turns before it; one that cannot be asked leaves no turn.

        Args:
            question: As typed.
            listener: Hears of each stage.
            alone: Take it as it stands, such as one that was edited: add nothing.

        Raises:
            UsageError: When it is empty, too long, or has no word to search for.
            SessionError: When it cannot be saved.
        """
        reply = self.answer(question, listener, alone=alone)
        self.keep(reply)
        return reply

    def answer(
        self, question: str, listener: Listener | None = None, *, alone: bool = False
    ) -> Reply:
        """Answer a question as `ask` does, but make no turn of it yet: it may be taken back.

        Raises:
            UsageError: When it is empty, too long, or has no word to search for.
        """
        return self._bot.ask(question, listener, earlier=() if alone else self.turns)

    def keep(self, reply: Reply) -> Kept | None:
        """Make a turn of a reply, and save it.

        Returns:
            Where it is kept; None when nothing is saved.

        Raises:
            SessionError: When it cannot be saved; later questions can refer to it all the same.
        """
        self.turns.append(reply.turn)
        if not self._sessions:
            return None
        kept = self._sessions.append(self.session, reply)
        self.session = kept.session
        return kept
