"""A list that a question asks for by its heading is quoted whole, and no other one."""

from pathlib import Path

import pytest

from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot

MAYO = """# Spicy mayo

A simple sauce that is at almost every sushi bar.

## Ingredients

- chili sauce (e.g. Sriracha)
- mayonnaise
- sesame oil. The dark one tastes best.

## Directions

1. Add 2 parts of mayonnaise to 1 part of chili sauce.
2. Add a tablespoon of sesame oil for every cup.

## Rules of storage

- Keep it cold.
- Keep it shut.

## Note

It is red.

- It lasts a week.
- It can be frozen.
"""
WHOLE = "chili sauce (e.g. Sriracha); mayonnaise; sesame oil. The dark one tastes best."


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> QABot:
    folder: Path = tmp_path_factory.mktemp("recipes")
    (folder / "docs").mkdir()
    (folder / "docs" / "mayo.md").write_text(MAYO, encoding="utf-8")
    index = IndexConfig(folders=(str(folder / "docs"),), path=str(folder / "index"))
    return QABot.open(Config(index=index))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("spicy mayo ingredients", WHOLE),
        ("what are the ingredients of spicy mayo", WHOLE),
        ("storage of spicy mayo", "Keep it cold."),
        ("what are the rules of storage of spicy mayo", "Keep it cold. Keep it shut."),
        ("how much sesame oil is in spicy mayo", "Add a tablespoon of sesame oil for every cup."),
    ],
)
def test_a_list_is_quoted_whole_where_its_heading_is_asked_for(
    bot: QABot, question: str, quote: str
) -> None:
    assert bot.ask(question).answer.statements[0].text == quote


def test_what_a_sentence_begins_is_no_list(bot: QABot) -> None:
    found = bot.ask("spicy mayo note").answer.statements
    assert not any("; " in one.text for one in found)
