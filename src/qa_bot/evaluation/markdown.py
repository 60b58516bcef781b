"""Runs and comparisons in Markdown, to put beside a change of the documents: into a pull request.

Comes in: a run, or two compared, and what failed of what was asked. Goes out: what became of the
cases, each metric with its interval, and, folded, every case that went wrong or changed. Text of
cases is escaped.
"""

from collections.abc import Iterable, Iterator, Sequence

from qa_bot.evaluation.compare import Change, Compared, Comparison
from qa_bot.evaluation.metrics.statistics import Interval
from qa_bot.evaluation.runs import Figure, Row, Run
from qa_bot.evaluation.tables import changes_line, comparison_lines, verdict_lines, verdicts
from qa_bot.render.markdown import escaped
from qa_bot.text.display import counted, one_line

_NONE = "-"


def run_markdown(run: Run, failures: Sequence[str] = ()) -> str:
    """Write what became of the cases, then what failed, the metrics and the cases to look at."""
    first, *others = verdict_lines(run)
    lines = [f"**{escaped(first)}**", "", *(f"- {escaped(line)}" for line in others)]
    lines += [f"- **failed:** {escaped(failure)}" for failure in failures]
    lines += ["", "| metric | value | 95 % interval | cases | not eligible |"]
    lines += ["| --- | ---: | --- | ---: | ---: |"]
    lines += [_figure(name, figure) for name, figure in run.summary.items()]
    bad = [row for row in run.rows if not row.verdict.is_good]
    return "\n".join([*lines, *_folded(f"{counted(len(bad), 'case')} went wrong", map(_bad, bad))])


def comparison_markdown(found: Comparison, failures: Sequence[str] = ()) -> str:
    """Write what is compared, then what failed, the metrics and the cases that changed."""
    lines = [f"**{escaped(changes_line(found))}**", ""]
    lines += [f"- {escaped(line)}" for line in (*comparison_lines(found), found.note)]
    lines += [f"- **failed:** {escaped(failure)}" for failure in failures]
    lines += ["", "| metric | A | B | B - A | 95 % interval | p | pairs |"]
    lines += ["| --- | ---: | ---: | ---: | --- | ---: | ---: |"]
    lines += map(_compared, found.compared)
    changed = (line for change in found.changes for line in _change(change))
    return "\n".join([*lines, *_folded(counted(len(found.changes), "case") + " changed", changed)])


def _figure(name: str, figure: Figure) -> str:
    value, bounds = _number(figure.value), _bounds(figure.interval)
    return f"| {escaped(name)} | {value} | {bounds} | {figure.cases} | {figure.not_eligible} |"


def _compared(one: Compared) -> str:
    found = one.difference
    value = f"{found.value:+.3f}" if found else _NONE
    p = f"{found.p:.4f}" if found else _NONE
    bounds = _bounds(found.interval if found else None, "+")
    numbers = f"{_number(one.first)} | {_number(one.second)} | {value} | {bounds} | {p}"
    return f"| {escaped(one.name)} | {numbers} | {one.pairs} |"


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _bounds(bounds: Interval | None, sign: str = "") -> str:
    return f"{bounds[0]:{sign}.3f} to {bounds[1]:{sign}.3f}" if bounds else _NONE


def _bad(row: Row) -> str:
    return f"- **{row.verdict}** {_about(row)}  \n  {_said(row)}"


def _change(change: Change) -> Iterator[str]:
    yield f"- **{change.kind}** ({escaped(verdicts(change))}) {_about(change.first)}  "
    yield f"  A: {_said(change.first)}  "
    yield f"  B: {_said(change.second)}"


def _about(row: Row) -> str:
    return escaped(f"{one_line(row.id)}: {one_line(str(row.case['question']))}")


def _said(row: Row) -> str:
    return escaped(" / ".join(map(one_line, row.texts)) or "not found")


def _folded(summary: str, lines: Iterable[str]) -> Iterator[str]:
    """Fold lines under a summary; nothing where there are none."""
    written = list(lines)
    if written:
        yield f"\n<details><summary>{summary}</summary>\n"
        yield from written
        yield "\n</details>"
