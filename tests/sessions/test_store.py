"""Saved sessions: nothing is written unasked, nothing is lost, what is deleted is gone."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from qa_bot.errors import SessionError
from qa_bot.replies import Reply
from qa_bot.sessions import Mark, Sessions
from qa_bot.sessions.database import STEPS
from qa_bot.sessions.store import local_time, sessions_file
from tests.conftest import ROOT
from tests.replies import FOLLOW_UP, NOT_FOUND, ONE, REPLIES, SEVERAL


@pytest.fixture
def sessions() -> Iterator[Sessions]:
    """The sessions of the test's own folder, none yet."""
    with Sessions() as opened:
        yield opened


def asked(question: str, reply: Reply = ONE) -> Reply:
    return replace(reply, answer=replace(reply.answer, question=question))


def files() -> bytes:
    return b"".join(path.read_bytes() for path in sorted(sessions_file().parent.iterdir()))


def test_looking_writes_nothing(sessions: Sessions) -> None:
    assert sessions.sessions() == []
    assert sessions.search("median") == []
    with pytest.raises(SessionError, match="no session is saved yet") as raised:
        sessions.find("last")
    assert raised.value.exit_code == 2
    assert "--session new" in raised.value.hint
    assert not sessions_file().parent.exists()


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_turn_is_kept_whole(sessions: Sessions, reply: Reply) -> None:
    session = sessions.append(None, reply).session
    assert sessions.append(session, reply) == (session, 2)
    with Sessions() as again:
        first, second = again.turns(session)
    assert (first.session, first.number, second.number) == (session, 1, 2)
    assert first.turn.question == reply.turn.question
    assert first.turn.standalone == reply.turn.standalone
    assert len(first.turn.statements) == len(reply.answer.statements)
    assert first.answer["question"] == reply.answer.question
    assert first.answer["index"] == {"content": reply.provenance.index}
    assert first.mark is Mark.NONE


def test_only_its_owner_may_read_the_file(sessions: Sessions) -> None:
    sessions.append(None, ONE)
    assert sessions_file().stat().st_mode & 0o077 == 0
    assert sessions_file().parent.stat().st_mode & 0o077 == 0


def test_the_session_asked_last_comes_first(sessions: Sessions) -> None:
    one = sessions.append(None, asked("first?")).session
    two = sessions.append(None, asked("second?")).session
    assert [found.id for found in sessions.sessions()] == [two, one]
    sessions.append(one, asked("third?"))
    (found, _) = sessions.sessions()
    assert (found.id, found.question, found.turns) == (one, "first?", 2)
    assert sessions.find("last") == sessions.find(str(one)) == one
    for name in ("7", "-1", "", "one", "²", "1" * 5_000):
        with pytest.raises(SessionError, match="there is no session") as raised:
            sessions.find(name)
        assert raised.value.hint == "qa-bot sessions list"


def test_the_last_session_is_that_of_the_index_that_is_asked(sessions: Sessions) -> None:
    old = sessions.append(None, asked("of what?")).session
    with Sessions(place="/here") as here, Sessions(place="/there") as there:
        assert here.find("last") == old, "of one saved without its index nobody knows better"
        one = here.append(None, asked("here?")).session
        two = there.append(None, asked("there?")).session
        assert (here.find("last"), there.find("last"), sessions.find("last")) == (one, two, two)
        assert [found.place for found in here.sessions()] == ["/there", "/here", ""]
        assert here.find(str(two)) == two
        assert (here.elsewhere(two), here.elsewhere(one), here.elsewhere(old)) == ("/there", "", "")
        assert sessions.elsewhere(two) == ""
        here.delete(old)
        here.delete(one)
        with pytest.raises(SessionError, match="there is no session about /here") as raised:
            here.find("last")
    assert raised.value.hint == "qa-bot sessions list"


def test_past_questions_and_answers_are_found_by_all_their_words(sessions: Sessions) -> None:
    sessions.append(None, asked("how LONG was that?"))
    sessions.append(None, asked("price?", NOT_FOUND))
    found = sessions.search("the medians")
    assert [one.turn.question for one in found] == ["how LONG was that?"]
    assert [one.number for one in sessions.search("prices")] == [1]
    assert sessions.search("median price") == []
    assert [one.number for one in sessions.search("medi", typing=True)] == [1]
    assert sessions.search("medi") == sessions.search("medi pri", typing=True) == []
    assert sessions.search('" OR *') == sessions.search("") == sessions.search("the") == []


def test_the_words_of_a_follow_up_are_found_as_it_was_understood(sessions: Sessions) -> None:
    sessions.append(None, FOLLOW_UP)
    assert [one.turn for one in sessions.search("unobtainium 13.93")] == [FOLLOW_UP.turn]


def test_what_is_deleted_is_gone_from_the_file(sessions: Sessions) -> None:
    kept = sessions.append(None, asked("keep this?", SEVERAL)).session
    gone = sessions.append(None, asked("forget xylophones?")).session
    assert b"xylophones" in files()
    sessions.delete(gone)
    assert sessions.search("xylophones") == []
    assert [one.id for one in sessions.sessions()] == [kept]
    assert b"xylophone" not in files()
    assert sessions.append(None, ONE).session not in {kept, gone}


def test_a_session_deleted_meanwhile_is_not_written_to(sessions: Sessions) -> None:
    session = sessions.append(None, ONE).session
    sessions.delete(session)
    with pytest.raises(SessionError, match="session 1 was deleted meanwhile") as raised:
        sessions.append(session, ONE)
    assert raised.value.hint == 'qa-bot ask --session new "..."'
    assert sessions.sessions() == []


def test_what_another_program_saved_first_is_seen(sessions: Sessions) -> None:
    assert sessions.sessions() == []
    with Sessions() as other:
        other.append(None, asked("first?"))
    assert [one.question for one in sessions.sessions()] == ["first?"]
    assert sessions.append(1, ONE) == (1, 2)


def test_an_answer_is_marked_and_a_mark_taken_back(sessions: Sessions) -> None:
    session = sessions.append(None, ONE).session
    sessions.append(session, NOT_FOUND)
    sessions.mark(session, 2, Mark.BAD)
    assert [one.mark for one in sessions.turns(session)] == [Mark.NONE, Mark.BAD]
    sessions.mark(session, 2, Mark.NONE)
    assert [one.mark for one in sessions.turns(session)] == [Mark.NONE, Mark.NONE]
    for number in (0, 3):
        with pytest.raises(SessionError, match=f"no question {number}"):
            sessions.mark(session, number, Mark.GOOD)


def test_several_programs_write_at_once_and_nothing_is_lost() -> None:
    def write(number: int) -> None:
        with Sessions() as own:
            session = own.append(None, asked(f"question {number}?")).session
            for turn in range(8):
                own.append(session, asked(f"turn {turn}?"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with Sessions() as sessions:
        found = sessions.sessions()
        assert [one.turns for one in found] == [9, 9, 9, 9]
        assert {one.question for one in found} == {f"question {number}?" for number in range(4)}


def test_times_are_told_as_the_clock_on_the_wall_shows_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for zone, told in (("UTC0", "2024-02-29 23:30"), ("XST-2", "2024-03-01 01:30")):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert local_time("2024-02-29T23:30:59+00:00") == told
    monkeypatch.undo()
    time.tzset()


def test_threads_that_share_the_sessions_take_turns(sessions: Sessions) -> None:
    session = sessions.append(None, ONE).session
    with ThreadPoolExecutor(4) as pool:
        kept = pool.map(lambda _: sessions.append(session, ONE), range(12))
    assert sorted(one.number for one in kept) == list(range(2, 14))


@pytest.mark.parametrize(
    "answer", ["{", "{}", "3", '{"statements": [], "citations": {}}', "[" * 99_999]
)
def test_a_damaged_turn_is_told_with_its_place(sessions: Sessions, answer: str) -> None:
    sessions.append(None, ONE)
    sessions.append(1, ONE)
    with sqlite3.connect(sessions_file()) as other:
        other.execute("UPDATE turns SET answer = ? WHERE id = 2", (answer,))
    other.close()
    with pytest.raises(SessionError, match="question 2 of session 1 is damaged"):
        sessions.turns(1)
    assert [one.number for one in sessions.search("median")] == [1]


def test_what_was_saved_survives_a_program_that_is_killed() -> None:
    program = (
        "import os, signal\nfrom qa_bot.sessions import Sessions\nfrom tests.replies import ONE\n"
        "sessions = Sessions()\nsession = sessions.append(None, ONE).session\n"
        "with sessions._database.writing() as execute:\n"
        "    execute('DELETE FROM turns')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    paths = os.pathsep.join([str(ROOT), *sys.path])
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    with Sessions() as sessions:
        assert [one.turn for one in sessions.turns(1)] == [ONE.turn]


def test_an_old_file_is_brought_up_to_date(sessions: Sessions) -> None:
    sessions_file().parent.mkdir()
    with sqlite3.connect(sessions_file()) as old:
        for statement in STEPS[0]:
            old.execute(statement)
        old.execute("INSERT INTO sessions VALUES (3, '2020-01-01T00:00:00+00:00')")
        answer = {"version": 1, "statements": [], "citations": []}
        told = ("old?", "old?", "It was old.", json.dumps(answer))
        values = (3, "2020-01-01T00:00:00+00:00", *told)
        old.execute("INSERT INTO turns VALUES (1, ?, ?, ?, ?, ?, ?, '')", values)
        old.execute("PRAGMA user_version = 1")
    old.close()
    with Sessions() as current:
        assert [one.answer for one in current.search("old")] == [answer]
        assert current.append(3, ONE).session == 3
        assert [one.place for one in current.sessions()] == [""]
        assert [one.number for one in current.turns(3)] == [1, 2]


def test_a_file_of_a_newer_program_is_refused_and_left_alone(sessions: Sessions) -> None:
    sessions.append(None, ONE)
    with sqlite3.connect(sessions_file()) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    newer.close()
    with pytest.raises(SessionError, match="written by a newer qa-bot") as raised:
        Sessions()
    assert raised.value.hint == "pip install --upgrade qa-bot"
    with sqlite3.connect(sessions_file()) as newer:
        assert newer.execute("SELECT count(*) FROM turns").fetchone() == (1,)
    newer.close()


def test_what_is_no_file_of_sessions_is_refused_and_left_alone() -> None:
    sessions_file().parent.mkdir()
    sessions_file().write_bytes(b"no database, but more than a hundred bytes long " * 4)
    with pytest.raises(SessionError, match="not a database") as raised:
        Sessions()
    assert "QA_BOT_DATA" in raised.value.hint
    assert sessions_file().read_bytes().startswith(b"no database")
