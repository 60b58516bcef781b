"""Files become documents: every quote is exact, whatever the file holds."""

import hashlib
import os
import re
import time
from pathlib import Path
from threading import Event, Thread
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.rules_block import StateBlock

from qa_bot.documents import SUFFIXES, Collection, FileEntry, load, scan, scan_all
from qa_bot.documents.decoding import decode
from qa_bot.documents.extracted import Extracted
from qa_bot.documents.plain import parse as parse_plain
from qa_bot.errors import DocumentError, FolderError
from qa_bot.records import Document
from tests.conftest import CORPUS
from tests.exact import assert_exact
from tests.strategies import TEXTS

SECONDS = 60
"""More than any single file may take, on a busy machine."""


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


def units(document: Document | Extracted) -> int:
    return sum(len(section.units) for section in document.sections)


# Decoding


@pytest.mark.parametrize("text", ["", "a\r\nb\rc\n", "é e\u0301 東京 עברית 😀\0\u2028", "x\ufeff"])
def test_text_is_decoded_as_it_is(text: str) -> None:
    assert decode(text.encode(), "a.txt") == text
    assert decode(b"\xef\xbb\xbf" + text.encode(), "a.txt") == text
    assert decode(b"\xff\xfe" + text.encode("utf-16-le"), "a.txt") == text
    assert decode(b"\xfe\xff" + text.encode("utf-16-be"), "a.txt") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_needs_no_mark(encoding: str) -> None:
    text = "Ärzte – and nurses.\r\n東京\r\n" * 100
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize(
    ("data", "byte", "offset"),
    [
        (b"caf\xe9", "0xe9", 3),
        ("é\n".encode() + b"\xff\xfe", "0xff", 3),
        (b"\xef\xbb\xbfcaf\xe9", "0xe9", 6),
        (b"cut \xf0\x9f\x98", "0xf0", 4),
        ("x\ud800".encode("utf-8", "surrogatepass"), "0xed", 1),
    ],
)
def test_what_is_not_utf8_is_named_with_file_byte_and_offset(
    data: bytes, byte: str, offset: int
) -> None:
    with pytest.raises(DocumentError) as raised:
        decode(data, "notes/a.md")
    place = f"(byte {byte} at offset {offset})"
    assert raised.value.message == f"notes/a.md: not UTF-8 text {place}"
    assert raised.value.hint.startswith("iconv -f LATIN1 -t UTF-8 notes/a.md ")
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("data", [b"\xff\xfea\0\0\xd8b\0", b"\xff\xfea\0b"])
def test_what_is_not_utf16_in_spite_of_its_mark_is_named(data: bytes) -> None:
    with pytest.raises(
        DocumentError, match=r"a\.txt: not UTF-16-LE text \(byte 0x.. at offset 4\)"
    ):
        decode(data, "a.txt")


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
        "synonyms.txt",
        "deep/Synonyms.TXT",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"Text.")
    (tmp_path / "outside.md").write_bytes(b"Secret.")
    return folder


def skipped(folder: Path) -> dict[str, str]:
    return {one.name: one.reason for one in scan(folder, SUFFIXES).skipped}


def test_documents_and_their_companions_are_found_in_the_order_of_names(
    notes: Path,
) -> None:
    found = scan(notes, SUFFIXES)
    assert [entry.name for entry in found.files] == [
        "notes/a.TXT", "notes/b.md", "notes/deep/c.markdown", "notes/deep/er/d.text", "notes/z.md",
    ]  # fmt: skip
    assert [entry.name for entry in found.bibliographies] == [
        "notes/deep/more.BIB", "notes/refs.bib",
    ]  # fmt: skip
    assert [entry.name for entry in found.synonyms] == [
        "notes/deep/Synonyms.TXT", "notes/synonyms.txt",
    ]  # fmt: skip
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
    (notes / "~$report.docx").write_bytes(b"x")
    (notes / "picture.PNG").write_bytes(b"x")
    (notes / "Makefile").write_bytes(b"x")
    os.mkfifo(notes / "pipe.md")
    assert len(scan(notes, SUFFIXES).files) == 5
    assert skipped(notes) == {
        "notes/.git": "hidden",
        "notes/.hidden.md": "hidden",
        "notes/Makefile": "unknown type",
        "notes/picture.PNG": "unknown type .PNG",
        "notes/pipe.md": "not a regular file",
        "notes/~$report.docx": "hidden",
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


def test_a_name_of_several_lines_or_that_steers_is_skipped(notes: Path) -> None:
    for name in ("a\nb.md", "c\t.md", "d\x1b[31m.md", "e\u202e.md"):
        (notes / name).write_bytes(b"x")
    reason = "name with line feeds or control characters"
    names = ["notes/a?b.md", "notes/c?.md", "notes/d.md", "notes/e.md"]
    assert skipped(notes) == dict.fromkeys(names, reason)
    assert len(scan(notes, SUFFIXES).files) == 5


def test_a_link_is_followed_only_inside_the_folder(notes: Path) -> None:
    (notes / "inside.md").symlink_to(notes / "b.md")
    (notes / "out.md").symlink_to(notes.parent / "outside.md")
    (notes / "up.md").symlink_to("../outside.md")
    (notes / "away").symlink_to(notes.parent)
    (notes / "shallow").symlink_to(notes / "deep")
    (notes / "nowhere.md").symlink_to(notes / "missing.md")
    (notes / "round.md").symlink_to("round.md")
    (notes / "long.md").symlink_to("x" * 300)
    assert skipped(notes) == {
        "notes/out.md": "link out of the folder",
        "notes/up.md": "link out of the folder",
        "notes/away": "link out of the folder",
        "notes/shallow": "link to a folder",
        "notes/nowhere.md": "link that leads nowhere",
        "notes/round.md": "link that leads nowhere",
        "notes/long.md": "link that leads nowhere",
    }
    assert "notes/inside.md" in {entry.name for entry in scan(notes, SUFFIXES).files}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_skipped(notes: Path) -> None:
    (notes / "link.md").symlink_to("deep/c.markdown")
    (notes / "b.md").chmod(0)
    (notes / "deep").chmod(0)
    try:
        assert skipped(notes) == {
            "notes/link.md": "cannot be read: permission denied",
            "notes/b.md": "cannot be read: permission denied",
            "notes/deep": "folder that cannot be read",
        }
    finally:
        (notes / "deep").chmod(0o700)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file.md").write_bytes(b"x")
    for name, state, hint in (
        ("missing", "does not exist", "name where the documents are: qa-bot index FOLDER"),
        ("file.md", "is not a folder", f"qa-bot index {tmp_path} --include file.md"),
    ):
        with pytest.raises(FolderError, match=f"{name} {state}") as raised:
            scan(tmp_path / name, SUFFIXES)
        assert raised.value.hint.endswith(hint)
    (tmp_path / "empty").mkdir()
    assert scan(tmp_path / "empty", SUFFIXES).files == ()


def test_a_folder_that_cannot_be_looked_at_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for name, reason in (("a" * 300, "File name too long"), ("loop", "symbolic links")):
        with pytest.raises(FolderError, match=rf"{name} cannot be read: .*{reason}"):
            scan_all(Collection((tmp_path / name,)), SUFFIXES)


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
    assert raised.value.hint == f"ls -l {tmp_path / 'a.md'}"


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (RecursionError(), "nested too deeply"),
        (ValueError("day is out of range"), "damaged, or no .md file (ValueError: day is out of"),
    ],
)
def test_a_file_on_which_a_library_fails_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, reason: str
) -> None:
    monkeypatch.setattr(StateBlock, "skipEmptyLines", Mock(side_effect=failure))
    with pytest.raises(DocumentError) as raised:
        written(tmp_path / "notes", "a.md", b"text")
    assert raised.value.message.startswith(f"notes/a.md: {reason}")
    assert raised.value.hint == "open it in its own program, and save it anew"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError])
def test_what_is_not_the_fault_of_a_file_stops_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    monkeypatch.setattr(StateBlock, "skipEmptyLines", Mock(side_effect=stop))
    with pytest.raises(stop):
        written(tmp_path / "notes", "a.md", b"text")


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


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_plain_text_reads_the_same_whatever_ends_its_lines(line_break: str) -> None:
    lines = "A title\n\nThe pump was\nserviced on\n9 May. It\nruns:\n• twice\n \n\nx"
    text = lines.replace("\n", line_break)
    (section,) = parse_plain(text, "stem").sections
    quotes = [" ".join(unit.span.of(text).split()) for unit in section.units]
    assert quotes == ["A title", "The pump was serviced on 9 May.", "It runs:", "twice", "x"]


LAID_OUT = st.sampled_from(
    [
        "",
        "",
        "+",
        "-----",
        "=====",
        "Title",
        "[[a]]",
        "term::",
        "  Body. More.",
        "-x, --foo",
        "So it is.",
    ]
)


@given(st.one_of(TEXTS, st.lists(LAID_OUT).map("\n".join)))
def test_spans_of_plain_text_are_exact_and_all_but_headings_is_quoted(text: str) -> None:
    parsed = parse_plain(text, "stem")
    assert_exact(text, parsed.sections)
    spans = [unit.span for one in parsed.sections for unit in one.units]
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    between = "\n".join(text[edges[at] : edges[at + 1]] for at in range(0, len(edges), 2))
    rest = [line for line in re.split(r"[\r\n]+", between) if any(map(str.isalnum, line))]
    lines = [*map(str.strip, re.split(r"[\r\n]", text)), "", ""]
    for line in map(str.strip, rest):
        below = lines[lines.index(line) + 1 :]
        assert any(re.fullmatch(r"-{3,}|={3,}|~{3,}|\^{3,}", one) for one in below)


GUIDE = """\
heating(1)
==========

Use it daily.

[[options]]
OPTIONS
-------
The timeout is 30 minutes.

-a::
--all::
\tHeat all rooms. It is slow
\tin winter.
+
It may be left out.

--room::
    nested:::
        Inner.

-x, --exact
    Heat to the degree.

All of them are optional.

Examples
~~~~~~~~
------------
heating --all

heating now
------------

==========
NOTES
==========
fetch::
It is off.

"""


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_headings_and_named_bodies_of_plain_text_make_sections(line_break: str) -> None:
    text = GUIDE.replace("\n", line_break)
    parsed = parse_plain(text, "stem")
    assert parsed.title == "heating(1)"
    options = ("heating(1)", "OPTIONS")
    assert [
        (one.path, [" ".join(unit.span.of(text).split()) for unit in one.units])
        for one in parsed.sections
    ] == [
        (("heating(1)",), ["Use it daily."]),
        (options, ["The timeout is 30 minutes."]),
        (
            (*options, "-a, --all"),
            ["-a:: --all:: Heat all rooms.", "It is slow in winter.", "It may be left out."],
        ),
        ((*options, "--room", "nested"), ["--room:: nested::: Inner."]),
        ((*options, "-x, --exact"), ["-x, --exact Heat to the degree."]),
        (options, ["All of them are optional."]),
        ((*options, "Examples"), ["heating --all", "heating now"]),
        (("NOTES", "fetch"), ["fetch:: It is off."]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "One.\nTwo.\n-----\nThree.",
        "A long line above it is no heading.\n---\nTwo.",
        "----\none line\n\n$ ls\n----\nTwo.",
        "- one\n  item\n-5 degrees\n  outside",
    ],
)
def test_other_lines_and_lists_make_no_sections(text: str) -> None:
    assert [one.path for one in parse_plain(text, "stem").sections] == [("stem",)]


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


def test_files_may_come_and_go_while_a_folder_is_looked_through(tmp_path: Path) -> None:
    stop = Event()

    def come_and_go() -> None:
        while not stop.is_set():
            for number in range(20):
                (tmp_path / f"{number}.md").write_text("# A\n")
            for number in range(20):
                (tmp_path / f"{number}.md").unlink()

    coming = Thread(target=come_and_go)
    coming.start()
    try:
        for _ in range(100):
            assert len(scan(tmp_path, SUFFIXES).files) <= 20
    finally:
        stop.set()
        coming.join()
