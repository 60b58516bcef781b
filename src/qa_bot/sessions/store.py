"""Sessions in one SQLite file of the user's data folder, readable by its owner alone.

Comes in: replies. Goes out: sessions and their turns, with each answer as the JSON that `ask`
prints. Several programs may use the file at once (write-ahead log); what was written survives a
crash; what is deleted is overwritten.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_data_path

from qa_bot.conversation import Turn
from qa_bot.errors import SessionError
from qa_bot.render import as_jsonl
from qa_bot.replies import Reply
from qa_bot.sessions.database import Database
from qa_bot.text.display import one_line
from qa_bot.text.terms import content_terms


class Mark(StrEnum):
    """What a person thinks of an answer."""

    NONE = ""
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Session:
    """A saved conversation: its number, first question, number of turns and UTC times.

    `place` is that of the index it is about; empty where it was not saved with it.
    """

    id: int
    question: str
    turns: int
    created: str
    asked: str
    place: str = ""

    def is_elsewhere(self, place: str) -> bool:
        """Tell whether it is about another index; of one saved without it nobody knows."""
        return "" != self.place != place != ""


class Kept(NamedTuple):
    """Where a turn is kept: the number of its session, and its own in there, from 1."""

    session: int
    number: int


@dataclass(frozen=True, slots=True)
class SavedTurn:
    """A question and its answer.

    Attributes:
        session: Number of the session.
        number: Of the turn in it, from 1.
        asked: UTC time, ISO 8601.
        turn: What later questions can refer to.
        answer: As `ask --format json` prints it.
        mark: What a person thought of it.
    """

    session: int
    number: int
    asked: str
    turn: Turn
    answer: dict[str, Any]
    mark: Mark


def local_time(moment: str) -> str:
    """Write a saved time, which is UTC, as the clock on the wall shows it, to the minute."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def sessions_file() -> Path:
    """Name the file of saved sessions; `QA_BOT_DATA` moves its folder."""
    return Path(os.environ.get("QA_BOT_DATA") or user_data_path("qa-bot")) / "sessions.sqlite"


class Sessions:
    """The saved sessions; several threads may use them at once."""

    def __init__(self, path: Path | None = None, *, place: str = "") -> None:
        """Open the file; one that is not there yet is made when something is saved.

        Args:
            path: The file; without, that of the user's data folder.
            place: Of the index that is asked: sessions that begin are about it, and `last` is the
                last of these. Without, they are about any.

        Raises:
            SessionError: When it cannot be read, or a newer program wrote it.
        """
        self._database = Database(path or sessions_file())
        self._place = place

    def __enter__(self) -> "Sessions":
        """Use the sessions in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def append(self, session: int | None, reply: Reply) -> Kept:
        """Save a question with its answer; None begins a session.

        Raises:
            SessionError: When it cannot be written or the session was deleted meanwhile.
        """
        turn, now = reply.turn, datetime.now(UTC).isoformat(timespec="seconds")
        said = "\n".join(map(one_line, turn.statements))
        with self._database.writing() as execute:
            if session is None:
                values = (now, self._place)
                added = execute("INSERT INTO sessions (created, place) VALUES (?, ?)", values)
                session = int(added.lastrowid or 0)
            elif not execute("SELECT 1 FROM sessions WHERE id = ?", (session,)).fetchone():
                raise SessionError(
                    f"session {session} was deleted meanwhile",
                    hint='qa-bot ask --session new "..."',
                )
            execute(
                "INSERT INTO turns (session, asked, question, standalone, said, answer)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (session, now, turn.question, turn.standalone, said, as_jsonl(reply)),
            )
            count = "SELECT count(*) FROM turns WHERE session = ?"
            return Kept(session, int(execute(count, (session,)).fetchone()[0]))

    def find(self, name: str) -> int:
        """Find a session by its number, or the one about this index that was asked `last`.

        Raises:
            SessionError: When there is none.
        """
        known = self.sessions()
        if name == "last":
            meant = [one for one in known if not one.is_elsewhere(self._place)]
        else:
            meant = [one for one in known if str(one.id) == name]
        if meant:
            return meant[0].id
        raise _missing(f"about {self._place}" if name == "last" else repr(name), bool(known))

    def elsewhere(self, session: int) -> str:
        """Name the place of the index that a session is about, where another one is asked."""
        known = (one for one in self.sessions() if one.id == session)
        return next((one.place for one in known if one.is_elsewhere(self._place)), "")

    def sessions(self) -> list[Session]:
        """List the sessions, the one asked last first."""
        first = "SELECT question FROM turns WHERE session = sessions.id ORDER BY id LIMIT 1"
        rows = self._database.query(
            f"SELECT sessions.id, ({first}), count(*), created, max(asked), place"  # noqa: S608
            " FROM sessions JOIN turns ON session = sessions.id"
            " GROUP BY sessions.id ORDER BY max(turns.id) DESC"
        )
        return [Session(*row) for row in rows]

    def turns(self, session: int) -> list[SavedTurn]:
        """List a session's turns, in order.

        Raises:
            SessionError: When they cannot be read, or one is damaged.
        """
        rows = self._rows("WHERE session = ? ORDER BY id", (session,))
        return [_saved_turn(*row) for row in rows]

    def search(self, text: str, *, typing: bool = False) -> list[SavedTurn]:
        """Find the turns whose question or answer has every word of a text, best first.

        One that is damaged is passed over.

        Args:
            text: The words.
            typing: Take the last one for the beginning of a word.

        Raises:
            SessionError: When the sessions cannot be read.
        """
        words = " ".join(f'"{term.span.of(text)}"' for term in content_terms(text))
        if not words:
            return []
        found = "JOIN words ON words.rowid = turns.id WHERE words MATCH ? ORDER BY rank"
        turns = []
        for row in self._rows(found, (f"{words}*" if typing else words,)):
            with suppress(SessionError):
                turns.append(_saved_turn(*row))
        return turns

    def mark(self, session: int, number: int, mark: Mark) -> None:
        """Keep what a person thinks of an answer.

        Raises:
            SessionError: When there is no such turn, or it cannot be written.
        """
        ids = self._database.query("SELECT id FROM turns WHERE session = ? ORDER BY id", (session,))
        if not 1 <= number <= len(ids):
            raise SessionError(
                f"session {session} has no question {number}",
                hint=f"qa-bot sessions show {session}",
            )
        with self._database.writing() as execute:
            execute("UPDATE turns SET mark = ? WHERE id = ?", (mark, *ids[number - 1]))

    def delete(self, session: int) -> None:
        """Delete a session; its text is overwritten in the file.

        Raises:
            SessionError: When it cannot be written.
        """
        with self._database.writing() as execute:
            execute("DELETE FROM sessions WHERE id = ?", (session,))
            # Full-text search keeps what was deleted until its parts are merged.
            execute("INSERT INTO words (words) VALUES ('optimize')")
        self._database.query("PRAGMA wal_checkpoint(TRUNCATE)")

    def _rows(self, chosen: str, values: Sequence[object]) -> list[tuple]:  # type: ignore[type-arg]
        number = "SELECT count(*) FROM turns AS one WHERE one.session = turns.session"
        return self._database.query(
            f"SELECT session, ({number} AND one.id <= turns.id), asked, turns.question,"  # noqa: S608
            f" turns.standalone, turns.said, answer, mark FROM turns {chosen}",
            values,
        )


def _saved_turn(
    session: int,
    number: int,
    asked: str,
    question: str,
    standalone: str,
    said: str,
    answer: str,
    mark: str,
) -> SavedTurn:
    turn = Turn(question, standalone, tuple(said.split("\n")) if said else ())
    try:
        return SavedTurn(session, number, asked, turn, _answer(answer), Mark(mark))
    except (ValueError, RecursionError) as error:
        raise damaged(session, number) from error


def _answer(text: str) -> dict[str, Any]:
    """Read an answer.

    Raises:
        ValueError: When it is none.
    """
    answer = json.loads(text)
    parts = ("statements", "citations")
    if isinstance(answer, dict) and all(isinstance(answer.get(part), list) for part in parts):
        return answer
    raise ValueError("no statements or citations in it")


def _missing(session: str, others: bool) -> SessionError:
    """Say that there is no such session, or none at all."""
    if not others:
        return SessionError("no session is saved yet", hint='qa-bot ask --session new "..."')
    return SessionError(f"there is no session {session}", hint="qa-bot sessions list")


def damaged(session: int, number: int) -> SessionError:
    """Say that a saved turn is not what was saved."""
    return SessionError(
        f"question {number} of session {session} is damaged",
        hint=f"qa-bot sessions delete {session}",
    )
