"""What is said on a terminal is set apart only where that is wanted and can be seen."""

import pytest

from qa_bot.cli.console import bold, dim, styled


@pytest.mark.parametrize(
    ("variable", "value", "colours", "styles"),
    [
        ("NO_COLOR", "1", False, True),
        ("NO_COLOR", "", True, True),
        ("TERM", "dumb", False, False),
        ("TERM", "unknown", False, False),
    ],
)
def test_nothing_is_styled_for_who_wants_or_sees_no_colours(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, colours: bool, styles: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(variable, value)
    assert ("\x1b" in styled("text", colour="red")) is colours
    assert all(("\x1b" in style("text")) is styles for style in (bold, dim))
