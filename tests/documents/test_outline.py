"""A title that stands apart from the headings is said wherever these do not say it."""

from collections import Counter
from pathlib import Path

import pytest

from qa_bot.config import AnswerConfig, Config, IndexConfig
from qa_bot.documents import SUFFIXES, load, scan
from qa_bot.documents.formats import extract
from qa_bot.documents.outline import LONGEST, Outline
from qa_bot.engine import QABot
from qa_bot.records import Span, Unit

BREAD = """---
title: {title}
---
- Prep time: {minutes} min

## Ingredients

- {grams} g butter

## Directions

{directions}
"""


def paths(text: str, name: str) -> list[tuple[str, ...]]:
    return [section.path for section in extract(text.encode(), name).sections]


@pytest.mark.parametrize(
    ("fields", "headings", "found"),
    [
        # Nothing below says it, at whatever level the headings begin.
        ("title: Zopf", "## Ingredients", [("Zopf", "Ingredients")]),
        ("title: Zopf", "**Crust:**", [("Zopf", "Crust")]),
        ("title: Zopf", "# Ingredients\n\n# Steps", [("Zopf", "Ingredients"), ("Zopf", "Steps")]),
        ("title: Trip to Rome", "# Packing list", [("Trip to Rome", "Packing list")]),
        # A heading says it already, in its words or as the only one of the highest level in others.
        ("title: Zopf", "# Zopf\n\n## Steps", [("Zopf",), ("Zopf", "Steps")]),
        ("title: Zopf", "## The zopfs\n\n### Steps", [("The zopfs",), ("The zopfs", "Steps")]),
        ("title: Baking a Zopf", "# Zopf of Bern\n\n## Steps", [
            ("Zopf of Bern",), ("Zopf of Bern", "Steps"),
        ]),
        ("title: Zopf", "# Zopf\n\n# Steps", [("Zopf",), ("Zopf", "Steps")]),
        # There is none, or it has no word that says anything.
        ("author: Zopf", "## Ingredients", [("Ingredients",)]),
        ("title: '...'", "## Ingredients", [("Ingredients",)]),
    ],
)  # fmt: skip
def test_a_trail_begins_with_the_title_that_it_does_not_say(
    fields: str, headings: str, found: list[tuple[str, ...]]
) -> None:
    text = headings.replace("\n\n", "\n\nText.\n\n")
    assert paths(f"---\n{fields}\n---\n{text}\n\nText.\n", "a.md") == found


def test_a_page_is_named_by_its_title_once() -> None:
    page = "<head><title>{}</title></head><h1>{}</h1><p>Text.</p><h2>Steps</h2><p>Text.</p>"
    assert paths(page.format("Zopf - Breads", "Zopf"), "a.html") == [("Zopf",), ("Zopf", "Steps")]
    assert paths(page.format("Zopf", ""), "a.html") == [("Zopf",), ("Zopf", "Steps")]


def test_what_stands_before_any_heading_is_named_by_the_title_alone() -> None:
    outline = Outline()
    outline.add([Unit(Span(0, 1))], "Zopf")
    outline.begin(2, "Steps")
    outline.add([Unit(Span(1, 2))], "Zopf")
    assert [one.path for one in outline.sections("Zopf")] == [("Zopf",), ("Zopf", "Steps")]


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    folder = tmp_path_factory.mktemp("outline")
    (folder / "docs").mkdir()
    for name, fields in {
        "a": {"title": "Zopf", "minutes": 30, "grams": 125, "directions": "Bake for 50 minutes."},
        "b": {"title": "Brioche", "minutes": 40, "grams": 250, "directions": "Bake at 180 °C."},
    }.items():
        (folder / "docs" / f"{name}.md").write_text(BREAD.format(**fields), encoding="utf-8")
    index = IndexConfig(folders=(str(folder / "docs"),), path=str(folder / "index"))
    return QABot.open(Config(index=index, answer=AnswerConfig(threshold=0.0)))


@pytest.mark.parametrize(
    ("question", "said"),
    [("How much butter for zopf?", "125 g butter"), ("butter for the brioche", "250 g butter")],
)
def test_a_document_is_found_by_its_title(bot: QABot, question: str, said: str) -> None:
    answer = bot.ask(question).answer
    assert said in [statement.text for statement in answer.statements]
    assert all("125 g" in said or "125 g" not in one.text for one in answer.statements)


def test_a_heading_without_end_leads_on_no_longer_than_any(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# {'Long ' * 1000}\n\nIt is here.\n")
    (tmp_path / "b.md").write_text(f"---\ntitle: {'x' * 5000}\n---\nIt is here.\n")
    for entry in scan(tmp_path, SUFFIXES).files:
        document = load(entry)
        assert len(document.title) <= LONGEST
        assert all(len(name) <= LONGEST for one in document.sections for name in one.path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # It tells when, be it above a text or above other headings.
        ("# Log\n\n## 2.2.0 - 2024-03-01\n\nFast.\n", {"Log › 2.2.0 - 2024-03-01": 2}),
        (
            "# Log\n\n## [2.2.0](x.org) (2024-03-01) ##\n\n### Added\n\nA key.\n",
            {"Log › 2.2.0 (2024-03-01)": 1, "Log › 2.2.0 (2024-03-01) › Added": 1},
        ),
        ("Diary\n===\n\nMonday, 3 May\n---\n\nRain.\n", {"Diary › Monday, 3 May": 2}),
        ("# Club\n\n**Meeting 3 May 2024**\n\nAnn came.\n", {"Club › Meeting 3 May 2024": 2}),
        # Nothing follows it: it is said of what is around it.
        ("# Why so\n\nSo.\n\n## It is very fast\n\n## It is cheap\n", {"Why so": 3}),
        ("# A\n\n## It is very fast\n\n# B\n\nSo.\n", {"A": 1, "B": 1}),
        ("# There is nothing here\n", {"There is nothing here": 1}),
        # Any other one only leads to what stands below it, or was left empty.
        ("# Log\n\n## Version 2.2.0 of 2024\n\nFast.\n", {"Log › Version 2.2.0 of 2024": 1}),
        ("# Notes\n\n## Open questions\n\n## Done\n\nAll.\n", {"Notes › Done": 1}),
        ("# A\n\n# A\n\nOne.\n\n# A\n\nTwo.\n", {"A": 2}),
    ],
)
def test_a_heading_is_quoted_that_tells_more_than_what_stands_below(
    text: str, found: dict[str, int]
) -> None:
    told = extract(text.encode(), "a.md")
    counts = Counter[str]()
    for section in told.sections:
        counts[" › ".join(section.path)] += len(section.units)
    assert counts == found
    headings = [one.span.of(text) for section in told.sections for one in section.units]
    assert not any(heading.startswith("#") or heading.endswith("#") for heading in headings)
