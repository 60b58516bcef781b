"""What is promised of every document: its units are where they say."""

from qa_bot.records import Section


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
