"""What an element of a page is, and whether a reader sees it.

Comes in: an element. Goes out: what it counts as, whatever its tag. Shared by the page and the
tables in it.
"""

import re

from selectolax.lexbor import LexborNode

CONTROLS = frozenset("button input meter progress select textarea".split())
"""What a form asks with."""

_ROLES = {
    "alertdialog": "dialog",
    "banner": "header",
    "complementary": "aside",
    "contentinfo": "footer",
    "dialog": "dialog",
    "main": "main",
    "menu": "menu",
    "menubar": "menu",
    "navigation": "nav",
}
"""What an element is, whatever its tag, if it has a role."""

_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big br cite code data dfn em font i img ins kbd label mark nobr picture
    q ruby samp small span strong sub time tt u var wbr
    """.split()
)
_SHIFTS = frozenset({"sub", "sup"})
_NOTE_MARKS = frozenset({"noteref", "doc-noteref"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|line-through", re.IGNORECASE)


def children(element: LexborNode) -> list[LexborNode]:
    """List what stands right inside an element, text too."""
    found = []
    child = element.child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def kind(element: LexborNode) -> str | None:
    """Tell what an element is: its role, if that says more, or else its tag."""
    return _ROLES.get(element.attributes.get("role") or "", element.tag)


def shifted(element: LexborNode) -> str:
    """Tell whether an element's text is set as `sub` or `sup`; nothing where it stands on the line.

    A note's mark is raised, though only the page's style may say so.
    """
    if element.tag == "a":
        kinds = f"{element.attributes.get('epub:type')} {element.attributes.get('role')}"
        return "" if _NOTE_MARKS.isdisjoint(kinds.split()) else "sup"
    return element.tag if element.tag in _SHIFTS else ""


def is_inline(element: LexborNode) -> bool:
    """Tell whether an element goes on in its line, as all do whose names the page made up."""
    return element.tag in _INLINE or "-" in (element.tag or "")


def is_hidden(element: LexborNode) -> bool:
    """Tell whether an element is not shown, is struck out or names a control."""
    attributes = element.attributes
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return True
    return element.tag == "label" and (
        "for" in attributes or any(child.tag in CONTROLS for child in children(element))
    )
