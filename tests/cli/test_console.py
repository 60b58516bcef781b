"""What is said on a terminal is set apart only where that is wanted and can be seen."""

import pytest

from qa_bot.cli.console import bold, dim


@pytest.mark.parametrize(
    ("variable", "value", "codes"),
    [("NO_COLOR", "1", False), ("NO_COLOR", "", True), ("TERM", "dumb", False)],
)
def test_nothing_is_styled_for_who_wants_or_sees_no_colours(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, codes: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(variable, value)
    assert all(("\x1b" in style("text")) is codes for style in (bold, dim))
