"""A run as JUnit XML, which CI systems show: a test a case, a test a threshold.

Text of documents and questions is escaped; what XML cannot hold is left out.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from qa_bot.evaluation.cases import written
from qa_bot.evaluation.gates import Gate
from qa_bot.evaluation.runs import Row, Run
from qa_bot.text.display import one_line, printable

_NO_XML = re.compile("[\ufffe\uffff]")


def junit_xml(run: Run, gates: Sequence[Gate]) -> str:
    """Write the cases, each failed unless its verdict is good, then the thresholds."""
    suites = Element("testsuites", name="qa-bot eval")
    _cases(suites, run)
    if gates:
        _thresholds(suites, run, gates)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}'


def _cases(suites: Element, run: Run) -> None:
    failed = sum(not row.verdict.is_good for row in run.rows)
    seconds = sum(row.seconds for row in run.rows)
    suite = _suite(suites, _safe(run.asked), len(run.rows), failed)
    suite.set("timestamp", run.created)
    suite.set("time", f"{seconds:.6f}")
    properties = SubElement(suite, "properties")
    for name, figure in run.summary.items():
        value = "" if figure.value is None else f"{figure.value:.6f}"
        SubElement(properties, "property", name=name, value=value)
    for row in run.rows:
        group = ".".join([PurePath(run.cases).stem, *row.case["tags"][:1]])
        test = _test(suite, _safe(group), _safe(row.id), f"{row.seconds:.6f}")
        if not row.verdict.is_good:
            _fail(test, row.verdict, _safe(row.case["question"]), _explained(row))


def _thresholds(suites: Element, run: Run, gates: Sequence[Gate]) -> None:
    failures = [gate.failure(run.summary) for gate in gates]
    suite = _suite(suites, "thresholds", len(gates), sum(map(bool, failures)))
    for gate, failure in zip(gates, failures, strict=True):
        test = _test(suite, "thresholds", gate.metric.name, "0")
        if failure:
            _fail(test, "threshold", failure, "")


def _suite(suites: Element, name: str, tests: int, failures: int) -> Element:
    counts = {"tests": str(tests), "failures": str(failures), "errors": "0"}
    return SubElement(suites, "testsuite", {"name": name, **counts})


def _test(suite: Element, group: str, name: str, seconds: str) -> Element:
    return SubElement(suite, "testcase", {"classname": group, "name": name, "time": seconds})


def _fail(test: Element, kind: str, message: str, text: str) -> None:
    SubElement(test, "failure", {"type": kind, "message": message}).text = text


def _explained(row: Row) -> str:
    """Say what was answered and cited, and what is accepted and should be cited."""
    not_found = f"could not be asked: {row.unasked}" if row.unasked else "not found"
    said = [f"answered: {text}" for text in row.texts] or [not_found]
    cited = [f"cited: {_quoted(citation)}" for citation in row.answer["citations"]]
    accepted = [f"accepted: {written(alternative)}" for alternative in row.case["accepted"]]
    gold = [
        f"gold: {' and '.join(map(_quoted, spans if isinstance(spans, list) else [spans]))}"
        for spans in row.case["gold"]
    ]
    return _safe("\n".join([*said, *cited, *accepted, *gold]))


def _quoted(quoted: Mapping[str, Any]) -> str:
    return f"{quoted['document']}:{quoted['line']} {one_line(quoted['quote'])}"


def _safe(text: str) -> str:
    return _NO_XML.sub("", printable(text))
