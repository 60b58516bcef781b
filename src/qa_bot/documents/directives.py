"""What the directives of Sphinx hold, whether reStructuredText or MyST writes them.

Here are the names of those that hold no prose; what stands in any other is read as prose.
"""

UNREAD = frozenset(
    "contents currentmodule graphviz highlight include index literalinclude mermaid module raw"
    " rst-class tabularcolumns testcleanup testsetup toctree".split()
)
"""They point to what stands elsewhere, draw it, or are for a program."""

CODE = frozenset(
    "code code-block code-cell doctest productionlist prompt sourcecode terminal testcode"
    " testoutput".split()
)
"""They hold code; their argument names its language."""
