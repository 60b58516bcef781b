"""What stands in a heading alone is quoted: when something was, and what nothing follows."""

import pytest

from qa_bot.engine import QABot
from tests.answering.folders import bot_over

DOCUMENTS = {
    "club.md": "# Garden club\n\n## Meeting 3 May 2024\n\nPresent: Ann, Bob\n\n"
    "- Bob orders the tulips.\n- The shed needs a new roof.\n",
    "notes.rst": "Release notes\n=============\n\nVersion 1.4 (March 2, 2022)\n"
    "---------------------------\n\n* New parser.\n\nVersion 1.3 (January 5, 2022)\n"
    "-----------------------------\n\n* Faster start.\n",
    "CHANGELOG.md": "# Changelog\n\n## [2.1.0] - 2024-09-17\n\n### Added\n\n- Live traffic.\n\n"
    "## [2.0.1] - 2024-05-29\n\n### Fixed\n\n- Files no longer vanish at midnight.\n\n"
    "## [2.0.0] - 2024-05-01\n\n### Changed\n\n- Settings are YAML.\n",
    "programme.html": "<h1>Programme</h1><h2>09:30 Opening keynote</h2>"
    "<p>Maria Silva speaks about trust in software.</p><h2>11:00 Panel on funding</h2>"
    "<p>Four maintainers discuss how they are paid.</p>",
    "slides.md": "# Why we moved to Postgres\n\n## It is free of charge\n\n"
    "## Backups take two minutes\n\n# Thank you\n",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    return bot_over(tmp_path_factory.mktemp("folder"), DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "quote", "place"),
    [
        ("when did we meet", "Meeting 3 May 2024", "docs/club.md:3"),
        ("when was version 1.3 released", "Version 1.3 (January 5, 2022)", "docs/notes.rst:9"),
        ("when was 2.0.0 released", "[2.0.0] - 2024-05-01", "docs/CHANGELOG.md:15"),
        ("release date of 2.1.0", "[2.1.0] - 2024-09-17", "docs/CHANGELOG.md:3"),
        ("when is the opening keynote", "09:30 Opening keynote", "docs/programme.html:3"),
        ("how long do backups take", "Backups take two minutes", "docs/slides.md:5"),
        # Below such a heading stands what is asked for.
        ("who orders the tulips", "Bob orders the tulips.", "docs/club.md:7"),
        ("what is new in version 1.3", "Faster start.", "docs/notes.rst:12"),
        (
            "who speaks at the opening keynote",
            "Maria Silva speaks about trust in software.",
            "docs/programme.html:5",
        ),
    ],
)
def test_a_heading_answers_what_it_tells_itself(
    bot: QABot, question: str, quote: str, place: str
) -> None:
    statement = bot.ask(question).answer.statements[0]
    assert statement.citations[0].quote == quote
    assert f"{statement.citations[0].passage.document}:{statement.citations[0].line}" == place
