"""`qa-bot mcp`: the settings become a bot, and other programs ask it over stdin and stdout."""

from importlib.util import find_spec

import click

from qa_bot.cli.console import Console
from qa_bot.cli.options import asking, shared
from qa_bot.config import Config
from qa_bot.errors import UsageError


@click.command(epilog="Example: qa-bot mcp --index ~/papers-index")
@asking
@shared
def mcp(config: Config, console: Console) -> int:
    """Serve other programs by the Model Context Protocol (stdio).

    The tools are search, ask, show and status. The index is brought up to date once, when it
    starts; the tools themselves write nothing.
    """
    if find_spec("mcp") is None:
        raise UsageError("the package mcp is not installed", hint="pip install 'qa-bot[mcp]'")

    from qa_bot.engine import QABot
    from qa_bot.mcp_server import make_server

    make_server(QABot.open(config, console)).run("stdio")
    return 0
