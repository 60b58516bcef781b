"""The reader: the packaged weights read, are the ones described, and say exactly where."""

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.errors import ReaderError
from qa_bot.reader import Evidence, PassageText, Reader, load_reader
from qa_bot.reader.card import CARD, MODEL, PACKAGED, TOKENIZER, read_card
from qa_bot.reader.inputs import HEADING_TOKENS, QUESTION_TOKENS, Marks, rows
from qa_bot.reader.spans import LONGEST, MOST, apart, likely_spans
from qa_bot.records import Span
from qa_bot.weights import file_sha256
from tests.strategies import TEXTS

QUESTION = "How many patients were enrolled?"
PASSAGE = PassageText(
    "Rivers trial › Patients",
    "The trial began in 2011. It enrolled 402 patients at 123 sites in 21 countries.",
)
OTHER = PassageText("Bread", "Rye bread is baked with sourdough, which keeps it moist for days.")
MARKS = Marks([1], [2, 2], [3], [4])


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The packaged reader."""
    return load_reader()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The packaged reader in a folder of its own."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "reader"))


def best(evidence: Evidence, passage: PassageText) -> str:
    return evidence.spans[0].span.of(passage.text)


def test_the_packaged_weights_are_those_of_the_card() -> None:
    card = read_card(PACKAGED)
    assert card
    assert card.files == {name: file_sha256(PACKAGED / name) for name in (MODEL, TOKENIZER)}
    assert sum((PACKAGED / name).stat().st_size for name in card.files) <= 30e6
    told = json.loads((PACKAGED / CARD).read_text(encoding="utf-8"))
    assert {one["licence"] for one in told["data"]}
    assert {"procedure", "scores", "limits"} <= set(told)
    assert card.files[MODEL] in (PACKAGED / "README.md").read_text(encoding="utf-8")


def test_an_answer_is_found_and_its_absence_is_noticed(reader: Reader) -> None:
    answers, elsewhere = reader.read(QUESTION, [PASSAGE, OTHER])
    assert best(answers, PASSAGE) in {"402", "402 patients"}
    assert answers.support > 0 > elsewhere.support
    assert answers.relevance > elsewhere.relevance
    assert answers.spans[0].score > elsewhere.spans[0].score


def test_a_table_row_is_read(reader: Reader) -> None:
    row = "Nausea — Any grade: 50%; Grade 3–4: 8% Fatigue — Any grade: 42%; Grade 3–4: 13%"
    passage = PassageText("Safety", row)
    (evidence,) = reader.read("fatigue any grade", [passage])
    assert best(evidence, passage) == "42%"


def test_the_same_question_gives_the_same_numbers_whatever_stands_beside(reader: Reader) -> None:
    together = reader.read(QUESTION, [OTHER, PASSAGE, OTHER])
    assert together[0] == together[2] != together[1]
    assert reader.read(QUESTION, []) == []
    assert load_reader().read(QUESTION, [PASSAGE]) == [together[1]]


def test_what_was_read_for_a_question_is_not_read_again_for_it_but_for_another(
    reader: Reader,
) -> None:
    asked = "Of how many sites did it tell?"
    [first] = reader.read(asked, [PASSAGE])
    assert reader.read(asked, [OTHER, PASSAGE])[1] is first
    [under_others] = reader.read(asked, [PassageText("Bread", PASSAGE.text)])
    assert under_others != first
    assert reader.read("Who pays for it?", [PASSAGE]) != [first]


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b"])
def test_an_empty_passage_says_nothing(text: str, reader: Reader) -> None:
    (evidence,) = reader.read(QUESTION, [PassageText("Patients", text)])
    assert evidence.spans == ()
    assert max(evidence.support, evidence.relevance) < -10


@pytest.mark.parametrize("before", [0, 90, 400, 1500])
def test_an_answer_is_found_anywhere_in_a_long_passage(before: int, reader: Reader) -> None:
    filling = "The bread of the region is baked with rye. "
    passage = PassageText(
        PASSAGE.headings, filling * (before // 9) + PASSAGE.text + " " + filling * 60
    )
    (evidence,) = reader.read(QUESTION, [passage])
    assert best(evidence, passage) in {"402", "402 patients"}


def test_a_question_and_headings_of_any_length_leave_room_for_the_text(reader: Reader) -> None:
    passage = PassageText("A heading › " * 500, PASSAGE.text)
    (evidence,) = reader.read("Tell me, please, " * 300, [passage])
    assert evidence.spans


@settings(max_examples=40)
@given(question=TEXTS, headings=TEXTS, text=TEXTS)
def test_spans_lie_in_the_text_apart_and_in_order(question: str, headings: str, text: str) -> None:
    (evidence,) = load_reader_once().read(question, [PassageText(headings, text)])
    spans = [one.span for one in evidence.spans]
    assert len(spans) <= MOST
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(span.of(text).strip() == span.of(text) for span in spans)
    assert not any(a.overlaps(b) for n, a in enumerate(spans) for b in spans[:n])
    scores = [one.score for one in evidence.spans]
    assert scores == sorted(scores, reverse=True)
    assert np.isfinite([evidence.relevance, evidence.support, *scores]).all()


_READERS: list[Reader] = []


def load_reader_once() -> Reader:
    """Fixtures cannot be given to a property test that runs many times."""
    if not _READERS:
        _READERS.append(load_reader())
    return _READERS[0]


@pytest.mark.parametrize("file", [MODEL, TOKENIZER, CARD])
@pytest.mark.parametrize("content", [b"", b"{}", b"garbage", None])
def test_a_damaged_reader_is_refused_by_name(
    file: str, content: bytes | None, copied: Path
) -> None:
    if content is None:
        (copied / file).unlink()
    else:
        (copied / file).write_bytes(content)
    with pytest.raises(ReaderError) as raised:
        load_reader(str(copied))
    assert raised.value.exit_code == 4
    assert raised.value.hint
    assert str(copied) in raised.value.message


def test_one_altered_byte_is_noticed(copied: Path) -> None:
    weights = bytearray((copied / MODEL).read_bytes())
    weights[len(weights) // 2] ^= 1
    (copied / MODEL).write_bytes(weights)
    with pytest.raises(ReaderError, match=f"{MODEL} is altered"):
        load_reader(str(copied))


@pytest.mark.parametrize("name", ["nosuch", "no/such", "a b", "../x", "x" * 300, "nul\x00", ""])
def test_a_reader_that_is_not_here_is_refused_with_a_hint(name: str) -> None:
    with pytest.raises(ReaderError, match="no reader") as raised:
        load_reader(name)
    assert "--reader" in raised.value.hint


def test_rows_cover_a_text_and_overlap() -> None:
    text = list(range(100, 400))
    made = rows([7] * 5, [8] * 3, text, MARKS, longest=64, overlap=20)
    covered = [place for row in made for place in range(row.first, row.first + row.count)]
    assert sorted(set(covered)) == list(range(300))
    for row, following in pairwise(made):
        assert row.first + row.count - following.first == 20
    for row in made:
        assert len(row.ids) <= 64
        assert row.ids[: row.text_at] == [1, *[7] * 5, 2, 2, *[8] * 3, 3]
        assert row.ids[row.text_at : -1] == text[row.first : row.first + row.count]
        assert row.ids[-1] == 4
        assert row.passage_at == 8


def test_long_questions_and_headings_are_cut_and_none_are_left_out() -> None:
    (row,) = rows([7] * 500, list(range(200)), [9], MARKS, longest=160, overlap=20)
    assert row.ids.count(7) == QUESTION_TOKENS + 1  # one of the headings is 7
    assert row.text_at - row.passage_at == HEADING_TOKENS + 1
    (bare,) = rows([7], [], [9], MARKS, longest=160, overlap=20)
    assert bare.ids == [1, 7, 2, 2, 9, 4]


def logits(**places: float) -> np.ndarray:
    values = np.zeros(6, dtype=np.float32)
    for name, value in places.items():
        values[int(name[1:])] = value
    return values


def test_a_span_never_parts_a_word_and_never_runs_backwards() -> None:
    text = "ibrutinib 560 mg"
    offsets = [(0, 3), (3, 6), (6, 9), (10, 12), (12, 13), (14, 16)]
    spans = likely_spans(text, offsets, logits(t1=9, t4=5), logits(t0=9, t3=8, t5=4), nowhere=1.0)
    words = {one.span.of(text) for one in spans}
    assert words == {"ibrutinib", "ibrutinib 560", text, "560", "560 mg", "mg"}
    assert spans[0].score == 3.0


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Write to kc-payroll.finance@gsa.gov.", "kc-payroll.finance@gsa.gov"),
        ("Set upkeep.gc.enabled to off.", "upkeep.gc.enabled"),
        ("Call max_retry_count first.", "max_retry_count"),
        ("See https://git.io/a-b?c=d_e#f.", "https://git.io/a-b?c=d_e#f"),
        ("Its chip is 276 0981 0012.", "276 0981 0012"),
        ("Call 040 555 0119 now.", "040 555 0119"),
        ("From abroad +49 40 555-110 rings.", "+49 40 555-110"),
        ("To DE02 1203 0000 0000 2020 51.", "DE02 1203 0000 0000 2020 51"),
        ("Am 21. Februar 2026 war es.", "21. Februar"),
        ("In 2020 40 came.", "40"),
        ("A 53-year-old came.Then", "53"),
        ("He is well.Then he left", "well"),
    ],
)
def test_a_span_never_parts_an_address_or_a_name(text: str, answer: str) -> None:
    offsets = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    nothing = np.zeros(len(offsets), dtype=np.float32)
    spans = {one.span for one in likely_spans(text, offsets, nothing, nothing, 0.0)}
    whole = Span(text.index(answer), text.index(answer) + len(answer))
    assert whole in spans
    assert all(span.contains(whole) or not span.overlaps(whole) for span in spans)


def test_an_answer_is_at_most_so_many_tokens_long() -> None:
    text = " ".join("w" * 1 for _ in range(60))
    offsets = [(2 * n, 2 * n + 1) for n in range(60)]
    start, end = np.zeros(60, dtype=np.float32), np.zeros(60, dtype=np.float32)
    start[0], end[LONGEST - 1], end[LONGEST] = 5, 5, 50
    spans = likely_spans(text, offsets, start, end, 0.0)
    assert all(one.span.of(text).count("w") <= LONGEST for one in spans)
    assert apart(spans)[0].score == 50
    assert not apart([])


@given(st.lists(st.floats(-20, 20, width=32), min_size=12, max_size=12))
def test_the_best_of_all_spans_is_first(values: list[float]) -> None:
    text = "a b c d e f"
    offsets = [(2 * n, 2 * n + 1) for n in range(6)]
    start, end = np.array(values[:6], np.float32), np.array(values[6:], np.float32)
    highest = max(float(start[i] + end[j]) for i in range(6) for j in range(i, 6))
    assert likely_spans(text, offsets, start, end, 0.0)[0].score == pytest.approx(highest)
