"""Files become documents: every quote is exact, whatever the file holds."""

import hashlib
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given

from qa_bot.documents import SUFFIXES, FileEntry, load, scan
from qa_bot.documents.decoding import decode
from qa_bot.documents.markdown import parse as parse_markdown
from qa_bot.documents.parsed import Parsed
from qa_bot.documents.plain import parse as parse_plain
from qa_bot.errors import DocumentError, FolderError
from qa_bot.markup import unit_form
from qa_bot.records import Document, Section
from tests.conftest import CORPUS
from tests.strategies import MARKDOWN, TEXTS

Reads = list[tuple[tuple[str, ...], list[str]]]
SECONDS = 10
"""More than any single file may take, on a busy machine."""


def assert_exact(text: str, sections: tuple[Section, ...]) -> None:
    """Units are in order and apart; each quotes its span, no white space at either end."""
    position = 0
    for section in sections:
        assert section.path
        assert section.units
        for unit in section.units:
            assert position <= unit.span.start < unit.span.end <= len(text)
            quote = text[unit.span.start : unit.span.end]
            assert quote == quote.strip() == unit.span.of(text)
            position = unit.span.end


def reads(text: str) -> Reads:
    """Parse Markdown and list each section's path with its units as they read."""
    parsed = parse_markdown(text, "stem")
    assert_exact(text, parsed.sections)
    return [
        (section.path, [unit_form(text, unit) for unit in section.units])
        for section in parsed.sections
    ]


def written(folder: Path, name: str, data: bytes) -> Document:
    """Write a file and load it, in seconds."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    started = time.monotonic()
    document = load(FileEntry(f"{folder.name}/{name}", path, len(data), 0))
    assert time.monotonic() - started < SECONDS
    assert_exact(document.text, document.sections)
    return document


def units(document: Document | Parsed) -> int:
    return sum(len(section.units) for section in document.sections)


# Decoding


@pytest.mark.parametrize("text", ["", "a\r\nb\rc\n", "é e\u0301 東京 עברית 😀\0\u2028", "x\ufeff"])
def test_text_is_decoded_as_it_is(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text
    assert decode(b"\xef\xbb\xbf" + text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("data", "byte", "offset"),
    [
        (b"caf\xe9", "0xe9", 3),
        ("é\n".encode() + b"\xff\xfe", "0xff", 3),
        (b"\xef\xbb\xbfcaf\xe9", "0xe9", 6),
        (b"cut \xf0\x9f\x98", "0xf0", 4),
        ("x\ud800".encode("utf-8", "surrogatepass"), "0xed", 1),
        ("Ärzte".encode("utf-16"), "0xff", 0),
    ],
)
def test_what_is_not_utf8_is_named_with_file_byte_and_offset(
    data: bytes, byte: str, offset: int
) -> None:
    with pytest.raises(DocumentError) as raised:
        decode(data, "notes/a.md")
    place = f"(byte {byte} at offset {offset})"
    assert raised.value.message == f"notes/a.md: not UTF-8 text {place}"
    assert raised.value.hint.startswith("iconv -f LATIN1 -t UTF-8 'notes/a.md'")
    assert raised.value.exit_code == 2


# Folders


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder with something of each kind in it, and a file beside it."""
    folder = tmp_path / "notes"
    for name in (
        "z.md",
        "b.md",
        "a.TXT",
        "deep/c.markdown",
        "deep/er/d.text",
        "refs.bib",
        "deep/more.BIB",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"Text.")
    (tmp_path / "outside.md").write_bytes(b"Secret.")
    return folder


def skipped(folder: Path) -> dict[str, str]:
    return {one.name: one.reason for one in scan(folder, SUFFIXES).skipped}


def test_documents_and_bibliographies_are_found_in_the_order_of_their_names(notes: Path) -> None:
    found = scan(notes, SUFFIXES)
    assert [entry.name for entry in found.files] == [
        "notes/a.TXT", "notes/b.md", "notes/deep/c.markdown", "notes/deep/er/d.text", "notes/z.md",
    ]  # fmt: skip
    assert [entry.name for entry in found.bibliographies] == [
        "notes/deep/more.BIB", "notes/refs.bib",
    ]  # fmt: skip
    assert found.root == notes.resolve()
    assert found.skipped == ()
    for entry in found.files:
        status = entry.path.stat()
        assert (entry.size, entry.mtime_ns) == (5, status.st_mtime_ns)


def test_the_folder_may_be_named_in_any_way(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [entry.name for entry in scan(notes, SUFFIXES).files]
    (notes.parent / "link").symlink_to(notes)
    monkeypatch.chdir(notes)
    for way in (Path(), Path("../notes"), Path("../link"), Path("deep/..")):
        assert [entry.name for entry in scan(way, SUFFIXES).files] == names


def test_what_is_no_document_is_skipped_with_the_reason(notes: Path) -> None:
    (notes / ".hidden.md").write_bytes(b"x")
    (notes / ".git").mkdir()
    (notes / ".git" / "inside.md").write_bytes(b"x")
    (notes / "picture.PNG").write_bytes(b"x")
    (notes / "Makefile").write_bytes(b"x")
    os.mkfifo(notes / "pipe.md")
    assert len(scan(notes, SUFFIXES).files) == 5
    assert skipped(notes) == {
        "notes/.git": "hidden",
        "notes/.hidden.md": "hidden",
        "notes/Makefile": "unknown type",
        "notes/picture.PNG": "unknown type .PNG",
        "notes/pipe.md": "no regular file",
    }


def test_a_name_that_cannot_be_written_down_is_skipped(notes: Path) -> None:
    for name in (b"caf\xe9.md", b"deep/\xff/inside.md"):
        path = Path(os.fsdecode(os.fsencode(notes) + b"/" + name))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    assert skipped(notes) == {
        "notes/caf?.md": "name that is not UTF-8",
        "notes/deep/?/inside.md": "name that is not UTF-8",
    }


def test_a_link_is_followed_only_inside_the_folder(notes: Path) -> None:
    (notes / "inside.md").symlink_to(notes / "b.md")
    (notes / "out.md").symlink_to(notes.parent / "outside.md")
    (notes / "up.md").symlink_to("../outside.md")
    (notes / "away").symlink_to(notes.parent)
    (notes / "shallow").symlink_to(notes / "deep")
    (notes / "nowhere.md").symlink_to(notes / "missing.md")
    (notes / "round.md").symlink_to("round.md")
    assert skipped(notes) == {
        "notes/out.md": "link out of the folder",
        "notes/up.md": "link out of the folder",
        "notes/away": "link out of the folder",
        "notes/shallow": "link to a folder",
        "notes/nowhere.md": "link that leads nowhere",
        "notes/round.md": "link that leads nowhere",
    }
    assert "notes/inside.md" in {entry.name for entry in scan(notes, SUFFIXES).files}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_skipped(notes: Path) -> None:
    (notes / "b.md").chmod(0)
    (notes / "deep").chmod(0)
    try:
        assert skipped(notes) == {
            "notes/b.md": "cannot be read: permission denied",
            "notes/deep": "folder that cannot be read",
        }
    finally:
        (notes / "deep").chmod(0o700)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file.md").write_bytes(b"x")
    for name, state in (("missing", "does not exist"), ("file.md", "is no folder")):
        with pytest.raises(FolderError, match=f"{name} {state}") as raised:
            scan(tmp_path / name, SUFFIXES)
        assert raised.value.hint == "qa-bot index FOLDER"
    (tmp_path / "empty").mkdir()
    assert scan(tmp_path / "empty", SUFFIXES).files == ()


# Loading


@pytest.mark.parametrize("name", [entry.name for entry in scan(CORPUS, SUFFIXES).files])
def test_every_file_of_the_corpus_loads(name: str) -> None:
    (entry,) = [entry for entry in scan(CORPUS, SUFFIXES).files if entry.name == name]
    document = load(entry)
    data = entry.path.read_bytes()
    assert document.name == name
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.text.encode() == data.removeprefix(b"\xef\xbb\xbf")
    assert_exact(document.text, document.sections)
    assert bool(document.sections) == bool(document.text)
    words = "".join(unit.span.of(document.text) for one in document.sections for unit in one.units)
    assert len(words) >= 0.6 * len(document.text)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        DocumentError, match=r"^notes/a\.md: cannot be read: No such file"
    ) as raised:
        load(FileEntry("notes/a.md", tmp_path / "a.md", 0, 0))
    assert raised.value.hint == f"ls -l '{tmp_path / 'a.md'}'"


# Plain text


def test_a_paragraph_of_plain_text_ends_its_sentence() -> None:
    text = "A title\n\nOne here. Two\nthere\r\n \t\r\n# Three\r\rFour [@x]\n\n\n"
    parsed = parse_plain(text, "stem")
    assert_exact(text, parsed.sections)
    (section,) = parsed.sections
    assert parsed.title == "stem"
    assert section.path == ("stem",)
    quotes = [unit.span.of(text) for unit in section.units]
    assert quotes == ["A title", "One here.", "Two\nthere", "# Three", "Four [@x]"]


@given(TEXTS)
def test_spans_of_plain_text_are_exact_and_nothing_is_lost(text: str) -> None:
    parsed = parse_plain(text, "stem")
    assert_exact(text, parsed.sections)
    found = "".join(unit.span.of(text) for one in parsed.sections for unit in one.units)
    assert "".join(found.split()) == "".join(text.split())


# Markdown


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
        ("---\ntitle: From *YAML*\ntags: [a]\n---\n# Heading\n", "From *YAML*"),
        ("---\r\ntitle: 2024\r\n---\r\n# Heading\r\n", "2024"),
        ("---\nno: title\n---\n# Heading\n", "Heading"),
        ("---\n- a list\n---\n# Heading\n", "Heading"),
        ("---\ntitle: 'never closed\n---\n# Heading\n", "Heading"),
        ("---\ntitle: !!python/object/apply:os.getcwd []\n---\n# Heading\n", "Heading"),
        ("---\n---\n# Heading\n", "Heading"),
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
        "One here.", "Two.", "Second paragraph goes on.", "inner", "innermost", "other", "done",
        "to do", "both", "bold item", "1986.", "A year.",
    ]  # fmt: skip


def test_a_table_row_is_read_with_its_header() -> None:
    text = (
        "| Arm | *Dose* [@k] | |\r\n|:--|--:|---|\r\n| first | 1 \\| 2 | x |\r\n| | 3 |\r\n\r\n"
        "a | b\r\n--|--\r\n1 | 2 | 3\r\nalone\r\n\r\nAfter.\r\n"
    )
    ((_, found),) = reads(text)
    assert found == ["first — Dose: 1 | 2; x", "Dose: 3", "1 — b: 2; 3", "alone", "After."]
    rows = [unit for unit in parse_markdown(text, "stem").sections[0].units if unit.columns]
    assert [unit.columns for unit in rows] == [("Arm", "Dose", "")] * 2 + [("a", "b")] * 2
    assert rows[0].span.of(text) == "| first | 1 \\| 2 | x |"


def test_code_is_read_line_by_line_without_its_fence() -> None:
    text = "```python\nx = 2**3\n\n    y = 1. Two\n```\n\n    indented\n\n~~~\n> never closed\n```"
    ((_, found),) = reads(text)
    assert found == ["x = 2**3", "y = 1. Two", "indented", "> never closed"]


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


def test_deep_lists_are_read() -> None:
    text = "\n".join(f"{'  ' * depth}- item {depth}" for depth in range(40))
    assert reads(text) == [(("stem",), [f"item {depth}" for depth in range(40)])]


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


def test_comments_neither_join_nor_part_sentences() -> None:
    text = "One <!-- a. B --> goes on. <!-- X-01 -->\n<!-- Y. --> Two.\n\n<!-- alone -->\n\nThree."
    assert reads(text) == [(("stem",), ["One goes on.", "Two.", "Three."])]


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


# Awkward files


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t\n\n", b"\n" * 100_000])
def test_an_empty_file_has_no_sections(tmp_path: Path, name: str, data: bytes) -> None:
    document = written(tmp_path, name, data)
    assert document.sections == ()
    assert document.title == "a"


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize(
    ("piece", "least"),
    [("Station 1 near Bergen recorded 37 drops. ", 120_000), ("x", 5000)],
)
def test_a_line_of_five_megabytes(tmp_path: Path, name: str, piece: str, least: int) -> None:
    document = written(tmp_path, name, piece.encode() * (5_000_000 // len(piece)))
    assert units(document) >= least
    assert max(unit.span.end - unit.span.start for unit in document.sections[0].units) <= 1000


@pytest.mark.parametrize(
    "form", ["{mark} Heading {n}\n\nText {n}.\n\n", "H {n}\n---\nText {n}.\n\n"]
)
def test_ten_thousand_headings(tmp_path: Path, form: str) -> None:
    text = "".join(form.format(mark="#" * (1 + n % 6), n=n) for n in range(10_000))
    document = written(tmp_path, "a.md", text.encode())
    assert units(document) == len(document.sections) == 10_000
    (last,) = document.sections[-1].units
    assert last.span.of(document.text) == "Text 9999."


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000, "[a](" * 20_000, "*a " * 50_000, "`" * 20_000, "<a " * 50_000, "\\" * 50_000,
        "<!-- " * 20_000, "[@a;" * 20_000, "#" * 9999, ">" * 5000 + " a", "|" * 9999 + "\n|---|\n",
        "a" + " " * 200_000 + "b", "a\n" + " " * 200_000 + "b", "| a |\n|---|\n" + "| b |\n" * 9999,
    ],
    ids=lambda text: text[:4],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_what_looks_like_an_attack_takes_seconds(tmp_path: Path, name: str, text: str) -> None:
    document = written(tmp_path, name, text.encode())
    assert document.text == text


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_characters_that_are_not_one_wide_do_not_shift_offsets(tmp_path: Path, name: str) -> None:
    sentences = [
        "The probe counted 17 photons\0 before it stopped.",
        "Le cafe\u0301 de Zoe\u0308 sert 24 cre\u0302pes \U0001f95e\U0001f95e.",
        "The family \U0001f468\u200d\U0001f469\u200d\U0001f467 counts 3.",
        "הרכבת לחיפה יוצאת בשעה 9.",
        "يغادر القطار في الساعة 7.",
        "The last one is 東京 at \u202e333\u202c metres.",
    ]
    document = written(tmp_path, name, "\r\n".join(sentences).encode())
    quotes = [unit.span.of(document.text) for unit in document.sections[0].units]
    assert quotes == sentences
