"""The command `chat`: the settings become a bot, and the app shows it, here or in a browser."""

import os
import sys

import click

from qa_bot.cli.console import DUMB, Console
from qa_bot.cli.options import asking, placing, shared
from qa_bot.config import Config
from qa_bot.errors import SessionError, UsageError


@click.command(epilog="Example: qa-bot chat --index ~/papers-index")
@click.option("--continue", "goes_on", is_flag=True, help="Go on with the last conversation.")
@click.option("--session", metavar="ID|last", help="Go on with a saved conversation.")
@click.option("--no-history", is_flag=True, help="Save nothing of this conversation.")
@click.option("--watch", is_flag=True, help="Follow the documents, and the index, as they change.")
@click.option("--web", is_flag=True, help="Serve it to a browser instead.")
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Where --web listens.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    default=8000,
    show_default=True,
    help="On which port.",
)
@asking
@shared
def chat(
    goes_on: bool,
    session: str | None,
    no_history: bool,
    watch: bool,
    web: bool,
    host: str,
    port: int,
    config: Config,
    console: Console,
) -> int:
    """Ask, read and check answers on the whole screen.

    An answer stands beside the document that it quotes. The conversation is saved on this machine,
    see qa-bot sessions.
    """
    named = _session(goes_on, session, no_history)
    if named and named != "new":
        _require(named, config)

    from qa_bot.tui.app import ChatApp
    from qa_bot.tui.lazy import LazyBot
    from qa_bot.tui.preferences import preferences_file

    bot = LazyBot(config, placing())
    app = ChatApp(bot, keys=config.keys, preferences=preferences_file(), session=named, watch=watch)
    if web:
        return _serve(host, port, console)
    if "TEXTUAL_DRIVER" not in os.environ:
        _require_terminal()
    try:
        app.run()
    finally:
        app.chat.history.close()
        bot.close()
    return app.return_code or 0


def _require_terminal() -> None:
    """Refuse to draw where nobody sees it, or where it would come out as codes.

    Raises:
        UsageError: With what `TERM` says, where that is the reason.
    """
    hint = 'qa-bot ask "..." needs none'
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("the chat needs a terminal", hint=hint)
    if (term := os.environ.get("TERM", "")) in DUMB:
        raise UsageError(
            f"the chat needs a terminal that can be drawn on; TERM is {term!r}", hint=hint
        )


def _session(goes_on: bool, session: str | None, no_history: bool) -> str | None:
    """Name the session to go on with, `new` for another; None to save nothing.

    Raises:
        UsageError: When more than one was typed.
    """
    typed = {"--continue": goes_on, f"--session {session}": session, "--no-history": no_history}
    given = [option for option, value in typed.items() if value]
    if len(given) > 1:
        raise UsageError(f"both {' and '.join(given)}", hint=f"qa-bot chat {given[0]}")
    if no_history:
        return None
    return session or ("last" if goes_on else "new")


def _require(session: str, config: Config) -> None:
    """Refuse a session that is not there; what cannot be used is told in the chat, which goes on.

    Raises:
        SessionError: When there is no such session.
    """
    from qa_bot.sessions import Sessions
    from qa_bot.stores import lasting_place

    try:
        saved = Sessions(place=lasting_place(config))
    except SessionError:
        return
    with saved:
        saved.find(session)


def _serve(host: str, port: int, console: Console) -> int:
    """Serve this very command, without what makes it serve."""
    try:
        from qa_bot.tui.web import ChatServer, is_loopback
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--web needs {error.name}, which is not installed", hint="pip install 'qa-bot[web]'"
        ) from error

    parameters = click.get_current_context().params
    names = {
        "session": "--session",
        "passages": "-k",
        "threshold": "--threshold",
        "index_path": "--index",
    }
    names |= {"model": "--model", "reader": "--reader", "config_path": "--config", "base": "--kb"}
    flags = {"goes_on": "--continue", "no_history": "--no-history", "watch": "--watch"}
    words = ["chat", *(option for flag, option in flags.items() if parameters[flag])]
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
