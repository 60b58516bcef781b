"""Sentences about versions up to or from one are told apart from the one asked for."""

from pathlib import Path

import pytest
from hypothesis import given

from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot
from qa_bot.values.labels import names_others
from qa_bot.values.versions import leaves_out, names_other_release, released
from tests.strategies import TEXTS


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("mode on Ubuntu 22.04", "On Ubuntu 21.04 and earlier the mode was 0755."),
        ("mode on ubuntu 22.04?", "On Ubuntu 21.04 LTS or older the mode was 0755."),
        ("mode on Ubuntu 20.04", "On Ubuntu 21.10 Impish Indri and later it is 0750."),
        ("is Python 3.9 enough?", "Python 3.10 and newer are supported."),
        ("is Python 3.9 enough?", "Python 3.10 onward is supported."),
        ("is Windows 8 supported?", "Windows 10 and later are supported."),
    ],
)
def test_versions_on_the_other_side_are_told(asked: str, sentence: str) -> None:
    assert leaves_out(sentence, asked)
    assert leaves_out("It is so.", asked, above=sentence)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("mode on Ubuntu 21.04", "On Ubuntu 21.04 and earlier the mode was 0755."),
        ("mode on Ubuntu 20.04", "On Ubuntu 21.04 and earlier the mode was 0755."),
        ("is Python 3.10 enough?", "Python 3.9 and newer are supported."),
        ("is Python 3.10 enough?", "Python 3 and earlier are gone."),
        ("mode on Ubuntu 22.04", "Ubuntu 22.04 differs from Ubuntu 21.04 and earlier."),
        ("mode on Ubuntu 22.04", "Ubuntu 21.04 had 0755."),  # nothing is said of others
        ("mode on Debian 12.1", "On Ubuntu 21.04 and earlier the mode was 0755."),
        ("pay for shift 3.2", "In shift 2.1 and later it is double."),  # no name
        ("is Windows 11 supported?", "Windows 10 and later are supported."),
    ],
)
def test_versions_that_are_meant_are_not(asked: str, sentence: str) -> None:
    assert not leaves_out(sentence, asked)
    assert not names_others(sentence, asked)


@pytest.mark.parametrize(
    ("sentence", "is_other"),
    [
        ("[2.1.0] - 2024-03-01", True),
        ("v2.1.0 and v2.1.1 had it", True),
        ("[2.2.0] - 2024-05-02", False),
        ("2.2.0 brought it back, which 2.1.0 had", False),
        ("2.1.0 and newer have it", False),
        ("Since 2.1.0 it is there", False),
        ("2.2 has it", False),  # all of its releases, perhaps
        ("On 1.3.2024 it was released", False),
        ("It was released in May", False),
    ],
)
def test_another_release_is_told_by_its_number(sentence: str, is_other: bool) -> None:
    assert names_other_release(sentence, "when was 2.2.0 released") == is_other
    assert names_other_release("It has it.", "what is new in v2.2.0?", sentence) == is_other
    assert not names_other_release(sentence, "when was it released")


@pytest.mark.parametrize(
    ("text", "is_release"),
    [
        ("Changelog [2.0.0] - 2024-05-01 Fixed", True),
        ("v1.4 (March 2, 2022)", True),
        ("Version 2.0, 3 May 2021", True),
        ("2.0.0-rc.1 2024-04-02", True),
        ("The dose was 2.0 (May 2024)", False),
        ("[2.0.0] is out", False),
        ("Meeting 3 May 2024", False),
    ],
)
def test_a_version_beside_its_date_is_a_release(text: str, is_release: bool) -> None:
    assert ("release" in released(text)) == is_release


@given(TEXTS, TEXTS)
def test_nothing_is_left_out_of_itself(sentence: str, above: str) -> None:
    assert not leaves_out(sentence, sentence, above)


def test_a_version_is_not_answered_with_earlier_ones(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(
        "# Modes\n\nOn Ubuntu 21.04 and earlier, home directories had the mode 0755.\n"
    )
    index = IndexConfig(folders=(str(tmp_path / "docs"),), path=str(tmp_path / "index"))
    bot = QABot.open(Config(index=index))
    question = "What is the mode of home directories on Ubuntu {}?"
    assert "0755" in bot.ask(question.format("20.04")).answer.statements[0].text
    assert not bot.ask(question.format("22.04")).answer.statements
