"""A run in Markdown, to put beside a change of the documents, as in a pull request.

Comes in: a run and what failed of what was asked of it. Goes out: what became of the cases, each
metric with its interval, and every case that went wrong, folded. Text of cases is escaped.
"""

from collections.abc import Iterator, Sequence

from qa_bot.evaluation.runs import Figure, Row, Run
from qa_bot.evaluation.tables import verdict_lines
from qa_bot.render.markdown import escaped
from qa_bot.text.display import counted, one_line


def run_markdown(run: Run, failures: Sequence[str] = ()) -> str:
    """Write what became of the cases, then what failed, the metrics and the cases to look at."""
    first, *others = verdict_lines(run)
    lines = [f"**{escaped(first)}**", "", *(f"- {escaped(line)}" for line in others)]
    lines += [f"- **failed:** {escaped(failure)}" for failure in failures]
    lines += ["", "| metric | value | 95 % interval | cases | not eligible |"]
    lines += ["| --- | ---: | --- | ---: | ---: |"]
    lines += [_figure(name, figure) for name, figure in run.summary.items()]
    return "\n".join([*lines, *_bad([row for row in run.rows if not row.verdict.is_good])])


def _figure(name: str, figure: Figure) -> str:
    value = "-" if figure.value is None else f"{figure.value:.3f}"
    bounds = f"{figure.interval[0]:.3f} to {figure.interval[1]:.3f}" if figure.interval else "-"
    return f"| {escaped(name)} | {value} | {bounds} | {figure.cases} | {figure.not_eligible} |"


def _bad(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    yield f"\n<details><summary>{counted(len(rows), 'case')} went wrong</summary>\n"
    for row in rows:
        said = " / ".join(map(one_line, row.texts)) or "not found"
        about = f"{one_line(row.id)}: {one_line(str(row.case['question']))}"
        yield f"- **{row.verdict}** {escaped(about)}  \n  {escaped(said)}"
    yield "\n</details>"
