"""Terms and lines as spans; text made safe for a terminal."""

import io
import json
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.records import Span
from qa_bot.text.display import counted, json_text, one_line, pieces, printable
from qa_bot.text.spans import LineNumbers, PageNumbers, blanked, cut, lines, merged, trimmed
from qa_bot.text.terms import (
    content_forms,
    content_terms,
    folded,
    forms,
    is_stop_word,
    pairs,
    terms,
)
from tests.exact import assert_divides
from tests.strategies import PROSE, TEXTS

SPANS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda at: Span(at[0], sum(at)))
CONTROLS = (
    "\x1b]0;\x07",
    "\x1b[31m",
    "\x1b\\",
    "\x9b",
    "\x1b[",
    "\x1b]8;;http://x",
    "\r\n",
    "\ud800",
)


@given(TEXTS)
def test_lines_are_those_of_the_file(text: str) -> None:
    numbers = LineNumbers(text)
    found = list(io.StringIO(text, newline=""))
    assert len(numbers) == max(1, len(found))
    for number, line in enumerate(found, 1):
        start, end = numbers.bounds(number)
        assert text[start:end] == line
        assert {numbers.at(offset) for offset in range(start, end)} == {number}
    bare = [line.rstrip("\r\n") for line in found]
    assert [span.of(text) for span in lines(text)] == [line for line in bare if line]


@given(TEXTS, st.data())
def test_trimming_takes_off_white_space_and_nothing_else(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = trimmed(text, start, end)
    assert (span.of(text) if span else "") == text[start:end].strip()
    assert span is None or start <= span.start < span.end <= end


@given(PROSE)
def test_blanking_keeps_every_other_character_where_it_was(text: str) -> None:
    pattern = re.compile(r"<!--.*?-->|\[@.*?\]")
    blank = blanked(text, pattern)
    assert len(blank) == len(text)
    assert not pattern.search(blank)
    gone = {at for match in pattern.finditer(text) for at in range(*match.span())}
    for at, letter in enumerate(text):
        assert blank[at] == (" " if at in gone else letter)


@given(TEXTS.filter(str.strip), st.integers(1, 50))
def test_cutting_loses_nothing_and_keeps_to_the_length(text: str, longest: int) -> None:
    span = trimmed(text, 0, len(text))
    assert span
    pieces = list(cut(text, span, longest))
    assert_divides(text, span, pieces)
    assert all(piece.end - piece.start <= longest for piece in pieces)
    if len(span.of(text)) <= longest:
        assert pieces == [span]


@given(TEXTS)
def test_each_term_is_the_folded_form_of_what_stands_there(text: str) -> None:
    found = terms(text)
    for term in found:
        word = term.span.of(text)
        small = {folded(word.lower())} if text.isupper() or word == "May" else set()
        assert term.form in {folded(word), *small} | ({"May"} if word.lower() == "may" else set())
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))
    covered = {at for term in found for at in range(term.span.start, term.span.end)}
    assert all(at in covered for at, letter in enumerate(text) if letter.isalnum())
    if not text.isupper() and "may" not in text.lower():
        kept = [term for term in found if not is_stop_word(term.span.of(text))]
        assert content_terms(text) == kept


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Étude STUDIED studies", "etud studi studi"),
        ("They bought the children's loaves I found", "they buy the child loaf i found"),
        ("The board is quorate", "the board is quorum"),
        ("The patient's and the patients’ dose", "the patient and the patient dose"),
        ("1.3 mg/m2, 10,000 lux at 0.05", "1.3 mg m2 10000 lux at 0.05"),
        ("1,234,567.5 of 12,34", "1234567.5 of 12,34"),
        ("the WHO, who told us of the US", "the WHO who told us of the US"),
        ("WHAT IS THE PFS OF BOSTON?", "what is the pfs of boston"),
        ("May I come in May? It may be. May Ann, too?", "may i come in May it may be may ann too"),
        ("from 5 may 2020 until may, or May 2021", "from 5 May 2020 until May or May 2021"),
        ("MAY WE COME IN MAY 2020?", "may we come in May 2020"),
        ("two CRs, no CRS, four PCs, mRNAs", "two cr no crs four pc mrna"),
        ("snake_case p<0.05", "snake case p 0.05"),
        ("東京タワー", "東 京 タ ワ ー"),
        ("Marlow¹² and Marlow's⁵ in 1993⁵", "marlow 12 and marlow 5 in 1993 5"),
        ("km² m²/g 10⁶ R² ¹⁴C CO₂ H₂O Ca²⁺", "km2 m2 g 106 r2 14c co2 h2o ca2"),
        ("ﬁne Straße ＡＢＣ", "fine strass abc"),
        ("🥞 – … 😀!", ""),
        ("", ""),
    ],
)
def test_terms_are_folded(text: str, forms: str) -> None:
    assert [term.form for term in terms(text)] == forms.split()


@pytest.mark.parametrize(
    "text",
    ["naïveté", "Zoëlla", "Ångström", "Việt", "Müller's", "हिन्दी", "עִבְרִית", "العَرَبِيَّة", "한국어"],
)
def test_a_word_is_one_term_however_its_accents_are_written(text: str) -> None:
    (composed,) = terms(unicodedata.normalize("NFC", text))
    (decomposed,) = terms(unicodedata.normalize("NFD", text))
    assert composed.form == decomposed.form


def test_a_soft_hyphen_is_part_of_its_word() -> None:
    (term,) = terms("pro\xadgres\xadsion")
    assert term.form == folded("progression")


def test_figures_stand_apart_from_the_ideographs_beside_them() -> None:
    forms = [term.form for term in terms("高さは333メートル、PFS中央値13.9ヶ月")]
    assert {"333", "pfs", "13.9"} < set(forms)


def test_stop_words_carry_no_meaning_and_pairs_join_what_is_left() -> None:
    forms = [term.form for term in content_terms("What was the median of the progression in 2020?")]
    assert forms == ["median", "progress", "2020"]
    assert pairs(forms) == ["median_progress", "progress_2020"]
    assert pairs(["alone"]) == pairs([]) == []
    names = content_terms("Is it in the US, or is the OR of I and A in WHO terms?")
    assert [term.form for term in names] == ["US", "OR", "WHO", "term"]
    assert not content_terms("WHAT IS THIS, AND WHO ARE YOU?")


@given(st.lists(SPANS))
def test_merged_spans_cover_the_same_and_lie_apart(spans: list[Span]) -> None:
    joined = merged(spans)
    assert all(first.end < second.start for first, second in pairwise(joined))
    covered = [
        {at for span in some for at in range(span.start, span.end)} for some in (spans, joined)
    ]
    assert covered[0] == covered[1]


@given(st.lists(st.one_of(TEXTS, st.sampled_from(CONTROLS))).map("".join))
def test_nothing_that_is_printed_steers_a_terminal(text: str) -> None:
    safe = printable(text)
    for letter in safe:
        assert letter in "\t\n" or unicodedata.category(letter) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(letter) not in {
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        }  # fmt: skip
    assert printable(safe) == safe
    line = one_line(text)
    assert one_line(line) == line
    assert line == " ".join(safe.split())


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil.example\x07here\x1b]8;;\x1b\\!", "here!"),
        ("\x1b]0;never closed", "]0;never closed"),
        ("\x1b]0;cut off\x1b[31m by another\x07", "]0;cut off by another"),
        ("\x1b\x1b[2J[31m", "[31m"),
        ("\u202e54:80\u202c \u2067x\u2069", "54:80 x"),
        ("a\r\nb\rc\td\ne", "a\nb\nc\td\ne"),
        ("bell\x07 nul\0 C1\x9b31m", "bell nul C131m"),
        (
            "naïve 東京 עברית 😀\U0001f468\u200d\U0001f469",
            "naïve 東京 עברית 😀\U0001f468\u200d\U0001f469",
        ),
    ],
)
def test_what_steers_is_taken_out_and_the_rest_stays(text: str, safe: str) -> None:
    assert printable(text) == safe
    assert one_line(text) == " ".join(safe.split())


@given(st.lists(st.one_of(TEXTS, st.sampled_from((*CONTROLS, "\x7f", "\u202e")))).map("".join))
def test_json_says_the_same_and_steers_no_terminal(text: str) -> None:
    for indent in (None, 1):
        written = json_text({"text": [text]}, indent)
        assert printable(written) == written
        assert json.loads(written) == json.loads(json.dumps({"text": [text]}))


def test_sequences_that_never_end_are_not_read_to_the_end_of_the_text() -> None:
    assert printable("\x1b]" * 400_000) == "]" * 400_000  # it would take an hour


def test_what_steers_does_not_come_to_light_where_a_highlight_begins_or_ends_in_it() -> None:
    text = "costs \x1b[1m129\x1b[0m\n euros"
    begins = text.index("1m")
    assert list(pieces(text, [Span(begins, text.index("[0m") + 1)])) == [
        ("costs ", False),
        ("129", True),
        (" euros", False),
    ]
    assert list(pieces(text, [Span(9, 9 + len(text))], base=9)) == [("costs 129 euros", True)]


@given(st.text("a \x1b[1m\r\n", max_size=30), st.integers(0, 30), st.integers(1, 30))
def test_pieces_make_what_the_whole_makes(text: str, start: int, length: int) -> None:
    end = min(start + length, len(text))
    cut = list(pieces(text, [Span(start, end)] if start < end else []))
    assert " ".join("".join(piece for piece, _ in cut).split()) == one_line(text)


def test_pages_are_counted_by_their_starts() -> None:
    numbers = PageNumbers((0, 10, 10, 30))
    assert [numbers.at(offset) for offset in (0, 9, 10, 29, 30, 99)] == [1, 1, 3, 3, 4, 4]
    assert numbers.turns(Span(0, 10)) == ()
    assert numbers.turns(Span(0, 11)) == (10, 10)
    assert numbers.turns(Span(10, 31)) == (30,)
    assert PageNumbers(()).at(5) is None
    assert PageNumbers((3,)).at(2) is None


def test_numbers_are_counted_in_words() -> None:
    assert [counted(number, "line") for number in range(3)] == ["0 lines", "1 line", "2 lines"]


@given(st.one_of(TEXTS, PROSE))
def test_forms_without_places_are_those_with_places(text: str) -> None:
    assert forms(text) == {term.form for term in terms(text)}
    assert content_forms(text) == [term.form for term in content_terms(text)]


@pytest.mark.parametrize("text", ["what's it?", "Who’s that", "how're they", "where'd it", "it'll"])
def test_two_small_words_in_one_carry_no_meaning(text: str) -> None:
    assert content_terms(text) == []


def test_an_apostrophe_s_leaves_a_name_its_meaning() -> None:
    assert [term.form for term in content_terms("WHO's and the US's rule")] == ["who", "us", "rule"]
