"""Where the lines, dots and bars of the report's plots lie, in the units of its SVG drawings.

Comes in: figures of a run. Goes out: coordinates with what they stand for; the page draws them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qa_bot.evaluation.metrics.confidence import Bin, Floats, reliability, risk_coverage
from qa_bot.evaluation.metrics.statistics import proportion_interval
from qa_bot.evaluation.summary import Columns
from qa_bot.text.display import counted

WIDTH, HEIGHT = 340, 230
LEFT, RIGHT, TOP, BOTTOM = 54, 14, 28, 40
_LONGEST_RADIUS = 8.0
_BARS = 16
_TOPS = (0.04, 0.08, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it lies and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot: centre, radius, what it says when pointed at, and how far up and down it may lie."""

    x: float
    y: float
    radius: float
    text: str
    range: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that stands on the x axis."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing.

    Attributes:
        x_axis: What the x axis says.
        y_axis: What the y axis says.
        x_ticks: Its marks, from left to right.
        y_ticks: Its marks, from bottom to top.
        line: Points of a line, as SVG writes them; empty for none.
        dots: Dots.
        bars: Bars.
        marks: Upright lines with what they say.
        diagonal: Whether the line of equality is drawn.
    """

    x_axis: str
    y_axis: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    line: str = ""
    dots: tuple[Dot, ...] = ()
    bars: tuple[Bar, ...] = ()
    marks: tuple[Tick, ...] = ()
    diagonal: bool = False


def risk_plot(columns: Columns) -> Plot | None:
    """Draw how wrong the answers are against how many are given; None without an answer."""
    coverage, risk = risk_coverage(columns.confidence, columns.answered, columns.right)
    if not len(coverage):
        return None
    top = _rounded_up(float(risk.max()))
    points = list(zip(map(float, coverage), map(float, risk), strict=True))
    corners: list[tuple[float, float]] = []
    for share, wrong in points:
        # The next answer is given all at once: a step, no slope.
        corners += [(share, corners[-1][1] if corners else wrong), (share, wrong)]
    last = points[-1]
    return Plot(
        x_axis="cases answered",
        y_axis="answers not right",
        x_ticks=_percent_ticks(1.0, 4, _x),
        y_ticks=_percent_ticks(top, 4, lambda share: _y(share / top)),
        line=" ".join(f"{_x(share):.1f},{_y(wrong / top):.1f}" for share, wrong in corners),
        dots=(
            Dot(
                round(_x(last[0]), 1),
                round(_y(last[1] / top), 1),
                4.0,
                f"this run: {last[0]:.1%} answered, {last[1]:.1%} of them not right",
            ),
        ),
    )


def reliability_plot(columns: Columns) -> Plot | None:
    """Draw the share of right answers against their confidence; None without an answer."""
    bins = reliability(columns.confidence[columns.answered], columns.right[columns.answered])
    if not bins:
        return None
    most = max(one.count for one in bins)
    return Plot(
        x_axis="confidence of an answer",
        y_axis="answers right",
        x_ticks=_percent_ticks(1.0, 4, _x),
        y_ticks=_percent_ticks(1.0, 4, _y),
        diagonal=True,
        dots=tuple(_bin_dot(one, most) for one in bins),
    )


def _bin_dot(one: Bin, most: int) -> Dot:
    """Draw a bin; of few answers the share that is right may be anything, and so it is shown."""
    low, high = proportion_interval(one.right, one.count)
    return Dot(
        round(_x(one.confidence), 1),
        round(_y(one.right), 1),
        round(max(3.0, _LONGEST_RADIUS * (one.count / most) ** 0.5), 1),
        f"{counted(one.count, 'answer')}, confidence {one.confidence:.0%},"
        f" {one.right:.0%} right ({low:.0%} to {high:.0%})",
        (round(_y(low), 1), round(_y(high), 1)),
    )


def latency_plot(seconds: Floats) -> Plot:
    """Draw how many answers took how long, with the median and the 95th percentile."""
    step = _round_step(float(seconds.max()) / 4)
    most = step * max(1, math.ceil(float(seconds.max()) / step))
    counts, edges = np.histogram(seconds, bins=_BARS, range=(0.0, most))
    highest = int(counts.max())
    width = (WIDTH - LEFT - RIGHT) / _BARS
    bars = (
        Bar(
            round(_x(low / most) + 1, 1),
            round(_y(count / highest), 1),
            round(width - 2, 1),
            round(HEIGHT - BOTTOM - _y(count / highest), 1),
            f"{counted(count, 'answer')} in {duration(low)} to {duration(high)}",
        )
        for count, low, high in zip(counts, edges, edges[1:], strict=False)
        if count
    )
    return Plot(
        x_axis="time of an answer",
        y_axis="cases",
        x_ticks=tuple(
            Tick(round(_x(part * step / most), 1), duration(part * step))
            for part in range(round(most / step) + 1)
        ),
        y_ticks=(Tick(_y(0), "0"), Tick(_y(1), str(highest))),
        bars=tuple(bars),
        marks=tuple(
            Tick(
                round(_x(float(np.percentile(seconds, share)) / most), 1),
                f"p{share} {duration(float(np.percentile(seconds, share)))}",
            )
            for share in (50, 95)
        ),
    )


def duration(seconds: float) -> str:
    """Write a time as it is read best: `21 ms`, `1.2 s`."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def _rounded_up(share: float) -> float:
    """Find the end of an axis: the next share whose quarters are round."""
    return next(top for top in _TOPS if share <= top)


def _round_step(least: float) -> float:
    """Find the next step of an axis that is 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(max(least, 1e-4)))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def _percent_ticks(end: float, parts: int, at: Callable[[float], float]) -> tuple[Tick, ...]:
    shares = (end * part / parts for part in range(parts + 1))
    return tuple(Tick(round(at(share), 1), f"{share:.0%}") for share in shares)
