"""The chat over a real index with the real packaged model, and its command."""

import json
import os
import pty
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qa_bot.config import AnswerConfig, Config, IndexConfig
from qa_bot.errors import (
    AddressError,
    IndexDamagedError,
    IndexNotFoundError,
    IndexUnbuildableError,
    UsageError,
)
from qa_bot.sessions import Sessions
from qa_bot.tui.app import ChatApp
from qa_bot.tui.header import ChatHeader
from qa_bot.tui.lazy import LazyBot
from qa_bot.tui.protocol import FileState, Overview
from qa_bot.tui.turn import TurnState
from tests.conftest import CORPUS, RunCommand
from tests.fakes import Notes
from tests.replies import ONE
from tests.tui.driving import ask, settled, text_of

QUESTION = "what was the median time to remission in HARBOUR"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the corpus with its index beside it."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(CORPUS, folder / "corpus")
    bot = LazyBot(settings(folder))
    bot.build(Notes(), rebuild=False)
    return folder


def settings(folder: Path) -> Config:
    return Config(index=IndexConfig(folders=(str(folder / "corpus"),), path=str(folder / "index")))


def test_it_opens_answers_shows_and_suggests(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(indexed)
    bot = LazyBot(settings(indexed))
    overview = bot.open(Notes())
    assert overview == Overview("corpus", overview.documents, overview.passages)
    reply = bot.ask(QUESTION)
    cited = reply.answer.citations[0].passage
    shown = bot.text(cited.document, cited.sha256)
    assert shown.state is FileState.SAME
    assert shown.sha256 == cited.sha256
    assert bot.text(cited.document, "").state is FileState.SAME
    assert shown.text[cited.span.start : cited.span.end] == cited.text
    assert shown.path.resolve() == (indexed / "corpus" / "trial.md").resolve()
    assert bot.ask(next(bot.examples())).answer.statements
    bot.adjust(AnswerConfig(passages=1, threshold=1.0))
    assert bot.settings.passages == 1
    assert not bot.ask(QUESTION).answer.statements
    with pytest.raises(AddressError, match="no document 'corpus/none"):
        bot.text("corpus/none.md", "")
    bot.close()
    with pytest.raises(UsageError, match="not open yet"):
        bot.ask(QUESTION)


def test_a_file_that_changed_or_went_is_noticed(indexed: Path, tmp_path: Path) -> None:
    shutil.copytree(indexed, tmp_path / "copy")
    bot = LazyBot(settings(tmp_path / "copy"))
    bot.open(Notes())
    sha256 = bot.ask(QUESTION).answer.citations[0].passage.sha256
    document = tmp_path / "copy" / "corpus" / "trial.md"
    text = document.read_bytes()
    document.write_bytes(text + b"more\n")
    assert bot.text("corpus/trial.md", sha256).state is FileState.CHANGED
    document.unlink()
    assert bot.text("corpus/trial.md", sha256).state is FileState.GONE
    (tmp_path / "elsewhere.md").write_bytes(text)
    document.symlink_to(tmp_path / "elsewhere.md")
    assert bot.text("corpus/trial.md", sha256).state is FileState.GONE
    bot.close()


def test_nothing_is_built_without_being_asked(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# A\n\nThe lamp costs 12 euros.\n")
    bot = LazyBot(settings(tmp_path))
    with pytest.raises(IndexNotFoundError):
        bot.open(Notes())
    assert not (tmp_path / "index").exists()
    bot.build(Notes(), rebuild=False)
    assert bot.open(Notes()).documents == 1
    bot.close()


def test_a_hint_names_the_index_as_it_was_named(indexed: Path, tmp_path: Path) -> None:
    shutil.copytree(indexed, tmp_path / "copy")
    (vectors,) = (tmp_path / "copy" / "index").rglob("vectors.faiss")
    vectors.write_bytes(b"no vectors")
    with pytest.raises(IndexDamagedError) as raised:
        LazyBot(settings(tmp_path / "copy"), "{} --kb x".format).open(Notes())
    assert raised.value.hint == "qa-bot index --rebuild --kb x"


async def test_documents_that_are_gone_are_told_of(tmp_path: Path) -> None:
    with pytest.raises(IndexUnbuildableError, match=r"no index in .*, nor a folder .*corpus to"):
        LazyBot(settings(tmp_path)).open(Notes())
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# A\n\nThe lamp costs 12 euros.\n")
    bot = LazyBot(settings(tmp_path))
    bot.build(Notes(), rebuild=False)
    (tmp_path / "corpus").rename(tmp_path / "elsewhere")
    app = ChatApp(bot)
    async with app.run_test() as pilot:
        await settled(pilot)
        told = "corpus is gone: answering from what was indexed · 1 document · 1 passage"
        assert told in text_of(app.chat.header)
    bot.close()


async def test_documents_that_cannot_be_read_are_counted_on_top(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("# A\n\nThe lamp costs 12 euros.\n")
    (tmp_path / "corpus" / "b.pdf").write_bytes(b"no PDF")
    (tmp_path / "corpus" / "c.jpg").write_bytes(b"of another type, so nobody expects it")
    bot = LazyBot(settings(tmp_path))
    bot.build(Notes(), rebuild=False)
    app = ChatApp(bot)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "corpus · 1 document · 1 unreadable · 1 passage" in text_of(app.chat.header)
    bot.close()


def test_of_several_folders_only_those_that_are_gone_are_named(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("lamps", "chairs", "beds")]
    for folder in folders:
        folder.mkdir()
        (folder / "a.md").write_text(f"# A\n\nThe price of {folder.name} is 12 euros.\n")
    paths, index = tuple(map(str, folders)), str(tmp_path / "index")
    bot = LazyBot(Config(index=IndexConfig(folders=paths, path=index)))
    bot.build(Notes(), rebuild=False)
    header = ChatHeader()
    for folder, told in (
        (folders[1], "lamps, beds · chairs is gone: answering from what was indexed · 3 documents"),
        (
            folders[0],
            "beds · lamps, chairs are gone: answering from what was indexed · 3 documents",
        ),
    ):
        shutil.rmtree(folder)
        header.describe(bot.open(Notes()))
        assert told in text_of(header)
    bot.close()


async def test_a_real_conversation(indexed: Path) -> None:
    app = ChatApp(LazyBot(settings(indexed)))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await settled(pilot)
        assert (await ask(pilot, "of the and")).state is TurnState.FAILED
        turn = await ask(pilot, QUESTION)
        assert turn.state is TurnState.DONE
        assert "4.5 weeks" in text_of(turn.query_one("AnswerText"))
        assert app.chat.desk.evidence.display
        turn = await ask(pilot, "what does TTR stand for")
        assert "time to remission" in text_of(turn.query_one("AnswerText"))
        assert app.chat.desk.card is turn.cards[0]
    app.bot.close()


async def test_answers_marked_in_the_chat_become_cases(indexed: Path, qa_bot: RunCommand) -> None:
    app = ChatApp(LazyBot(settings(indexed)), session="new")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await settled(pilot)
        await ask(pilot, QUESTION)
        await pilot.press("tab", "plus")
        await settled(pilot)
        await ask(pilot, "what does TTR stand for")
        await pilot.press("tab", "minus")
        await settled(pilot)
    app.chat.history.close()
    app.bot.close()
    made = qa_bot("eval", "new", "--from-sessions", "--index", str(indexed / "index"), "-q")
    good, bad = map(json.loads, made.stdout.splitlines())
    assert (good["question"], good["answerable"], good["tags"]) == (
        QUESTION,
        True,
        ["session", "good"],
    )
    assert "4.5 weeks" in json.dumps(good["gold"])
    assert (bad["turns"], bad["tags"]) == ([QUESTION], ["session", "bad"])


def on_a_terminal(
    folder: Path, *acts: tuple[bytes, Callable[[int, int], object]], term: str = "xterm-256color"
) -> tuple[int, bytes]:
    """Run the chat on a terminal; tell exit code and output.

    Args:
        folder: Where it is run.
        acts: What to wait for on the screen, counted from the act before, and what to do then with
            process and terminal.
        term: What the terminal is.
    """
    screen, to_do = b"", list(acts)
    seen = 0
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child becomes the command
        os.chdir(folder)
        os.environ.update(TERM=term, COLUMNS="80", LINES="24")
        os.execv(sys.executable, [sys.executable, "-m", "qa_bot"])
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            screen += os.read(terminal, 65536)
        except OSError:
            break
        if to_do and to_do[0][0] in screen[seen:]:
            seen = len(screen)
            to_do.pop(0)[1](pid, terminal)
    else:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert not to_do
    return os.waitstatus_to_exitcode(status), screen


def typed(keys: bytes) -> Callable[[int, int], object]:
    return lambda _, terminal: os.write(terminal, keys)


def sent(number: signal.Signals) -> Callable[[int, int], object]:
    return lambda pid, _: os.kill(pid, number)


def gone_on_with(pid: int, _: int) -> None:
    """Do as the shell's fg."""
    os.waitpid(pid, os.WUNTRACED)
    os.kill(pid, signal.SIGCONT)


PROMPT = b"Ask a question"
QUIT = b"\x11"


def test_alone_on_a_terminal_it_is_the_chat_and_ctrl_q_leaves_it(indexed: Path) -> None:
    code, screen = on_a_terminal(indexed, (PROMPT, typed(QUIT)))
    assert code == 0
    assert b"Traceback" not in screen


def test_on_a_terminal_that_cannot_be_drawn_on_it_says_so_and_writes_no_codes(
    indexed: Path,
) -> None:
    code, screen = on_a_terminal(indexed, term="dumb")
    assert code == 2
    assert b"\x1b" not in screen
    assert b"the chat needs a terminal that can be drawn on; TERM is 'dumb'" in screen
    assert b'qa-bot ask "..." needs none' in screen


def test_from_the_prompt_ctrl_z_leads_to_the_shell_and_fg_back_to_the_same_screen(
    indexed: Path,
) -> None:
    code, screen = on_a_terminal(
        indexed,
        (PROMPT, typed(b"\x1a")),
        (b"\x1b[?1049l", gone_on_with),
        (PROMPT, typed(QUIT)),
    )
    assert code == 0
    assert b"Traceback" not in screen


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_ended_by_a_signal_it_leaves_the_terminal_as_it_was(
    indexed: Path, number: signal.Signals, code: int
) -> None:
    left, screen = on_a_terminal(indexed, (PROMPT, sent(number)))
    assert left == code
    assert b"Traceback" not in screen
    for mode in (b"1049", b"1000", b"2004"):  # alternate screen, mouse, bracketed paste
        assert screen.rindex(b"\x1b[?%sl" % mode) > screen.rindex(b"\x1b[?%sh" % mode)


def test_it_ends_with_its_terminal(indexed: Path) -> None:
    code, _ = on_a_terminal(indexed, (PROMPT, lambda _, terminal: os.close(terminal)))
    assert code == -signal.SIGHUP


def test_settings_that_cannot_be_used_are_told_before_anything_is_drawn(
    qa_bot: RunCommand, tmp_path: Path
) -> None:
    (tmp_path / "qa-bot.toml").write_text('[keys]\nnxt = "n"\n')
    done = qa_bot("chat")
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.search(r"error: \[keys\] nxt = 'n': unknown action 'nxt'", done.stderr)
    assert "did you mean 'next'?" in done.stderr


def test_the_chat_needs_a_terminal(qa_bot: RunCommand) -> None:
    done = qa_bot("chat")
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert "qa-bot ask" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--continue", "--no-history"), "both --continue and --no-history"),
        (("--session", "3", "--continue"), "both --continue and --session 3"),
    ],
)
def test_only_one_conversation_can_be_gone_on_with(
    qa_bot: RunCommand, words: tuple[str, ...], said: str
) -> None:
    done = qa_bot("chat", *words)
    assert done.returncode == 2
    assert f"error: {said}\nhint:  qa-bot chat --continue" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--session", "99"), "there is no session '99'\nhint:  qa-bot sessions list"),
        (("--web", "--session", "99"), "there is no session '99'"),
    ],
)
def test_a_conversation_that_is_not_saved_is_refused(
    qa_bot: RunCommand, words: tuple[str, ...], said: str
) -> None:
    with Sessions() as sessions:
        sessions.append(None, ONE)
    done = qa_bot("chat", *words)
    assert done.returncode == 2
    assert f"error: {said}" in done.stderr


def test_there_is_nothing_to_go_on_with_before_something_is_saved(qa_bot: RunCommand) -> None:
    done = qa_bot("chat", "--continue")
    assert done.returncode == 2
    assert "error: no session is saved yet" in done.stderr
