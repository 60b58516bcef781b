"""PDFs made by LibreOffice read as the article that they were made from."""

import time
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents import FileEntry, load
from qa_bot.documents.blocks import Heading, Page, Prose
from qa_bot.documents.formats import extract
from qa_bot.documents.pdf.furniture import without_furniture
from qa_bot.documents.pdf.lines import HYPHEN, Line, PdfPage
from qa_bot.documents.pdf.paragraphs import joined, mended
from qa_bot.errors import DocumentError
from qa_bot.text.spans import PageNumbers
from tests.conftest import RunCommand
from tests.exact import assert_exact
from tests.formats import ARTICLE, FORMATS, quotes, read, units


@pytest.mark.parametrize("name", ["article.pdf", "columns.pdf"])
def test_a_pdf_reads_as_its_article(name: str) -> None:
    found = read(name)
    assert units(found) == ARTICLE
    assert found.title == "Notes on selinexor"


@pytest.mark.parametrize("name", ["article.pdf", "columns.pdf"])
def test_every_unit_is_on_the_page_that_it_names(name: str) -> None:
    def bare(text: str) -> str:
        return "".join(letter for letter in text if letter.isalnum())

    with pypdfium2.PdfDocument(FORMATS / name) as document:
        pages = [bare(page.get_textpage().get_text_range()) for page in document]
    found = read(name)
    numbers = PageNumbers(found.pages)
    assert len(found.pages) == len(pages) > 2
    for section in found.sections:
        for unit in section.units:
            number = numbers.at(unit.span.start)
            assert number
            first = bare(unit.span.of(found.text))[:9]
            assert first in pages[number - 1], (number, unit)


def test_an_encrypted_file_is_named_with_a_remedy() -> None:
    with pytest.raises(DocumentError) as raised:
        read("encrypted.pdf")
    assert raised.value.message == "encrypted.pdf: encrypted: it asks for a password"
    assert raised.value.hint.startswith("qpdf --decrypt --password=PASSWORD encrypted.pdf")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf", b"\0" * 5000])
def test_what_is_no_pdf_is_named(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^notes/a\.pdf: damaged, or not a PDF"):
        extract(data, "notes/a.pdf")


def test_pictures_of_text_are_named_with_a_remedy(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(300, 400)
        document.new_page(300, 400)
        document.save(tmp_path / "scan.pdf")
    with pytest.raises(DocumentError, match="no text on its 2 pages") as raised:
        extract((tmp_path / "scan.pdf").read_bytes(), "scan.pdf")
    assert raised.value.hint == "ocrmypdf scan.pdf readable.pdf"


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_read_or_named(tmp_path: Path, seed: int) -> None:
    data = bytearray((FORMATS / "article.pdf").read_bytes())
    for step in range(40):
        data[(seed * 7919 + step * 104_729) % len(data)] ^= 1 + (seed * 31 + step) % 255
    path = tmp_path / "damaged.pdf"
    path.write_bytes(data[: len(data) - seed * 3000])
    try:
        document = load(FileEntry("notes/damaged.pdf", path, len(data), 0))
        assert_exact(document.text, document.sections)
    except DocumentError as error:
        assert error.message.startswith("notes/damaged.pdf: ")


# Words that lines part


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("the infor-", "mation, which", "the information,\nwhich"),
        ("a 35-", "day cycle", "a 35-day\ncycle"),
        ("1.9-", "5.3% but", "1.9-5.3%\nbut"),
        ("the high-", "fat meal", "the high-fat\nmeal"),
        ("UDP-", "glucuronosyltransferases", "UDP-glucuronosyltransferases"),
        ("lymphoma (DL-", "BCL) and", "lymphoma (DLBCL)\nand"),
        ("Bcl-", "xL falls", "Bcl-xL\nfalls"),
        ("70 mg/", "m2 in", "70 mg/m2\nin"),
        ("a dash -", "and more", "a dash -\nand more"),
        ("plain", "text", "plain\ntext"),
        (f"se{HYPHEN}", "linexor", "selinexor"),
        ("the 3'-", "unique region", "the 3'-unique\nregion"),
        ("1.8 mi-", "crom2/ms, and", "1.8 microm2/ms,\nand"),
        ("a tilt-", "table test", "a tilt-table\ntest"),
    ],
)
def test_a_word_that_a_line_parts_is_mended(above: str, below: str, joined: str) -> None:
    words = frozenset({"high-fat", "dlbcl", "95", "bcl-xl", "tilt", "table"})
    assert mended(above, below, "\n", words) == joined


@given(
    st.text("ab1-/ \x02", max_size=9),
    st.text("ab1-/ ", max_size=9),
    st.sets(st.text("ab", max_size=3)).map(frozenset),
    st.sampled_from(["\n", "\f", "\f\f"]),
)
def test_mending_loses_no_letter_and_no_page(
    above: str, below: str, words: frozenset[str], between: str
) -> None:
    def letters(text: str) -> str:
        return "".join(letter for letter in text if letter.isalnum())

    found = mended(above, below, between, words)
    assert letters(found) == letters(above + below)
    assert found.count("\f") == between.count("\f")


def full(text: str, pages: int) -> list[PdfPage]:
    """Make pages of lines that all say the same, up to the right margin."""
    lines = tuple(Line(text, 72, 520, 780 - number * 14, 11) for number in range(50))
    return [PdfPage(lines, 842)] * pages


@pytest.mark.parametrize(
    "text", ["an entry of a long register in a town", "患者每周服用一次塞利尼索" * 3]
)
def test_a_paragraph_of_many_pages_takes_seconds(text: str) -> None:
    started = time.process_time()
    found = list(joined(full(text, 60)))
    assert time.process_time() - started < 10
    assert [type(block) for block in found] == [Page, Prose]


def test_a_full_stop_of_any_script_ends_a_paragraph_with_its_page() -> None:
    for text in ("It was given.", "每周服用一次。", "每周服用一次？」"):
        found = [block for block in joined(full(text, 2)) if isinstance(block, Prose)]
        assert len(found) == 2
    assert sum(isinstance(block, Prose) for block in joined(full("每周服用一次", 2))) == 1


# Running lines


def page(*texts: tuple[str, float]) -> PdfPage:
    return PdfPage(tuple(Line(text, 50, 300, base, 10) for text, base in texts), 800)


def test_lines_that_run_along_the_pages_are_taken_off() -> None:
    pages = [
        page(("Journal 7", 780), (f"Body 7 of {number}.", 400), (f"- {number + 12} -", 20))
        for number in range(4)
    ]
    pages[0] = page(("A title", 780), ("Body.", 400), ("- 12 -", 20))
    kept = [[line.text for line in one.lines] for one in without_furniture(pages)]
    assert kept == [["A title", "Body."], *([f"Body 7 of {number}."] for number in range(1, 4))]


def test_what_stands_once_or_in_the_middle_stays() -> None:
    pages = [page(("Same.", 400), (f"Figure {number * 5}", 780)) for number in range(5)]
    assert without_furniture(pages) == pages
    alone = [page(("Header", 780), ("Body.", 400))]
    assert without_furniture(alone) == alone


def test_a_row_of_a_table_stays_unless_every_cell_comes_back() -> None:
    def row(*texts: str) -> tuple[Line, ...]:
        cells = enumerate(texts)
        return tuple(
            Line(text, 50 + at * 90, 90 + at * 90, 20, 10, beside=at > 0) for at, text in cells
        )

    pages = [
        PdfPage((*page(("Body.", 400)).lines, *row("Placebo", "10 mg", figure)), 800)
        for figure in ("3.1 months", "4.7 months", "5.2 months")
    ]
    assert without_furniture(pages) == pages
    running = [PdfPage(row("Journal", "Doses", str(number)), 800) for number in range(7, 10)]
    assert [one.lines for one in without_furniture(running)] == [(), (), ()]


def test_what_is_written_along_the_side_of_a_page_is_taken_off() -> None:
    lines = drawn((72, 700, "The trial began in May and it went on"), (72, 687, "until June."))
    stamp = b"0 1 -1 0 30 300 Tm (Preprint, 30 Sep 2020) Tj\nET"
    data = lines.replace(b"ET", stamp).replace(b"/Length ", b"/Length 1", 1)
    assert quotes(extract(data, "notes/a.pdf")) == [
        "The trial began in May and it went on until June."
    ]
    inside = data.replace(b"0 30 300 Tm", b"0 300 300 Tm")
    assert "Preprint, 30 Sep 2020" in quotes(extract(inside, "notes/a.pdf"))


def test_a_table_of_contents_is_taken_off() -> None:
    lines = (
        ("1 Methods . . . . . . . . 12", 500),
        ("2 Results.......... xi", 480),
        ("Etc. ...", 9),
    )
    assert [line.text for line in without_furniture([page(*lines)])[0].lines] == ["Etc. ..."]


def test_dots_behind_what_names_a_row_are_taken_off() -> None:
    cells = (("Cash . . . . . . .", 50), ("1,204", 300), ("1,100", 400))
    row = tuple(Line(text, at, at + 90, 400, 10, beside=at > 50) for text, at in cells)
    (kept,) = without_furniture([PdfPage(row, 800)])
    assert [line.text for line in kept.lines] == ["Cash", "1,204", "1,100"]


# Tables


def drawn(*texts: tuple[float, float, str], scale: float = 1) -> bytes:
    """Make a page of texts at their places; PDFium needs no table of its objects.

    The type is of 11 points, be it chosen in that size or, as some programs do, drawn to `scale`.
    """
    letters = "".join(
        f"{scale} 0 0 {scale} {left} {base} Tm ({text}) Tj\n" for left, base, text in texts
    )
    stream = f"BT /F1 {11 / scale:g} Tf\n{letters}ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>"
        "/Contents 5 0 R>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
    )
    body = "".join(f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer <</Root 1 0 R>>\n%%EOF".encode()


def tabled(*rows: tuple[str, str, str]) -> list[str]:
    """Read a table that is drawn in three columns; an empty cell is not."""
    cells = (
        (left, 600 - 24 * number, cell)
        for number, row in enumerate(rows)
        for left, cell in zip((72, 188, 288), row, strict=True)
        if cell
    )
    first, *found = quotes(extract(drawn((72, 700, "A table."), *cells), "notes/a.pdf"))
    assert first == "A table."
    return found


def test_cells_that_are_as_far_apart_are_no_stretched_line() -> None:
    # From each cell to the next it is 80 points, or nearly so.
    found = tabled(("Events", "SVd", "Vd"), ("Nausea", "100", "10"), ("Fatigue", "200", "20"))
    assert found == ["Nausea — SVd: 100; Vd: 10", "Fatigue — SVd: 200; Vd: 20"]


def test_a_head_may_have_an_empty_corner() -> None:
    found = tabled(("", "SVd", "Vd"), ("Nausea", "rare", "none"), ("Fever", "mild", ""))
    assert found == ["Nausea — SVd: rare; Vd: none", "Fever — SVd: mild"]
    assert tabled(("", "50", "10"), ("Nausea", "rare", "none")) == ["50; 10", "Nausea — rare; none"]


def test_years_that_rise_name_columns() -> None:
    assert tabled(("", "2022", "2023"), ("Nausea", "50", "10")) == ["Nausea — 2022: 50; 2023: 10"]
    found = tabled(("Founded", "1998", "2003"), ("Staff", "12", "40"))
    assert found == ["Founded — 1998; 2003", "Staff — 12; 40"]


def said(*texts: tuple[float, float, str]) -> list[str]:
    return quotes(extract(drawn(*texts), "notes/a.pdf"))


FIGURES = [
    *((72, 600, "Nausea"), (210, 600, "12"), (310, 600, "7")),
    *((72, 584, "Fatigue"), (210, 584, "31"), (310, 584, "9")),
]


def test_names_in_lines_of_their_own_above_a_table_name_its_columns() -> None:
    # Centred, in two lines of which one spans both columns, and written column by column.
    names = [(72, 616, "Event"), (212, 630, "Patients with an event")]
    names += [(200, 616, "SVd arm"), (303, 616, "Vd alone")]
    assert said((72, 660, "The table shows events by arm."), *names, *FIGURES) == [
        "The table shows events by arm.",
        "Nausea — Patients with an event SVd arm: 12; Patients with an event Vd alone: 7",
        "Fatigue — Patients with an event SVd arm: 31; Patients with an event Vd alone: 9",
    ]


def test_a_caption_or_a_figure_above_a_table_names_no_column() -> None:
    caption = (72, 616, "Table 2. Events by arm, as of the second of May")
    assert said(caption, *FIGURES)[-2:] == ["Nausea — 12; 7", "Fatigue — 31; 9"]
    odd = [(72, 616, "Fever, in"), (200, 616, "40 patients"), (303, 616, "2 patients")]
    assert said(*odd, *FIGURES)[-1] == "Fatigue — 31; 9"


def test_the_same_name_twice_names_no_column() -> None:
    names = [(72, 616, "Age"), (208, 616, "Men"), (303, 616, "Men")]
    assert said(*names, *FIGURES)[-1] == "Fatigue — 31; 9"


def test_names_that_span_columns_may_be_narrower_than_these() -> None:
    rows = [
        (left, base, text)
        for base, texts in ((616, "Region Sales Costs Sales Costs"), (600, "North 10 5 12 6"),
                            (584, "South 20 11 22 13"))
        for left, text in zip((72, 200, 280, 360, 440), texts.split(), strict=True)
    ]  # fmt: skip
    years = [(232, 632, "2023"), (392, 632, "2024")]
    assert said((72, 700, "Of two years."), *years, *rows)[1:] == [
        "North — 2023 Sales: 10; 2023 Costs: 5; 2024 Sales: 12; 2024 Costs: 6",
        "South — 2023 Sales: 20; 2023 Costs: 11; 2024 Sales: 22; 2024 Costs: 13",
    ]
    # Where it does not stand in their middle, nothing tells which columns it spans.
    assert said(*years[1:], *rows)[-1] == "South — 20; 11; 22; 13"


def test_a_table_goes_on_behind_a_subtitle() -> None:
    names = [(72, 616, "Event"), (200, 616, "SVd arm"), (303, 616, "Vd alone")]
    more = [(72, 560, "Grade 3 or higher"), (72, 536, "Rash"), (210, 536, "3"), (310, 536, "1")]
    more += [(72, 520, "Cough"), (210, 520, "5"), (310, 520, "4")]
    found = said(*names, *FIGURES, *more)
    assert found[-2:] == ["Rash — SVd arm: 3; Vd alone: 1", "Cough — SVd arm: 5; Vd alone: 4"]


def test_narrow_columns_of_figures_are_parted() -> None:
    rows = [(72, 600, "1990"), (110, 600, "12,895,086"), (171, 600, "12,644,242")]
    rows += [(72, 584, "1991"), (110, 584, "13,895,086"), (171, 584, "13,644,242")]
    names = [(72, 616, "Year"), (120, 616, "Men"), (180, 616, "Women")]
    assert said(*names, *rows)[-1] == "1991 — Men: 13,895,086; Women: 13,644,242"


def test_two_figures_are_two_cells_though_nothing_near_by_is_in_line() -> None:
    rows = [(72, 600, "Zinc"), (200, 600, "0.0003"), (251, 600, "24.0910")]
    rows += [(72, 584, "Iron"), (200, 584, "0.0002"), (245, 584, "121.440")]
    names = [(72, 616, "Metal"), (200, 616, "Rate"), (245, 616, "Resistance")]
    assert said(*names, *rows)[0] == "Zinc — Rate: 0.0003; Resistance: 24.0910"


def test_a_sign_that_a_file_does_not_tell_is_not_left_out_before_a_figure() -> None:
    rows = [(72, 600, "Zinc"), (200, 600, r"\0030.9393"), (72, 584, "Iron"), (200, 584, "0.8276")]
    assert said(*rows) == ["Zinc — \ufffd0.9393", "Iron — 0.8276"]
    assert said((72, 600, r"Take\0036 mg of it.")) == ["Take 6 mg of it."]


def test_a_comparison_that_begins_a_line_keeps_its_sign() -> None:
    lines = [(72, 600, "Hold the dose while the level of ALT is"), (72, 587, "> ULN, for a week.")]
    assert said(*lines) == ["Hold the dose while the level of ALT is > ULN, for a week."]


def test_a_bold_sum_of_a_table_is_no_heading() -> None:
    first = Line("Total", 72, 100, 600, 10, bold=True)
    figures = (Line(text, left, left + 20, 600, 10, True, True) for text, left in (("9", 200),))
    prose = Line("All patients took part in the trial of the year.", 72, 400, 560, 10)
    blocks = list(joined([PdfPage((first, *figures, prose), 800)]))
    assert not any(isinstance(block, Heading) for block in blocks)


def test_type_that_is_drawn_to_scale_is_as_large_as_it_is_seen() -> None:
    texts = (72, 700, "The dose is 60 mg."), (72, 687, "The pill is taken once a week.")
    for scale in (1, 11):
        found = quotes(extract(drawn(*texts, scale=scale), "notes/a.pdf"))
        assert found == ["The dose is 60 mg.", "The pill is taken once a week."]


def small(text: str, rise: float) -> str:
    """Set a part of a drawn text in smaller type above or below its line."""
    return f") Tj /F1 7 Tf {rise} Ts ({text}) Tj /F1 11 Tf 0 Ts ("


def test_figures_above_and_below_the_line_make_no_other_figure() -> None:
    lines = [
        (72, 600, f"It took 7{small('2', 5)} weeks in 2019.{small('1,3', 4)} There were"),
        (72, 586, f"10{small('3', 4)} l of CO{small('2', -2)} and 2{small('nd', 4)} at"),
        (72, 572, f"1{small('0', -2)} or so."),
    ]
    assert said(*lines) == [
        "It took 7² weeks in 2019.¹,³",
        "There were 10³ l of CO2 and 2nd at 1₀ or so.",
    ]
    placed = [(72, 600, "The area was 10"), (153.9, 604.5, small("3", 0)), (157.8, 600, ", or so.")]
    assert said(*placed) == ["The area was 10³, or so."]
    cells = [(72, 600, "Fever"), (188, 600, f"37{small('3', 5)}"), (288, 600, "21")]
    assert said(*cells, (72, 580, "Gout"), (188, 580, "4"), (288, 580, f"9{small('a', 4)}")) == [
        "Fever — 37³; 21",
        "Gout — 4; 9a",
    ]


def test_a_cell_that_reaches_into_the_next_column_ends_the_table() -> None:
    rows = [(72, 600, "Arm"), (188, 600, "SVd weekly"), (288, 600, "Vd")]
    rows += [(72, 576, "Fever"), (188, 576, "rare"), (288, 576, "none")]
    rows += [(72, 552, "Nausea"), (212, 552, "rare"), (288, 552, "none")]
    rows += [(80, 528, "Counted in all patients"), (212, 528, "so far")]
    *found, last = quotes(extract(drawn(*rows), "notes/a.pdf"))
    assert found[1] == "Nausea — SVd weekly: rare; Vd: none"
    assert last.endswith("so far")


# From the file to the answer


def test_an_answer_names_the_page_and_show_prints_it(qa_bot: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    for name in ("article.pdf", "encrypted.pdf"):
        (tmp_path / "papers" / name).write_bytes((FORMATS / name).read_bytes())
    indexed = qa_bot("index", "papers")
    assert indexed.returncode == 2
    assert "papers/encrypted.pdf: encrypted" in indexed.stderr
    asked = qa_bot("ask", "what is the mean half-life of selinexor")
    assert "6 to 8 hours" in asked.stdout
    assert " · page 3 · Notes on selinexor › Pharmacokinetics of selinexor" in asked.stdout
    address = asked.stdout.rpartition("[1] ")[2].split(" ")[0]
    shown = qa_bot("show", address)
    assert shown.stdout.startswith("papers/article.pdf\n")
    assert "— page 3 —" in shown.stdout
    assert "6 to 8 hours" in shown.stdout
