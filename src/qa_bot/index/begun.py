"""Which folders a build is about, written down until it ends, so that another one can go on.

Comes in: folders with their rules. Goes out: the same, to the build after one that was stopped.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa_bot.disk import replace_file
from qa_bot.documents import Collection
from qa_bot.errors import QABotError
from qa_bot.index.layout import BEGUN
from qa_bot.index.manifest import located


@contextmanager
def remembered(index_folder: Path, collection: Collection) -> Iterator[None]:
    """Write down what a build is of; one that fails for good is forgotten.

    Raises:
        OSError: When the index folder cannot be written.
    """
    begun = index_folder / BEGUN
    values = {
        "folders": relative(index_folder, collection),
        "include": collection.include,
        "exclude": collection.exclude,
    }
    replace_file(begun, json.dumps(values).encode())
    try:
        yield
    except QABotError:
        begun.unlink(missing_ok=True)
        raise


def begun_collection(index_folder: Path) -> Collection | None:
    """Read what a build that was stopped is of; None where there is none."""
    try:
        values = json.loads((index_folder / BEGUN).read_text(encoding="utf-8"))
        rules = tuple(values["include"]), tuple(values["exclude"])
        return Collection(located(index_folder, values["folders"]), *rules)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def relative(index_folder: Path, collection: Collection) -> tuple[str, ...]:
    """Name folders relative to where an index folder really is, so that both may move together."""
    here = index_folder.resolve()
    return tuple(os.path.relpath(folder.resolve(), here) for folder in collection.folders)
