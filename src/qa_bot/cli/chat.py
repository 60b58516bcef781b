"""The command `chat`: the settings become a bot, and the app shows it."""

import sys
from pathlib import Path

import click

from qa_bot.cli.options import configured, shared
from qa_bot.errors import UsageError


@click.command(epilog="Example: qa-bot chat --index ~/papers-index")
@click.option("-k", "--passages", type=click.IntRange(1, 100), help="Passages read.  [default: 8]")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), help="Least confidence to answer.  [default: 0.5]"
)
@shared
def chat(
    passages: int | None,
    threshold: float | None,
    index_path: str | None,
    model: str | None,
    config_path: Path | None,
    quiet: bool,
) -> int:
    """Ask, read the answer and check it in its documents, on the whole screen."""
    config = configured(
        config_path, index=index_path, model=model, passages=passages, threshold=threshold
    )

    from qa_bot.tui.app import ChatApp
    from qa_bot.tui.lazy import LazyBot
    from qa_bot.tui.preferences import preferences_file

    bot = LazyBot(config)
    app = ChatApp(bot, keys=config.keys, preferences=preferences_file())
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("the chat needs a terminal", hint='qa-bot ask "..." needs none')
    try:
        app.run()
    finally:
        bot.close()
    return app.return_code or 0
