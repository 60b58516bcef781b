"""What is printed of runs: golden files for every format, 80 columns, safe to show.

`QA_BOT_GOLDEN=write pytest tests/evaluation` writes the golden files anew; read the difference.
"""

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from qa_bot.evaluation.data import comparison_json, run_json
from qa_bot.evaluation.gates import read_gates
from qa_bot.evaluation.judging import Verdict
from qa_bot.evaluation.junit import junit_xml
from qa_bot.evaluation.markdown import comparison_markdown, run_markdown
from qa_bot.evaluation.report import report_html
from qa_bot.evaluation.tables import comparison_table, run_table
from tests.evaluation.runs import COMPARISON, FIRST, run

GOLDEN = Path(__file__).parent.parent / "golden" / "evaluation"
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
GATES = read_gates(["right=0.5", "recall@1=0.99", "seconds_p95=1"])
FORMATS = {
    "run.txt": lambda: run_table(FIRST),
    "run.json": lambda: run_json(FIRST, ["recall@1 0.8750 is below 0.99"]),
    "run.xml": lambda: junit_xml(FIRST, GATES),
    "run.md": lambda: run_markdown(FIRST, ["recall@1 0.8750 is below 0.99"]),
    "report.html": lambda: report_html(FIRST),
    "comparison.txt": lambda: comparison_table(COMPARISON),
    "comparison.json": lambda: comparison_json(COMPARISON, ["mrr 0.5000 is worse than 1.0000"]),
    "comparison.md": lambda: comparison_markdown(COMPARISON, ["mrr 0.5000 is worse than 1.0000"]),
}


@pytest.fixture(scope="module", autouse=True)
def writing() -> bool:
    """Tell whether golden files are to be written; looked up before variables are cleared."""
    return os.environ.get("QA_BOT_GOLDEN") == "write"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_golden(name: str, writing: bool) -> None:
    text = FORMATS[name]()
    if writing:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_bytes(f"{text}\n".encode())
    assert f"{text}\n" == (GOLDEN / name).read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", ["run.txt", "comparison.txt"])
def test_tables_fit_80_columns_and_steer_no_terminal(name: str) -> None:
    text = FORMATS[name]()
    assert max(map(len, text.splitlines())) <= 80
    assert not STEERING.search(text)


def test_the_cases_to_look_at_are_named_up_to_a_number() -> None:
    lines = run_table(FIRST).splitlines()
    assert lines[-2:] == ["missed: why  Why did it last?", "invented: price  price of unobtainium"]
    many = run_table(run(*FIRST.rows[2:3] * 23)).splitlines()
    assert many[-2:] == ["missed: why  Why did it last?", "and 3 more, which the report shows"]
    assert run_table(run(FIRST.rows[0])).splitlines()[-1].startswith("seconds_p95")


def test_json_has_the_figures_and_no_rows() -> None:
    data = json.loads(run_json(FIRST))
    assert data["summary"]["right"]["value"] == 0.5
    assert data["verdicts"] == {"right": 2, "wrong": 1, "missed": 1, "refused": 1, "invented": 1}
    assert "rows" not in data
    assert len(json.loads(comparison_json(COMPARISON))["changes"]) == 4


def test_a_question_that_could_not_be_asked_is_marked_in_every_format() -> None:
    unasked = replace(FIRST.rows[4], unasked="no word to <search> for")
    one = run(*FIRST.rows[:4], unasked)
    assert "\n1 of them could not be asked and counted as not found\n" in run_table(one)
    assert json.loads(run_json(one))["unasked"] == {"paris": "no word to <search> for"}
    html = report_html(one)
    assert "Could not be asked: no word to &lt;search&gt; for" in html
    assert '<span class="said">could not be asked</span>' in html
    assert "be asked" not in report_html(FIRST)


def test_markdown_holds_hostile_text_and_no_fold_where_all_is_well() -> None:
    hostile = replace(FIRST.rows[3], verdict=Verdict.WRONG)
    text = run_markdown(run(hostile))
    assert not STEERING.search(text)
    assert "<script>" not in text
    assert "<b>" not in text
    assert "<details>" not in run_markdown(run(FIRST.rows[0]))


def test_junit_counts_what_failed_and_holds_hostile_text() -> None:
    suites = ElementTree.fromstring(junit_xml(FIRST, GATES))
    cases, thresholds = suites.findall("testsuite")
    assert (cases.get("tests"), cases.get("failures")) == ("6", "3")
    failed = [
        test.get("name") for test in cases.findall("testcase") if test.find("failure") is not None
    ]
    assert failed == ["dose", "why", "price"]
    assert (thresholds.get("tests"), thresholds.get("failures")) == ("3", "1")
    assert "<b>&" in [test.get("name") for test in cases.findall("testcase")]
    dose, why, _ = (one.text or "" for one in cases.iter("failure"))
    quoted = "notes/trial.md:3 The median was **13.93 months** [@one; @two]."
    assert f"\ncited: {quoted}\naccepted: 1.3 mg/m2\ngold: notes/trial.md:9 | first" in dose
    assert why == f"not found\ngold: {quoted}"
    assert len(ElementTree.fromstring(junit_xml(FIRST, [])).findall("testsuite")) == 1
