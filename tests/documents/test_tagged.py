"""HTML inside Markdown: read without its tags, each quote an exact part of the file."""

from pathlib import Path

import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.documents.markdown import parse as parse_markdown
from qa_bot.documents.tagged import placed
from qa_bot.engine import QABot
from qa_bot.records import Span
from qa_bot.text.markup import unit_form
from tests.exact import assert_exact

PORTS = (
    "<table><tr><th>Service</th><th>Port</th></tr><tr><td>Redis</td><td>6379</td></tr>"
    "<tr><td>Postgres</td><td>5432</td></tr></table>\n"
)


def reads(text: str) -> list[tuple[tuple[str, ...], list[str]]]:
    parsed = parse_markdown(text, "stem")
    assert_exact(text, parsed.sections)
    return [
        (section.path, [unit_form(text, unit, in_markdown=True) for unit in section.units])
        for section in parsed.sections
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "<ul>\n<li>The limit is 5 MB.</li>\n<li>Two <b>more</b><br>words\n</ul>",
            ["The limit is 5 MB.", "Two more words"],
        ),
        ("<div>One <a href='x'>two</a>\n<Tabs id=\"x\">three</Tabs></div>", ["One two", "three"]),
        ("<p>Is it &lt; 5?</p><p>Yes. It is.</p>", ["Is it < 5?", "Is it < 5? Yes.", "It is."]),
        ("<pre><code>x = 1\n\n  y = 2\n</code></pre>", ["x = 1", "y = 2"]),
        ("<div>Seen.<script>a < b</script><style>p {}</style> <!-- <li>gone --></div>", ["Seen."]),
        ("> <div>\n> One goes\n> on.\n> </div>", ["One goes on."]),
        ('- <p>One.</p>\n- <p align="center"><img src=x></p>', ["One."]),
        ("Prose: <placeholder>, p < 0.05.", ["Prose: <placeholder>, p < 0.05."]),
    ],
)
def test_what_stands_between_tags_is_prose(text: str, found: list[str]) -> None:
    for line_break in ("\n", "\r\n"):
        assert reads(text.replace("\n", line_break) + line_break) == [(("stem",), found)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("<tr><th>a</th><th>b</th></tr>\n<tr><td>1</td><td>2</td></tr>", ["1 — b: 2"]),
        ("<thead>\n<tr><th>a<th>b\n<tbody>\n<tr><td>1<td>2", ["1 — b: 2"]),
        ("<TR><TD>1</TD><TD>2</TD></TR>", ["1 — 2"]),
        ("<tr><td></td><th>b</th></tr><tr><th>1</th><td>2 | 3</td></tr>", ["1 — b: 2 | 3"]),
        ("<tr><th>a<th>b<th>c</tr><tr><td>1</td><td> </td><td>3</td></tr>", ["1 — c: 3"]),
        (
            '<tr><th rowspan=2>a<th colspan="2">b</tr><tr><th>c<th>d</tr>'
            "<tr><td rowspan='2'>1<td>2<td>3</tr><tr><td>4<td><p>5</p></tr>"
            "<tr><td>6<td>7<td>8</tr>",
            ["1 — b c: 2; b d: 3", "b c: 4; b d: 5", "6 — b c: 7; b d: 8"],
        ),
        (
            "<tr><td>One.</td></tr><tr><td>a</td><td><ul><li>2<li>3</ul></td></tr>",
            ["One.", "a", "2", "3"],
        ),
        (f"<tr><td>a</td><td>{'Long ones. ' * 20}</td></tr>", ["a", *["Long ones."] * 20]),
        ("<tr><td><img src=a></td><td></td></tr>", []),
    ],
)
def test_rows_read_with_the_names_of_their_columns(rows: str, found: list[str]) -> None:
    said = [form for _, forms in reads(f"<table>\n{rows}\n</table>\n") for form in forms]
    assert said == found


def test_headings_and_summaries_head_what_follows_until_the_details_end() -> None:
    text = (
        "<h1 align=center><img src=x></h1>\n<h1>Shop</h1>\n\n"
        "<details><summary>How <b>long</b>?</summary>Two years.</details>\n\n"
        "<details>\n<summary>Where?</summary>\n\nIn **Oslo**.\n\n</details>\n\nAfter.\n\n"
        "<details><summary>Nothing</summary></details>\n"
    )
    assert parse_markdown(text, "stem").title == "Shop"
    assert reads(text) == [
        (("Shop", "How long?"), ["Two years."]),
        (("Shop", "Where?"), ["In Oslo."]),
        (("Shop",), ["After.", "Nothing"]),
    ]
    assert reads("</details>\n\nText.\n") == [(("stem",), ["Text."])]


@pytest.mark.parametrize(
    "part", ["<a ", '<a "', "<td>", "<tr><td>1", "<!--", "<p>\n > ", "<script>"]
)
def test_html_that_never_ends_is_read_in_its_place(part: str) -> None:
    text = part * 20_000
    ends = [block.span.end for block in placed(text, Span(0, len(text)))]
    assert ends == sorted(ends)
    assert max(ends, default=0) <= len(text)


def test_html_and_bold_lines_answer_from_a_real_index(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "ports.md").write_text(
        f"# Network\n\n{PORTS}\n<details><summary>How long is the warranty?</summary>"
        "It is two years.</details>\n\n**Control plane:**\n\n| Part | Port |\n|---|---|\n"
        "| Metrics | 10259 |\n\n**Worker nodes:**\n\n| Part | Port |\n|---|---|\n"
        "| Metrics | 10249 |\n",
        encoding="utf-8",
    )
    config = Config(index=IndexConfig(folders=(str(docs),), path=str(tmp_path / "index")))
    bot = QABot.open(config)
    for question, statement in (
        ("Which port does Redis use?", "Redis — Port: 6379"),
        ("How long is the warranty?", "It is two years."),
        ("What is the metrics port of worker nodes?", "Metrics — Port: 10249"),
    ):
        answer = bot.ask(question).answer
        assert answer.statements[0].text == statement
        assert all(one.quote in one.passage.text for one in answer.citations)
