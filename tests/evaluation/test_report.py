"""The report: one file that needs nothing else, with everything of the documents escaped."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from qa_bot.evaluation.judging import Verdict
from qa_bot.evaluation.report import report_html
from qa_bot.evaluation.report.plots import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Plot,
    duration,
    latency_plot,
    reliability_plot,
    risk_plot,
)
from qa_bot.evaluation.report.view import view_of
from qa_bot.evaluation.runs import Run
from qa_bot.evaluation.summary import METRICS, Columns
from tests.evaluation.runs import FIRST, MEDIAN, PARIS, row, run
from tests.evaluation.test_formats import STEERING
from tests.replies import NOTHING, ONE


class Page(HTMLParser):
    """A page taken apart: its tags with their attributes, and the text of each element kind."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag]


@pytest.fixture(scope="module")
def html() -> str:
    return report_html(FIRST)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_page_needs_nothing_from_anywhere(page: Page, html: str) -> None:
    fetching = {"src", "href", "srcset", "action", "data", "poster"}
    assert not [one for one in page.tags if fetching & one[1].keys()]
    assert not {"link", "img", "iframe", "object", "embed", "base"} & {tag for tag, _ in page.tags}
    style = "".join(page.texts["style"])
    assert "url(" not in style
    assert "@import" not in style
    assert html.startswith("<!doctype html>")


def test_only_the_page_s_own_script_may_run(page: Page) -> None:
    (script,) = page.texts["script"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = (one["content"] for one in page.attributes("meta") if "http-equiv" in one)
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert f"script-src 'sha256-{digest}'" in policy
    assert not [one for _, one in page.tags if any(name.startswith("on") for name in one)]


def test_text_of_documents_and_questions_is_no_markup(page: Page, html: str) -> None:
    assert len(page.attributes("script")) == 1
    assert not page.attributes("b")
    assert not page.attributes("i")
    assert any("</script><script>alert(1)</script>" in text for text in page.texts["span"])
    assert not STEERING.search(html)


def test_cases_can_be_filtered_by_what_they_carry(page: Page) -> None:
    cases = page.attributes("details")
    assert [case["data-verdict"] for case in cases] == [row.verdict for row in FIRST.rows]
    tags = [json.loads(case["data-tags"] or "") for case in cases]
    assert tags == [row.case["tags"] for row in FIRST.rows]
    boxes = [one["value"] for one in page.attributes("input") if one.get("name") == "verdict"]
    assert boxes == list(Verdict)


def test_every_metric_and_tag_is_shown(page: Page) -> None:
    shown = [text.strip() for text in page.texts["code"]]
    assert METRICS.keys() <= set(shown)
    assert {"figure", "why", "off topic", "<script>"} <= set(page.texts["option"])


def test_no_width_of_the_screen_hides_how_many_cases_a_figure_is_of(page: Page) -> None:
    hidden = re.findall(r"([^{}]*)\{ display: none; \}", "".join(page.texts["style"]))
    assert hidden
    assert not [rule for rule in hidden if "eligible" in rule or "last-child" in rule]


def test_the_settings_that_bear_on_answers_are_named() -> None:
    settings = {"reader": {"model": "none"}, "answer": {"passages": 8, "threshold": 0.5}}
    view = view_of(replace(FIRST, configuration=settings))
    assert view.settings == "reader none, passages 8, threshold 0.5"


def test_a_case_is_shown_with_both_sides() -> None:
    view = view_of(FIRST)
    median, dose, why, *_ = view.cases
    assert median.statements == (
        (("The median was ", False), ("13.93 months", True), (".", False)),
    )
    assert [(quote.place, quote.shared) for quote in median.cited] == [("notes/trial.md:3", True)]
    assert median.accepted == ("13.93 months", "13.93 mo")
    assert [[quote.shared for quote in spans] for spans in dose.gold] == [[False], [False, True]]
    assert (median.rank, why.rank, view.cases[4].rank) == (1, 1, None)
    assert (why.statements, why.cited) == ((), ())


def test_groups_count_their_cases() -> None:
    view = view_of(FIRST)
    assert view.all.parts == (
        (Verdict.RIGHT, 2, 33.33),
        (Verdict.WRONG, 1, 16.67),
        (Verdict.MISSED, 1, 16.67),
        (Verdict.REFUSED, 1, 16.67),
        (Verdict.INVENTED, 1, 16.67),
    )
    assert [(group.name, group.count) for group in view.tags][:2] == [
        ("figure", 2),
        ("<script>", 1),
    ]


@pytest.mark.parametrize(
    "one",
    [
        run(row(PARIS, NOTHING, 0.1)),
        run(row(MEDIAN, ONE, 1.0)),
        replace(FIRST, configuration={}),
        replace(FIRST, summary={}),
    ],
    ids=["nothing answered", "one right", "no settings", "no figures"],
)
def test_a_run_of_little_is_shown_too(one: Run) -> None:
    html = report_html(one)
    assert ("No case was answered." in html) == (not any(row.answered for row in one.rows))
    assert not re.search(r"\b1 (?:case|answer)s\b", html)
    assert "nan" not in re.sub(r"<script>.*</script>", "", html, flags=re.DOTALL).lower()


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Compare two colours as WCAG 2 does; small text wants 4.5."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def test_all_text_can_be_read_on_its_ground_in_light_and_dark_and_in_print(page: Page) -> None:
    schemes = [
        dict(re.findall(r"--([\w-]+): #(\w+)", rules))
        for rules in re.findall(r":root \{([^}]*)\}", "".join(page.texts["style"]))
    ]
    light, dark, printed = schemes
    for scheme in (light, light | dark, light | printed, light | dark | printed):
        pairs = [(one, f"on-{one}") for one in Verdict]
        pairs += [(ground, ink) for ground in ("ground", "paper") for ink in ("ink", "faint")]
        for ground, ink in [*pairs, ("mark", "mark-ink")]:
            assert contrast(scheme[ground], scheme[ink]) >= 4.5, (ground, ink)


def inside(plot: Plot) -> bool:
    points = [tuple(map(float, point.split(","))) for point in plot.line.split()]
    points += [(dot.x, dot.y) for dot in plot.dots]
    points += [(bar.x, bar.y) for bar in plot.bars]
    points += [(bar.x + bar.width, bar.y + bar.height) for bar in plot.bars]
    points += [(mark.at, TOP) for mark in (*plot.marks, *plot.x_ticks)]
    points += [(LEFT, tick.at) for tick in plot.y_ticks]
    return all(
        LEFT <= x <= WIDTH - RIGHT + 0.1 and TOP <= y <= HEIGHT - BOTTOM + 0.1 for x, y in points
    )


def test_plots_stay_inside_their_frames() -> None:
    columns = Columns.of(FIRST.rows)
    risk, reliability = risk_plot(columns), reliability_plot(columns)
    assert risk is not None
    assert reliability is not None
    assert inside(risk)
    assert inside(reliability)
    for seconds in ([0.02], [0.02, 0.03, 4.7], [1e-5], [0.0, 0.0], [123.4, 0.1]):
        plot = latency_plot(np.array(seconds))
        assert inside(plot), seconds
        assert sum(int(bar.text.split()[0]) for bar in plot.bars) == len(seconds)
        assert 2 <= len(plot.x_ticks) <= 6


def test_how_few_answers_a_reliability_rests_on_is_drawn() -> None:
    plot = reliability_plot(Columns.of([row(MEDIAN, ONE, 0.9)]))
    assert plot is not None
    (dot,) = plot.dots
    assert dot.text == "1 answer, confidence 90%, 100% right (21% to 100%)"
    assert dot.range is not None
    assert dot.range[1] == TOP == dot.y
    assert dot.range[0] == pytest.approx(HEIGHT - BOTTOM - 0.2065 * (HEIGHT - BOTTOM - TOP), abs=1)


def test_the_risk_plot_ends_where_the_run_stops_to_answer() -> None:
    plot = risk_plot(Columns.of(FIRST.rows))
    assert plot is not None
    assert plot.dots[0].text == "this run: 66.7% answered, 50.0% of them not right"
    assert [tick.text for tick in plot.y_ticks] == ["0%", "15%", "30%", "45%", "60%"]


def test_durations_are_written_as_they_are_read_best() -> None:
    assert [duration(one) for one in (0.0214, 0.9994, 1.25)] == ["21 ms", "999 ms", "1.2 s"]
