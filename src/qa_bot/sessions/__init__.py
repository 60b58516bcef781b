"""Saved conversations: every question with its answer, on this machine alone.

Comes in: replies. Goes out: turns to resume from, to search, to export and to ask again.
"""

from qa_bot.sessions.dialogue import Dialogue
from qa_bot.sessions.store import Kept, Mark, SavedTurn, Session, Sessions

__all__ = ["Dialogue", "Kept", "Mark", "SavedTurn", "Session", "Sessions"]
