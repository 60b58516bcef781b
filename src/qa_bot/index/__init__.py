"""One folder that holds all that was learned from the documents.

`layout` names its files and swaps generations, `manifest` says what a generation is made of,
`store` keeps passages in SQLite, `opened` reads a generation. `build` makes one: `intake` reads the
files, `embedding` makes the vectors, `encoded` keeps them should it be stopped, `summary` tells.
"""

from qa_bot.index.build import build
from qa_bot.index.manifest import Manifest
from qa_bot.index.opened import Changes, Index, open_index
from qa_bot.index.summary import BuildSummary, Progress

__all__ = ["BuildSummary", "Changes", "Index", "Manifest", "Progress", "build", "open_index"]
