"""One folder that holds all that was learned from the documents.

`protocol` says what an index is to those who ask it; `qa_bot.milvus` has another one.

`layout` names its files and swaps generations, `manifest` says what a generation is made of: one
segment or more. `store` keeps their passages in SQLite, `vectors` searches them as one, `opened`
reads a generation, `changes` compares it with the files. `building` makes one: `plan` chooses the
segments that stay, `intake` reads the files, `writing` stores passages, `texts` wait to be
embedded, `embedding` makes the vectors, `encoded` keeps them should it be stopped, `summary` tells.
`addresses` leads from a citation to its place.
"""

from typing import TYPE_CHECKING

from qa_bot.index.changes import Changes
from qa_bot.index.manifest import Manifest
from qa_bot.index.opened import FolderIndex, open_index
from qa_bot.index.protocol import Index
from qa_bot.index.summary import BuildSummary, Progress

if TYPE_CHECKING:
    from qa_bot.index.building import build

__all__ = [
    "BuildSummary",
    "Changes",
    "FolderIndex",
    "Index",
    "Manifest",
    "Progress",
    "build",
    "open_index",
]


def __getattr__(name: str) -> object:
    """Import what builds when it is first used: who asks or looks has no need of it."""
    if name != "build":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from qa_bot.index.building import build

    return build
