"""The chat in a browser: textual-serve runs it once for each page, and nobody else may look on.

Comes in: the command that runs the chat, and where to listen. Goes out: a server, until it is
interrupted. The page loads nothing from elsewhere; another site's page, or a name that was made to
lead here, is turned away.
"""

import shlex
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

PAGE = Path(__file__).parent / "page"
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class ChatServer(Server):
    """Serves the chat to pages of its own."""

    def __init__(self, words: Sequence[str], host: str, port: int) -> None:
        """Take the words of the command line after `qa-bot`, and where to listen."""
        command = shlex.join([sys.executable, "-m", "qa_bot", *words])
        super().__init__(command, host, port, title="qa-bot", templates_path=PAGE)

    def initialize_logging(self) -> None:
        """Log nothing."""

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the command has said where it listens."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(guard(self.host))
        return app


def guard(host: str) -> Middleware:
    """Make what turns away other sites' pages, and foreign names for a loopback address."""
    names = {*_LOOPBACK_NAMES, host} if is_loopback(host) else None

    @web.middleware
    async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
        name = urlsplit(f"//{request.host}").hostname
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        if foreign or (names and name not in names):
            raise web.HTTPForbidden(text="only pages of this chat may use it")
        return await handler(request)

    return admit
