"""`qa-bot mcp`: the settings become a bot, and other programs ask it over stdin and stdout."""

from importlib.util import find_spec
from pathlib import Path

import click

from qa_bot.cli.console import Console
from qa_bot.cli.options import configured, shared
from qa_bot.errors import UsageError


@click.command(epilog="Example: qa-bot mcp --index ~/papers-index")
@click.option("-k", "--passages", type=click.IntRange(1, 100), help="Passages read.  [default: 8]")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), help="Least confidence to answer.  [default: 0.5]"
)
@shared
def mcp(
    passages: int | None,
    threshold: float | None,
    index_path: str | None,
    model: str | None,
    config_path: Path | None,
    quiet: bool,
) -> int:
    """Serve search, ask, show and status to other programs (Model Context Protocol, stdio).

    The index is brought up to date once, when it starts; the tools themselves write nothing.
    """
    config = configured(
        config_path, index=index_path, model=model, passages=passages, threshold=threshold
    )
    if find_spec("mcp") is None:
        raise UsageError("the package mcp is not installed", hint="pip install 'qa-bot[mcp]'")

    from qa_bot.engine import QABot
    from qa_bot.mcp_server import make_server

    make_server(QABot.open(config, Console(quiet=quiet))).run("stdio")
    return 0
