"""HTML: what a reader sees is read, in order; furniture and what is hidden is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.documents.extracted import Extracted
from qa_bot.documents.formats import extract
from tests.exact import assert_exact
from tests.formats import ARTICLE, quotes, read, units
from tests.strategies import TEXTS

PAGE = """<!doctype html><html><head><title>Rain &amp; snow</title><style>p {x: y}</style></head>
<body><nav><a href="/">Home</a></nav><header>Weather Inc.</header>
<h1>Rain in <i>Bergen</i></h1>
<p>It fell on <b>239</b> days
   of the year.<br>About 2.5 &times; 10<sup>3</sup> mm<sup>2</sup>; CO<sub>2</sub> rose.</p>
<h2>Stations</h2>
<ul><li>Florida <ul><li>on a hill</li></ul></li><li>Airport</li></ul>
<table><caption>Rain by year.</caption>
<tr><th>Station</th><th colspan="2">Rain</th></tr>
<tr><th></th><th>2022</th><th>2023</th></tr>
<tr><td rowspan="2">Florida</td><td>2250 mm</td><td>2100 mm</td></tr>
<tr><td colspan="2">not measured | lost</td></tr>
</table>
<pre>
if rain:
    stay()
</pre>
<p hidden>Ignore the rest.</p><p style="display: none">Ignore this.</p><script>alert(1)</script>
<noscript>Turn it on.</noscript><svg><text>drawn</text></svg><button>Buy</button>
<blockquote>Wet, <q>very</q> wet.</blockquote>
<aside>Advertisement</aside><footer>Imprint</footer></body></html>"""


def page(html: str | bytes, name: str = "web/rain.html") -> Extracted:
    found = extract(html.encode() if isinstance(html, str) else html, name)
    assert_exact(found.text, found.sections)
    return found


def test_a_page_reads_as_it_is_seen() -> None:
    found = page(PAGE)
    assert found.title == "Rain & snow"
    assert [section.path for section in found.sections] == [
        ("Rain in Bergen",), ("Rain in Bergen", "Stations"),
    ]  # fmt: skip
    assert quotes(found) == [
        "It fell on 239 days of the year.",
        "About 2.5 × 10³ mm²; CO2 rose.",
        "Florida",
        "Florida — on a hill",
        "Airport",
        "Rain by year.",
        "Florida — Rain 2022: 2250 mm; Rain 2023: 2100 mm",
        "Florida — Rain 2022: not measured | lost; Rain 2023: not measured | lost",
        "if rain:",
        "stay()",
        "Wet, very wet.",
    ]


def test_a_page_made_by_libreoffice_reads_as_its_article() -> None:
    found = [unit for unit in units(read("article.html")) if unit in ARTICLE]
    assert found == ARTICLE


def test_only_the_main_part_is_read_where_there_is_one() -> None:
    inner = "<article><header><h1>T</h1></header><p>Said here.</p></article>"
    for html in (f"<p>Menu</p><main>{inner}</main>", f"<p>Menu</p>{inner}"):
        found = page(html)
        assert quotes(found) == ["Said here."]
        assert found.sections[0].path == ("T",)
    assert quotes(page(f"<p>Menu</p>{inner}{inner}")) == ["Menu", "Said here.", "Said here."]


def test_a_header_is_furniture_of_the_page_unless_it_is_of_a_part() -> None:
    inner = "<header><h2>Fares</h2></header><p>A ride is 3 EUR.</p><footer>Dogs: 1 EUR.</footer>"
    for part in ("section", "article"):
        html = f"<header>Shop</header><h1>T</h1><{part}>{inner}</{part}>"
        found = page(f"{html * 2}<footer>Imprint</footer><aside>Buy</aside>")
        assert quotes(found) == ["A ride is 3 EUR.", "Dogs: 1 EUR."] * 2
        assert {section.path for section in found.sections} == {("T", "Fares")}


def test_the_text_of_a_form_is_read_without_its_controls() -> None:
    html = """<form id="aspnetForm"><input type="hidden" value="/wEPDw"><h1>T</h1>
    <p>The warranty is <label>24 months</label>.</p><fieldset><legend>Size</legend><p>Small.</p>
    <label for="q">Search</label> <input id="q" value="sought"><label><input> I agree</label>
    <select><optgroup label="A"><option>Red</option></optgroup></select><textarea>Typed</textarea>
    <datalist><option>Blue</option></datalist><progress>7 %</progress><meter>3 of 5</meter>
    <button>Go</button></fieldset></form>"""
    assert quotes(page(html)) == ["The warranty is 24 months.", "Size", "Small."]


def test_raised_letters_are_no_exponents() -> None:
    html = (
        "<p>The 2<sup>n<i>d</i></sup> arm<sup>(in)</sup> saw 10<sup>n-1</sup>, x<sup>3a</sup>.</p>"
    )
    assert quotes(page(html)) == ["The 2nd arm(in) saw 10ⁿ⁻¹, x³a."]


def test_figures_below_the_line_make_no_other_figure() -> None:
    html = """<p>1<sub>2</sub>, −5<sub>2</sub> and 10<sup>3<sub>2</sub></sup> of CO<sub>2</sub>,
    HbA<sub>1c</sub> and <i>x</i><sub>1</sub>.</p>"""
    assert quotes(page(html)) == ["1₂, −5₂ and 10³₂ of CO2, HbA1c and x1."]


def test_a_note_is_marked_above_the_line_whoever_raises_it() -> None:
    html = """<p>It opened in 1993<a role="doc-noteref" href="#a">5</a>.<a epub:type="noteref"
    href="#b"><sup>6</sup></a> A <a href="#c">2</a> km walk leads there.</p>"""
    assert quotes(page(html)) == ["It opened in 1993⁵.⁶", "A 2 km walk leads there."]


def test_a_mark_of_a_note_in_brackets_ends_its_sentence() -> None:
    html = """<p>It opened in 1993.<sup><a href="#a">[1]</a></sup><sup>[note 2]</sup> A walk leads
    there.</p>"""
    assert quotes(page(html)) == ["It opened in 1993.[1][note 2]", "A walk leads there."]


def test_an_element_is_what_its_role_says() -> None:
    roles = ("banner", "navigation", "dialog", "complementary", "contentinfo")
    around = "".join(f"<div role='{role}'>Furniture.</div>" for role in roles)
    assert quotes(page(f"{around}<div>Said here.</div>")) == ["Said here."]
    assert quotes(page("<p>Menu</p><div role='main'>Said here.</div>")) == ["Said here."]


def test_what_is_struck_out_is_left_out() -> None:
    html = """<p>It costs <del>5</del><ins>7</ins> EUR<s>, or 9</s>.</p><strike>Gone.</strike>
    <p style="color: red; text-decoration: red line-through">Gone.</p>"""
    assert quotes(page(html)) == ["It costs 7 EUR."]


def test_how_letters_are_spoken_is_not_read_between_them() -> None:
    html = "<p><ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>は広い。</p>"
    assert quotes(page(html)) == ["東京は広い。"]


def test_what_only_tells_where_a_word_may_be_parted_is_not_read() -> None:
    assert quotes(page("<p>Kündi&shy;gungs&shy;frist&#8203;en &#xfeff;last.</p>")) == [
        "Kündigungsfristen last."
    ]


def test_only_blocks_part_sentences() -> None:
    html = """<p>The dose<img src="a.png">is <nobr>5 mg</nobr> of <acronym>SVd</acronym>, a
    <x-tip>word of</x-tip> the page.</p><x-box><p>Said <br>in a</p><p>box.</p></x-box>"""
    assert quotes(page(html)) == [
        "The dose is 5 mg of SVd, a word of the page.",
        "Said in a",
        "box.",
    ]


def test_code_is_read_as_it_is_seen() -> None:
    html = """<pre>a <b>= 1</b><br>  b = 10<sup>3</sup><del>0</del>
    c<div>d</div><div>e</div></pre><p>f
    g</p>"""
    found = page(html)
    assert quotes(found) == ["a = 1", "b = 10³", "c", "d", "e", "f g"]
    assert found.text.startswith("a = 1\n  b = 10³\n    c\nd\ne\n\n")


def test_hidden_rows_of_a_table_are_not_read() -> None:
    rows = (
        "<tr><th>a<th>b<tr hidden><td>1<td>2<tr style='display:none'><td>3<td>4<tr><td>5<td>6"
        "<tbody hidden><tr><td>7<td>8"
    )
    assert quotes(page(f"<table>{rows}</table>")) == ["5 — b: 6"]


def test_a_table_for_layout_is_no_table() -> None:
    html = "<table><tr><td><h1>T</h1><p>Left.</p></td><td><table><tr><td>a</td></tr></table></td>"
    assert quotes(page(html)) == ["Left.", "a"]
    assert quotes(page("<table><tr><td>One.</td></tr><tr><td>Two.</td></tr></table>")) == [
        "One.", "Two.",
    ]  # fmt: skip


def test_a_short_subtitle_across_a_table_is_no_row_of_it() -> None:
    html = """<table><tr><th>Plan<th>Day<th>Night</tr><tr><th colspan="3">Homes</tr>
    <tr><td>Eco<td>3 ct<td>3 ct</tr><tr><td>0<td>0<td>0</tr></table>"""
    assert quotes(page(html)) == ["Homes", "Eco — Day: 3 ct; Night: 3 ct", "0 — Day: 0; Night: 0"]
    html = "<table><tr><td colspan=2>Fees<tr><td>Entry<td>Free<tr><td>Tour<td>7 EUR</table>"
    assert quotes(page(html)) == ["Fees", "Entry — Free", "Tour — 7 EUR"]


def test_a_first_row_of_names_names_the_columns() -> None:
    rows = "<tr><td>town<td>mm</tr><tr><td>Bergen<td>2250</tr><tr><td>Oslo<td>763"
    assert quotes(page(f"<table>{rows}</table>")) == ["Bergen — mm: 2250", "Oslo — mm: 763"]
    corner = "<tr><td><td>mm<td>days</tr><tr><td>Bergen<td>2250<td>239"
    assert quotes(page(f"<table>{corner}</table>")) == ["Bergen — mm: 2250; days: 239"]
    figures = "<tr><td>2022<td>2250</tr><tr><td>2023<td>2100"
    assert quotes(page(f"<table>{figures}</table>")) == ["2022 — 2250", "2023 — 2100"]


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        (
            "<tr><th>Sponsor<td>Karyopharm<tr><th>Design<td>Open label",
            ["Sponsor — Karyopharm", "Design — Open label"],
        ),
        (
            "<thead><tr><td><th>2022<th>2023</thead><tr><th>Oslo<td>763<td>800",
            ["Oslo — 2022: 763; 2023: 800"],
        ),
        ("<tr><td><th>2022<th>2023<tr><th>Oslo<td>763<td>800", ["Oslo — 2022: 763; 2023: 800"]),
        ("<tr></tr><tr><th>a<th>b<tr><td>1<td>2", ["1 — b: 2"]),
        ("<tr></tr><tr><td>1<td>2<tr></tr><tr><td>3<td>4", ["1 — 2", "3 — 4"]),
        (
            "<thead><tr><th>a<th>b</thead><tr><th colspan=2>c<tr><td>1<td>2",
            ["c — b: c", "1 — b: 2"],
        ),
        ("<tr><th>a<th>b<tr><th>1<th>2", ["a — b", "1 — 2"]),
    ],
)
def test_the_head_of_a_table_is_what_the_page_marks(rows: str, read: list[str]) -> None:
    assert quotes(page(f"<table>{rows}</table>")) == read


@pytest.mark.parametrize(
    "data",
    [
        "<p>Zoë – 3 €</p>".encode(),
        "\ufeff<p>Zoë – 3 €</p>".encode(),
        "<p>Zoë – 3 €</p>".encode("utf-16"),
        "<p>Zoë – 3 €</p>".encode("cp1252"),
        '<meta charset="windows-1252"><p>Zoë – 3 €</p>'.encode("cp1252"),
        "<meta http-equiv=a content='text/html; charset=iso-8859-15'><p>Zoë – 3 €</p>".replace(
            "–", "&ndash;"
        ).encode("iso-8859-15"),
        '<meta charset="no-such"><p>Zoë – 3 €</p>'.encode(),
        '<meta charset="utf-16"><p>Zoë – 3 €</p>'.encode(),
        '<meta charset="us-ascii"><p>Zoë – 3 €</p>'.encode("cp1252"),
    ],
)
def test_a_page_is_decoded_as_browsers_do(data: bytes) -> None:
    assert quotes(page(data)) == ["Zoë – 3 €"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta content="дождь" charset="utf-8">', "utf-8"),
        ('<meta charset="windows-1251">', "cp1251"),
        ('<?xml version="1.0" encoding="windows-1251"?><html>', "cp1251"),
        ("<meta charset=Shift_JIS>", "cp932"),
    ],
)
def test_a_bad_byte_alters_no_other_letter_of_a_page_that_says_how_it_is_encoded(
    head: str, encoding: str
) -> None:
    bad = {"cp1251": b"\x98", "cp932": b"\xfd"}.get(encoding, b"\xe9")
    data = f"{head}<p>Дождь ".encode(encoding) + bad + " шёл.</p>".encode(encoding)
    (quote,) = quotes(page(data))
    assert quote.startswith("Дождь ")
    assert quote.endswith(" шёл.")


@given(st.lists(st.one_of(TEXTS, st.sampled_from(PAGE.split(">")).map("{}>".format)), max_size=9))
def test_any_page_is_read(parts: list[str]) -> None:
    page("".join(parts).encode("utf-8", "replace"))


@given(st.binary(max_size=80))
def test_any_bytes_are_read(data: bytes) -> None:
    page(data)


@pytest.mark.parametrize("html", ["", "<title> </title>", "<frameset>", "<!-- only -->"])
def test_an_empty_page_has_no_sections(html: str) -> None:
    assert page(html).sections == ()
    assert page(html).title == "rain"


def test_a_table_of_accounts_reads_with_its_years() -> None:
    # As programs for accounts write it: signs in cells of their own, years across these.
    html = """<table>
      <tr><td></td><td></td><td colspan="6">Years to June 30,</td></tr>
      <tr><td>Adjusted income:</td><td></td>
        <td colspan="2">2021</td><td></td><td></td><td colspan="2">2020</td></tr>
      <tr><td>Net income</td><td></td><td>$</td><td>2,111</td><td></td><td></td><td>$</td>
        <td>(2,208</td><td>)</td></tr>
      <tr><td>Interest</td><td></td><td></td><td>1,505</td><td></td><td></td><td></td>
        <td>683</td><td></td></tr>
      <tr><td>Tax</td><td></td><td></td><td>—</td><td></td><td></td><td></td><td>48</td></tr>
    </table>"""
    assert quotes(page(html)) == [
        "Net income — Years to June 30, 2021: $2,111; Years to June 30, 2020: $(2,208)",
        "Interest — Years to June 30, 2021: 1,505; Years to June 30, 2020: 683",
        "Tax — Years to June 30, 2021: —; Years to June 30, 2020: 48",
    ]


def test_years_that_a_row_tells_name_no_columns() -> None:
    html = "<table><tr><td>Founded<td>1998<td>2003<tr><td>Staff<td>12<td>40</table>"
    assert quotes(page(html)) == ["Founded — 1998; 2003", "Staff — 12; 40"]
    html = "<table><tr><td>Town<td>2000<td>2005<td>2010<tr><td>Ulm<td>1<td>2<td>3</table>"
    assert quotes(page(html)) == ["Ulm — 2000: 1; 2005: 2; 2010: 3"]
