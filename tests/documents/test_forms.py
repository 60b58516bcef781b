"""Tables in label and value form, in every format that does not say which rows hold names."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.documents.formats import extract
from qa_bot.engine import QABot
from tests.documents.test_pdf import drawn
from tests.formats import quotes

Table = list[tuple[str, ...]]

SHEET: Table = [("Manufacturer", "Ohm AG"), ("Model", "Silence"), ("Weight", "42 kg")]
ROLES: Table = [("Role", "Duty"), ("Manager", "approves leave"), ("Clerk", "files")]


def html(table: Table, strong: Callable[[int, int], bool]) -> list[str]:
    cells = (
        "".join(
            f"<td><b>{one}</b>" if strong(at, col) else f"<td>{one}" for col, one in enumerate(row)
        )
        for at, row in enumerate(table)
    )
    page = f"<table><tr>{'<tr>'.join(cells)}</table>"
    return quotes(extract(page.encode(), "notes/a.html"))


def word(table: Table, strong: Callable[[int, int], bool], style: str = "Table Grid") -> list[str]:
    document = docx.Document()
    made = document.add_table(len(table), len(table[0]), style)
    for at, row in enumerate(table):
        for column, text in enumerate(row):
            made.cell(at, column).paragraphs[0].add_run(text).bold = strong(at, column) or None
    data = io.BytesIO()
    document.save(data)
    return quotes(extract(data.getvalue(), "notes/a.docx"))


def pdf(table: Table, _: Callable[[int, int], bool]) -> list[str]:
    cells = (
        (72 + 120 * column, 600 - 24 * at, text)
        for at, row in enumerate(table)
        for column, text in enumerate(row)
    )
    return quotes(extract(drawn(*cells), "notes/a.pdf"))


def plain(_: int, __: int) -> bool:
    return False


@pytest.mark.parametrize("made", [html, word, pdf])
def test_labels_with_colons_make_a_form_whatever_their_values_are(
    made: Callable[..., list[str]],
) -> None:
    assert made([("Name:", "Bob"), ("Age:", "7")], plain) == ["Name: Bob", "Age: 7"]


@pytest.mark.parametrize("made", [html, word, pdf])
def test_the_first_pair_of_a_form_names_no_columns(made: Callable[..., list[str]]) -> None:
    assert made(SHEET, plain) == ["Manufacturer — Ohm AG", "Model — Silence", "Weight — 42 kg"]
    named = [("Town", "Rain"), ("Oslo", "763 mm"), ("Bergen", "2250 mm")]
    assert made(named, plain) == ["Oslo — Rain: 763 mm", "Bergen — Rain: 2250 mm"]


@pytest.mark.parametrize("made", [html, word])
def test_a_bold_row_names_columns_and_a_bold_column_rows(made: Callable[..., list[str]]) -> None:
    read = made(ROLES, lambda at, _: at == 0)
    assert read == ["Manager — Duty: approves leave", "Clerk — Duty: files"]
    wide = [("Fever", "rare", "mild"), ("Rash", "common", "severe")]
    assert made(wide, lambda _, column: column == 0) == [
        "Fever — rare; mild",
        "Rash — common; severe",
    ]


def test_a_bold_sum_at_the_top_names_no_columns() -> None:
    table = [("Total", "1,204", "1,100"), ("Cash", "1", "2")]
    assert word(table, lambda at, _: at == 0) == ["Total — 1,204; 1,100", "Cash — 1; 2"]


def test_a_style_sets_the_first_row_of_a_table_off() -> None:
    read = word(ROLES, plain, "Light Grid Accent 1")
    assert read == ["Manager — Duty: approves leave", "Clerk — Duty: files"]


@pytest.mark.parametrize("made", [html, word, pdf])
def test_a_row_of_a_form_may_hold_several_labels(made: Callable[..., list[str]]) -> None:
    table = [("Name:", "Jane Roe", "Date:", "3 May"), ("Unit:", "Finance", "Room:", "B12")]
    assert made(table, plain) == ["Name: Jane Roe", "Date: 3 May", "Unit: Finance", "Room: B12"]


def test_what_runs_across_a_form_needs_no_label() -> None:
    rows = (
        "<tr><td colspan=4>Person<tr><td>Name:<td>Ann<td>Age:<td>7<tr><td>Home:<td colspan=3>Bern"
    )
    found = quotes(extract(f"<table>{rows}</table>".encode(), "a.html"))
    assert found == ["Person", "Name: Ann", "Age: 7", "Home: Bern"]


def test_a_title_across_a_table_stands_above_its_names() -> None:
    rows = "<tr><td colspan=3>Results of the year<tr><td>Town<td>Rain<td>Days<tr><td>Oslo<td>7<td>9"
    found = quotes(extract(f"<table>{rows}</table>".encode(), "a.html"))
    assert found == ["Results of the year", "Oslo — Rain: 7; Days: 9"]


def test_a_row_of_units_belongs_to_the_names() -> None:
    rows = "<tr><th>Kind<th>Strength<th>Stretch<tr><td>-<td>N/mm²<td>%<tr><td>Bars<td>890<td>12"
    found = quotes(extract(f"<table>{rows}</table>".encode(), "a.html"))
    assert found == ["Bars — Strength N/mm²: 890; Stretch %: 12"]


def test_an_empty_column_that_keeps_others_apart_is_none() -> None:
    rows = "<tr><td>Class<td><td>Symbol<td><td>Market<tr><td>Common<td><td>GLX<td><td>OTC"
    found = quotes(extract(f"<table>{rows}</table>".encode(), "a.html"))
    assert found == ["Common — Symbol: GLX; Market: OTC"]


def test_the_first_pair_of_a_form_answers(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Data sheet of the Silence 5 dishwasher", 1)
    made = document.add_table(0, 2)
    for pair in (("Manufacturer", "Ohm AG"), ("Made in", "Norway"), ("Net weight", "42 kg")):
        for cell, text in zip(made.add_row().cells, pair, strict=True):
            cell.text = text
    (tmp_path / "sheets").mkdir()
    document.save(str(tmp_path / "sheets" / "silence.docx"))
    index = IndexConfig(folders=(str(tmp_path / "sheets"),), path=str(tmp_path / "index"))
    bot = QABot.open(Config(index=index))
    (said,) = bot.ask("Who is the manufacturer of the Silence 5?").answer.statements
    assert said.text == "Manufacturer — Ohm AG"
    (said,) = bot.ask("What is the net weight of the Silence 5 dishwasher?").answer.statements
    assert said.text == "Net weight — 42 kg"
