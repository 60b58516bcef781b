"""The connection to a Milvus server.

Comes in: an address. Goes out: a client of pymilvus, and what it raises as errors with a remedy.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qa_bot.config import shown_address
from qa_bot.errors import ConfigError, IndexUnreachableError
from qa_bot.text.display import one_line

if TYPE_CHECKING:
    from pymilvus import MilvusClient

_NAME = re.compile(r"[A-Za-z_]\w{0,99}", re.ASCII)
_ADDRESS = "QA_BOT_INDEX_URI=http://localhost:19530, or a file that ends in .db"


class Connection:
    """A server, connected to when first needed."""

    def __init__(self, uri: str, name: str, token: str = "") -> None:
        """Remember where the server is; it is connected to when first needed.

        Args:
            uri: `http://host:19530`, or a file that ends in `.db` for Milvus Lite.
            name: Of the index: the alias of the generation that is asked.
            token: Lets in where the server wants one.

        Raises:
            ConfigError: When the address is empty or the name cannot be one.
        """
        if not uri:
            raise ConfigError("index.store is milvus, but index.uri is empty", hint=_ADDRESS)
        if not _NAME.fullmatch(name):
            raise ConfigError(f"index.name {name!r} cannot be a name", hint="letters, digits and _")
        self.uri = uri
        self.place = f"{name} on {shown_address(uri)}"
        self.name = name
        self._token = token

    def close(self) -> None:
        """Leave the server."""
        if "client" in vars(self):
            self.client.close()

    @cached_property
    def client(self) -> "MilvusClient":
        """The client, to be used where failures are `reported`.

        Raises:
            ConfigError: When pymilvus is not installed.
        """
        return _pymilvus().MilvusClient(self.uri, token=self._token)

    @contextmanager
    def reported(self) -> Iterator[None]:
        """Turn what pymilvus raises into an error with a remedy.

        Raises:
            IndexUnreachableError: When the server does not answer, or refuses.
            ConfigError: When pymilvus is not installed.
        """
        refused: type[Exception] = _pymilvus().MilvusException
        try:
            yield
        except refused as error:
            reason = one_line(str(error)).replace(self.uri, shown_address(self.uri))
            raise IndexUnreachableError(
                f"the index {self.place}: {reason}", hint=_ADDRESS
            ) from error


def _pymilvus() -> Any:  # noqa: ANN401 - it has no types
    try:
        import pymilvus
    except ImportError as error:
        raise ConfigError(
            "index.store is milvus, but pymilvus is not installed",
            hint="pip install 'qa-bot[milvus]'",
        ) from error
    return pymilvus
