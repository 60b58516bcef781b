"""One folder that holds all that was learned from the documents.

`layout` names its files and swaps generations, `manifest` says what a generation is made of: one
segment or more. `store` reads their passages from SQLite, `vectors` searches them as one, `opened`
reads a generation. `build` makes one: `plan` chooses the segments that stay, `intake` reads the
files and has `store_writer` keep them, `texts` wait to be embedded, `embedding` makes the vectors,
`encoded` keeps them should it be stopped, `summary` tells.
"""

from qa_bot.index.build import build
from qa_bot.index.manifest import Manifest
from qa_bot.index.opened import Changes, Index, open_index
from qa_bot.index.summary import BuildSummary, Progress

__all__ = ["BuildSummary", "Changes", "Index", "Manifest", "Progress", "build", "open_index"]
