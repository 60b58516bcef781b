"""Documents change while the command or the chat watches them."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from watchfiles import watch

from qa_bot.config import Config, IndexConfig
from qa_bot.errors import FolderError
from qa_bot.index import BuildSummary, open_index
from qa_bot.tui.lazy import LazyBot
from qa_bot.watching import awaited, follow
from tests.fakes import Notes


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings for a folder with one document and an index inside of it."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "lamp.md").write_text("# Lamp\n\nThe lamp costs 12 euros.\n")
    return Config(index=IndexConfig(folders=(str(folder),), path=str(folder / "index")))


@pytest.fixture
def following(config: Config) -> Iterator[tuple[list[BuildSummary], Notes]]:
    """What is done and said while a thread follows the folder."""
    done: list[BuildSummary] = []
    notes, stop = Notes(), Event()

    def collect() -> None:
        for one in follow(config, notes, stop):
            done.append(one)  # noqa: PERF402 - each is looked at as it comes

    thread = threading.Thread(target=collect)
    thread.start()
    wait_for(lambda: bool(done))
    yield done, notes
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.02)


def test_each_change_becomes_a_generation(
    config: Config, following: tuple[list[BuildSummary], Notes]
) -> None:
    done, notes = following
    folder = Path(config.index.folders[0])
    assert (done[0].added, done[0].documents) == (1, 1)
    for number in range(20):  # together they are one change
        (folder / f"{number}.md").write_text(f"# Chair {number}\n\nIt costs {number} euros.\n")
    wait_for(lambda: len(done) == 2)
    assert (done[1].added, done[1].embedded) == (20, 20)
    (folder / "lamp.md").rename(folder / "light.md")
    wait_for(lambda: len(done) == 3)
    assert (done[2].added, done[2].removed, done[2].embedded) == (1, 1, 0)
    with open_index(Path(config.index.path)) as index:
        assert index.generation.name == "gen-000003"
    assert notes.lines == [f"watching {folder} until ctrl+c"]


def test_what_goes_wrong_is_said_and_tried_again(
    config: Config, following: tuple[list[BuildSummary], Notes]
) -> None:
    done, notes = following
    document = Path(config.index.folders[0]) / "lamp.md"
    text = document.read_text()
    document.unlink()
    wait_for(lambda: len(notes.lines) == 2)
    assert "no documents" in notes.lines[1]
    document.write_text(text.replace("12", "15"))
    wait_for(lambda: len(done) == 2)
    assert done[1].changed == 1


def test_an_index_that_is_in_step_is_left_alone(config: Config) -> None:
    for expected in (1, 0):
        stop = Event()
        threading.Timer(3.0, stop.set).start()
        assert len(list(follow(config, Notes(), stop))) == expected


def test_a_folder_that_is_missing_is_told(config: Config) -> None:
    (Path(config.index.folders[0]) / "lamp.md").unlink()
    notes = Notes()
    with pytest.raises(FolderError, match="no documents"):
        next(follow(config, notes, Event()))
    assert not any(line.startswith("watching") for line in notes.lines)


@contextmanager
def no_file_opens() -> Iterator[None]:
    """Let the process open nothing for a while, which keeps the system from watching, too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    next(watch(Path(__file__).parent, rust_timeout=1, yield_on_timeout=True))  # it is all imported
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_folder_that_cannot_be_watched_is_told(config: Config) -> None:
    with pytest.raises(FolderError, match="cannot be watched") as raised, no_file_opens():
        next(awaited(config, Event()))
    assert config.index.folders[0] in raised.value.message
    assert "Too many open files" in raised.value.message
    assert raised.value.hint == "WATCHFILES_FORCE_POLLING=1 qa-bot watch"


def test_the_chat_tells_that_it_cannot_follow(config: Config) -> None:
    notes = Notes()
    with no_file_opens():
        assert not list(LazyBot(config).follow(notes, Event()))
    assert "cannot be watched" in notes.lines[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_within_that_may_not_be_read_is_passed_over(config: Config) -> None:
    closed = Path(config.index.folders[0]) / "closed"
    closed.mkdir(mode=0)
    try:
        assert next(awaited(config, Event())) is None
    finally:
        closed.chmod(0o700)


def test_ctrl_c_ends_the_command_and_leaves_the_index(config: Config, tmp_path: Path) -> None:
    index = ["--index", config.index.path]
    variables = os.environ | {"QA_BOT_INDEX_FOLDERS": config.index.folders[0]}
    watching = subprocess.Popen(
        [sys.executable, "-m", "qa_bot", "watch", *index],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=variables,
        text=True,
    )
    assert watching.stdout
    assert watching.stdout.readline().startswith("1 document, 1 passage (1 added")
    (tmp_path / "notes" / "lamp.md").write_text("# Lamp\n\nThe lamp costs 15 euros.\n")
    assert "1 changed" in watching.stdout.readline()
    watching.send_signal(signal.SIGINT)
    out, err = watching.communicate(timeout=60)
    assert (watching.returncode, out) == (0, "")
    *_, since, at_last = err.splitlines()
    assert since.startswith("watching ")
    assert at_last.startswith("no longer watching")
    assert "Traceback" not in err
    with open_index(Path(config.index.path)) as opened:
        assert "15 euros" in (opened.store.text("notes/lamp.md") or "")
