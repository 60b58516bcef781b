"""Languages: told by small words, so that sentences end where they do in each."""

import pytest

from qa_bot.records import Span
from qa_bot.text.languages import ENGLISH, language_of
from qa_bot.text.sentences import sentences

GERMAN = "Das Wasser wird am 15. Oktober abgestellt. Nach § 5 Abs. 2 zahlt der Mieter."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        ("Der Vertrag beginnt am 1. Mai.", "de"),
        ("Le musée est fermé le lundi et les jours fériés.", "fr"),
        ("El museo está cerrado los lunes y no abre en agosto.", "es"),
        ("Il museo è chiuso il lunedì e non si visita di sera.", "it"),
        ("Het museum is op maandag niet geopend en wordt verbouwd.", "nl"),
        ("O museu não abre aos domingos e fecha em agosto.", "pt"),
        ("The museum is closed on Mondays.", ENGLISH),
        ("Die Fledermaus is an operetta by Johann Strauss.", ENGLISH),
        ("13.93 months", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_the_language_is_told_by_small_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_date_and_a_paragraph_s_number_end_no_german_sentence() -> None:
    assert [one.of(GERMAN) for one in sentences(GERMAN, Span(0, len(GERMAN)))] == [
        "Das Wasser wird am 15. Oktober abgestellt.",
        "Nach § 5 Abs. 2 zahlt der Mieter.",
    ]
