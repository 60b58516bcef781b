"""`qa-bot watch`: documents change, the index follows. Heavy imports inside commands."""

from threading import Event

import click

from qa_bot.cli.console import Console
from qa_bot.cli.options import shared
from qa_bot.config import Config


@click.command(epilog="Example: qa-bot watch --index ~/papers-index")
@shared
def watch(config: Config, console: Console) -> int:
    """Keep the index in step with its documents, until ctrl+c.

    Every update is a generation of its own: what is open goes on with the one it has. The folders
    are those that were indexed before, or the configured ones.
    """
    from qa_bot.watching import follow

    try:
        for summary in follow(config, console, Event()):
            for one in summary.failed:
                console.note(f"skipped {one.name}: {one.reason}")
            click.echo(str(summary))
    except KeyboardInterrupt:
        console.note("no longer watching; the index is as the last update left it")
    return 0
