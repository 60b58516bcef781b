"""Cases are asked of a bot: what is kept of each, and what is asked of a conversation."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

import jsonschema
import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.conversation import Turn
from qa_bot.errors import UsageError
from qa_bot.evaluation.case_files import CaseFile
from qa_bot.evaluation.judging import Verdict
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.evaluation.runner import run_cases
from qa_bot.evaluation.runs import Run
from qa_bot.records import Hit
from qa_bot.replies import Listener, Reply
from tests.evaluation.runs import DOSE, HOSTILE_CASE, MEDIAN, PARIS
from tests.fakes import Notes
from tests.replies import NOTHING, ONE, PROVENANCE
from tests.test_render import SCHEMA

NEAREST = ONE.answer.hits[0]
FURTHER = replace(NEAREST, passage=replace(NEAREST.passage, document="far.md"))


class ScriptedBot:
    """Answers every question alike, but for those that it cannot be asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.earlier: list[str] = []
        self.sought: list[tuple[str, int]] = []

    def ask(
        self, question: str, listener: Listener | None = None, *, earlier: Sequence[Turn] = ()
    ) -> Reply:
        self.asked.append(question)
        self.earlier = [turn.question for turn in earlier]
        if "red" in question:
            raise UsageError("no word to search for")
        reply = NOTHING if "Paris" in question else ONE
        return replace(reply, answer=replace(reply.answer, question=question))

    def search(self, question: str, limit: int) -> list[Hit]:
        self.sought.append((question, limit))
        return [FURTHER, *ONE.answer.hits]


@pytest.fixture
def notes() -> Notes:
    return Notes()


def run_of(bot: ScriptedBot, notes: Notes) -> Run:
    found = CaseFile("notes.jsonl", "d" * 64, (MEDIAN, DOSE, HOSTILE_CASE, PARIS))
    return run_cases(bot, found, Config(), "c" * 64, PROVENANCE.encoder, notes)


def test_every_case_is_asked_in_order_after_a_first_one_untimed(notes: Notes) -> None:
    bot = ScriptedBot()
    run = run_of(bot, notes)
    asked = [MEDIAN.question, *DOSE.turns, DOSE.question, HOSTILE_CASE.question, PARIS.question]
    assert bot.asked == [MEDIAN.question, *asked]
    assert [row.verdict for row in run.rows] == ["right", "wrong", "missed", "refused"]
    assert all(row.seconds >= 0 for row in run.rows)
    assert run.summary["right"].value == pytest.approx(1 / 3)


def test_passages_are_looked_at_as_deep_as_the_metrics_say(notes: Notes) -> None:
    bot = ScriptedBot()
    run = run_of(bot, notes)
    assert bot.sought == [(case, 10) for case in (MEDIAN.question, DOSE.question, PARIS.question)]
    assert run.rows[0].metrics["mrr"] == 1
    far = replace(MEDIAN.gold[0][0], location=Location("far.md", FURTHER.passage.span))
    found = CaseFile("notes.jsonl", "d" * 64, (replace(MEDIAN, gold=((far,),)),))
    (row,) = run_cases(bot, found, Config(), "c" * 64, PROVENANCE.encoder, notes).rows
    assert row.metrics["mrr"] == 1 / (len(ONE.answer.hits) + 1)


def test_a_run_says_what_it_was_made_from(notes: Notes) -> None:
    run = run_of(ScriptedBot(), notes)
    assert (run.index, run.encoder["name"], run.cases) == (
        "c" * 64,
        "all-MiniLM-L6-v2",
        "notes.jsonl",
    )
    assert run.configuration["answer"] == {"passages": 8, "threshold": 0.8}
    assert run.created.endswith("+00:00")


@pytest.mark.parametrize(
    ("uri", "kept"),
    [
        ("https://me:SECRET1@host:19530/db", "https://***@host:19530/db"),
        ("https://SECRET1@host", "https://***@host"),
        ("http://me:SECRET1@/?SECRET2@host:1", "http://***@host:1"),
        ("me:SECRET1@host", "***@host"),
        ("https://host/db?token=SECRET1", "https://host/db"),
        ("http://localhost:19530", "http://localhost:19530"),
    ],
)
def test_no_run_holds_what_opens_a_server(notes: Notes, uri: str, kept: str) -> None:
    config = Config(index=IndexConfig(store="milvus", uri=uri, token="SECRET3"))
    found = CaseFile("notes.jsonl", "d" * 64, (MEDIAN,))
    run = run_cases(ScriptedBot(), found, config, "c" * 64, PROVENANCE.encoder, notes)
    assert "SECRET" not in json.dumps(asdict(run))
    assert run.configuration["index"]["uri"] == kept
    assert run.configuration["index"]["store"] == "milvus"


def test_a_question_that_cannot_be_asked_counts_as_not_found_and_is_told(notes: Notes) -> None:
    run = run_of(ScriptedBot(), notes)
    row = run.rows[2]
    assert (row.verdict, row.answered) == (Verdict.MISSED, False)
    assert [one.unasked for one in run.rows] == ["", "", "no word to search for", ""]
    assert notes.lines == [
        f"case {HOSTILE_CASE.id!r} counts as not found: no word to search for",
    ]


def test_answers_are_kept_as_their_schema_says(notes: Notes) -> None:
    for row in run_of(ScriptedBot(), notes).rows:
        jsonschema.validate(json.loads(json.dumps(row.answer)), SCHEMA)


def test_of_a_conversation_the_earlier_questions_are_asked_first(notes: Notes) -> None:
    bot = ScriptedBot()
    follow_up = replace(DOSE, turns=("what is it?", "is it red?"))
    before = replace(follow_up, id="before", turns=("what is it?",))
    found = CaseFile("notes.jsonl", "d" * 64, (before, follow_up))
    run = run_cases(bot, found, Config(), "c" * 64, PROVENANCE.encoder, notes)
    # The first case twice, once untimed; an earlier question once for all cases.
    assert bot.asked == ["what is it?", DOSE.question, DOSE.question, "is it red?", DOSE.question]
    assert bot.earlier == ["what is it?", "is it red?"]
    assert [row.id for row in run.rows] == ["before", DOSE.id]
