"""The command `chat`: the settings become a bot, and the app shows it, here or in a browser."""

import os
import sys

import click

from qa_bot.cli.console import Console
from qa_bot.cli.options import asking, shared
from qa_bot.config import Config
from qa_bot.errors import UsageError


@click.command(epilog="Example: qa-bot chat --index ~/papers-index")
@click.option("--watch", is_flag=True, help="Follow the documents, and the index, as they change.")
@click.option("--web", is_flag=True, help="Serve it to a browser instead.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where --web listens.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@asking
@shared
def chat(watch: bool, web: bool, host: str, port: int, config: Config, console: Console) -> int:
    """Ask, read the answer and check it in its documents, on the whole screen."""
    from qa_bot.tui.app import ChatApp
    from qa_bot.tui.lazy import LazyBot
    from qa_bot.tui.preferences import preferences_file

    bot = LazyBot(config)
    app = ChatApp(bot, keys=config.keys, preferences=preferences_file(), watch=watch)
    if web:
        return _serve(host, port, console)
    if not (sys.stdin.isatty() and sys.stderr.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise UsageError("the chat needs a terminal", hint='qa-bot ask "..." needs none')
    try:
        app.run()
    finally:
        bot.close()
    return app.return_code or 0


def _serve(host: str, port: int, console: Console) -> int:
    """Serve this very command, without what makes it serve."""
    try:
        from qa_bot.tui.web import ChatServer, is_loopback
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--web needs {error.name}, which is not installed", hint="pip install 'qa-bot[web]'"
        ) from error

    parameters = click.get_current_context().params
    names = {"passages": "-k", "threshold": "--threshold", "index_path": "--index"}
    names |= {"model": "--model", "reader": "--reader", "config_path": "--config", "base": "--kb"}
    words = ["chat", *(["--watch"] if parameters["watch"] else [])]
    for parameter, option in names.items():
        if parameters[parameter] is not None:
            words += [option, str(parameters[parameter])]
    console.note(f"the chat is at http://{host}:{port} until ctrl+c")
    if not is_loopback(host):
        click.echo(f"whoever reaches {host} can read the documents and ask", err=True)
    try:
        ChatServer(words, host, port).serve()
    except OSError as error:
        raise UsageError(
            f"{host}:{port} cannot be listened on: {error.strerror}", hint="qa-bot chat --port 8001"
        ) from error
    return 0
