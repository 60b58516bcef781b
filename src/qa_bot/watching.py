"""Documents change, and the index follows.

Comes in: settings. Goes out: what each update did, for as long as it is waited for. The system
tells of changes (`watchfiles`). At first and once a minute the folders are looked through all the
same: for what happened before it was asked, and what it cannot tell of, as on a network's disk.
"""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from qa_bot.config import Config
from qa_bot.disk import is_folder
from qa_bot.documents.folder import CURRENT
from qa_bot.errors import FolderError, IndexStateError, QABotError
from qa_bot.index import BuildSummary
from qa_bot.replies import Narrator
from qa_bot.stores import open_configured
from qa_bot.upkeep import build_index, indexed_folder

_QUIET_MS, _LONGEST_MS = 500, 5_000
"""Changes are taken together until nothing happens for so long, or for so long in all."""

_TURN_MS, _LOOK_EVERY = 1_000, 60
"""How long is waited at a time, and after how many times one looks unasked."""


def awaited(config: Config, stop: Event) -> Iterator[None]:
    """Yield whenever documents, or the index as another program left it, may have changed.

    Args:
        config: The settings; the folders are those that were indexed, if there is an index.
        stop: Ends it, within a second.

    Raises:
        FolderError: When a folder is missing, or the system cannot watch it, as at its limits.
        IndexDamagedError: When which folders were indexed cannot be read.
    """
    from watchfiles import Change, watch

    folder = Path(config.index.path).resolve()
    folders = [Path(one).resolve() for one in indexed_folder(config).index.folders]

    def matters(_: Change, path: str) -> bool:
        return not Path(path).is_relative_to(folder) or Path(path) == folder / CURRENT

    try:
        for turn, changes in enumerate(
            watch(
                *folders,
                *([folder] if is_folder(folder) else []),
                watch_filter=matters,
                debounce=_LONGEST_MS,
                step=_QUIET_MS,
                stop_event=stop,
                rust_timeout=_TURN_MS,
                yield_on_timeout=True,
                ignore_permission_denied=True,  # a folder that may not be read has no documents
            )
        ):
            if changes or turn % _LOOK_EVERY == 0:
                yield
    except FileNotFoundError as error:
        raise FolderError(f"{error}", hint="qa-bot status") from error
    except (OSError, RuntimeError) as error:  # what is no error of the system comes as the latter
        names = ", ".join(map(str, folders))
        raise FolderError(
            f"{names} cannot be watched: {error}", hint="WATCHFILES_FORCE_POLLING=1 qa-bot watch"
        ) from error


def follow(config: Config, narrator: Narrator, stop: Event) -> Iterator[BuildSummary]:
    """Bring the index up to date, now and whenever documents have changed; tell what was done.

    What cannot be done later on is said, and tried again after the next change.

    Raises:
        QABotError: As `build_index`, when it cannot even begin.
    """
    if done := _updated(config, narrator):
        yield done
    narrator.note(f"watching {', '.join(indexed_folder(config).index.folders)} until ctrl+c")
    for _ in awaited(config, stop):
        try:
            done = _updated(config, narrator)
        except QABotError as error:
            narrator.note(error.message)
        else:
            if done:
                yield done


def _updated(config: Config, narrator: Narrator) -> BuildSummary | None:
    """Update the index; None where nothing has changed."""
    try:
        with open_configured(config) as index:
            if not index.changes():
                return None
    except IndexStateError:
        pass  # it is built anew
    return build_index(indexed_folder(config), narrator)
