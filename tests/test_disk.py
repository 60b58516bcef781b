"""Reading ahead: the parts asked for are those that will be read, and no advice is no error."""

import os
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
