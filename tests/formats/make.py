"""Makes this folder's documents out of `article.md`, with LibreOffice and pandoc.

Run `python tests/formats/make.py` (Debian: libreoffice-writer, hyphen-en-us, pandoc, qpdf). The
tests compare what is read from them with the article itself.
"""

import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
STYLES = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">
<office:styles>
 <style:default-style style:family="paragraph">
  <style:paragraph-properties fo:text-align="justify" fo:margin-bottom="0.2cm"/>
  <style:text-properties fo:font-size="{size}pt" fo:hyphenate="true" fo:language="en"
   fo:country="US"/>
 </style:default-style>
 <style:style style:name="Standard" style:family="paragraph"/>
 <style:style style:name="Cell" style:family="paragraph" style:parent-style-name="Standard">
  <style:paragraph-properties fo:text-align="left" fo:margin-bottom="0cm"/>
 </style:style>
 {headings}
</office:styles>
<office:automatic-styles>
 <style:style style:name="cell" style:family="table-cell">
  <style:table-cell-properties fo:padding="0.1cm" fo:border="0.5pt solid #000000"/>
 </style:style>
 <style:page-layout style:name="page">
  <style:page-layout-properties fo:page-width="14.8cm" fo:page-height="21cm" fo:margin="1.5cm">
   <style:columns fo:column-count="{columns}" fo:column-gap="0.6cm"/>
  </style:page-layout-properties>
  <style:header-style/><style:footer-style/>
 </style:page-layout>
</office:automatic-styles>
<office:master-styles>
 <style:master-page style:name="Standard" style:page-layout-name="page">
  <style:header><text:p>Journal of Examples 12 (2026)</text:p></style:header>
  <style:footer><text:p>Page <text:page-number/> of <text:page-count/></text:p></style:footer>
 </style:master-page>
</office:master-styles>
<office:body><office:text>
{body}
</office:text></office:body></office:document>
"""
HEADING = """<style:style style:name="Heading_20_{n}" style:display-name="Heading {n}"
 style:family="paragraph" style:default-outline-level="{n}">
 <style:paragraph-properties fo:text-align="left" fo:keep-with-next="always"/>
 <style:text-properties fo:font-size="{size}pt" fo:font-weight="bold"/></style:style>"""

CELL = (
    '<table:table-cell table:style-name="cell">'
    '<text:p text:style-name="Cell">{}</text:p></table:table-cell>'
)


def flat_text(markdown: str, columns: int) -> str:
    """Write an article as flat OpenDocument text."""
    size = 10 if columns == 1 else 8
    headings = "".join(HEADING.format(n=n, size=size + 8 - 2 * n) for n in (1, 2, 3))
    body = "\n".join(block(one) for one in markdown.strip().split("\n\n"))
    return STYLES.format(size=size, headings=headings, columns=columns, body=body)


def block(text: str) -> str:
    """Write a heading, a table or a paragraph."""
    if text.startswith("#"):
        marks, _, title = text.partition(" ")
        level = len(marks)
        return (
            f'<text:h text:outline-level="{level}" text:style-name="Heading_20_{level}">'
            f"{escape(title)}</text:h>"
        )
    if not text.startswith("|"):
        return f"<text:p>{escape(text)}</text:p>"
    lines = [line.strip("| ").split(" | ") for line in text.split("\n")]
    del lines[1]
    rows = [
        "<table:table-row>"
        + "".join(CELL.format(escape(cell)) for cell in row)
        + "</table:table-row>"
        for row in lines
    ]
    head, body = rows[0], "".join(rows[1:])
    return (
        f'<table:table><table:table-column table:number-columns-repeated="{len(lines[0])}"/>'
        f"<table:table-header-rows>{head}</table:table-header-rows>{body}</table:table>"
    )


def converted(path: Path, ending: str) -> None:
    """Let LibreOffice convert a file into this folder."""
    subprocess.run(
        ["soffice", "--headless", "--convert-to", ending, "--outdir", str(HERE), str(path)],
        check=True,
    )


def main() -> None:
    """Make everything."""
    article = (HERE / "article.md").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name, columns in (("article", 1), ("columns", 2)):
            path = Path(folder, f"{name}.fodt")
            path.write_text(flat_text(article, columns), "utf-8")
            for ending in ("pdf", "docx", "html") if columns == 1 else ("pdf",):
                converted(path, ending)
    for name, writer in (("pandoc.docx", "docx"), ("article.rst", "rst"), ("pandoc.epub", "epub")):
        subprocess.run(
            ["pandoc", "-f", "gfm", "-t", writer, "-o", str(HERE / name), "article.md"],
            check=True,
            cwd=HERE,
        )
    qpdf = ["qpdf", "--encrypt", "secret", "owner", "256", "--", "article.pdf", "encrypted.pdf"]
    subprocess.run(qpdf, check=True, cwd=HERE)


if __name__ == "__main__":
    main()
