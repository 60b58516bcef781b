"""Where a quote stands: everywhere it begins, so that all who ask for its place mean the same."""

import pytest

from qa_bot.records import Span
from qa_bot.text.quotes import most_alike, nearest_occurrence, occurrences, only_occurrence


@pytest.mark.parametrize(
    ("text", "quote", "starts"),
    [
        ("It was mild. It was mild.", "It was mild.", [0, 13]),
        ("aa aa aa", "aa aa", [0, 3]),
        ("It was mild.", "It was severe.", []),
        ("It was mild.", "", []),
        ("", "", []),
    ],
)
def test_a_quote_stands_wherever_it_begins(text: str, quote: str, starts: list[int]) -> None:
    found = list(occurrences(text, quote))
    assert [one.start for one in found] == starts
    assert all(one.of(text) == quote for one in found)
    assert only_occurrence(text, quote) == (found[0] if len(starts) == 1 else None)


def test_the_only_place_is_one_without_another_that_overlaps_it() -> None:
    assert only_occurrence("bb aa aa", "aa aa") == Span(3, 8)
    assert only_occurrence("aa aa aa", "aa aa") is None


def test_the_nearest_place_is_by_where_a_quote_starts() -> None:
    text = "mild, then mild, then mild"
    assert [nearest_occurrence(text, "mild", start) for start in (0, 9, 99)] == [
        Span(0, 4),
        Span(11, 15),
        Span(22, 26),
    ]
    assert nearest_occurrence(text, "severe", 0) is None


def test_what_is_most_like_a_quote_is_around_the_longest_run_of_its_words() -> None:
    text = "A filter lasts\n4 weeks. Clean the filter every 4 weeks under water."

    def like(quote: str) -> str | None:
        span = most_alike(text, quote)
        return span and span.of(text)

    assert like("Clean a filter every 4 weeks under water.") == text[24:]
    assert like("Clean the filter every 4 months under water.") == text[24:]
    assert like("Dry a filter lasts 4 weeks.") == "A filter lasts\n4 weeks."
    assert like("every 4 weeks under water. And then") == "every 4 weeks under water."
    assert like("The pump needs a filter") is None
    assert like("rinse") is None
    assert most_alike("", "rinse") is None
