"""An address leads to the place it names, or to an error that says what there is."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.errors import AddressError
from qa_bot.index import Index, build, open_index
from qa_bot.index.addresses import locate
from qa_bot.records import Span
from tests.conftest import CORPUS
from tests.fakes import HashEncoder, silent

FERRY = "corpus/windows.md"


def quoted(index: Index, address: str) -> str | None:
    place = locate(index, address)
    return place.span.of(place.text) if place.span else None


def test_a_document_is_shown_whole(corpus_index: Index) -> None:
    place = locate(corpus_index, FERRY)
    assert place.document == FERRY
    assert place.span is None
    assert place.text.startswith("# Ferry timetable\r\n\r\nThe ferry")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (1, "# Ferry timetable"),
        (3, "The ferry to Hvaler leaves at 07:40 from pier 4."),
        (4, "It takes 55 minutes."),
        (2, "\r\n"),
        (13, "Dogs travel free of charge."),
    ],
)
def test_a_line_is_what_an_editor_shows(corpus_index: Index, line: int, text: str) -> None:
    assert quoted(corpus_index, f"{FERRY}:{line}") == text


def test_an_empty_line_or_document_has_a_place_too(corpus_index: Index) -> None:
    assert locate(corpus_index, "corpus/empty.md").text == ""
    assert locate(corpus_index, "corpus/empty.md:1").span is None


def test_characters_are_those_of_the_document(corpus_index: Index) -> None:
    text = locate(corpus_index, FERRY).text
    start = text.index("07:40")
    assert quoted(corpus_index, f"{FERRY}:{start}-{start + 5}") == "07:40"
    assert locate(corpus_index, f"{FERRY}:0-{len(text)}").span == Span(0, len(text))


def test_every_passage_and_unit_leads_back_to_itself(corpus_index: Index) -> None:
    for passage in corpus_index.store.passages(range(corpus_index.manifest.passages)):
        assert quoted(corpus_index, passage.id) == passage.text
        for unit in passage.units:
            address = f"{passage.document}:{unit.span.start}-{unit.span.end}"
            assert quoted(corpus_index, address) == passage.quote(unit.span)
        line = locate(corpus_index, f"{passage.document}:{passage.line}").span
        assert line
        assert line.start <= passage.span.start < line.end


@pytest.mark.parametrize(
    "typed",
    ["windows.md", "./corpus/windows.md", "corpus//windows.md", str(CORPUS / "windows.md"),
     os.path.relpath(CORPUS / "windows.md", CORPUS / "deep")],
)  # fmt: skip
def test_a_document_is_known_by_its_path_or_the_end_of_its_name(
    corpus_index: Index, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CORPUS / "deep" if typed.startswith("..") else CORPUS.parent)
    assert quoted(corpus_index, f"{typed}:4") == "It takes 55 minutes."


def test_an_end_that_two_names_have_is_no_document(tmp_path: Path) -> None:
    for part in ("one", "two"):
        (tmp_path / "docs" / part).mkdir(parents=True)
        (tmp_path / "docs" / part / "a.md").write_text(f"# A\n\nThe lamp has {part} bulb.\n")
    build(tmp_path / "docs", tmp_path / "index", HashEncoder(), progress=silent)
    with open_index(tmp_path / "index") as index:
        assert locate(index, "one/a.md").document == "docs/one/a.md"
        with pytest.raises(AddressError) as raised:
            locate(index, "a.md:3")
    assert raised.value.hint == "qa-bot show docs/two/a.md:3"


@pytest.mark.parametrize(
    ("address", "message", "hint"),
    [
        ("indows.md", "no document 'indows.md' in the index", f"qa-bot show {FERRY}"),
        ("corpus/windos.md:3", "no document 'corpus/windos.md' in", f"qa-bot show {FERRY}:3"),
        ("", "no document '' in the index", "qa-bot show corpus/bom.md"),
        ("zzz\0", "no document 'zzz\\x00' in the index", "qa-bot show corpus/bom.md"),
        (f"{FERRY}:", f"no document '{FERRY}:' in the index", f"qa-bot show {FERRY}"),
        (f"{FERRY}:1-2-3", f"no document '{FERRY}:1-2-3' in", f"qa-bot show {FERRY}"),
        (f"{FERRY}:-5", f"no document '{FERRY}:-5' in the", f"qa-bot show {FERRY}"),
        (f"{FERRY}:0", f"{FERRY} has 13 lines, not 0", f"qa-bot show {FERRY}"),
        (f"{FERRY}:14", f"{FERRY} has 13 lines, not 14", f"qa-bot show {FERRY}"),
        (f"{FERRY}:5-5", f"{FERRY} has characters 0-230, not 5-5", f"qa-bot show {FERRY}"),
        (f"{FERRY}:9-5", f"{FERRY} has characters 0-230, not 9-5", f"qa-bot show {FERRY}"),
        (f"{FERRY}:0-231", f"{FERRY} has characters 0-230, not 0", f"qa-bot show {FERRY}"),
    ],
)
def test_what_is_not_there_is_named(
    corpus_index: Index, address: str, message: str, hint: str
) -> None:
    with pytest.raises(AddressError) as raised:
        locate(corpus_index, address)
    assert message in raised.value.message
    assert raised.value.hint == hint
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    "address",
    [f"{FERRY}:{'9' * 15}", f"{FERRY}:{'9' * 5000}", f"{FERRY}:1-{'9' * 5000}", "caf\udce9.md"],
    ids=["far", "farther", "range", "bytes"],
)
def test_an_address_that_is_no_number_or_text_is_refused_too(
    corpus_index: Index, address: str
) -> None:
    with pytest.raises(AddressError) as raised:
        locate(corpus_index, address)
    assert raised.value.message.encode("utf-8")
    assert raised.value.hint.startswith("qa-bot show ")


def test_addresses_are_found_or_refused_whatever_they_are(corpus_index: Index) -> None:
    digits = st.integers(0, 400).map(str)
    tails = st.one_of(digits, st.tuples(digits, digits).map("-".join), st.text(max_size=5))

    @given(st.sampled_from([FERRY, "corpus/scripts.md", "corpus", ""]), tails)
    def check(document: str, tail: str) -> None:
        try:
            place = locate(corpus_index, f"{document}:{tail}")
        except AddressError:
            return
        assert place.document == document
        assert place.span is None or place.span.end <= len(place.text)

    check()
