"""An index is kept in step with its documents: made, updated, opened.

Comes in: settings. Goes out: an open index, or a summary of what was built. An index knows the
folders that it was built from; they go before those of the settings, which may have changed since.
"""

from dataclasses import replace

from qa_bot.config import Config
from qa_bot.disk import is_folder
from qa_bot.documents import Collection
from qa_bot.encoder import Encoder, load_encoder
from qa_bot.errors import IndexNotFoundError, IndexOutdatedError, IndexUnbuildableError
from qa_bot.index import BuildSummary, Index
from qa_bot.replies import Narrator
from qa_bot.stores import build_configured, configured_place, indexed_collection, open_configured
from qa_bot.text.display import counted


def current_index(config: Config, narrator: Narrator) -> Index:
    """Open the index, made or updated first where that is needed.

    Raises:
        FolderError: When there is nothing to index.
        IndexOutdatedError: When an earlier version made it on a server.
        IndexNewerError: When a later version of the program made it.
        IndexDamagedError: When a file of it is missing or altered.
    """
    place = configured_place(config)
    try:
        index = open_configured(config)
    except IndexNotFoundError as error:
        config = indexed_folder(config)  # a build that was stopped may have begun with others
        require_folders(config, error)
        folders = ", ".join(config.index.folders)
        return _built(config, narrator, f"no index in {place} yet: building it from {folders}")
    except IndexOutdatedError:
        if config.index.store != "folder":  # other machines may still ask it as it is
            raise
        why = f"an earlier version built the index in {place}: building it anew"
        return _built(indexed_folder(config), narrator, why)
    for folder in index.collection.folders:
        if not is_folder(folder):
            narrator.note(f"the folder {folder} is gone: answering from what was indexed")
            return index
    changes = index.changes()
    if not changes or index.manifest.encoder.name != config.encoder.model:
        return index
    as_before = _pointed_at(config, index.collection)
    index.close()
    return _built(
        as_before, narrator, f"documents changed ({changes}): updating the index in {place}"
    )


def build_index(config: Config, narrator: Narrator, *, rebuild: bool = False) -> BuildSummary:
    """Bring the configured index up to date with its folders.

    Raises:
        FolderError: When a folder is missing, or no document can be read.
        IndexLockedError: When another program is building it.
        IndexUnwritableError: When it cannot be written.
        EncoderError: When the encoder cannot be loaded.
    """
    encoder = configured_encoder(config)
    return build_configured(config, encoder, narrator.progress, rebuild=rebuild)


def indexed_folder(
    config: Config, *, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()
) -> Config:
    """Point the settings at the folders that the index was built from, if there is one.

    Args:
        config: The settings.
        include: Patterns of wanted files, in the stead of those of the index.
        exclude: Patterns of unwanted ones, in the stead of those of the index.

    Raises:
        IndexDamagedError: When what it was built from cannot be read, nor be guessed.
    """
    try:
        before = indexed_collection(config)
    except IndexNotFoundError:
        return config
    rules = include or before.include, exclude or before.exclude
    return _pointed_at(config, Collection(before.folders, *rules))


def require_folders(config: Config, missing: IndexNotFoundError) -> None:
    """Do nothing where a missing index can be built: the folders to build it from are there.

    Raises:
        IndexUnbuildableError: When one is not.
    """
    if gone := [one for one in config.index.folders if not is_folder(one)]:
        raise IndexUnbuildableError(
            f"{missing.message}, nor a folder {gone[0]} to build it from", hint=missing.hint
        ) from missing


def configured_encoder(config: Config) -> Encoder:
    """Load the encoder that the settings name.

    Raises:
        EncoderError: When it cannot be loaded.
    """
    settings = config.encoder
    return load_encoder(settings.model, backend=settings.backend, download=settings.download)


def _pointed_at(config: Config, collection: Collection) -> Config:
    return replace(
        config,
        index=replace(
            config.index,
            folders=tuple(map(str, collection.folders)),
            include=collection.include,
            exclude=collection.exclude,
        ),
    )


def _built(config: Config, narrator: Narrator, why: str) -> Index:
    """Bring an index up to date, telling why and what came of it, and open it."""
    narrator.note(why)
    summary = build_index(config, narrator)
    narrator.note(
        f"indexed {counted(summary.documents, 'document')}, {counted(summary.passages, 'passage')}"
        f" in {summary.seconds:.1f} s"
    )
    for one in summary.failed:
        narrator.note(f"skipped {one.name}: {one.reason}")
    return open_configured(config)
