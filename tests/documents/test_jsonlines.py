"""JSON lines: each line a row, on its own line, with its names and every digit."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.errors import DocumentError
from tests.documents.test_separated import rows
from tests.strategies import TEXTS

LONG = "It is made of " + "very " * 40 + "hard steel."
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)


def test_a_line_reads_with_its_names() -> None:
    lines = [
        '{"id": 7, "dose": {"mg": 1.30, "per": "m2"}, "arms": ["a", "b"], "none": null}',
        "",
        '{"id": 8, "visits": [{"day": 1, "done": true}, {"day": 15}]}',
        '["a", 2]',
        '"Just a sentence."',
        "1e400",
        json.dumps({"price": 12.5, "text": LONG, "name": "Sprocket"}),
        json.dumps({"text": LONG}),
    ]
    assert rows("\n".join(lines), "notes/visits.jsonl") == [
        (1, "id: 7; dose.mg: 1.30; dose.per: m2; arms: a, b"),
        (3, "id: 8; visits.day: 1; visits.done: true; visits.day: 15"),
        (4, "a, 2"),
        (5, "Just a sentence."),
        (6, "1e400"),
        (7, "price: 12.5"),
        (7, LONG),
        (7, "name: Sprocket"),
        (8, LONG),
    ]


@given(st.lists(VALUES, max_size=4))
def test_any_json_is_read(values: list[object]) -> None:
    text = "".join(f"{json.dumps(value)}\n" for value in values)
    found = rows(text, "notes/a.ndjson")
    assert all(1 <= line <= len(values) for line, _ in found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": ', "Expecting value"),
        ("[" * 100_000, "recursion"),
        ('{"a": ' * 30 + "1" + "}" * 30, "nested deeper than 20 levels"),
        ("no json", "Expecting value"),
    ],
)
def test_a_line_that_is_no_json_is_named(line: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=r"notes/a\.jsonl: line 2 is not JSON") as raised:
        rows(f"1\n{line}\n", "notes/a.jsonl")
    assert reason in raised.value.message
    assert raised.value.hint == "one JSON value a line"
