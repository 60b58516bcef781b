"""Sentences end where a reader says, and every one is a span of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_bot.records import Span
from qa_bot.text.sentences import LONGEST_SENTENCE, sentences
from tests.exact import assert_divides
from tests.strategies import TEXTS


def divided(text: str) -> list[str]:
    return [sentence.of(text) for sentence in sentences(text, Span(0, len(text)))]


@given(TEXTS.filter(bool), st.data())
def test_sentences_divide_a_range_and_lose_nothing(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    within = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = list(sentences(text, within))
    assert_divides(text, within, found)
    assert all(sentence.end - sentence.start <= LONGEST_SENTENCE for sentence in found)


@pytest.mark.parametrize(
    "expected",
    [
        ["Take e.g. two tablets.", "Then rest."],
        ["Dr. Okafor checks it twice a day.", "It is kept cold."],
        ["Do not shake it (approx. 0.5 ml are lost).", "See fig. 3."],
        ["It was given i.v. or p.o. with food.", "Patients rested."],
        ["Light vs. dim light was compared.", "Table no. 4 shows it, cf. 2."],
        ["HR 0.70 (95% CI 0.53-0.93; p = 0.0075).", "OS was 9.5 months."],
        ["J. Smith et al. (2020) found it.", "Did they?", "Yes!"],
        ['He said "stop."', "Then he left."],
        [
            "It took 5 min. of work.",
            "It weighed 3 g.",
            "That was all.",
            "They ran 2 h.",
            "Then 3 mm.",
        ],
        ["東京タワーの高さは333メートルです。", "次の文。"],
        ["Le cafe\u0301 ferme.", "Zoe\u0308 part."],
        ["הרכבת לחיפה יוצאת בשעה 9.", "הבאה בשעה 10."],
        ["هل هذا صحيح؟", "نعم."],
        ["Yes 😀.", "The family \U0001f468\u200d\U0001f469\u200d\U0001f467 counts 3.", "Fine."],
        ["A\0b.", "C."],
        ["The office is open Mon. to Fri. from 9 to 5.", "On Sun. it is shut."],
        ["Dinner cost 2s. 6d. per head.", "It lasted 30s.", "He left."],
        ["He was born on 21. Februar 2026.", "See chapter 12.", "Copyright 2026 by us."],
        ["Der Vertrag endet am 30. Juni 2028.", "Er kostet 12.", "Das ist viel."],
        ["It lies at lat. 40 degrees north, long. 3 degrees west.", "Lieut. Kendall came."],
        ["See App. B, Chap. IV and sect. 4.", "Open the app.", "A window shows max. 5 of them."],
        ["It is in the index.", "git stops there."],
        ["In .NET 8, it is 30 seconds.", "Run ./start.sh first."],
        ["The Fritz!Box is in the hall.", "Ask Yahoo!Mail!", "It works."],
        ["Use IPAddress.TryParse.", "It parses 7.5."],
        ["The pattern `^(([a-z])+.)+[A-Z]$` names classes.", "Use ``a ` b``.", "Then rest."],
        ["The `add` tool skips files.", "It is fast.", "The 'rm' tool deletes.", "It is slow."],
        ["It stops (see manual[1].)", "Then it starts."],
        ["1.1. Treat cross-site as untrusted.", "2. Do it. ..."],
        ["It has many uses. e.g. healthcare and banking.", "E.g. this."],
        ["It weighs 3 tons.[1, 2]", "It rings.[a][citation needed]", "[See below.] So ends it.[6]"],
        ["A mason built it.⁵", "The bell weighs 3 tons.⁶,⁷⁻⁹", "¹⁴C decays.", "So ends it."],
        ["February 6th.—We arrived at Woollya.", "Note. – It rained.", "Then we left."],
        ["Use it.", "--force skips it."],
    ],
    ids=lambda expected: expected[0][:12].strip("\0"),
)
def test_sentences_end_where_a_reader_says(expected: list[str]) -> None:
    assert divided(" ".join(expected)) == expected


@pytest.mark.parametrize("word", "approx resp incl figs tab e.g i.e no vs al".split())
def test_an_abbreviation_ends_no_sentence(word: str) -> None:
    for rest in ("5 of them are left.", "the rest is left.", "(see there) it is left."):
        sentence = f"It was found {word}. {rest}"
        assert divided(f"{sentence} Next.") == [sentence, "Next."]


@pytest.mark.parametrize("word", ["incl", "tab"])
def test_an_abbreviation_before_a_capital_ends_one(word: str) -> None:
    assert divided(f"It was {word}. Patients rested.") == [f"It was {word}.", "Patients rested."]


def test_a_range_is_divided_for_itself() -> None:
    text = "One is. Two is. Three is."
    assert [span.of(text) for span in sentences(text, Span(4, 13))] == ["is.", "Two i"]


def test_a_sentence_without_end_is_cut_at_spaces() -> None:
    text = "word " * 1000
    found = divided(text)
    assert " ".join(found) == text.strip()
    assert max(map(len, found)) <= LONGEST_SENTENCE
    assert len(found) <= 6
    assert set(" ".join(found).split()) == {"word"}
