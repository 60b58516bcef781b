"""A list of synonyms: what it may hold, and where it is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.errors import DocumentError
from qa_bot.glossary.synonyms import Synonyms, load_synonyms

WORDS = st.text(st.characters(categories=["Ll", "Lu"]), min_size=3, max_size=12)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "synonyms.txt"


def test_a_line_gives_a_term_other_words(path: Path) -> None:
    path.write_bytes(
        "\ufeff# Blood\r\n\r\nthrombocytopenia: low platelets ,low plt\r\n"
        "ratio 3:1: three to one,\n  # the last".encode()
    )
    assert load_synonyms(path) == (
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
def test_a_line_that_is_none_is_named(path: Path, line: str) -> None:
    path.write_text(f"# Blood\nplatelets: plt\n{line}\nanaemia: low Hb", encoding="utf-8")
    assert load_synonyms(path) == (
        [Synonyms("platelets", ("plt",)), Synonyms("anaemia", ("low Hb",))],
        ["line 3: no term with other words for it"],
    )


@pytest.mark.parametrize("vague", ["the runs", "off treatment", "the"])
def test_words_that_would_be_found_in_other_questions_are_refused(path: Path, vague: str) -> None:
    path.write_text(f"diarrhoea: loose stools, {vague}\n", encoding="utf-8")
    found, (fault,) = load_synonyms(path)
    assert not found
    assert fault == f"line 1: '{vague}' says too little without its small words"


def test_what_cannot_be_read_is_told(path: Path) -> None:
    with pytest.raises(DocumentError, match="No such file"):
        load_synonyms(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DocumentError, match="decode"):
        load_synonyms(path)


@given(lines=st.lists(st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=4))))
def test_what_is_written_is_read(
    lines: list[tuple[str, list[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("lists") / "synonyms.txt"
    written = [(f"x{term}", [f"x{other}" for other in others]) for term, others in lines]
    text = "".join(f"{term}: {', '.join(others)}\n" for term, others in written)
    path.write_text(text, encoding="utf-8")
    assert load_synonyms(path)[0] == [Synonyms(term, tuple(others)) for term, others in written]
