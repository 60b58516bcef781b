"""The command `chat`: the settings become a bot, and the app shows it."""

from pathlib import Path

import click

from qa_bot.cli.options import configured, shared


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
    try:
        ChatApp(bot, keys=config.keys, preferences=preferences_file()).run()
    finally:
        bot.close()
    return 0
