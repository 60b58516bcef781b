"""Runs and comparisons as JSON, for programs: the figures, without the rows of every case.

The rows are in the file that `eval run` saves; `--format json` says what they come to.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from qa_bot.evaluation.compare import Comparison
from qa_bot.evaluation.runs import VERSION, Row, Run
from qa_bot.evaluation.summary import verdict_counts
from qa_bot.text.display import json_text


def run_json(run: Run, failures: Sequence[str] = ()) -> str:
    """Write a run's figures, and what failed of what was asked."""
    data = {
        **_described(run),
        "configuration": run.configuration,
        "verdicts": verdict_counts(run.rows),
        "unasked": {row.id: row.unasked for row in run.rows if row.unasked},
        "summary": {name: asdict(figure) for name, figure in run.summary.items()},
        "failures": list(failures),
    }
    return json_text(data, indent=2)


def comparison_json(found: Comparison, failures: Sequence[str] = ()) -> str:
    """Write both runs' figures with their differences, the cases that changed, and what failed."""
    data = {
        "version": VERSION,
        "runs": [_described(run) for run in found.runs],
        "settings": found.settings,
        "common": found.common,
        "only_first": found.only_first,
        "only_second": found.only_second,
        "altered": found.altered,
        "metrics": {one.name: _without_name(asdict(one)) for one in found.compared},
        "changes": [
            {
                "kind": change.kind,
                "id": change.first.id,
                "question": change.first.case["question"],
                "first": _answer(change.first),
                "second": _answer(change.second),
            }
            for change in found.changes
        ],
        "failures": list(failures),
    }
    return json_text(data, indent=2)


def _described(run: Run) -> dict[str, Any]:
    return {
        "version": VERSION,
        "created": run.created,
        "program": run.program,
        "cases": {
            "file": run.cases,
            "sha256": run.cases_sha256,
            "count": len(run.rows),
            "part": run.part,
        },
        "index": {"content": run.index},
        "encoder": run.encoder,
    }


def _without_name(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "name"}


def _answer(row: Row) -> dict[str, Any]:
    return {
        "verdict": row.verdict,
        "confidence": row.answer["confidence"],
        "statements": row.texts,
        "citations": [
            f"{citation['document']}:{citation['start']}-{citation['end']}"
            for citation in row.answer["citations"]
        ],
    }
