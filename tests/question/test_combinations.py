"""What is told of a larger combination is not told of what is only a part of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot
from qa_bot.glossary import Glossary
from qa_bot.glossary.abbreviations import Abbreviation
from qa_bot.question import Question
from qa_bot.question.combinations import is_of_larger, larger_ones
from qa_bot.question.concepts import concepts_in
from tests.fakes import Notes

GLOSSARY = Glossary(
    [
        (Abbreviation("CS", "cream with sugar"), 3),
        (Abbreviation("MM", "multiple myeloma"), 9),
        (Abbreviation("OS", "overall survival"), 7),
    ]
)
CAKE = "Cakes had cream, butter and sugar (CBS, also written KBS)."


def is_left_out(sentence: str, asked: str, texts: Sequence[str], above: str = "") -> bool:
    """Tell whether a sentence is about a larger combination than the question."""
    question = Question(asked, asked, concepts_in(asked, GLOSSARY))
    return is_of_larger(sentence, above, larger_ones(question, [*texts, sentence]))


@pytest.mark.parametrize(
    "sentence",
    ["Cream with butter and sugar (CBS) lasted 4 days.", "CBS lasted 4 days.", "KBS lasts a day."],
)
@pytest.mark.parametrize(
    "asked", ["how long does CS last?", "how long does cream with sugar last?"]
)
def test_a_sentence_about_a_larger_combination_is_left_out(sentence: str, asked: str) -> None:
    assert is_left_out(sentence, asked, [CAKE])


def test_texts_tell_what_a_short_form_is_made_of() -> None:
    texts = [CAKE, "Others had butter and sugar (TS)."]
    assert is_left_out("CBS lasted 4 days.", "how long does TS last?", texts)
    assert not is_left_out("CBS lasted 4 days.", "how long does TS last?", [CAKE])
    assert not is_left_out("Butter and sugar lasted, not CBS.", "how long does TS last?", texts)


@pytest.mark.parametrize(
    "listed", ["cream + butter + sugar", "cream/butter/sugar", "cream, butter, and sugar"]
)
def test_a_short_form_has_a_part_for_each_thing_that_is_listed(listed: str) -> None:
    for short in ("CBS", "CreBS"):
        texts = [f"Cakes had {listed} ({short})."]
        assert is_left_out(f"{short} lasted 4 days.", "how long does CS last?", texts)


@pytest.mark.parametrize(
    ("sentence", "asked", "above"),
    [
        # It names what is asked about, too, or its heading does.
        ("CBS lasted 4 days, CS lasted 6.", "how long does CS last?", ""),
        ("Cream with sugar lasted longer than CBS.", "how long does CS last?", ""),
        ("It lasted longer than CBS.", "how long does CS last?", "Cakes with CS"),
        # Both are asked about, or the larger one.
        ("CBS lasted 4 days.", "does CS last longer than CBS?", ""),
        ("CBS lasted 4 days.", "how long does CBS last?", ""),
        ("CBS lasted 4 days.", "how long does CS with butter last?", ""),
        # It names none.
        ("Cream 80 g with sugar 20 g lasted 4 days.", "how long does CS last?", ""),
        # More words before are no further part, nor is what shares a word.
        ("All had relapsed/refractory multiple myeloma (RRMM).", "age in MM", ""),
        ("Overall and progression-free survival (PFS) were short.", "how long was OS?", ""),
    ],
)
def test_any_other_sentence_is_kept(sentence: str, asked: str, above: str) -> None:
    assert not is_left_out(sentence, asked, [CAKE], above)


def test_an_answer_is_of_the_combination_that_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/effects.md").write_text(
        "# Adverse reactions\n\n"
        "Nausea occurred in 75% of patients on selinexor with dexamethasone (Sd).\n\n"
        "With selinexor, bortezomib and dexamethasone (SVd), pneumonia occurred in 14.9%.\n"
    )
    paths = IndexConfig(folders=(str(tmp_path / "notes"),), path=str(tmp_path / "index"))
    bot = QABot.open(Config(index=paths), Notes())
    assert not bot.ask("how often did pneumonia occur with Sd?").answer.statements
    (said,) = bot.ask("how often did pneumonia occur with SVd?").answer.statements
    assert "14.9%" in said.text
    bot.index.close()
