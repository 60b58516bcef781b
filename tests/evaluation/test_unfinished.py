"""An interrupted run goes on where it stopped, and only where it asked the same of the same."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from qa_bot.config import AnswerConfig, Config
from qa_bot.conversation import Turn
from qa_bot.evaluation.case_files import CaseFile
from qa_bot.evaluation.runner import made_from, run_cases
from qa_bot.evaluation.unfinished import Unfinished
from qa_bot.replies import Listener, Reply
from tests.evaluation.disks import full_disk
from tests.evaluation.runs import DOSE, FIRST, MEDIAN, PARIS
from tests.evaluation.test_runner import ScriptedBot
from tests.fakes import Notes
from tests.replies import PROVENANCE

FOUND = CaseFile("notes.jsonl", "d" * 64, (MEDIAN, DOSE, PARIS))
OF = ("c" * 64, PROVENANCE.encoder)
PART = Path("runs/.notes.part")


class Interrupted(ScriptedBot):
    """Stops at the question about Paris, as by ctrl+c."""

    def ask(
        self, question: str, listener: Listener | None = None, *, earlier: Sequence[Turn] = ()
    ) -> Reply:
        if question == PARIS.question:
            raise KeyboardInterrupt
        return super().ask(question, listener, earlier=earlier)


def unfinished(config: Config) -> Unfinished:
    return Unfinished(FOUND.name, made_from(FOUND, config, *OF))


@pytest.fixture
def interrupted() -> None:
    """Leave a run of three cases after the second."""
    kept = unfinished(Config())
    kept.begin()
    with pytest.raises(KeyboardInterrupt):
        run_cases(Interrupted(), FOUND, Config(), *OF, Notes(), kept)


@pytest.mark.usefixtures("interrupted")
def test_what_was_asked_is_not_asked_again() -> None:
    kept, bot = unfinished(Config()), ScriptedBot()
    kept.go_on()
    assert list(kept.rows) == ["median", "dose"]
    run = run_cases(bot, FOUND, Config(), *OF, Notes(), kept)
    assert bot.asked == [PARIS.question, PARIS.question]  # the first time untimed
    assert [row.verdict for row in run.rows] == ["right", "wrong", "refused"]
    whole = run_cases(ScriptedBot(), FOUND, Config(), *OF, Notes())
    timeless = [[replace(row, seconds=0) for row in one.rows] for one in (run, whole)]
    assert [row.metrics for row in timeless[0]] == [row.metrics for row in timeless[1]]
    assert run.summary["right"] == whole.summary["right"]
    kept.discard()
    assert not PART.parent.exists()


@pytest.mark.usefixtures("interrupted")
def test_rows_of_other_settings_and_a_line_that_was_cut_are_passed_over() -> None:
    other = unfinished(Config(answer=AnswerConfig(threshold=0.9)))
    other.go_on()
    assert not other.rows
    PART.write_bytes(PART.read_bytes()[:-20])
    cut = unfinished(Config())
    cut.go_on()
    assert list(cut.rows) == ["median"]
    cut.add(FIRST.rows[1])
    again = unfinished(Config())
    again.go_on()
    assert list(again.rows) == ["median", "dose"]


@pytest.mark.usefixtures("interrupted")
def test_a_run_of_some_cases_takes_nothing_from_a_whole_one() -> None:
    some = replace(FOUND, cases=(MEDIAN,), part="id median")
    kept = Unfinished(some.name, made_from(some, Config(), *OF))
    kept.go_on()
    assert not kept.rows
    kept.begin()
    run_cases(ScriptedBot(), some, Config(), *OF, Notes(), kept)
    kept.discard()
    whole = unfinished(Config())
    whole.go_on()
    assert list(whole.rows) == ["median", "dose"]


def test_a_full_disk_stops_no_run() -> None:
    kept = unfinished(Config())
    kept.begin()
    with full_disk():
        kept.add(FIRST.rows[0])
    assert list(kept.rows) == ["median"]
