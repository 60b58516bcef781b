"""What the report shows of a run: cards, plots, tags and cases, in plain values for the page.

Nothing is made safe here: the page escapes all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qa_bot.evaluation.cases import written
from qa_bot.evaluation.judging import Verdict
from qa_bot.evaluation.metrics.locations import Location
from qa_bot.evaluation.report.plots import Plot, duration, latency_plot, reliability_plot, risk_plot
from qa_bot.evaluation.runs import Figure, Row, Run
from qa_bot.evaluation.summary import METRICS, Columns, Metric, verdict_counts
from qa_bot.records import Span
from qa_bot.text.display import counted, pieces

HEADLINES = {
    "right": "Answered rightly",
    "abstention_recall": "Refused rightly",
    "citation_precision": "Citations that support",
    "recall@5": "Found in the first 5",
    "seconds_p50": "Time of an answer",
}
GROUPS = {
    "Answers": ("right", "number_match", "exact_match", "token_f1"),
    "Citations": ("citation_precision", "citation_recall"),
    "Passages found": ("recall@1", "recall@5", "recall@10", "mrr", "ndcg@10"),
    "Saying no": ("abstention_precision", "abstention_recall", "auroc", "coverage@95"),
    "Trust and time": ("calibration_error", "seconds_p50", "seconds_p95"),
}
SIGNS = {
    Verdict.RIGHT: "✓",
    Verdict.WRONG: "✗",
    Verdict.MISSED: "?",
    Verdict.REFUSED: "∅",
    Verdict.INVENTED: "!",
}
MEANINGS = {
    Verdict.RIGHT: "answered, with an accepted answer and a citation that supports it",
    Verdict.WRONG: "answered, but otherwise",
    Verdict.MISSED: "answerable, but not found",
    Verdict.REFUSED: "not answerable, and not answered",
    Verdict.INVENTED: "not answerable, but answered",
}


@dataclass(frozen=True, slots=True)
class Card:
    """A metric's figure; `low` and `high` are where its interval lies on a scale, 0 to 100."""

    name: str
    title: str
    about: str
    value: str
    interval: str
    eligible: str
    at: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """How the cases of a tag, or all of them, came out: each verdict's count and share."""

    name: str
    count: int
    parts: tuple[tuple[Verdict, int, float], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited or gold quote: where it stands, and whether the other side has it too."""

    place: str
    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as it is shown.

    Attributes:
        row: All that is known of it.
        seconds: How long the answer took.
        statements: Pieces of each statement with whether they are highlighted.
        cited: What the answer quotes.
        accepted: The accepted answers.
        gold: The gold spans of each alternative.
        rank: Of the first passage found that overlaps a gold span; 0 for none, None without gold.
    """

    row: Row
    seconds: str
    statements: tuple[tuple[tuple[str, bool], ...], ...]
    cited: tuple[Quote, ...]
    accepted: tuple[str, ...]
    gold: tuple[tuple[Quote, ...], ...]
    rank: int | None


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows."""

    run: Run
    settings: str
    headlines: tuple[Card, ...]
    groups: dict[str, tuple[Card, ...]]
    risk: Plot | None
    reliability: Plot | None
    latency: Plot
    all: Group
    tags: tuple[Group, ...]
    cases: tuple[CaseView, ...]
    signs: dict[Verdict, str]
    meanings: dict[Verdict, str]


def view_of(run: Run) -> View:
    """Choose what is shown of a run."""
    columns = Columns.of(run.rows)
    return View(
        run=run,
        settings=", ".join(_settings(run.configuration)),
        headlines=tuple(_cards(tuple(HEADLINES), run.summary)),
        groups={name: tuple(_cards(names, run.summary)) for name, names in GROUPS.items()},
        risk=risk_plot(columns),
        reliability=reliability_plot(columns),
        latency=latency_plot(np.asarray(columns.seconds)),
        all=_group("all cases", run.rows),
        tags=tuple(_tags(run.rows)),
        cases=tuple(_case(row) for row in run.rows),
        signs=SIGNS,
        meanings=MEANINGS,
    )


def _settings(configuration: Mapping[str, Any]) -> Iterator[str]:
    """List the settings that bear on answers: `reader default`, `threshold 0.5`."""
    if reader := configuration.get("reader"):
        yield f"reader {reader['model']}"
    for name, value in configuration.get("answer", {}).items():
        yield f"{name} {value}"


def _cards(names: Sequence[str], summary: Mapping[str, Figure]) -> Iterator[Card]:
    for name in names:
        if name in summary:
            yield _card(METRICS[name], summary[name])


def _card(metric: Metric, figure: Figure) -> Card:
    write = duration if metric.is_time else _percent
    bounds = figure.interval
    of_all = f"{figure.cases} of " if figure.not_eligible else ""
    scaled = bounds or (0.0, 0.0)
    return Card(
        name=metric.name,
        title=HEADLINES.get(metric.name, metric.name),
        about=metric.about,
        value="no case" if figure.value is None else write(figure.value),
        interval=f"{write(bounds[0])} to {write(bounds[1])}" if bounds else "",
        eligible=f"{of_all}{counted(figure.cases + figure.not_eligible, 'case')}",
        at=None if metric.is_time or figure.value is None else round(100 * figure.value, 1),
        low=round(100 * scaled[0], 1),
        high=round(100 * scaled[1], 1),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _tags(rows: Sequence[Row]) -> Iterator[Group]:
    """Group rows by tag, the largest group first."""
    names = dict.fromkeys(str(tag) for row in rows for tag in row.case["tags"])
    groups = [_group(name, [row for row in rows if name in row.case["tags"]]) for name in names]
    yield from sorted(groups, key=lambda group: (-group.count, group.name))


def _group(name: str, rows: Sequence[Row]) -> Group:
    counts = verdict_counts(rows)
    parts = (
        (verdict, count, round(100 * count / len(rows), 2)) for verdict, count in counts.items()
    )
    return Group(name, len(rows), tuple(part for part in parts if part[1]))


def _case(row: Row) -> CaseView:
    alternatives = [gold if isinstance(gold, list) else [gold] for gold in row.case["gold"]]
    cited = [_location(citation) for citation in row.answer["citations"]]
    gold = [_location(span) for spans in alternatives for span in spans]
    reciprocal = row.metrics.get("mrr")
    return CaseView(
        row=row,
        seconds=duration(row.seconds),
        statements=tuple(_pieces(one) for one in row.answer["statements"]),
        cited=tuple(_quote(citation, gold) for citation in row.answer["citations"]),
        accepted=tuple(dict.fromkeys(map(written, row.case["accepted"]))),
        gold=tuple(tuple(_quote(span, cited) for span in spans) for spans in alternatives),
        rank=None if reciprocal is None else round(1 / reciprocal) if reciprocal else 0,
    )


def _location(quoted: Mapping[str, Any]) -> Location:
    return Location(quoted["document"], Span(quoted["start"], quoted["end"]))


def _quote(quoted: Mapping[str, Any], others: Sequence[Location]) -> Quote:
    here = _location(quoted)
    shared = any(here.overlaps(other) for other in others)
    return Quote(f"{quoted['document']}:{quoted['line']}", str(quoted["quote"]), shared)


def _pieces(statement: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    """Divide a statement into what is highlighted and what is not."""
    highlights = [Span(one["start"], one["end"]) for one in statement["highlights"]]
    return tuple(pieces(statement["text"], highlights))
