"""The benchmarks of conversations: figures worked out by hand, tiny conversations."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import conversations, followups
from benchmarks.indexes import Narrator, bot_of
from qa_bot.config import AnswerConfig, Config
from qa_bot.evaluation.case_files import load_cases
from tests.conftest import ROOT

GENEROUS = Config(answer=AnswerConfig(threshold=0.6))
DOCUMENTS = {
    "storm.md": "# STORM\n\nSTORM enrolled 123 patients in 5 countries.\n",
    "boston.md": "# BOSTON\n\nBOSTON enrolled 402 patients in 21 countries.\n",
}
ASKED = {
    "id": "storm-2",
    "question": "and in how many countries?",
    "turns": ["how many patients did STORM enrol?"],
    "answerable": True,
    "accepted": ["5 countries"],
    "gold": [{"document": "documents/storm.md", "quote": "enrolled 123 patients in 5 countries"}],
}


def test_a_conversation_is_asked_in_each_way(tmp_path: Path) -> None:
    bot = bot_of(DOCUMENTS, tmp_path, GENEROUS, Narrator(silent=True))
    path = tmp_path / "cases.jsonl"
    first = {**ASKED, "id": "storm-1", "turns": []}
    path.write_text("".join(f"{json.dumps(case)}\n" for case in (first, ASKED)), encoding="utf-8")
    found = load_cases(path, bot.index.store.text)
    alone = {"storm-2": "in how many countries were the patients of STORM?"}
    row = conversations.followed(bot, GENEROUS, found, alone)
    assert (row["answerable"], row["not answerable"]) == (1, 0)
    assert row["resolved"]["right"] == row["by hand"]["right"] == 1
    assert row["verdicts"]["storm-2"][1:] == ["right", "right"]
    # Without its turn it is asked as it was typed.
    assert sum(row["last"].values()) == 1


def test_the_way_by_hand_is_left_out_where_nobody_made_a_question_stand_alone(
    tmp_path: Path,
) -> None:
    bot = bot_of(DOCUMENTS, tmp_path, GENEROUS, Narrator(silent=True))
    path = tmp_path / "cases.jsonl"
    path.write_text(f"{json.dumps(ASKED)}\n", encoding="utf-8")
    row = conversations.followed(bot, GENEROUS, load_cases(path, bot.index.store.text), {})
    assert row["gap closed"] is None
    assert "by hand" not in row


def test_a_question_is_asked_first_and_after_one_on_another_document(tmp_path: Path) -> None:
    bot = bot_of(DOCUMENTS, tmp_path, GENEROUS, Narrator(silent=True))
    path = tmp_path / "cases.jsonl"
    boston = {
        "id": "boston",
        "question": "how many patients did BOSTON enrol?",
        "answerable": True,
        "accepted": ["402"],
        "gold": [{"document": "documents/boston.md", "quote": "402 patients"}],
    }
    storm = {**ASKED, "id": "storm", "question": "the number of patients in STORM?", "turns": []}
    storm["accepted"] = ["123"]
    path.write_text("".join(f"{json.dumps(case)}\n" for case in (boston, storm)), encoding="utf-8")
    row = conversations.changed(bot, GENEROUS, load_cases(path, bot.index.store.text))
    assert row["first"]["right"] == row["after another"]["right"] == 2
    assert row["told"] == 2


def test_the_gap_is_what_a_person_wins_back() -> None:
    assert conversations.gap_closed(2, 3, 4) == 0.5
    assert conversations.gap_closed(2, 1, 4) == -0.5
    assert conversations.gap_closed(4, 4, 4) is None


def test_each_follow_up_of_ours_stands_alone_by_hand() -> None:
    lines = (ROOT / conversations.CASES).read_text(encoding="utf-8").splitlines()
    assert conversations.by_hand().keys() == {
        case["id"] for case in map(json.loads, lines) if case.get("turns")
    }


def rewritten(typed: str, rewrite: str, number: int) -> str:
    return json.dumps(
        {
            "source": "cast2019",
            "id": f"cast2019:{number}_2",
            "history": ["Which treatments did the BOSTON trial compare?"],
            "last_response": "It compared selinexor with bortezomib.",
            "raw": typed,
            "rewrite": rewrite,
        }
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "followup_rewrite/rewrites.jsonl"
    path.parent.mkdir()
    pairs = [
        ("And its response rate?", "What was the response rate in the BOSTON trial?"),
        ("What do penguins eat?", "What do penguins eat?"),
    ]
    rows = [rewritten(*pair, number) for number in range(8) for pair in pairs]
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_what_people_add_is_measured(data: Path) -> None:
    found = list(followups.load(data / "followup_rewrite/rewrites.jsonl"))
    row = followups.report(found, followups.Corpus(found))
    assert row["questions"] == 16
    assert row["last"] == {"recall": 0.75, "precision": 1.0, "F1": 0.8333}
    assert row["conversation"]["recall"] > row["last"]["recall"]


def test_weights_are_fitted_and_printed(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/followups.py", str(data), "--fit"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    names = [line.split(" = ")[0] for line in done.stdout.splitlines()]
    assert names == ["WEIGHTS", "BIAS"]
