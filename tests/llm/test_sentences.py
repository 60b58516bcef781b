"""What is written becomes sentences with numbers, however it comes in pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.llm.sentences import Draft, DraftSentence


def drafted(*pieces: str) -> list[tuple[str, tuple[int, ...]]]:
    draft = Draft()
    found: list[DraftSentence] = []
    for piece in pieces:
        found += draft.add(piece)
    return [(one.text, one.numbers) for one in [*found, *draft.finish()]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It lasted. [1][2] All left [3].", [("It lasted.", (1, 2)), ("All left.", (3,))]),
        ("It lasted.[1, 2; 1]", [("It lasted.", (1, 2))]),
        ("It lasted [2-4]. So [Quotes 1 and 3].", [("It lasted.", (2, 3, 4)), ("So.", (1, 3))]),
        ("It [1] lasted [2].", [("It lasted.", (1, 2))]),
        ("- **Nausea** [1]\n2. *Rash* [2]\n# End", [("Nausea", (1,)), ("Rash", (2,)), ("End", ())]),
        ("One vs. two, e.g. three. [1]", [("One vs. two, e.g. three.", (1,))]),
        ("See [1](http://x) now", [("See [1](http://x) now", ())]),
        ("It was 2020 [2020].", [("It was 2020 [2020].", ())]),
        ("[1] [2]", []),
        ("Left [12", [("Left [12", ())]),
        ("[900-1]", []),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_carry_the_numbers_they_cite(
    text: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert drafted(text) == expected
    assert drafted(*text) == expected


def test_a_sentence_is_given_out_when_the_next_has_begun_and_not_before_its_numbers() -> None:
    draft = Draft()
    assert list(draft.add("It lasted. [")) == []
    assert list(draft.add("1] ")) == []
    assert list(draft.add("All left. ")) == [DraftSentence("It lasted.", (1,))]
    assert list(draft.finish()) == [DraftSentence("All left.", ())]


@given(st.lists(st.text(alphabet="ab. [1]2,-\n*<>/é", max_size=12), max_size=12))
def test_no_text_breaks_it_and_no_word_is_put_in(pieces: list[str]) -> None:
    for text, numbers in drafted(*pieces):
        assert set(text.replace(" ", "")) <= set("".join(pieces))
        assert all(0 <= number <= 999 for number in numbers)
