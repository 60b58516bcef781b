"""Runs: figures over rows, files that are read back, and those that are not."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa_bot.errors import RunError, UsageError
from qa_bot.evaluation.gates import read_gates
from qa_bot.evaluation.runs import load_run, save_new_run, save_run
from qa_bot.evaluation.summary import METRICS, metric_named, summarise
from tests.evaluation.disks import full_disk
from tests.evaluation.runs import FIRST, MEDIAN, PARIS, SECOND, row
from tests.replies import NOT_FOUND, NOTHING, ONE


def test_figures_by_hand() -> None:
    found = {name: (one.value, one.cases, one.not_eligible) for name, one in FIRST.summary.items()}
    assert list(found) == list(METRICS)
    assert found["right"] == (0.5, 4, 2)
    assert found["citation_precision"] == (1, 3, 3)
    assert found["number_match"] == (0.5, 2, 4)
    assert found["abstention_precision"] == (0.5, 2, 4)
    assert found["abstention_recall"] == (0.5, 2, 4)
    # Of the 8 pairs of an answerable and another case, only 0.42 against 0.58 is not in order.
    assert found["auroc"] == (7 / 8, 6, 0)
    assert found["coverage@95"] == (pytest.approx(1 / 6), 6, 0)
    # Bins of one answer each: 0.93 and 0.66 are right, 0.81 and 0.58 are not.
    assert found["calibration_error"] == (
        pytest.approx((0.07 + 0.81 + 0.34 + 0.58) / 4),
        4,
        2,
    )
    assert found["seconds_p50"] == (pytest.approx(0.024), 6, 0)
    assert FIRST.summary["calibration_error"].interval is None
    for name in METRICS.keys() - {"calibration_error"}:
        figure = FIRST.summary[name]
        assert figure.interval is not None, name
        assert figure.value is not None, name
        assert figure.interval[0] <= figure.value <= figure.interval[1], name


def test_a_metric_without_a_case_has_no_value() -> None:
    found = summarise([row(PARIS, NOTHING, 0.1)])
    assert (found["right"].value, found["right"].cases, found["right"].not_eligible) == (None, 0, 1)
    assert (found["auroc"].value, found["auroc"].interval) == (None, None)
    assert found["calibration_error"].value is None
    assert found["abstention_precision"].value == 1
    assert summarise([row(MEDIAN, ONE, 0.9)])["abstention_precision"].value is None


def test_of_cases_that_are_all_alike_each_share_has_an_interval() -> None:
    for refused in (1, 3):
        found = summarise([row(PARIS, NOTHING, 0.1)] * refused)
        precision, recall = found["abstention_precision"], found["abstention_recall"]
        assert precision == recall
        assert precision.interval is not None
    none = summarise([row(MEDIAN, NOT_FOUND, 0.1)] * 3)["abstention_precision"]
    assert (none.value, none.interval and none.interval[0]) == (0, 0)


def test_the_same_rows_give_the_same_figures() -> None:
    assert summarise(FIRST.rows) == FIRST.summary


def test_a_saved_run_is_read_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "run.json"
    save_run(FIRST, path)
    assert load_run(path) == FIRST
    assert [file.name for file in path.parent.iterdir()] == ["run.json"]


def test_a_run_is_named_by_its_time_and_its_cases_and_replaces_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert save_new_run(FIRST) == Path("runs/2026-11-24T18-50-23-notes.json")
    assert save_new_run(FIRST) == Path("runs/2026-11-24T18-50-23-notes-2.json")
    assert load_run(Path("runs/2026-11-24T18-50-23-notes-2.json")) == FIRST
    Path("runs").rename("elsewhere")
    Path("runs").write_bytes(b"")
    with pytest.raises(RunError, match="cannot be written to runs/"):
        save_new_run(FIRST)


def test_of_a_run_that_finds_the_disk_full_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with full_disk(), pytest.raises(RunError, match="cannot be written to runs/2026"):
        save_new_run(FIRST)
    assert list(Path("runs").iterdir()) == []


def test_a_run_is_written_where_a_link_or_a_pipe_leads(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("far.json")
    save_run(FIRST, tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert load_run(tmp_path / "far.json") == FIRST
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        save_run(replace(FIRST, rows=()), tmp_path / "pipe")
        assert os.read(reader, 20).startswith(b"{")
    finally:
        os.close(reader)
    assert not (tmp_path / "pipe").is_file()


def saved(path: Path) -> dict[str, Any]:
    save_run(SECOND, path)
    fields: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return fields


def test_a_run_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    for version, said in {2: "2", "1": '"1"', True: "true"}.items():
        path.write_text(json.dumps({**saved(path), "version": version}), encoding="utf-8")
        with pytest.raises(RunError, match="run of version") as caught:
            load_run(path)
        assert f"is a run of version {said}, this program reads 1" in caught.value.message
        assert caught.value.exit_code == 2
        assert caught.value.hint


def test_an_altered_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    fields = saved(path)
    altered_row = {**fields["rows"][0], "verdict": "right" * 2}
    for damage in (
        {"rows": []},
        {"rows": [altered_row, *fields["rows"][1:]]},
        {"summary": {**fields["summary"], "mrr": {**fields["summary"]["mrr"], "value": 1.5}}},
        {"created": 3},
        {"other": 1},
        {"checksum": "0" * 64},
    ):
        path.write_text(json.dumps({**fields, **damage}), encoding="utf-8")
        with pytest.raises(RunError, match="is damaged or not a run"):
            load_run(path)
    for encoding in ("utf-8", "utf-8-sig"):
        path.write_text(json.dumps(fields), encoding)
        assert load_run(path) == SECOND


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "\x00", '{"version": 1}'])
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match="damaged or not a run"):
        load_run(path)
    with pytest.raises(RunError, match="No such file"):
        load_run(tmp_path / "none.json")


def test_a_run_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match="cannot be written"):
        save_run(FIRST, tmp_path / "file" / "run.json")


def test_gates_fail_on_the_worse_side_only() -> None:
    gates = read_gates(["right=0.5", "right=0.51", "seconds_p95=1", "seconds_p95=0.01", "mrr=0"])
    assert [gate.failure(FIRST.summary) for gate in gates] == [
        "",
        "right 0.5000 is below 0.51",
        "",
        "seconds_p95 0.0475 is above 0.01",
        "",
    ]
    nobody = summarise([row(PARIS, NOTHING, 0.1)])
    assert gates[0].failure(nobody) == "right: no case is eligible, 0.5 was asked"


def test_a_gate_that_is_none_is_refused() -> None:
    for text in ("right", "right=", "right=high", "=0.5", "right=nan"):
        with pytest.raises(UsageError):
            read_gates([text])
    for text, hint in {
        "right=90": "right=0.9",
        "recall@5=97.5": "recall@5=0.975",
        "right=1.0001": "right=1",
        "calibration_error=-1": "calibration_error=0",
        "seconds_p95=-1": "seconds_p95=0",
    }.items():
        with pytest.raises(UsageError, match="is not 0 ") as caught:
            read_gates([text])
        assert caught.value.hint == f"--fail-under {hint}"
    assert len(read_gates(["right=1", "right=0", "seconds_p95=90"])) == 3
    with pytest.raises(UsageError, match="no metric 'recall@4'") as caught:
        metric_named("recall@4")
    assert caught.value.hint == "did you mean 'recall@5'?"
    with pytest.raises(UsageError) as caught:
        metric_named("zzz")
    assert caught.value.hint.startswith("known: right, ")
