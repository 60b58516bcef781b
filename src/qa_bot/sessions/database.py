"""The SQLite file of saved sessions: how it is made, brought up to date, read and written.

Comes in: SQL. Goes out: rows. It is the only place where SQLite can fail, and where that is told. A
step of the schema is never edited once it was released: a change is a further step. `PRAGMA
user_version` is the number of steps that a file has been through.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from qa_bot.errors import SessionError, pasted

_TURNS = (
    "CREATE TABLE sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, created TEXT NOT NULL)",
    """CREATE TABLE turns (
        id INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        asked TEXT NOT NULL, question TEXT NOT NULL, standalone TEXT NOT NULL,
        said TEXT NOT NULL, answer TEXT NOT NULL, mark TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX turns_by_session ON turns (session, id)",
)
_WORDS = (
    """CREATE VIRTUAL TABLE words USING fts5 (
        question, standalone, said, content = 'turns', content_rowid = 'id',
        tokenize = 'porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER turn_added AFTER INSERT ON turns BEGIN
        INSERT INTO words (rowid, question, standalone, said)
        VALUES (new.id, new.question, new.standalone, new.said); END""",
    """CREATE TRIGGER turn_removed AFTER DELETE ON turns BEGIN
        INSERT INTO words (words, rowid, question, standalone, said)
        VALUES ('delete', old.id, old.question, old.standalone, old.said); END""",
    "INSERT INTO words (words) VALUES ('rebuild')",
)
_PLACES = ("ALTER TABLE sessions ADD COLUMN place TEXT NOT NULL DEFAULT ''",)
STEPS = (_TURNS, _WORDS, _PLACES)


_WAIT = 10.0
"""Seconds to wait for another program that writes."""

Execute = Callable[..., sqlite3.Cursor]


class Database:
    """The file, made when it is first written; until then it reads as one without a row.

    Threads that share it take turns.
    """

    def __init__(self, path: Path) -> None:
        """Open the file if it is there.

        Raises:
            SessionError: When it cannot be read, or a newer program wrote it.
        """
        self.path = path
        self._one_at_a_time = RLock()
        self._is_saved = False
        with self._reported():
            self._is_saved = path.exists()
            self._connection = self._opened(path if self._is_saved else Path(":memory:"))

    def close(self) -> None:
        """Close the file, once nothing is read or written any more."""
        with self._one_at_a_time:
            self._connection.close()

    def query(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        """Fetch the rows of a query.

        Raises:
            SessionError: When the file cannot be read.
        """
        with self._reported():
            if not self._is_saved and self.path.exists():  # another program has made it
                self._change_to_file()
            return self._connection.execute(sql, tuple(values)).fetchall()

    @contextmanager
    def writing(self) -> Iterator[Execute]:
        """Write all that is executed, or nothing; other programs that write wait.

        Raises:
            SessionError: When the file cannot be written.
        """
        with self._reported():
            if not self._is_saved:
                self._make()
            with _transaction(self._connection):
                yield self._connection.execute

    def _make(self) -> None:
        """Make the file; nobody but its owner may read it."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        self._change_to_file()

    def _change_to_file(self) -> None:
        unsaved, self._connection = self._connection, self._opened(self.path)
        unsaved.close()
        self._is_saved = True

    def _opened(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
        for setting in ("foreign_keys = ON", "secure_delete = ON", "journal_mode = WAL"):
            connection.execute(f"PRAGMA {setting}")
        _bring_up_to_date(connection, self.path)
        return connection

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            with self._one_at_a_time:
                yield
        except (sqlite3.Error, OSError) as error:
            move = "set QA_BOT_DATA to another folder"
            if self._is_saved:
                move += f", or move the file: mv {pasted(self.path)} ."
            raise SessionError(
                f"the sessions in {self.path} cannot be used: {error}",
                hint="another program writes them: try again" if "locked" in str(error) else move,
            ) from error


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of it or nothing; others that write wait."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Take a file through the steps that it lacks.

    Raises:
        SessionError: When a newer program wrote it.
        sqlite3.Error: When it is no database or cannot be written.
    """
    if _version(connection) < len(STEPS):
        with _transaction(connection):
            # Another program may have done it while this one waited.
            for step in STEPS[_version(connection) :]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(STEPS)}")
    if _version(connection) > len(STEPS):
        raise SessionError(
            f"{path} was written by a newer qa-bot (format {_version(connection)}, this one knows"
            f" {len(STEPS)})",
            hint="pip install --upgrade qa-bot",
        )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
