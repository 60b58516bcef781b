"""What is printed: golden files for every format, safe for a terminal and for Markdown.

`QA_BOT_GOLDEN=write pytest tests/test_render.py` writes the golden files anew; read the difference.
"""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from markdown_it import MarkdownIt

import qa_bot.render
from qa_bot.index.addresses import Place
from qa_bot.records import Span
from qa_bot.render import FORMATS, as_text, excerpt_of, explain
from qa_bot.render.markdown import escaped, unescaped
from qa_bot.render.text import surety
from qa_bot.replies import Reply
from tests.replies import HOSTILE, REPLIES, TEXT

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"text": "txt", "json": "json", "jsonl": "jsonl", "markdown": "md"}
SCHEMA = json.loads((Path(qa_bot.render.__file__).parent / "answer.schema.json").read_text("utf-8"))
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module", autouse=True)
def writing() -> bool:
    """Tell whether golden files are to be written; looked up before variables are cleared."""
    return os.environ.get("QA_BOT_GOLDEN") == "write"


def compare(name: str, text: str, writing: bool) -> None:
    path = GOLDEN / name
    if writing:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(f"{text}\n".encode())
    assert f"{text}\n" == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("name", REPLIES)
def test_every_format_is_golden(name: str, style: str, writing: bool) -> None:
    compare(f"{name}.{ENDINGS[style]}", FORMATS[style](REPLIES[name]), writing)


@pytest.mark.parametrize("name", REPLIES)
def test_explanations_are_golden_and_fit_80_columns(name: str, writing: bool) -> None:
    text = explain(REPLIES[name])
    compare(f"{name}.explain.txt", text, writing)
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("sentence", Span(9, 54)),
        ("two-lines", Span(0, 20)),
        ("whole", None),
        ("row", Span(len(TEXT) - 22, len(TEXT) - 1)),
    ],
)
def test_excerpts_are_golden(name: str, span: Span | None, writing: bool) -> None:
    text = excerpt_of(Place("notes/trial.md", TEXT, span), context=1, highlight="«{}»".format)
    compare(f"excerpt-{name}.txt", text, writing)


def test_excerpts_name_pages_where_they_start(writing: bool) -> None:
    text = "\n".join(f"Line {line} of it." for line in range(1, 9)) + "\n"
    pages = (
        0,
        text.index("Line 3"),
        text.index("Line 5"),
        text.index("Line 5"),
        text.index("Line 6"),
    )
    for name, span in (("pages", None), ("page", Span(text.index("Line 5"), text.index("7")))):
        shown = excerpt_of(Place("papers/trial.pdf", text, span, pages), context=1)
        compare(f"excerpt-{name}.txt", shown, writing)


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_json_is_as_the_schema_says(reply: Reply) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(FORMATS["json"](reply)), SCHEMA)
    assert json.loads(FORMATS["jsonl"](reply)) == json.loads(FORMATS["json"](reply))
    assert "\n" not in FORMATS["jsonl"](reply)


def test_the_schema_refuses_what_it_does_not_know() -> None:
    data = json.loads(FORMATS["json"](REPLIES["one"]))
    for changed in ({"version": 2}, {"other": 1}, {"statements": [{}]}, {"confidence": 2}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**data, **changed}, SCHEMA)


def test_json_quotes_are_verbatim_and_where_they_say() -> None:
    data = json.loads(FORMATS["json"](REPLIES["several"]))
    for citation in data["citations"]:
        assert TEXT[citation["start"] : citation["end"]] == citation["quote"]
        for highlight in citation["highlights"]:
            assert TEXT[highlight["start"] : highlight["end"]] == highlight["text"]
    assert [citation["number"] for citation in data["citations"]] == [1, 2, 3]


@pytest.mark.parametrize("style", ["text", "markdown"])
@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_nothing_that_is_printed_steers_a_terminal(reply: Reply, style: str) -> None:
    assert not STEERING.search(FORMATS[style](reply))
    assert not STEERING.search(explain(reply))


def test_a_hostile_document_is_shown_without_what_steers() -> None:
    place = Place("no\x1b[31mtes", f"first\r\n{HOSTILE}\rlast\u2028", Span(7, 20))
    shown = excerpt_of(place, context=5)
    assert not STEERING.search(shown)
    assert shown.splitlines()[0] == "notes"
    assert [line[:5] for line in shown.splitlines()[1:]] == ["  1  ", "> 2  ", "  3  "]


def test_document_text_is_no_markup_in_markdown() -> None:
    html = MarkdownIt("commonmark").render(FORMATS["markdown"](REPLIES["hostile"]))
    assert "<script>" not in html
    assert "<a " not in html
    assert "[bold]not bold[/]" in html
    assert "&lt;b&gt;5&lt;/b&gt;" in html


def test_confidence_is_told_in_words() -> None:
    steps = {0.95: "very sure", 0.75: "fairly sure", 0.6: "not so sure"}
    assert {at: surety(at) for at in steps} == steps
    assert surety(0.59) == "unsure: do check the quote"


@pytest.mark.parametrize("style", ["text", "markdown"])
def test_an_answer_says_that_it_is_in_doubt_only_where_it_is(style: str) -> None:
    def printed(confidence: float) -> str:
        answer = replace(REPLIES["one"].answer, confidence=confidence)
        return FORMATS[style](replace(REPLIES["one"], answer=answer)).casefold()

    assert "sure" not in printed(0.75)
    assert "not so sure." in printed(0.7499)
    assert "unsure: do check the quote." in printed(0.59)


@pytest.mark.parametrize("style", ["text", "markdown"])
def test_an_answer_says_which_words_no_document_mentions(style: str) -> None:
    printed = FORMATS[style](REPLIES["unmentioned"])
    assert "No document mentions: Con" in printed
    assert "No document mentions" not in FORMATS[style](REPLIES["one"])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("www.evil.example/login", r"www\.evil.example/login"),
        ("(WWW.evil.example)", r"\(WWW\.evil.example\)"),
        ("see http://evil.example", r"see http\://evil.example"),
        ("$x$ and $$y$$, for $5", r"\$x\$ and \$\$y\$\$, for \$5"),
        ("_www.evil.example_", r"\_www\.evil.example\_"),
    ],
)
def test_no_address_and_no_formula_of_a_document_comes_to_life(text: str, written: str) -> None:
    assert escaped(text) == written
    assert MarkdownIt("commonmark").render(written) == f"<p>{text}</p>\n"


def test_escapes_are_taken_out_again() -> None:
    for text in (HOSTILE, r"C:\*dir*", "12. a@b.example, +49", "- `x` ~y~", "www.x.example: $5"):
        assert unescaped(escaped(text)) == text.strip()


def test_highlights_are_styled_and_nothing_else_changes() -> None:
    for reply in REPLIES.values():
        styled = as_text(reply, highlight=lambda text: f"\x02{text}\x03")
        assert re.sub("[\x02\x03]", "", styled) == as_text(reply)
    styled = as_text(REPLIES["one"], highlight=lambda text: f"<{text}>")
    assert styled.startswith("The median was <13.93 months>. [1]\n")


@pytest.mark.parametrize(
    "line", ["   ---", "  ===", " - item", "   12. item", "    code", "\tcode", " # head", "hard  "]
)
def test_a_line_is_no_markup_wherever_it_begins(line: str) -> None:
    for before in ("", "> before\n"):
        html = MarkdownIt("commonmark").render(f"{before}> {escaped(line)}\n> after")
        said = f"{before.removeprefix('> ')}{line.strip()}\nafter"
        assert html == f"<blockquote>\n<p>{said}</p>\n</blockquote>\n"
