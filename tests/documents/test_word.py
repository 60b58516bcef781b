"""DOCX made by LibreOffice, pandoc and by hand: what a reader of the page sees, in order."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from qa_bot.documents import FileEntry, load
from qa_bot.documents.formats import extract
from qa_bot.errors import DocumentError
from tests.formats import ARTICLE, FORMATS, quotes, read, units


@pytest.mark.parametrize("name", ["article.docx", "pandoc.docx"])
def test_a_document_reads_as_its_article(name: str) -> None:
    found = read(name)
    assert units(found) == ARTICLE
    assert found.title == "Notes on selinexor"


@pytest.mark.parametrize("name", ["article.docx", "pandoc.docx"])
def test_a_strict_document_reads_as_any_other(name: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(FORMATS / name) as given, zipfile.ZipFile(data, "w") as strict:
        for part in given.namelist():
            text = re.sub(
                rb"http://schemas\.openxmlformats\.org/(office|word|drawing)(\w+)/2006/",
                rb"http://purl.oclc.org/ooxml/\1\2/",
                given.read(part),
            )
            strict.writestr(part, text)
    assert units(extract(data.getvalue(), "notes/strict.docx")) == ARTICLE


def made(fill: Callable[[docx.document.Document], object]) -> list[str]:
    """Fill a new document and read it."""
    document = docx.Document()
    fill(document)
    data = io.BytesIO()
    document.save(data)
    return quotes(extract(data.getvalue(), "notes/made.docx"))


def with_xml(*bodies: str) -> list[str]:
    """Read a document whose paragraphs are written in XML."""

    def fill(document: docx.document.Document) -> None:
        for body in bodies:
            body_of = document.element.body
            body_of.insert(
                len(body_of) - 1, parse_xml(body.replace(">", f" {nsdecls('w', 'm')}>", 1))
            )

    return made(fill)


def test_headings_are_told_by_style_and_title() -> None:
    document = docx.Document()
    document.add_paragraph("Notes", style="Title")
    document.add_heading("Doses", 1)
    document.add_heading("Arms", 2)
    document.add_paragraph("One was low.")
    document.add_paragraph("first", style="List Bullet")
    data = io.BytesIO()
    document.save(data)
    found = extract(data.getvalue(), "a.docx")
    assert units(found) == [
        (("Notes", "Doses", "Arms"), "One was low."),
        (("Notes", "Doses", "Arms"), "first"),
    ]
    assert found.title == "Notes"


def test_a_bold_line_heads_what_follows_it() -> None:
    document = docx.Document()
    for text, is_bold in (
        ("2.1 Pets:", True), ("", False), ("Cats are allowed.", False), ("A dog costs 5 EUR", True),
        ("Size: small", True), ("Dogs need consent.", True), ("Stated by", True),
        ("Anna Meier", True),
    ):  # fmt: skip
        document.add_paragraph().add_run(text).bold = is_bold
    data = io.BytesIO()
    document.save(data)
    found = extract(data.getvalue(), "lease.docx")
    assert units(found) == [
        (("2.1 Pets",), one)
        for one in (
            "Cats are allowed.", "A dog costs 5 EUR", "Size: small", "Dogs need consent.",
            "Stated by", "Anna Meier",
        )
    ]  # fmt: skip
    assert found.title == "lease"


def test_what_was_inserted_is_read_and_what_was_deleted_is_not() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    deleted = "<w:del w:id='1'><w:r><w:tab/><w:delText>not </w:delText></w:r></w:del>"
    inserted = f"<w:ins w:id='2'>{run.format('indeed ')}</w:ins>"
    paragraph = f"<w:p>{run.format('It was ')}{deleted}{inserted}{run.format('given.')}</w:p>"
    assert with_xml(paragraph) == ["It was indeed given."]


def test_what_is_hidden_or_struck_out_is_not_read() -> None:
    run = "<w:r><w:rPr><w:{}/></w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
    settings = [
        ("vanish", "not"), ("b", "It is "), ("strike", "3"), ("dstrike", "4"),
        ("strike w:val='0'", "5 mg."),
    ]  # fmt: skip
    runs = "".join(run.format(*one) for one in settings)
    assert with_xml(f"<w:p>{runs}</w:p>") == ["It is 5 mg."]


def test_how_letters_are_spoken_is_not_read_between_them() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    spoken = f"<w:rt>{run.format('とうきょう')}</w:rt>"
    base = f"<w:rubyBase>{run.format('東京')}</w:rubyBase>"
    ruby = f"<w:r><w:ruby>{spoken}{base}</w:ruby></w:r>"
    assert with_xml(f"<w:p>{ruby}{run.format('は広い。')}</w:p>") == ["東京は広い。"]


def test_a_row_that_was_deleted_is_not_read() -> None:
    def fill(document: docx.document.Document) -> None:
        table = document.add_table(3, 2)
        for row, cells in zip(table.rows, ["Part Price", "Lid 2", "Cup 3"], strict=True):
            for cell, text in zip(row.cells, cells.split(), strict=True):
                cell.text = text
        deleted = f"<w:trPr {nsdecls('w')}><w:del w:id='1'/></w:trPr>"
        table.rows[2]._tr.insert(0, parse_xml(deleted))

    assert made(fill) == ["Lid — Price: 2"]


def test_a_list_in_a_list_is_told_by_the_name_of_its_style() -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("Not insured:", style="List Bullet")
        document.add_paragraph("cash", style="List Bullet 2")
        document.add_paragraph("Keys.", style="List Bullet")

    assert made(fill) == ["Not insured:", "Not insured: cash", "Keys."]


def test_breaks_hyphens_and_raised_figures_are_kept() -> None:
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t></w:r>"
    paragraph = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr><w:r><w:t>10</w:t>"
        f"</w:r>{raised.format('3')}<w:r><w:t> of non</w:t><w:noBreakHyphen/>"
        f"<w:t>smokers,</w:t><w:br/><w:t>the 2</w:t></w:r>{raised.format('nd')}"
        "<w:r><w:tab/><w:t>year</w:t></w:r></w:p>"
    )
    assert with_xml(paragraph) == ["10³ of non-smokers, the 2nd year"]


def test_figures_below_the_line_make_no_other_figure() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    below = "<w:r><w:rPr><w:vertAlign w:val='subscript'/></w:rPr><w:t>{}</w:t></w:r>"
    inside = (run.format("1"), below.format("2"), run.format(" of CO"), below.format("2"))
    assert with_xml(f"<w:p>{''.join(inside)}</w:p>") == ["1₂ of CO2"]


def test_the_signs_of_other_typefaces_are_read() -> None:
    def sign(font: str, char: str) -> str:
        return f"<w:r><w:sym w:font='{font}' w:char='{char}'/></w:r>"

    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    paragraph = (
        run.format("Give it at "), sign("Symbol", "F0B3"), run.format(" 50 "),
        sign("Symbol", "F06D"), run.format("g and "), sign("Symbol", "00A3"), run.format(" 38 "),
        sign("Symbol", "F0B0"), run.format("C "), sign("Cambria Math", "2265"),
        sign("Wingdings", "F0FC"), sign("Symbol", "F0FF"),
    )  # fmt: skip
    assert with_xml(f"<w:p>{''.join(paragraph)}</w:p>") == ["Give it at ≥ 50 μg and ≤ 38 °C ≥��"]


def part(name: str, *inside: str) -> str:
    """Write a part of an equation; one that holds text alone holds it in a run."""
    runs = (one if one.startswith("<") else f"<m:r><m:t>{one}</m:t></m:r>" for one in inside)
    return f"<m:{name}>{''.join(runs)}</m:{name}>"


def test_an_equation_is_read_where_it_stands() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    inside = f"{run.format('The daily dose is ')}{part('oMath', '5 mg/kg')}{run.format(' daily.')}"
    alone = part("oMathPara", part("oMath", "E = mc"))
    assert with_xml(f"<w:p>{inside}</w:p>", f"<w:p>{alone}</w:p>") == [
        "The daily dose is 5 mg/kg daily.",
        "E = mc",
    ]


@pytest.mark.parametrize(
    ("equation", "line"),
    [
        (part("f", part("num", "1"), part("den", "2")), "1/2"),
        (part("f", part("num", "a+b"), part("den", "2.5")), "(a+b)/2.5"),
        (
            part("f", "<m:fPr><m:type m:val='noBar'/></m:fPr>", part("num", "5"), part("den", "2")),
            "5¦2",
        ),
        (part("sSup", part("e", "10"), part("sup", "-3")), "10⁻³"),
        (part("sSup", part("e", "e"), part("sup", "2x+1")), "e^(2x+1)"),
        (part("sSubSup", part("e", "x"), part("sub", "i"), part("sup", "2")), "xi²"),
        (part("sSub", part("e", "1"), part("sub", "2")), "1₂"),
        (part("sSub", part("e", "CO"), part("sub", "2")), "CO2"),
        (part("sSubSup", part("e", "5"), part("sub", "3"), part("sup", "2")), "5₃²"),
        (part("sPre", part("sub", "6"), part("sup", "14"), part("e", "C")), "¹⁴6C"),
        (part("rad", part("deg"), part("e", "a+b")), "√(a+b)"),
        (part("rad", part("deg", "3"), part("e", "8")), "³√8"),
        (part("oMath", "2", part("d", part("e", "a+b"))), "2(a+b)"),
        (
            part(
                "d",
                "<m:dPr><m:begChr m:val='['/><m:sepChr m:val=';'/><m:endChr m:val=''/></m:dPr>",
                part("e", "0"),
                part("e", "1"),
            ),
            "[0;1",
        ),
        (
            part(
                "nary",
                "<m:naryPr><m:chr m:val='∑'/></m:naryPr>",
                part("sub", "i=1"),
                part("sup", "n"),
                part("e", "x"),
            ),
            "∑(i=1)ⁿ x",
        ),
        (part("func", part("fName", "sin"), part("e", "x")), "sin x"),
        (
            part(
                "m",
                part("mr", part("e", "1"), part("e", "2")),
                part("mr", part("e", "3"), part("e", "4")),
            ),
            "1 2 3 4",
        ),
        (part("r", "<w:del><w:r><w:t>not </w:t></w:r></w:del>", "<m:t>so</m:t>"), "so"),
    ],
)
def test_the_layout_of_an_equation_is_written_out(equation: str, line: str) -> None:
    assert with_xml(f"<w:p>{part('oMath', equation)}</w:p>") == [line]


def test_content_controls_are_read_but_for_the_table_of_contents() -> None:
    control = (
        "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    contents = control.format(gallery, "Doses 12")
    around = f"<w:sdt><w:sdtContent>{contents}</w:sdtContent></w:sdt>"
    found = with_xml(control.format("", "Said here."), "<w:sdt></w:sdt>", contents, around)
    assert found == ["Said here."]


def test_rows_and_cells_in_content_controls_keep_their_columns() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    head = row(*map(cell.format, ("Station", "May", "June")))
    first = row(cell.format("Florida"), control.format(cell.format("7 mm")), cell.format("8 mm"))
    second = control.format(row(*map(cell.format, ("Airport", "5 mm", "6 mm"))))
    box = row(control.format(cell.format("Said in a box.")))
    assert with_xml(f"<w:tbl>{head}{first}{second}</w:tbl>", f"<w:tbl>{box}</w:tbl>") == [
        "Florida — May: 7 mm; June: 8 mm",
        "Airport — May: 5 mm; June: 6 mm",
        "Said in a box.",
    ]


def test_merged_cells_stand_in_each_of_their_places() -> None:
    def fill(document: docx.document.Document) -> None:
        table = document.add_table(4, 3)
        texts = [
            "arm",
            "2022",
            "2023",
            "first",
            "7 mg",
            "8 mg",
            "",
            "9 mg",
            "",
            "all arms together",
        ]
        for cell, text in zip(table._cells, texts, strict=False):
            cell.text = text
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(2, 1).merge(table.cell(2, 2))
        table.cell(3, 0).merge(table.cell(3, 2))
        head = table.rows[0]._tr.get_or_add_trPr()
        head.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    assert made(fill) == [
        "first — 2022: 7 mg; 2023: 8 mg",
        "first — 2022: 9 mg; 2023: 9 mg",
        "all arms together",
    ]


def test_a_row_that_begins_in_a_later_column_keeps_its_columns() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = (
        "".join(map(cell.format, ("arm", "dose", "visits"))),
        "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
        + "".join(map(cell.format, ("7 mg", "weekly"))),
    )
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    assert with_xml(table) == ["dose: 7 mg; visits: weekly"]


def test_a_table_of_one_column_is_no_table() -> None:
    def fill(document: docx.document.Document) -> None:
        table = document.add_table(2, 1)
        table.cell(0, 0).text = "A box. With two sentences."
        table.cell(1, 0).text = "Another."

    assert made(fill) == ["A box.", "With two sentences.", "Another."]


def noted(fill: Callable[[bytes], bytes]) -> list[str]:
    """Read a document with a note added; LibreOffice keeps notes in a part of their own."""
    data = io.BytesIO()
    with zipfile.ZipFile(FORMATS / "pandoc.docx") as given, zipfile.ZipFile(data, "w") as made:
        for item in given.namelist():
            text = given.read(item)
            if item == "word/document.xml":
                text = fill(text)
            if item == "word/footnotes.xml":
                note = b'<w:footnote w:id="7"><w:p><w:r><w:t>As of today.</w:t></w:r></w:p>'
                text = text.replace(b"</w:footnotes>", note + b"</w:footnote></w:footnotes>")
            made.writestr(item, text)
    return quotes(extract(data.getvalue(), "a.docx"))


MARK = b'<w:r><w:footnoteReference w:id="7"/></w:r></w:p>'


def test_a_note_follows_what_it_belongs_to() -> None:
    assert noted(lambda text: text.replace(b"</w:p>", MARK, 1))[0] == "As of today."


def test_a_note_in_a_cell_follows_the_table() -> None:
    def fill(text: bytes) -> bytes:
        before, within = text.split(b"<w:tbl>", 1)
        return before + b"<w:tbl>" + within.replace(b"</w:p>", MARK, 1)

    found = noted(fill)
    assert found[found.index("As of today.") - 1].endswith("Given with: nothing")


def zeros(number: int) -> bytes:
    """Make an archive of nothing but zeros."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * number)
    return data.getvalue()


def bomb() -> bytes:
    """Make an archive that says of itself that it unpacks to four gigabytes."""
    packed = bytearray(zeros(1000))
    directory = packed.rindex(b"PK\x01\x02")
    packed[directory + 24 : directory + 28] = b"\xf0\xff\xff\xff"
    return bytes(packed)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bomb(), "unpacks to 4294 MB; the most is 500 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "encrypted, or of an old format"),
        (b"", "damaged"),
        (b"PK\x03\x04", "damaged"),
        ((FORMATS / "article.docx").read_bytes()[:7000], "damaged"),
    ],
)
@pytest.mark.parametrize("ending", ["docx", "epub"])
def test_what_cannot_be_unpacked_is_named(data: bytes, reason: str, ending: str) -> None:
    with pytest.raises(DocumentError) as raised:
        extract(data, f"notes/a.{ending}")
    assert raised.value.message.startswith(f"notes/a.{ending}: {reason}")
    assert raised.value.hint


@pytest.mark.parametrize(
    ("number", "reason"),
    [(51_000_000, "made to burst: unpacks to 10"), (49_000_000, "damaged, or no")],
)
@pytest.mark.parametrize("ending", ["docx", "epub"])
def test_what_is_made_to_burst_is_called_so(number: int, reason: str, ending: str) -> None:
    with pytest.raises(DocumentError) as raised:
        extract(zeros(number), f"notes/a.{ending}")
    assert raised.value.message.startswith(f"notes/a.{ending}: {reason}")


def test_entities_that_multiply_are_not_resolved(tmp_path: Path) -> None:
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12)
    )
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(FORMATS / "article.docx") as given, zipfile.ZipFile(path, "w") as made:
        for item in given.namelist():
            text = given.read(item).decode()
            if item == "word/document.xml":
                text = re.sub(r"(<\?xml.*?\?>)", rf"\1<!DOCTYPE d [{laughs}]>", text)
                text = text.replace("Notes on", "&l11; Notes on", 1)
            made.writestr(item, text)
    try:
        document = load(FileEntry("notes/bomb.docx", path, 0, 0))
        assert len(document.text) < 20_000
    except DocumentError as error:
        assert error.message.startswith("notes/bomb.docx: ")
