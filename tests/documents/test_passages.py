"""Documents become passages: whole units of one section, packed to a budget."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents import SUFFIXES, load, scan
from qa_bot.documents.markdown import parse
from qa_bot.documents.passages import LONGEST, LONGEST_UNIT, TOKEN_BUDGET, CountTokens, split
from qa_bot.encoder import Encoder
from qa_bot.records import Document, Passage, Unit
from qa_bot.text.markup import unit_form, unit_forms
from tests.conftest import CORPUS, ROOT
from tests.strategies import MARKDOWN, TEXTS


def words(texts: Sequence[str]) -> list[int]:
    """Count words, ten tokens each, so that short texts fill a passage."""
    return [10 * len(text.split()) for text in texts]


def document_of(text: str) -> Document:
    parsed = parse(text, "stem")
    return Document("notes/a.md", text, "a" * 64, parsed.title, parsed.sections)


def units_of(document: Document) -> list[Unit]:
    return [unit for section in document.sections for unit in section.units]


def tokens_of(passage: Passage, count_tokens: CountTokens) -> list[int]:
    alone = [replace(unit, lead="") for unit in passage.units]
    base = passage.span.start
    return count_tokens([unit_form(passage.text, one, base, in_markdown=True) for one in alone])


def check(document: Document, count_tokens: CountTokens) -> list[Passage]:
    """Split a document and hold its passages to all that is promised of them."""
    passages = list(split(document, count_tokens))
    paths = [section.path for section in document.sections]
    for passage in passages:
        span = passage.span
        assert 0 <= span.start < span.end <= len(document.text)
        assert document.text[span.start : span.end] == passage.text
        assert (passage.document, passage.sha256) == (document.name, document.sha256)
        before = document.text[: span.start].replace("\r\n", "\n").replace("\r", "\n")
        assert passage.line == before.count("\n") + 1
        assert passage.section in paths
        assert (span.start, span.end) == (passage.units[0].span.start, passage.units[-1].span.end)
        assert len(passage.text) <= LONGEST
        tokens = tokens_of(passage, count_tokens)
        assert sum(tokens) <= TOKEN_BUDGET or len(tokens) == 1
        for unit, count in zip(passage.units, tokens, strict=True):
            assert count <= LONGEST_UNIT or unit.columns or len(unit.span.of(document.text)) == 1
    found = [unit for passage in passages for unit in passage.units]
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))
    assert "".join("".join(unit.span.of(document.text).split()) for unit in found) == "".join(
        "".join(unit.span.of(document.text).split()) for unit in units_of(document)
    )
    starts = {section.units[0].span.start for section in document.sections}
    for first, second in pairwise(passages):
        joined = tokens_of(first, count_tokens) + tokens_of(second, count_tokens)[:1]
        is_far = second.units[0].span.end - first.span.start > LONGEST
        assert second.span.start in starts or is_far or sum(joined) > TOKEN_BUDGET
    assert starts <= {passage.span.start for passage in passages}
    return passages


@given(MARKDOWN)
def test_markdown_is_packed_without_loss(text: str) -> None:
    check(document_of(text), words)


@given(TEXTS)
def test_any_text_is_packed_without_loss(text: str) -> None:
    document = document_of(text * 3)
    check(document, words)
    check(document, lambda texts: [len(text) for text in texts])


@pytest.mark.parametrize("folder", [CORPUS, ROOT / "knowledge"], ids=lambda folder: folder.name)
def test_real_documents_are_packed_by_the_models_own_tokens(folder: Path, encoder: Encoder) -> None:
    for entry in scan(folder, SUFFIXES).files:
        document = load(entry)
        passages = check(document, encoder.count_tokens)
        assert bool(passages) == bool(document.text)
        assert all(len(passage.units) <= TOKEN_BUDGET for passage in passages)
        whole = [unit for passage in passages for unit in passage.units]
        assert set(whole) == set(units_of(document))


def test_units_fill_a_passage_up_to_the_budget_and_not_beyond() -> None:
    text = "One two three four. " * 7
    passages = check(document_of(text), words)
    assert [len(passage.units) for passage in passages] == [3, 3, 1]
    assert tokens_of(passages[0], words) == [40, 40, 40]


def test_a_heading_always_ends_a_passage() -> None:
    text = "before.\r\n\r\n# A\r\n\r\none.\r\n\r\n## B\r\n\r\ntwo.\r\n\r\n# A\r\n\r\nthree.\r\n"
    passages = check(document_of(text), words)
    assert [(passage.section, passage.text, passage.line) for passage in passages] == [
        (("stem",), "before.", 1),
        (("A",), "one.", 5),
        (("A", "B"), "two.", 9),
        (("A",), "three.", 13),
    ]
    assert passages[1].id == "notes/a.md:18-22"


def test_rows_stay_whole_and_keep_their_columns() -> None:
    long = " ".join(f"w{number}" for number in range(60))
    text = f"| a | b |\n|---|---|\n| 1 | {long} |\n| 2 | x |\n"
    first, second = check(document_of(text), words)
    assert [unit.columns for unit in (*first.units, *second.units)] == [("a", "b")] * 2
    assert sum(tokens_of(first, words)) > LONGEST_UNIT


def test_a_long_record_is_divided_into_its_fields() -> None:
    long = "It is told, here. " * 150
    text = f'```{{csv-table}}\n:header: Level, Why\n\n"1, low", "{long}"\n```\n'
    forms = [form for passage in split(document_of(text), words) for form in unit_forms(passage)]
    assert forms == ["1, low", *["1, low — It is told, here."] * 150]


def test_a_sentence_that_is_too_long_is_cut_at_spaces(encoder: Encoder) -> None:
    text = " ".join(f"word{number}" for number in range(150))
    (sentence,) = [unit.span.of(text) for unit in units_of(document_of(text))][:1]
    assert encoder.count_tokens([sentence])[0] > LONGEST_UNIT
    passages = check(document_of(text), encoder.count_tokens)
    found = [unit.span.of(text) for passage in passages for unit in passage.units]
    assert len(found) > len(units_of(document_of(text)))
    assert " ".join(found) == text


def test_a_text_without_spaces_is_cut_too(encoder: Encoder) -> None:
    text = "7.\u0301-😀" * 300
    passages = check(document_of(text), encoder.count_tokens)
    assert "".join(passage.text for passage in passages) == text
    assert len(passages) > 1


LONG = st.integers(LONGEST, 5 * LONGEST)
RUNS = st.one_of(
    LONG.map(lambda length: "x" * length),
    LONG.map(lambda length: "<!-- " + "gone. " * (length // 6) + "-->"),
    LONG.map(lambda length: "`" + "a.b " * (length // 4) + "`"),
    LONG.map(lambda length: "[a](http://x.org/" + "b" * length + ")"),
)


@given(st.lists(st.one_of(RUNS, MARKDOWN), min_size=1, max_size=4), st.sampled_from(["\n\n", " "]))
def test_no_passage_is_longer_than_one_may_be(parts: list[str], between: str) -> None:
    check(document_of(between.join(parts)), words)


@given(RUNS, st.sampled_from(["```\n@\n```", "# @\n\nOne.", "- @:\n  - one\n", "> @", "[^n]: @"]))
def test_no_line_is_too_long_whatever_it_is(run: str, line: str) -> None:
    document = document_of(line.replace("@", run))
    for passage in check(document, words):
        assert all(len(heading) <= LONGEST for heading in passage.section)


def rows_of(text: str) -> list[str]:
    """Cut a document into passages, and read what they hold."""
    document = document_of(text)
    passages = list(split(document, words))
    for passage in passages:
        assert passage.text == passage.span.of(text)
        assert len(passage.text) <= LONGEST
        for unit in passage.units:
            assert len(unit_form(text, unit, in_markdown=True)) <= LONGEST
    return [form for passage in passages for form in unit_forms(passage)]


@pytest.mark.parametrize(
    ("border", "row"),
    [
        ("| Dish | Price | Notes |\n|---|---|---|", "| Soup | 4 € | @ |"),
        (
            "```{list-table}\n:header-rows: 1\n* - Dish\n  - Price\n  - Notes",
            "* - Soup\n  - 4 €\n  - @\n```",
        ),
    ],
)
def test_a_row_that_is_too_long_is_read_cell_by_cell_under_what_names_it(
    border: str, row: str
) -> None:
    notes = "Stir it well. " * 200
    first, price, *told = rows_of(f"{border}\n{row.replace('@', notes.strip())}\n")
    assert (first, price) == ("Soup", "Soup — Price: 4 €")
    assert told == ["Soup — Stir it well."] * 200


def test_so_is_a_row_of_html_that_has_very_many_cells() -> None:
    names = "".join(f"<th>Day {day}</th>" for day in range(1, 32))
    cells = "".join(f"<td>{'low ' * 30}{day}</td>" for day in range(1, 31))
    table = f"<table><tr>{names}</tr>\n<tr><td>Tide</td>{cells}</tr></table>"
    told = rows_of(table)
    assert told[0] == "Tide"
    assert told[-1] == f"Tide — Day 31: {'low ' * 30}30"
    assert len(told) == 31


def test_the_names_of_columns_are_part_of_a_rows_length() -> None:
    name = "n" * LONGEST
    assert rows_of(f"| Dish | {name} |\n|---|---|\n| Soup | 4 € |\n") == ["Soup", "Soup — 4 €"]
    assert rows_of(f"| {name} | Price |\n|---|---|\n| Soup | 4 € |\n") == [
        "Soup",
        "Soup — Price: 4 €",
    ]


def test_a_passage_knows_its_pages() -> None:
    text = "One here. Two here.\n\nThree here. Four here.\n"
    pages = (0, text.index("here. Two"), text.index("Two"), text.index("Four"))
    (passage,) = split(replace(document_of(text), pages=pages), words)
    assert (passage.page, passage.turns) == (1, pages[1:])
    assert [passage.page_at(unit.span.start) for unit in passage.units] == [1, 3, 3, 4]
    (without,) = split(document_of(text), words)
    assert (without.page, without.turns, without.page_at(9)) == (None, (), None)


def test_an_empty_document_has_no_passages() -> None:
    assert list(split(document_of("\n\n# Empty\n"), words)) == []
