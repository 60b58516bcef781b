"""Markdown: what is a section, a sentence and a row, and that no word of it is lost."""

import re
import tracemalloc

import pytest
from hypothesis import given

from qa_bot.documents.leads import LONGEST
from qa_bot.documents.markdown import parse as parse_markdown
from qa_bot.text.markup import unit_form
from tests.exact import assert_exact
from tests.strategies import MARKDOWN, TEXTS

Reads = list[tuple[tuple[str, ...], list[str]]]


def reads(text: str) -> Reads:
    """Parse Markdown and list each section's path with its units as they read."""
    parsed = parse_markdown(text, "stem")
    assert_exact(text, parsed.sections)
    return [
        (section.path, [unit_form(text, unit, in_markdown=True) for unit in section.units])
        for section in parsed.sections
    ]


def test_headings_make_a_trail() -> None:
    text = (
        "before\n\n# One\n\na\n\n### Three\n\nb\n\n## Two ##\n\nc\n\nSet *ext*\n===\n\nd\n\n"
        "Under\n---\n\ne\n\n# Empty\n\n# `Code` [@k] [link](x.org) \\#\n\nf\n"
    )
    assert reads(text) == [
        (("stem",), ["before"]),
        (("One",), ["a"]),
        (("One", "Three"), ["b"]),
        (("One", "Two"), ["c"]),
        (("Set ext",), ["d"]),
        (("Set ext", "Under"), ["e"]),
        (("Code link #",), ["f"]),
    ]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("---\ntitle: From *YAML*\ntags: [a]\n---\n# Heading\n", "From YAML"),
        (
            "---\ntitle: Feeding <em>our</em> pets &amp; guests\n---\n# Heading\n",
            "Feeding our pets & guests",
        ),
        ('+++\ntitle = "From *TOML*"\n[a]\nb = 1\n+++\n# Heading\n', "From TOML"),
        ('+++\r\ntitle = "Lines"\r\n+++\r\n', "Lines"),
        ("+++\ntitle = 2024\n+++\n# Heading\n", "Heading"),
        (f"+++\ntitle = {'[' * 3000}\n+++\n# Heading\n", "Heading"),
        (f"+++\ntitle = {'9' * 5000}\n+++\n# Heading\n", "Heading"),
        ("+++\n+++\n# Heading\n", "Heading"),
        ("---\r\ntitle: 2024\r\n---\r\n# Heading\r\n", "2024"),
        ("---\nno: title\n---\n# Heading\n", "Heading"),
        ("---\n- a list\n---\n# Heading\n", "Heading"),
        ("---\ntitle: 'never closed\n---\n# Heading\n", "Heading"),
        ("---\ntitle: !!python/object/apply:os.getcwd []\n---\n# Heading\n", "Heading"),
        ("---\n---\n# Heading\n", "Heading"),
        ("---\ntitle: No\ndate: 2024-02-30\n---\n# Heading\n", "No"),
        ("---\ntitle: 1.10\n---\n# Heading\n", "1.10"),
        ("---\ntitle: >\n  Over\n  two lines\n---\n# Heading\n", "Over two lines"),
        ("---\ntitle: ~\n---\n# Heading\n", "Heading"),
        ("---\ntitle: [a, b]\n---\n# Heading\n", "Heading"),
        (f"---\ntitle: {'[' * 3000}\n---\n# Heading\n", "Heading"),
        (f"---\ntitle: 0x{'f' * 5000}\n---\n# Heading\n", f"0x{'f' * 5000}"),
        ('---\ntitle: "half \\uD800"\n---\n# Heading\n', "half ?"),
        ('---\ntitle: "none \\Uffffffff"\n---\n# Heading\n', "Heading"),
        (f"---\n%YAML 1.{'1' * 5000}\n---\n# Heading\n", "Heading"),
        ("", "stem"),
        ("## Sub [@k]\n", "Sub"),
        ("#\n", "stem"),
    ],
)
def test_the_title_is_that_of_front_matter_or_first_heading(head: str, title: str) -> None:
    text = f"{head}\nBody.\n"
    parsed = parse_markdown(text, "stem")
    assert parsed.title == title
    assert_exact(text, parsed.sections)
    assert [unit.span.of(text) for unit in parsed.sections[-1].units] == ["Body."]


def test_items_of_nested_lists_are_read_without_their_marks() -> None:
    text = (
        "1. One here. Two.\n\n   Second paragraph\n   goes on.\n   - inner\n     * innermost\n"
        "2) other\n- [x] done\n- [ ] to do\n+ - both\n* **bold** item\n\n   1986\\. A year.\n"
    )
    ((_, found),) = reads(text)
    assert found == [
        "One here.", "Two.", "Second paragraph goes on.", "inner", "inner — innermost", "other",
        "☑ done", "☐ to do", "both", "bold item", "1986.", "A year.",
    ]  # fmt: skip


def test_a_table_row_is_read_with_its_header() -> None:
    text = (
        "| Arm | *Dose* [@k] | |\r\n|:--|--:|---|\r\n| first | 1 \\| 2 | x |\r\n| | 3 |\r\n\r\n"
        "a | b\r\n--|--\r\n1 | 2 | 3\r\nNo row, it is. Two.\r\n\r\nAfter.\r\n"
    )
    ((_, found),) = reads(text)
    assert found[:3] == ["first — Dose: 1 | 2; x", "Dose: 3", "1 — b: 2; 3"]
    assert found[3:] == ["No row, it is.", "Two.", "After."]
    rows = [unit for unit in parse_markdown(text, "stem").sections[0].units if unit.columns]
    assert [unit.columns for unit in rows] == [("Arm", "Dose", "")] * 2 + [("a", "b")]
    assert rows[0].span.of(text) == "| first | 1 \\| 2 | x |"


def test_code_is_read_line_by_line_without_its_fence() -> None:
    text = "```python\nx = 2**3\n\n    y = 1. Two\n```\n\n    indented\n\n~~~\n> never closed\n```"
    ((_, found),) = reads(text)
    assert found == ["x = 2**3", "y = 1. Two", "indented", "> never closed", "```"]


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("> # Head\n> text", "Head", ["text"]),
        ("- ## Head ##\n  text", "Head", ["text"]),
        ("[^n]: # Head\n\ntext", "Head", ["text"]),
        ("# C#\n\ntext", "C#", ["text"]),
        ("# #1 of 2 # #\n\ntext", "#1 of 2 #", ["text"]),
        ("Two *lines\nof* head\n---\ntext", "Two lines of head", ["text"]),
        ("> Two\n> lines\n> ===\n> text", "Two lines", ["text"]),
        ("- | a | b |\n  |---|---|\n  | 1 | 2 |", "stem", ["1 — b: 2"]),
        ("> > | a | b |\n> > |---|---|\n> > | 1 | 2 |", "stem", ["1 — b: 2"]),
        ("1. > a | b\n   > --|--\n   > 1 | 2", "stem", ["1 — b: 2"]),
        ("> ```\n> - a > b\n>\n> > c\n> ```", "stem", ["- a > b", "> c"]),
        ("- ~~~\n  > a\n  ~~~\n\n      1. b", "stem", ["> a", "1. b"]),
        (">     > a\0\n>       b", "stem", ["> a\0", "b"]),
    ],
)
def test_marks_of_a_container_are_no_part_of_what_is_inside(
    text: str, path: str, found: list[str]
) -> None:
    for line_break in ("\n", "\r\n", "\r"):
        assert reads(text.replace("\n", line_break) + line_break) == [((path,), found)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("> [!NOTE]\n> The key is red.", ["The key is red."]),
        ("> [!tip]- A title\n> Text.\n\n> [!NOTE]", ["A title Text."]),
        (
            '!!! note\n    Text.\n\n??? tip "Title"\n    Text.\n\n=== "Tab"\n\n!!! Wow, ten.',
            ["Text.", '"Title" Text.', '"Tab"', "!!! Wow, ten."],
        ),
        (
            ":::note\nText here.\n:::\n\n:::warning Mind\n\nThe gap.\n\n:::",
            ["Text here.", "Mind", "The gap."],
        ),
        ("{% include x %}\n\n{{ x }} {{ y }}\n\n{{ x }} is five.", ["{{ x }} is five."]),
        ("{% alert 'a' %}\nText. {{< b >}} More.\n{% endalert %}", ["Text.", "More."]),
        ("```\n{% if x %}\n{{ x }}\n```", ["{% if x %}", "{{ x }}"]),
        ("It ~~was 5. Now it~~ is 6. ~~Gone. All.~~", ["It is 6."]),
    ],
)
def test_what_only_a_program_reads_is_no_unit(text: str, found: list[str]) -> None:
    for line_break in ("\n", "\r\n"):
        ((_, units),) = reads(text.replace("\n", line_break) + line_break)
        assert units == found


def test_a_bold_line_heads_what_follows_it() -> None:
    text = (
        "# FAQ\n\n**What is the *upload* limit?**\n\nIt is 5 MB.\n\n__Worker nodes__:\n\n"
        "| a | b |\n|---|---|\n| Metrics | 10249 |\n\n**One.**\n\n**Two** and **three**.\n\n"
        f"- **Item**\n\n**{'long ' * 20}line**\n\nText.\n\n**Nothing follows**\n\n## Next\n\n"
        "**End:**\n"
    )
    assert reads(text) == [
        (("FAQ", "What is the upload limit?"), ["It is 5 MB."]),
        (
            ("FAQ", "Worker nodes"),
            [
                "Metrics — b: 10249", "One.", "Two and three.", "Item", f"{'long ' * 20}line",
                "Text.", "Nothing follows",
            ],
        ),
        (("FAQ", "Next"), ["End:"]),
    ]  # fmt: skip
    assert parse_markdown("**Bold**\n\nText.\n\n# Title\n", "stem").title == "Title"


def test_deep_lists_are_read() -> None:
    text = "\n".join(f"{'  ' * depth}- item {depth}" for depth in range(40))
    ((_, found),) = reads(text)
    assert found[:3] == ["item 0", "item 0 — item 1", "item 0 — item 1 — item 2"]
    assert [one.split(" — ")[-1] for one in found] == [f"item {depth}" for depth in range(40)]
    assert max(map(len, found)) <= LONGEST + len(" — item 39")


@pytest.mark.parametrize(
    "quotes",
    [
        ["**Bold.**", "Then text."],
        ["*All of it.", "Yes it is.*", "Next."],
        ["He said **stop.**", "*Then* text."],
        ["It was 5. [@one]", "That was 6. [@two; @three, p. 2]"],
        ["It was 5 [@one].", "[@two] says so.", "[@three] says no."],
        ["It was **5.**[^1][^2] [@one]", "Next.[^3]"],
        ["It was 5. <!-- X. 1 --> [@one] [@two]", "Next."],
        ["See ![the curve](curve.png) here!", "[Link](x.org) there."],
        ["One.", "*Two.*", "_Three._", "2*3 is 6."],
    ],
)
def test_what_closes_a_sentence_after_its_stop_belongs_to_it(quotes: list[str]) -> None:
    for between in (" ", "\n", "\r\n"):
        text = f"{between.join(quotes)}\n"
        parsed = parse_markdown(text, "stem")
        assert_exact(text, parsed.sections)
        assert [unit.span.of(text) for unit in parsed.sections[0].units] == quotes


def test_an_image_is_no_exclamation() -> None:
    assert reads("![A curve](curve.png)\n\nText.\n") == [(("stem",), ["A curve", "Text."])]


def test_a_picture_that_only_repeats_what_it_stands_under_is_no_unit() -> None:
    text = (
        "---\ntitle: Apple Pie (Swiss)\n---\n![Apple pie](a.webp)\n\n## Baked_goods\n\n"
        "![bakedgoods](b.webp)\n\n![APPLE-PIE](c.webp)\n\n![Pie of 28 cm](d.webp)\n\n"
        "Apple pie\n\n![](e.webp)\n\n![Apple pie](f.webp) is good.\n"
    )
    assert reads(text) == [
        (
            ("Apple Pie (Swiss)", "Baked_goods"),
            ["Pie of 28 cm", "Apple pie", "Apple pie is good."],
        )
    ]


def test_whether_a_task_is_done_is_read_with_it() -> None:
    text = "- [ ] thermos flask. Ask Ines.\n- [X] tent\n- [x]bow\n1. [x] stove\n\na[ ] b\n"
    ((_, units),) = reads(text)
    assert units == [
        "☐ thermos flask.", "Ask Ines.", "☑ tent", "[x]bow", "☑ stove", "a[ ] b",
    ]  # fmt: skip


def test_comments_neither_join_nor_part_sentences() -> None:
    text = "One <!-- a. B --> goes on. <!-- X-01 -->\n<!-- Y. --> Two.\n\n<!-- alone -->\n\nThree."
    assert reads(text) == [(("stem",), ["One goes on.", "Two.", "Three."])]


def test_each_short_form_s_line_is_read_by_itself() -> None:
    text = "*[FTL]: Faster\n  than light\n*[API]: An interface. Of *programs*.\n\nSee *[it] so*."
    assert reads(text) == [
        (
            ("stem",),
            ["*[FTL]: Faster than light", "*[API]: An interface.", "Of programs.", "See [it] so."],
        )
    ]


def test_quotations_footnotes_and_html_are_read() -> None:
    text = (
        "> One goes\nlazily on.\n>\n> > - Two\n> >   here.\n\nThree.[^a]\n\n[^a]: Four. Five.\n\n"
        "    Six.\n\n<div>\nSeven <b>here</b>.\n</div>\n\n***\n\n[link]: http://x.org 'no text'\n"
    )
    ((_, found),) = reads(text)
    assert found[:3] == ["One goes lazily on.", "Two here.", "Three."]
    assert found[3:6] == ["Four.", "Five.", "Six."]
    assert found[6:] == ["Seven here."]


@given(MARKDOWN)
def test_no_word_of_markdown_is_lost_and_spans_are_exact(text: str) -> None:
    parsed = parse_markdown(text, "stem")
    assert_exact(text, parsed.sections)
    found: list[str] = []
    for section in parsed.sections:
        found.extend(section.path)
        for unit in section.units:
            found.extend([*unit.columns, unit.span.of(text)])
    assert set(re.findall(r"word\d+x", text)) == set(re.findall(r"word\d+x", " ".join(found)))


@given(TEXTS)
def test_spans_of_any_text_taken_for_markdown_are_exact(text: str) -> None:
    assert_exact(text, parse_markdown(text, "stem").sections)


DRAWN = "data:image/png;base64," + "iVBORw0KGgo+/AAA=" * 1000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One is here.\n\n![a plot](@)\n\nTwo is here.\n", ["One is here.", "Two is here."]),
        ("One is here. ![a plot](@ 'Plot') Two is here.\n", ["One is here.", "Two is here."]),
        ('One is here. <img alt="a" src="@"> Two is here.\n', ["One is here.", "Two is here."]),
        ("Press ![](@) to start.\n", ["Press", "to start."]),
    ],
)
def test_an_image_that_stands_in_the_text_is_not_read(text: str, said: list[str]) -> None:
    written = text.replace("@", DRAWN)
    assert reads(written) == [(("stem",), said)]


@pytest.mark.parametrize(
    ("head", "block", "most_bytes"),
    [
        ("", "# A part\n\n", 1000),  # all of its tokens take more than 1500 a block
        ("", "It is a paragraph of one sentence.\n\n", 1000),
        ("", "- one\n", 1700),  # here they are there all at once: with every one it is 2200
        ("| a | b | c |\n|---|---|---|\n", "| one | two | three |\n", 1700),  # and 4100
    ],
)
def test_a_long_text_takes_little_more_memory_than_what_is_found_in_it(
    head: str, block: str, most_bytes: int
) -> None:
    reads(f"{head}{block}It is read once, so that what is loaded for it is there.")
    number = 5000
    tracemalloc.start()
    parse_markdown(head + block * number, "stem")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < most_bytes * number


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Date: 3 May\nAuthor: Ann\n", ["Date: 3 May", "Author: Ann"]),
        ("**Date:** 3 May  \r\n**Author:** Ann Lee\r\n", ["Date: 3 May", "Author: Ann Lee"]),
        # A sentence that is wrapped behind a label is none of such lines.
        ("Note: it is cold in\nMay there.\n", ["Note: it is cold in May there."]),
        (
            "Note: it is so cold\nthat we say: stay in.\n",
            ["Note: it is so cold that we say: stay in."],
        ),
        ("It is cold. Note:\nit snows.\n", ["It is cold.", "Note: it snows."]),
    ],
)
def test_lines_that_have_a_label_each_are_read_each_alone(text: str, said: list[str]) -> None:
    assert reads(text) == [(("stem",), said)]
