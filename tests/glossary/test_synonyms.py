"""A list of synonyms: what it may hold, and where it is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.glossary.synonyms import Synonyms, synonyms_in

WORDS = st.text(st.characters(categories=["Ll", "Lu"]), min_size=3, max_size=12)


def test_a_line_gives_a_term_other_words() -> None:
    text = (
        "# Blood\r\n\r\nthrombocytopenia: low platelets ,low plt\r\n"
        "ratio 3:1: three to one,\n  # the last"
    )
    assert synonyms_in(text) == (
        [
            Synonyms("thrombocytopenia", ("low platelets", "low plt")),
            Synonyms("ratio 3", ("1: three to one",)),
        ],
        [],
    )


@pytest.mark.parametrize(
    "line",
    ["thrombocytopenia", "thrombocytopenia:", "thrombocytopenia: ,", ": plt", "-: plt"],
)
def test_a_line_that_is_none_is_named(line: str) -> None:
    assert synonyms_in(f"# Blood\nplatelets: plt\n{line}\nanaemia: low Hb") == (
        [Synonyms("platelets", ("plt",)), Synonyms("anaemia", ("low Hb",))],
        ["line 3: no term with other words for it"],
    )


@pytest.mark.parametrize("vague", ["the runs", "off treatment", "the"])
def test_words_that_would_be_found_in_other_questions_are_refused(vague: str) -> None:
    found, (fault,) = synonyms_in(f"diarrhoea: loose stools, {vague}\n")
    assert not found
    assert fault == f"line 1: '{vague}' says too little without its small words"


@given(lines=st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=4))))
def test_what_is_written_is_read(lines: list[tuple[str, list[str]]]) -> None:
    written = [(f"x{term}", [f"x{other}" for other in others]) for term, others in lines]
    text = "".join(f"{term}: {', '.join(others)}\n" for term, others in written)
    assert synonyms_in(text)[0] == [Synonyms(term, tuple(others)) for term, others in written]
