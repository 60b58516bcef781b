"""The configured index, wherever it lives: opened, or brought up to date.

Comes in: settings. Goes out: an `Index`, or what a build did. A folder is the rule; a server's
client is imported only where the settings name a server.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.config import Config, shown_address
from qa_bot.disk import real
from qa_bot.documents import Collection
from qa_bot.encoder import Encoder
from qa_bot.errors import IndexNotFoundError, pasted
from qa_bot.index import BuildSummary, Index, Progress, open_index
from qa_bot.index.begun import begun_collection
from qa_bot.index.layout import current_generation, last_generation
from qa_bot.index.manifest import read_collection

if TYPE_CHECKING:
    from qa_bot.milvus import Server


def open_configured(config: Config, *, whole: bool = True) -> Index:
    """Open the configured index.

    Args:
        config: The settings.
        whole: Whether vectors and terms are opened, too; who only looks at the documents can do
            without, and is done sooner.

    Raises:
        IndexNotFoundError: When nothing was built yet.
        IndexDamagedError: When a file of it is missing or altered.
        IndexOutdatedError: When it has an earlier format.
        IndexNewerError: When a later one.
        IndexUnreachableError: When the server that has it cannot be reached.
        ConfigError: When the settings name no server, or its client is not installed.
    """
    if config.index.store == "folder":
        with _told_if_stopped(Path(config.index.path)):
            return open_index(Path(config.index.path), whole=whole)
    from qa_bot.milvus import open_on

    return open_on(_server(config), configured_collection(config))


def require_index(config: Config) -> None:
    """Do nothing where there is an index, without opening it.

    Raises:
        IndexNotFoundError: When nothing was built yet.
        IndexUnreachableError: When the server that has it cannot be reached.
    """
    if config.index.store == "folder":
        with _told_if_stopped(Path(config.index.path)):
            current_generation(Path(config.index.path))
        return
    from qa_bot.milvus import require_on

    require_on(_server(config))


@contextmanager
def _told_if_stopped(folder: Path) -> Iterator[None]:
    """Say of an index that is not there that it was begun, if so, and how to go on with it."""
    try:
        yield
    except IndexNotFoundError as error:
        if not begun_collection(folder):
            raise
        raise IndexNotFoundError(
            f"no index in {folder} yet: its build was stopped",
            hint=f"qa-bot index --index {pasted(folder)}",
        ) from error


def build_configured(
    config: Config, encoder: Encoder, progress: Progress, *, rebuild: bool
) -> BuildSummary:
    """Bring the configured index up to date with its folders.

    Raises:
        FolderError: When a folder is missing, or no document can be read.
        IndexLockedError: When another program is building it.
        IndexUnwritableError: When it cannot be written.
        IndexUnreachableError: When the server that has it cannot be reached.
        ConfigError: When the settings name no server, or its client is not installed.
    """
    collection, settings = configured_collection(config), config.index
    if settings.store == "folder":
        from qa_bot.index import build

        return build(
            collection,
            Path(settings.path),
            encoder,
            progress=progress,
            rebuild=rebuild,
            limits=config.documents,
        )
    from qa_bot.milvus import build_on

    server, limits = _server(config), config.documents
    return build_on(server, collection, encoder, progress=progress, rebuild=rebuild, limits=limits)


def _server(config: Config) -> "Server":
    from qa_bot.milvus import Server

    return Server(config.index.uri, config.index.name, config.index.token)


def configured_collection(config: Config) -> Collection:
    """Name the configured folders and their rules."""
    settings = config.index
    return Collection(tuple(map(Path, settings.folders)), settings.include, settings.exclude)


def indexed_collection(config: Config) -> Collection:
    """Name the folders that the configured index was built from, or began to be, and their rules.

    An index on a server is every machine's: those that are configured are this one's.

    Raises:
        IndexNotFoundError: When nothing was built yet.
        IndexDamagedError: When its manifest is missing or altered; of other files nothing is read.
    """
    if config.index.store == "folder":
        folder = Path(config.index.path)
        try:
            return read_collection(last_generation(folder))
        except IndexNotFoundError:
            if begun := begun_collection(folder):
                return begun
            raise
    return configured_collection(config)


def lasting_place(config: Config) -> str:
    """Say where the configured index is, so that it holds in every folder."""
    is_folder = config.index.store == "folder"
    return str(real(config.index.path)) if is_folder else configured_place(config)


def configured_place(config: Config) -> str:
    """Say where the configured index is."""
    settings = config.index
    if settings.store == "folder":
        return settings.path
    return f"{settings.name} on {shown_address(settings.uri)}"
