"""Blocks become canonical text: nothing is lost, and every span is exact."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.blocks import Block, Code, Heading, Page, Prose, Row, Title
from qa_bot.documents.canonical import LONG_CELL, LONGEST_ROW, canonical, folded
from qa_bot.documents.extracted import Extracted
from qa_bot.text.markup import unit_form
from tests.exact import assert_exact
from tests.strategies import TEXTS

LONG = "The station counted 37 drops. " * 10
CELLS = st.lists(st.one_of(TEXTS, st.just(LONG)), max_size=4).map(tuple)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Title, TEXTS),
        st.builds(Heading, TEXTS, st.integers(0, 9)),
        st.builds(Prose, TEXTS),
        st.lists(TEXTS, min_size=1, max_size=3).map("\f".join).map(Prose),
        st.builds(Code, TEXTS),
        st.builds(Row, CELLS, CELLS, headed=st.booleans()),
        st.builds(Page),
    ),
    max_size=8,
)


def quotes(extracted: Extracted) -> list[str]:
    units = [unit for section in extracted.sections for unit in section.units]
    return [unit_form(extracted.text, unit) for unit in units]


def said(block: Block) -> str:
    """Tell what a block says, page breaks aside."""
    if isinstance(block, Row):
        return "".join(map(folded, block.cells))
    return "" if isinstance(block, Title | Page) else block.text.replace("\f", " ")


@given(BLOCKS)
def test_spans_are_exact_and_nothing_is_lost(blocks: list[Block]) -> None:
    found = canonical(blocks, "stem")
    assert_exact(found.text, found.sections)
    found.text.encode()
    letters = iter("".join(found.text.split()))
    for block in blocks:
        for letter in "".join(folded(said(block)).split()):
            assert any(letter == one for one in letters), (letter, block)


@given(BLOCKS)
def test_each_page_break_is_kept_in_order(blocks: list[Block]) -> None:
    found = canonical(blocks, "stem")
    breaks = sum(
        1 if isinstance(block, Page) else block.text.count("\f")
        for block in blocks
        if isinstance(block, Page | Prose)
    )
    assert len(found.pages) == breaks
    assert all(first <= second for first, second in pairwise(found.pages))
    assert all(0 <= start <= len(found.text) for start in found.pages)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_a_block_with_a_line_stands_on_it(texts: list[str]) -> None:
    blocks = [Prose(text, line=1 + 3 * number) for number, text in enumerate(texts)]
    kept = [block for block in blocks if folded(block.text)]
    lines = canonical([Prose(folded(block.text), block.line) for block in blocks], "x").text
    for block in kept:
        assert lines.split("\n")[block.line - 1] == folded(block.text)


def test_what_is_written_reads_like_the_document() -> None:
    found = canonical(
        [
            Title("The trial"),
            Prose("Before any heading."),
            Heading("Methods", 1),
            Heading("Doses", 2),
            Prose("One was low.  The other\nwas high."),
            Row(("first", "1.3 | 2 mg"), ("arm", "dose")),
            Row(("second", ""), ("arm", "dose")),
            Row(("a", "b"), ("x", "y")),
            Code("if a:\n\n    b = 2\n"),
            Heading("Results", 1),
            Page(),
            Prose("It held\fon both pages."),
        ],
        "stem",
    )
    assert found.text == (
        "Before any heading.\n\n# Methods\n\n## Doses\n\nOne was low. The other\nwas high.\n\n"
        "| arm | dose |\n| first | 1.3 \\| 2 mg |\n| second |  |\n\n| x | y |\n| a | b |\n\n"
        "if a:\n    b = 2\n\n# Results\n\nIt held\non both pages.\n"
    )
    assert found.title == "The trial"
    assert [section.path for section in found.sections] == [
        ("The trial",), ("The trial", "Methods", "Doses"), ("The trial", "Results"),
    ]  # fmt: skip
    assert quotes(found) == [
        "Before any heading.", "One was low.", "The other was high.", "first — dose: 1.3 | 2 mg",
        "second", "a — y: b", "if a:", "b = 2", "It held on both pages.",
    ]  # fmt: skip
    assert [found.text[start:].split("\n")[0] for start in found.pages] == [
        "It held",
        "on both pages.",
    ]


def test_the_end_of_a_line_ends_no_sentence() -> None:
    found = canonical([Prose("It held collagen\n(CII) and\n(1) more. It\nwas so.")], "stem")
    assert quotes(found) == ["It held collagen (CII) and (1) more.", "It was so."]


def test_a_long_cell_is_quoted_by_sentence_and_its_row_stays_together() -> None:
    (row,) = canonical(
        [Row(("7", LONG, "rain", "37"), ("id", "text", "kind", "drops"))], "s"
    ).sections
    text = canonical([Row(("7", LONG, "rain", "37"), ("id", "text", "kind", "drops"))], "s").text
    read = [unit_form(text, unit) for unit in row.units]
    sentence = "7 — The station counted 37 drops."
    assert read == ["7", *[sentence] * 10, "7 — kind: rain; drops: 37"]
    assert len(LONG) >= LONG_CELL


@pytest.mark.parametrize("headed", [True, False])
def test_an_empty_cell_beside_a_long_one_is_no_quote(headed: bool) -> None:
    found = canonical([Row(("", LONG, ""), ("id", "text", "kind"), headed=headed)], "s")
    assert quotes(found) == ["The station counted 37 drops."] * 10


def test_a_row_of_many_cells_is_continued() -> None:
    cells = tuple(f"value {number}" for number in range(1000))
    columns = tuple(f"column {number}" for number in range(1000))
    found = canonical([Row(cells, columns)], "stem")
    (section,) = found.sections
    assert max(unit.span.end - unit.span.start for unit in section.units) <= LONGEST_ROW * 2
    read = [unit_form(found.text, unit) for unit in section.units]
    assert all(row.startswith("value 0 — column ") for row in read)
    labelled = (f"column {number}: value {number}" for number in range(1, 1000))
    assert "; ".join(row.removeprefix("value 0 — ") for row in read) == "; ".join(labelled)


def test_a_reply_in_a_long_cell_hangs_on_the_row_and_the_question() -> None:
    cell = f"Is it rain? Yes, it is. {LONG}"
    found = canonical([Row(("Bergen", cell), ("town", "text"))], "stem")
    assert quotes(found)[:2] == ["Bergen", "Bergen — Is it rain?"]
    assert quotes(found)[2] == "Bergen — Is it rain? Yes, it is."


def test_a_long_first_cell_leads_into_nothing() -> None:
    found = canonical([Row((LONG, "37"), ("text", "drops"))], "stem")
    assert quotes(found)[-1] == "drops: 37"


@pytest.mark.parametrize("text", ["a\ud800b", "a\0b", "a\x1b[31mb", "ﬁne ﬂow"])
def test_what_no_text_should_hold_is_replaced(text: str) -> None:
    found = canonical([Prose(text), Heading(text), Row((text,), (text,)), Code(text)], text)
    assert not set("\0\x1b\ud800ﬁﬂ") & set(found.text)


def test_nothing_makes_an_empty_text() -> None:
    found = canonical([Title(" "), Heading(""), Prose("\f"), Row(("", "")), Code("\n")], "stem")
    assert (found.text, found.title, found.sections) == ("", "stem", ())
