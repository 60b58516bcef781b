"""Runs and comparisons as tables that fit 80 columns."""

from collections import Counter
from collections.abc import Iterator

from qa_bot.evaluation.compare import Change, Compared, Comparison
from qa_bot.evaluation.judging import Verdict
from qa_bot.evaluation.metrics.statistics import Interval
from qa_bot.evaluation.runs import Figure, Run
from qa_bot.evaluation.summary import verdict_counts
from qa_bot.text.display import counted, one_line

_WIDTH = 80
_NONE = "-"
_MOST_NAMED = 20


def run_table(run: Run) -> str:
    """Write what became of the cases, each metric with its interval, and the cases to look at."""
    head = f"{'metric':<20} {'value':>7}  {'95 % interval':^15}  {'cases':>5}  not eligible"
    figures = (_figure(name, figure) for name, figure in run.summary.items())
    return "\n".join([*verdict_lines(run), "", head, *figures, *_bad_lines(run)])


def _bad_lines(run: Run) -> Iterator[str]:
    """Name the cases that went wrong: who is stopped by a threshold wants to know by which."""
    bad = [row for row in run.rows if not row.verdict.is_good]
    if bad:
        yield ""
    for row in bad[:_MOST_NAMED]:
        question = one_line(str(row.case["question"]))
        yield _cut(f"{row.verdict}: {one_line(row.id)}  {question}", _WIDTH)
    if more := len(bad[_MOST_NAMED:]):
        yield f"and {more} more, which the report shows"


def verdict_lines(run: Run) -> list[str]:
    """Count what became of the cases, in a line for each kind of case."""
    kinds = {
        True: ("answerable", (Verdict.RIGHT, Verdict.WRONG, Verdict.MISSED)),
        False: ("not answerable", (Verdict.REFUSED, Verdict.INVENTED)),
    }
    lines = [f"{counted(len(run.rows), 'case')} of {one_line(run.asked)}"]
    for answerable, (kind, verdicts) in kinds.items():
        counts = verdict_counts([row for row in run.rows if row.case["answerable"] is answerable])
        shown = ", ".join(f"{counts[verdict]} {verdict}" for verdict in verdicts)
        lines.append(f"{sum(counts.values())} {kind}: {shown}")
    if unasked := sum(bool(row.unasked) for row in run.rows):
        lines.append(f"{unasked} of them could not be asked and counted as not found")
    return lines


def comparison_table(found: Comparison) -> str:
    """Write both runs, each metric of both with the difference, and the cases that changed."""
    columns = f"{'A':>7} {'B':>7} {'B - A':>7}  {'95 % interval':^16} {'p':>6} {'pairs':>6}"
    return "\n".join(
        [
            *(_cut(line, _WIDTH) for line in comparison_lines(found)),
            *_wrapped(found.note),
            "",
            f"{'metric':<20} {columns}",
            *(_compared(one) for one in found.compared),
            "",
            changes_line(found),
            *(line for change in found.changes for line in _change(change)),
        ]
    )


def comparison_lines(found: Comparison) -> Iterator[str]:
    """Name both runs, and the settings that differ: without these nobody knows A from B."""
    for letter, run in zip("AB", found.runs, strict=True):
        made_from = f"index {run.index[:8]}, {run.encoder['name']}"
        yield f"{letter}  {one_line(f'{run.asked}, {run.created}, {made_from}')}"
    for name, values in found.settings.items():
        first, second = (_NONE if value is None else str(value) for value in values)
        yield one_line(f"differs: {name} {first} -> {second}")


def changes_line(found: Comparison) -> str:
    """Count the cases that changed."""
    counts = Counter(change.kind for change in found.changes)
    return (
        f"{counted(len(found.changes), 'case')} changed: {counts['worse']} worse,"
        f" {counts['better']} better, {counts['other']} with other words"
    )


def verdicts(change: Change) -> str:
    """Write what a case came to in both runs: `right -> missed`."""
    return " -> ".join(dict.fromkeys((change.first.verdict, change.second.verdict)))


def _figure(name: str, figure: Figure) -> str:
    return (
        f"{name:<20} {_number(figure.value)}  {_bounds(figure.interval):^15}"
        f"  {figure.cases:>5}  {figure.not_eligible:>12}"
    )


def _number(value: float | None, sign: str = "") -> str:
    return f"{_NONE:>7}" if value is None else f"{value:>{sign}7.3f}"


def _bounds(bounds: Interval | None, sign: str = "") -> str:
    return _NONE if bounds is None else f"{bounds[0]:{sign}.3f} to {bounds[1]:{sign}.3f}"


def _compared(one: Compared) -> str:
    difference = one.difference
    bounds = difference.interval if difference else None
    p = f"{difference.p:.4f}" if difference else _NONE
    return (
        f"{one.name:<20} {_number(one.first)} {_number(one.second)}"
        f" {_number(difference.value if difference else None, '+')}"
        f"  {_bounds(bounds, '+'):^16} {p:>6} {one.pairs:>6}"
    )


def _change(change: Change) -> Iterator[str]:
    name, question = one_line(change.first.id), one_line(str(change.first.case["question"]))
    yield ""
    yield _cut(f"{change.kind}: {name} ({verdicts(change)}) {question}", _WIDTH)
    for letter, row in zip("AB", (change.first, change.second), strict=True):
        said = " | ".join(map(one_line, row.texts)) or "not found"
        yield _cut(f"  {letter}  {said}", _WIDTH)


def _wrapped(text: str) -> list[str]:
    """Break a note into lines at spaces."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
