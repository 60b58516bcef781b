"""A bot over a few short documents, with the packaged models."""

from collections.abc import Mapping
from pathlib import Path

from qa_bot.config import Config, IndexConfig
from qa_bot.engine import QABot


def bot_over(folder: Path, documents: Mapping[str, str]) -> QABot:
    """Write documents into an empty folder, each by its name, and open a bot over them."""
    (folder / "docs").mkdir()
    for name, text in documents.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    index = IndexConfig(folders=(str(folder / "docs"),), path=str(folder / "index"))
    return QABot.open(Config(index=index))


def first(bot: QABot, question: str) -> str:
    """Take the first statement that answers; empty where nothing does."""
    return next((one.text for one in bot.ask(question).answer.statements), "")
