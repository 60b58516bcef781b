"""Reading ahead asks for what will be read, and no advice is no error; files are replaced whole."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa_bot import disk


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []

    def advise(_descriptor: int, start: int, length: int, _advice: int) -> None:
        found.append((start, length))

    monkeypatch.setattr(os, "posix_fadvise", advise, raising=False)
    monkeypatch.setattr(os, "POSIX_FADV_WILLNEED", 3, raising=False)
    return found


def test_the_whole_file_or_parts_of_it_are_asked_for(
    tmp_path: Path, asked: list[tuple[int, int]]
) -> None:
    path = tmp_path / "rows"
    path.write_bytes(bytes(100))
    with path.open("rb") as file:
        disk.read_ahead(file)
        disk.read_ahead(file, [0, 40], 20)
        assert file.tell() == 0
    assert asked == [(0, 0), (0, 20), (40, 20)]


def test_a_system_that_takes_no_advice_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    path = tmp_path / "rows"
    path.write_bytes(bytes(100))
    with path.open("rb") as file:
        disk.read_ahead(file)


def test_a_file_is_replaced_whole_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "seal.json"
    for data in (b"one", b"another"):
        disk.replace_file(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_stays_what_it_was(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    (taken / "inside").mkdir(parents=True)
    with pytest.raises(OSError):
        disk.replace_file(taken, b"one")
    assert list(tmp_path.iterdir()) == [taken]
    assert (taken / "inside").is_dir()


def test_programs_that_replace_a_file_at_once_leave_one_of_them_whole(tmp_path: Path) -> None:
    path = tmp_path / "seal.json"
    written = [bytes([number]) * 100_000 for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda data: disk.replace_file(path, data), written * 10))
    assert path.read_bytes() in written
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_to_itself_is_followed_no_further(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "link").symlink_to("there")

    assert disk.real(tmp_path / "loop") == tmp_path.resolve() / "loop"
    assert disk.real(tmp_path / "link") == tmp_path.resolve() / "there"
