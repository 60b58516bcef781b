"""`--llm`: a bot whose answers a language model words, and the screen says where that is."""

from collections.abc import Callable

from qa_bot.cli.console import Console
from qa_bot.engine import QABot
from qa_bot.llm import Writer, is_here
from qa_bot.replies import Reply
from qa_bot.wording import WordingBot


def worded(
    bot: QABot, writer: Writer, console: Console, heard: Callable[[Reply], None]
) -> WordingBot:
    """Have a bot's answers worded; `heard` is given each reply as it grows."""
    endpoint = writer.identity.endpoint
    openly = "" if is_here(endpoint) or endpoint.startswith("https:") else ", unencrypted"
    console.note(
        f"answers are worded by {writer.identity}:"
        f" the question and the quotes are sent there{openly}"
    )
    return WordingBot(bot, writer, bot.encoder, heard)
