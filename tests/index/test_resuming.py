"""A build that was stopped is gone on with: what it had encoded is not encoded again."""

import os
from pathlib import Path

import numpy as np
import pytest

from qa_bot.encoder import FloatArray
from qa_bot.index import BuildSummary, build, open_index
from qa_bot.index.embedding import ENCODED_AT_ONCE
from qa_bot.index.layout import BEGUN, ENCODED
from tests.conftest import RunCommand
from tests.fakes import HashEncoder, silent

PASSAGES = 3 * ENCODED_AT_ONCE


class Stopped(Exception):  # noqa: N818 - no error: somebody stopped it
    """The build was stopped here."""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder whose passages are encoded in three batches."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(PASSAGES):
        (folder / f"{number:03d}.md").write_text(f"# Lamp {number}\n\nIt costs {number} euros.\n")
    return folder


@pytest.fixture
def place(notes: Path) -> Path:
    """An index folder in which a build was stopped before its third batch."""
    place = notes.parent / "index"

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "encoding" and done == 2 * ENCODED_AT_ONCE:
            raise Stopped

    with pytest.raises(Stopped):
        build(notes, place, HashEncoder(), progress=stop)
    assert {path.name for path in place.iterdir()} - {".lock"} == {BEGUN, ENCODED}
    return place


def vectors(place: Path) -> FloatArray:
    with open_index(place) as index:
        return np.concatenate(list(index.vectors.blocks()))


def resumed(
    notes: Path, place: Path, encoder: HashEncoder, *, rebuild: bool = False
) -> BuildSummary:
    summary = build(notes, place, encoder, progress=silent, rebuild=rebuild)
    assert not (place / ENCODED).exists()
    assert not (place / BEGUN).exists()
    assert len(encoder.encoded) == summary.embedded
    return summary


def test_what_was_encoded_is_not_encoded_again(notes: Path, place: Path) -> None:
    assert resumed(notes, place, HashEncoder()).embedded == ENCODED_AT_ONCE
    found = vectors(place)
    assert resumed(notes, place, HashEncoder(), rebuild=True).embedded == PASSAGES
    assert np.array_equal(vectors(place), found)


def test_a_rebuild_takes_nothing_over(notes: Path, place: Path) -> None:
    assert resumed(notes, place, HashEncoder(), rebuild=True).embedded == PASSAGES


def test_another_encoder_takes_nothing_over(notes: Path, place: Path) -> None:
    assert resumed(notes, place, HashEncoder("other")).embedded == PASSAGES


def test_documents_may_change_before_it_is_gone_on_with(notes: Path, place: Path) -> None:
    (notes / "000.md").write_text("# Lamp 0\n\nIt is sold out.\n")
    (notes / "001.md").unlink()
    assert resumed(notes, place, HashEncoder()).embedded == ENCODED_AT_ONCE + 1


def test_a_row_that_is_cut_short_or_altered_is_encoded_again(notes: Path, place: Path) -> None:
    path = place / ENCODED
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data[:-1])
    assert resumed(notes, place, HashEncoder()).embedded == ENCODED_AT_ONCE + 2
    found = vectors(place)
    resumed(notes, place, HashEncoder(), rebuild=True)
    assert np.array_equal(vectors(place), found)


def test_it_can_be_stopped_again_where_a_row_was_cut_short(notes: Path, place: Path) -> None:
    os.truncate(place / ENCODED, (place / ENCODED).stat().st_size - 1)

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "encoding" and done == total:
            raise Stopped

    with pytest.raises(Stopped):
        build(notes, place, HashEncoder(), progress=stop)
    assert resumed(notes, place, HashEncoder()).embedded == 0


@pytest.mark.parametrize("words", [["index"], ["ask", "what does lamp 7 cost"]])
def test_the_command_goes_on_with_the_folders_of_the_build_that_was_stopped(
    words: list[str], qa_bot: RunCommand, notes: Path, place: Path
) -> None:
    (notes.parent / "knowledge").mkdir()
    done = qa_bot(*words, "--index", str(place))
    assert done.returncode == 0
    assert "7 euros" in qa_bot("ask", "what does lamp 7 cost", "--index", str(place)).stdout
    assert not (place / BEGUN).exists()


def test_what_needs_an_index_tells_of_the_build_that_was_stopped(
    qa_bot: RunCommand, place: Path
) -> None:
    done = qa_bot("status", "--index", str(place))
    assert done.returncode == 3
    assert f"no index in {place} yet: its build was stopped" in done.stderr
    assert f"qa-bot index --index {place}" in done.stderr


def test_a_build_that_fails_for_good_is_not_gone_on_with(qa_bot: RunCommand, notes: Path) -> None:
    (notes.parent / "other").mkdir()
    (notes.parent / "other" / "a.md").write_bytes(b"caf\xe9")
    assert qa_bot("index", "other").returncode == 2
    assert not (notes.parent / "index" / BEGUN).exists()


@pytest.mark.parametrize("words", [[], ["--resume"]])
def test_the_command_goes_on_by_itself(
    words: list[str], qa_bot: RunCommand, tmp_path: Path
) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "lamp.md").write_text("# Lamp\n\nIt costs 12 euros.\n")
    assert "1 passage encoded" in qa_bot("index", *words).stdout
    assert "0 passages encoded" in qa_bot("index", *words).stdout
    assert "1 passage encoded" in qa_bot("index", "--rebuild").stdout
