"""One folder that holds all that was learned from the documents.

`layout` names its files and swaps generations, `manifest` says what a generation is made of,
`store` keeps passages in SQLite, `build` makes a generation, `opened` reads one.
"""

from qa_bot.index.build import BuildSummary, Progress, build
from qa_bot.index.manifest import Manifest
from qa_bot.index.opened import Changes, Index, open_index

__all__ = ["BuildSummary", "Changes", "Index", "Manifest", "Progress", "build", "open_index"]
