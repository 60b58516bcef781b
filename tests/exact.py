"""What is promised of every document: its units are where they say."""

from itertools import pairwise

from qa_bot.records import Section, Span


def assert_exact(text: str, sections: tuple[Section, ...]) -> None:
    """Units are in order and apart; each quotes its span, no white space at either end."""
    position = 0
    for section in sections:
        assert section.path
        assert section.units
        for unit in section.units:
            assert position <= unit.span.start < unit.span.end <= len(text)
            quote = text[unit.span.start : unit.span.end]
            assert quote == quote.strip() == unit.span.of(text)
            position = unit.span.end


def assert_divides(text: str, within: Span, pieces: list[Span]) -> None:
    """Each piece is trimmed and inside; they are in order; only white space is left out."""
    assert all(within.contains(piece) for piece in pieces)
    assert all(piece.of(text) == piece.of(text).strip() != "" for piece in pieces)
    assert all(first.end <= second.start for first, second in pairwise(pieces))
    ends = [within.start, *(piece.end for piece in pieces)]
    starts = [*(piece.start for piece in pieces), within.end]
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))
