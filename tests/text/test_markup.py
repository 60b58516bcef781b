"""How a quote reads without its marks, and the way back to the document."""

from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given

from qa_bot.documents.markdown import parse as parse_markdown
from qa_bot.documents.plain import parse as parse_plain
from qa_bot.records import Citation, Passage, Span, Unit
from qa_bot.text.markup import (
    Reading,
    cell_forms,
    citation_keys,
    indexed_text,
    is_markdown,
    quote_form,
    read,
    reading_form,
    unit_form,
    unit_forms,
)
from qa_bot.text.typography import lowered, raised
from tests.strategies import MARKDOWN, TEXTS

ROW = "| **Median** PFS | 13.93&nbsp;[@one] | | a \\| b |"
COLUMNS = ("Outcome", "SVd", "Vd", "Note")


def passage_of(text: str, start: int = 0, document: str = "notes/a.md") -> Passage:
    """Make a passage of a whole text, which stands at `start` in its document."""
    span = Span(start, start + len(text))
    return Passage(document, "a" * 64, span, text, 1, ("A", "B"), (Unit(span),))


def read_text(text: str, columns: tuple[str, ...] = (), start: int = 0) -> Reading:
    return read(passage_of(text, start), Unit(Span(start, start + len(text)), columns))


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("It was **13.93** months, *not* __9__ or _8_.", "It was 13.93 months, not 9 or 8."),
        ("***Both*** and **2*3**, *a* * b.", "Both and 2*3, a * b."),
        ("2**3 = 8, 2*3*4 = 24, snake_case_name and a_b", None),
        ("p<0.05, <0.001>, 5 > 3, ~20 and 10 * 3 = 30", None),
        ("if i <p and q> 3, <a b=c d> or <b 3>", None),
        ("Longer [@one; @two, p. 3]. See [-@one] and [see @two].", "Longer. See and."),
        ("Write to a@b.org or [me@b.org], [sic] and [1].", None),
        ("Censored.[^c] Long[^1].", "Censored. Long."),
        ("See [the *protocol*](http://x.org/a_b) now.", "See the protocol now."),
        ("![A curve](curve.png) of [x] (y).", "A curve of [x] (y)."),
        ("Run `lamp --lux 10` or ``x``.", "Run lamp --lux 10 or x."),
        ("A <!-- X-01. Y -->fact. <!-- open", "A fact."),
        ("H<sub>2</sub>O,<br/>a <b class='x'>bold</b> <script>", "H2O, a bold <script>"),
        ('<a href="x?a=1" data-n=2\n>Here</a >.<br />', "Here."),
        (
            r"\*no\* emphasis, 3\*, \`a\`, \[b\], 3 \< 4, C:\dir",
            r"*no* emphasis, 3*, `a`, [b], 3 < 4, C:\dir",
        ),
        ("one\n> two\n  >  three\r\n> > four\r>> five", "one two three four five"),
        ("  a\t\tb\r\n\u3000c\xa0 d \n", "a b c d"),
        ("e\u0301 naïve 東京 עברית 😀\0", None),
        ("[@one]", ""),
        ("", ""),
    ],
)
def test_marks_are_taken_off_and_nothing_else(text: str, reads: str | None) -> None:
    assert reading_form(text, in_markdown=True) == (text if reads is None else reads)
    if text:
        assert read_text(text, start=40).text == reading_form(text, in_markdown=True)


@pytest.mark.parametrize("in_markdown", [True, False])
def test_what_a_terminal_would_follow_is_none_of_the_words(in_markdown: bool) -> None:
    text = "It has \x1b[31m42\x1b[0m watts, see \x1b]8;;http://x.org/77\x07here\x1b]8;;\x1b\\."
    assert reading_form(text, in_markdown=in_markdown) == "It has 42 watts, see here."
    assert reading_form("\x1b] 5 \x1b", in_markdown=in_markdown) == "\x1b] 5 \x1b"  # is none


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ('See [a](https://x.org/a "Title (1)") now.', "See a now."),
        (
            "[w](https://x.org/Lock_(device)), [b](http://x.org ), [c]( <x/my plan.md> 't').",
            "w, b, c.",
        ),
        ('[r]({% page "/reception/" %}) or [s]({{ site.url }}/s_t_).', "r or s."),
        ("[the _manual_][m], [x][] and ![a curve][c].", "the manual, x and a curve."),
        ("[![Build](https://a.b/c_(d).svg)](https://a.b/c) The bot.", "Build The bot."),
        ("[see [x] here](y) and [`a]`](y), \\[no](y).", "see [x] here and a], [no."),
        (
            "A cell a[i][j], the works [1][2], [sic] and [so][@one].",
            "A cell a[i][j], the works [1][2], [sic] and [so].",
        ),
        (
            "<https://x.org/a_b_c?d=1> or <hr@x.org>, <host:> or < a@b.c>",
            "https://x.org/a_b_c?d=1 or hr@x.org, host: or < a@b.c>",
        ),
        ("[one](two three) and [four] (five)", None),
    ],
)
def test_links_read_as_their_words(text: str, reads: str | None) -> None:
    assert reading_form(text, in_markdown=True) == (reads or text)
    assert read_text(text, start=40).text == (reads or text)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("&lt; 5&nbsp;MB &mdash; R&amp;D, 3&#176;, 4&#xB0;", "< 5 MB — R&D, 3°, 4°"),
        ("10<sup>&minus;3</sup> m, `&lt;` and &lt;b&gt;", "10⁻³ m, &lt; and <b>"),
        ("AT&T; a & b; &unknown; &copy x=1&y=2", None),
    ],
)
def test_entities_read_as_what_they_stand_for(text: str, reads: str | None) -> None:
    reading = read_text(text, start=40)
    assert reading.text == reading_form(text, in_markdown=True) == (reads or text)


def test_a_character_written_as_an_entity_leads_back_to_all_of_it() -> None:
    text = "It is &lt; 5&nbsp;MB."
    found = read_text(text, start=40).back(Span(6, 12))
    assert [span.of(text, 40) for span in found] == ["&lt; 5&nbsp;MB"]


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("~~10~~ 20 GB, <del>3</del> 4 and `~~5~~`.", "20 GB, 4 and ~~5~~."),
        ("About ~20 or ~~30, a ~~ b ~~ c, ~~~4~~~", None),
        ('[x](y){:target="_blank"} and **a**{: .b #c}', "x and a"),
        ('Set up {#set-up} {.a b="c"}', "Set up"),
        ("{:a => 1}, {#if x}, {{ y }}, {1}", None),
        ("one\\\ntwo\\ three", "one two\\ three"),
        (":::note\nOne\n::: tip\nand: two ::: three\n:::", "One and: two ::: three"),
    ],
)
def test_what_no_reader_sees_is_not_read(text: str, reads: str | None) -> None:
    assert reading_form(text, in_markdown=True) == (text if reads is None else reads)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("**S**ecurity **A**ssertion *M*arkup re**mark**", "Security Assertion Markup remark"),
        ("**2**nd and *AI*s", "2nd and AIs"),
        ("a*b*c, 2*3*4, 2**n**, *2*3", None),
        ("color (L*a*b* values at 24 h)", None),
    ],
)
def test_emphasis_inside_a_word_has_one_end_at_its_edge(text: str, reads: str | None) -> None:
    assert reading_form(text, in_markdown=True) == (reads or text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- **Set it. Keep it if possible**\n- *next", ["Set it.", "Keep it if possible", "*next"]),
        ("The **limit is 5. No more**, ever.", ["The limit is 5.", "No more, ever."]),
        ("> Note: _do it.\n> Then that._ End.", ["Note: do it.", "Then that.", "End."]),
        ("[Do this. Then that](x.org) now.", ["Do this. Then that now."]),
        ("One *star. Two.\n\nThree* stars.", ["One *star.", "Two.", "Three* stars."]),
        ("```\nf(*a)\nchar* b\n```", ["f(*a)", "char* b"]),
        ("Delete *.log. It took 3*4 s.", ["Delete *.log.", "It took 3*4 s."]),
    ],
)
def test_sentences_of_a_paragraph_share_emphasis_and_links(text: str, found: list[str]) -> None:
    (section,) = parse_markdown(text, "stem").sections
    span = Span(section.units[0].span.start, section.units[-1].span.end)
    passage = Passage("a.md", "", span, span.of(text), 1, section.path, section.units)
    assert unit_forms(passage) == found
    assert [read(passage, unit).text for unit in section.units] == found


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Delete *.log in /srv/*.tmp and (*.a,*.b), not **/*.py.", None),
        ("It was 0.03* and 0.04**; *p < 0.05, **p < 0.01.", None),
        ("Edit _config.yml, **kwargs, a*b*c and a__b__c.", None),
        ("**Delete *.log files**, *or _x.yml*, now.", "Delete *.log files, or _x.yml, now."),
        ("***a* b** and **c *d***, ***e** f*", "a b and c d, e f"),
        ('**_a_** (*b.*) "__c__" [**d**](e)-**f** **`g`**', 'a (b.) "c" d-f g'),
        ("**a* and *b**, ****c****", "a* and *b, ****c****"),
    ],
)
def test_emphasis_is_a_mark_only_where_it_opens_and_closes(text: str, reads: str | None) -> None:
    assert reading_form(text, in_markdown=True) == (reads or text)
    assert read_text(text, start=40).text == (reads or text)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("**Warning.", "Warning."),
        ("Keep it cool.** [@one]", "Keep it cool."),
        ("_Both hold.", "Both hold."),
        ("**kwargs are passed on.", None),
        ("The p was 0.03*", None),
    ],
)
def test_emphasis_of_several_sentences_is_a_mark_where_it_begins_and_ends(
    text: str, reads: str | None
) -> None:
    assert reading_form(text, in_markdown=True) == (reads or text)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Use `a*b*c`, `__init__` and `<b>`.", "Use a*b*c, __init__ and <b>."),
        ("``a ` *b*`` and `\\*` and `[x](y) <!-- z -->`", "a ` *b* and \\* and [x](y) <!-- z -->"),
        ("A ` *b* `` c", "A ` b `` c"),
        (r"\`*a*` b` c", "`a b c"),
        ("`a\n> *b*` c", "a *b* c"),
        (r"grep `a\|b`", r"grep a\|b"),
    ],
)
def test_nothing_between_backticks_is_a_mark(text: str, reads: str) -> None:
    assert reading_form(text, in_markdown=True) == reads


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("10<sup>6</sup> cells, 5 m<sup class='x'>-2</sup>", "10⁶ cells, 5 m⁻²"),
        ("1.5<sup>2,3</sup> H<sup>+</sup> x<sup>n</sup> *5<sup>6*</sup>*", "1.5²,³ H⁺ xⁿ 5⁶*"),
        ("the 2<sup>nd</sup> CO<sub>2</sub> 7<sup>a</sup> 1<sup>6", "the 2nd CO2 7a 16"),
        ("1<sub>2</sub>, 5.<sub>-2</sub>, HbA<sub>1c</sub> 3<sub>a</sub>", "1₂, 5.₋₂, HbA1c 3a"),
        ("2 mg<br>4 mg<br />\n6 mg", "2 mg 4 mg 6 mg"),
        ("<ul><li>2 mg</li><li>4 mg</li></ul>", "2 mg 4 mg"),
        ("The [[Boiler room|room]] is ![[b_c.png]], [[Oil\\|it]].", "The room is b_c.png, it."),
        ("a [[1]](http://x), m[[1]] or [[ -f x ]], [[x", "a [1], m[[1]] or [[ -f x ]], [[x"),
        ("<p>2 mg</p><div>4 mg</div>", "2 mg 4 mg"),
    ],
)
def test_what_is_raised_or_stands_apart_reads_so(text: str, reads: str) -> None:
    assert reading_form(text, in_markdown=True) == reads
    reading = read_text(text, start=40)
    assert reading.text == reads
    assert_leads_back(" " * 40 + text, reading)


def test_of_a_row_each_cell_has_marks_of_its_own() -> None:
    text = r"| 0.03* | 4*; 2 mg<br>4 mg | `a \| *b*` | **Yes.** |"
    reading = read_text(text, ("p", "dose", "pattern", ""))
    assert reading.text == "0.03* — dose: 4*; 2 mg 4 mg; pattern: a | *b*; Yes."
    start = reading.text.index("2 mg")
    found = reading.back(Span(start, start + len("2 mg 4 mg")))
    assert [span.of(text) for span in found] == ["2 mg", "4 mg"]


@pytest.mark.parametrize(
    ("document", "reads"),
    [
        ("notes/a.md", "He got 5 mg or ULN."),
        ("notes/A.Markdown", "He got 5 mg or ULN."),
        ("notes/a.txt", "He got > 5 mg or >ULN."),
        ("notes/md.pdf", "He got > 5 mg or >ULN."),
    ],
)
def test_before_a_line_a_sign_compares_but_in_markdown(document: str, reads: str) -> None:
    passage = passage_of("He got\n> 5 mg or\n>ULN.", start=40, document=document)
    assert read(passage, passage.units[0]).text == reads
    assert unit_forms(passage) == [reads]
    assert quote_form(Citation(passage, passage.span, 1)) == reads
    part = Span(passage.span.start + 1, passage.span.end)
    assert quote_form(Citation(passage, part, 1)) == reads[1:]


@pytest.mark.parametrize("document", ["notes/a.txt", "notes/a.pdf", "notes/a.docx", "notes/a.html"])
@pytest.mark.parametrize(
    "text",
    [
        r"delete all *.log files in \\srv\logs, then grep 'a\|b'",
        "def __init__(self, *args, **kwargs):",
        "Write <b>bold</b> as `**bold**` [@one], 5.3* and [see](x).[^1]",
    ],
)
def test_what_is_not_markdown_reads_as_it_is_written(document: str, text: str) -> None:
    passage = passage_of(text, start=40, document=document)
    assert read(passage, passage.units[0]).text == text
    assert unit_forms(passage) == [text]
    assert quote_form(Citation(passage, passage.span, 1)) == text
    assert quote_form(Citation(passage, Span(41, passage.span.end), 1)) == text[1:]


def test_of_a_row_that_is_not_markdown_only_the_escapes_of_borders_are_taken_off() -> None:
    text = r"| *.log | C:\logs | a \| b | **7** |"
    row = Unit(Span(0, len(text)), ("files", "in", "pattern", "days"))
    passage = replace(passage_of(text, document="notes/a.docx"), units=(row,))
    assert read(passage, row).text == r"*.log — in: C:\logs; pattern: a | b; days: **7**"
    assert unit_forms(passage) == [read(passage, row).text]
    assert cell_forms(text, row) == ["*.log", r"C:\logs", "a | b", "**7**"]


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("# a" + " " * 1_000_000 + "[x", "# a [x"),
        ("[^" * 400_000, "[^" * 400_000),
        ("*a **b " * 50_000 + "c_ " * 50_000 + "d", "*a **b " * 50_000 + "c_ " * 50_000 + "d"),
        ("*a _b " * 50_000 + "c* " * 50_000 + "d", "a _b " * 50_000 + "c " * 50_000 + "d"),
        (" ".join("`" * length for length in range(1, 1000)),) * 2,
        ("<sup>1" * 100_000, "1" * 100_000),
        ("<sub>1" * 100_000, "1" * 100_000),
        ("](x " * 100_000 + "y", "](x " * 100_000 + "y"),
        ('](x "' * 100_000, '](x "' * 100_000),
        ("[a][" * 100_000, "[a][" * 100_000),
        ("~~a " * 100_000 + "<del>" * 100_000, "~~a " * 99_999 + "~~a"),
        ("{:" * 100_000 + "\n:::{" * 100_000, "{:" * 100_000 + " {" * 100_000),
        ("<a@a" * 100_000 + "&a" * 100_000, "<a@a" * 100_000 + "&a" * 100_000),
    ],
    ids=(
        "spaces footnotes openers closers backticks powers indices links titles labels struck "
        "attributes addresses"
    ).split(),
)
def test_no_place_of_a_text_is_read_to_its_end(text: str, reads: str) -> None:
    assert reading_form(text, in_markdown=True) == reads  # it would take many minutes


def test_a_row_reads_with_the_names_of_its_columns() -> None:
    reading = read_text(ROW, COLUMNS, start=100)
    assert reading.text == "Median PFS — SVd: 13.93; Note: a | b"
    row = Unit(Span(100, 100 + len(ROW)), COLUMNS)
    assert unit_form("x" * 100 + ROW, row, in_markdown=True) == reading.text
    assert cell_forms("x" * 100 + ROW, row, in_markdown=True) == [
        "Median PFS", "13.93", "", "a | b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "columns", "reads"),
    [
        ("| first | 3 | 9 |", ("arm", "a"), "first — a: 3; 9"),
        ("| first |", ("arm", "a", "b"), "first"),
        ("| | 3 |", ("", "a"), "a: 3"),
        ("first | 3", ("arm", ""), "first — 3"),
        ("| [@one] | 3 | [^1] | 4 |", ("arm", "a", "b", "c"), "a: 3; c: 4"),
        ("| | |", ("a", "b"), ""),
    ],
)
def test_rows_of_any_shape_read(row: str, columns: tuple[str, ...], reads: str) -> None:
    assert read_text(row, columns).text == reads
    assert unit_form(row, Unit(Span(0, len(row)), columns), in_markdown=True) == reads


def test_a_span_of_the_reading_leads_back_to_the_document() -> None:
    text = "The median was **13.93\n> months** [@one]."
    reading = read_text(text, start=40)
    start = reading.text.index("13.93 months.")
    found = reading.back(Span(start, start + len("13.93 months.")))
    assert [span.of(text, 40) for span in found] == ["13.93\n", "months", "."]
    column = read_text(ROW, COLUMNS).text.index("SVd")
    assert read_text(ROW, COLUMNS).back(Span(column, column + 3)) == ()


TASKS = {"[ ]": "☐", "[x]": "☑", "[X]": "☑"}


def assert_leads_back(text: str, reading: Reading) -> None:
    """Each character that was not put in is the document's, white space aside, and in order."""
    assert len(reading.text) == len(reading.origins)
    for at, (letter, origin) in enumerate(zip(reading.text, reading.origins, strict=True)):
        if origin < 0:
            continue
        written = unescape(text[origin : reading.ends[at]])
        task = TASKS.get(written, "")
        assert letter in {*written, *raised(written), *lowered(written, ""), task} or (
            letter == " " and written.isspace()
        )
        assert reading.back(Span(at, at + 1)) == (Span(origin, reading.ends[at]),)
    kept = [origin for origin in reading.origins if origin >= 0]
    assert all(first < second for first, second in pairwise(kept))


@given(TEXTS.filter(bool))
def test_any_text_leads_back(text: str) -> None:
    reading = read_text(text)
    assert reading.text == reading_form(text, in_markdown=True)
    assert_leads_back(text, reading)
    put_in = [one for one, at in zip(reading.text, reading.origins, strict=True) if at < 0]
    assert set(put_in) <= {" "}


@given(TEXTS.filter(bool))
def test_any_row_leads_back(text: str) -> None:
    reading = read_text(text, ("one", "two"))
    row = Unit(Span(0, len(text)), ("one", "two"))
    assert reading.text == unit_form(text, row, in_markdown=True)
    assert_leads_back(text, reading)


@given(MARKDOWN)
def test_every_unit_of_a_document_leads_back(text: str) -> None:
    parsed = [parse_markdown(text, "stem"), parse_plain(text, "stem")]
    for name, one in zip(("a.md", "a.txt"), parsed, strict=True):
        for unit in [unit for section in one.sections for unit in section.units]:
            inside = Passage(name, "", unit.span, unit.span.of(text), 1, (), (unit,))
            reading = read(inside, unit)
            assert reading.text == unit_form(text, unit, in_markdown=is_markdown(name))
            assert_leads_back(text, reading)


def test_what_is_embedded_is_the_trail_of_headings_and_what_a_reader_sees() -> None:
    assert indexed_text(passage_of("It was *long* [@one].")) == "A › B: It was long."


def test_what_a_first_column_is_called_is_searched_though_no_row_says_it() -> None:
    document = parse_markdown("# Rain\n\n| Station | May |\n|---|---|\n| Bergen | 106 mm |\n", "a")
    (section,) = document.sections
    text, row = document.text, section.units[0]
    passage = Passage("a.md", "", row.span, row.span.of(text), 1, section.path, (row,))
    assert unit_form(text, row) == "Bergen — May: 106 mm"
    assert indexed_text(passage) == "Rain › Station: Bergen — May: 106 mm"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a [@one] b [@two; @one] c", ["one", "two"]),
        ("[see @one, pp. 3-4, and -@two-2020]", ["one", "two-2020"]),
        ("[@doe2020.] [@a:b/c_d.] [@x, p. @]", ["doe2020", "a:b/c_d", "x"]),
        ("me@b.org [me@b.org] @one [one] [@] [[@in]]", ["in"]),
        ("[@über; @日本]", ["über", "日本"]),
        ("[never @closed", []),
    ],
)
def test_citation_keys_are_listed_once_in_order(text: str, keys: list[str]) -> None:
    assert citation_keys(text) == tuple(keys)
