"""Equations of Word, written on one line as one types them: a fraction keeps its bar.

Comes in: an element of Office Math. Goes out: its text, with what its layout alone says, for one
half is not 12, and 10 to the power of 3 is not 103.
"""

import re
from collections.abc import Callable

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from qa_bot.text.typography import lowered, raised, wholly_raised

MATH = qn("m:")
"""What the names of elements of equations begin with."""
_ONE = re.compile(r"[\w.,]*|\([^()]*\)")


def on_one_line(element: Element, text: Callable[[Element], str]) -> str:
    """Write an element of an equation.

    Args:
        element: The element, of the namespace `MATH`.
        text: Reads what is written in an element.
    """

    def part(name: str) -> str:
        return "".join(map(text, element.iterchildren(f"{MATH}{name}")))

    def set_to(name: str, default: str) -> str:
        found = element.find(f"{MATH}{kind}Pr/{MATH}{name}")
        return found.get(f"{MATH}val", "") if found is not None else default

    kind = element.tag.removeprefix(MATH)
    match kind:
        case "f":
            bar = "¦" if set_to("type", "bar") == "noBar" else "/"
            return f"{_whole(part('num'))}{bar}{_whole(part('den'))}"
        case "rad":
            return f"{raised(part('deg'))}√{_whole(part('e'))}"
        case "sSub" | "sSup" | "sSubSup":
            return f"{part('e')}{lowered(part('sub'), part('e'))}{_lifted(part('sup'))}"
        case "sPre":
            return f"{_lifted(part('sup'))}{part('sub')}{part('e')}"
        case "nary":
            sign = set_to("chr", "∫")
            return f"{sign}{_whole(part('sub'))}{_lifted(part('sup'))} {part('e')}"
        case "d":
            parts = map(text, element.iterchildren(f"{MATH}e"))
            inside = set_to("sepChr", "|").join(parts)
            return f"{set_to('begChr', '(')}{inside}{set_to('endChr', ')')}"
        case "eqArr" | "m" | "mr" | "func" | "limLow" | "limUpp":
            inner = (on_one_line(child, text) for child in element.iterchildren(f"{MATH}*"))
            return " ".join(filter(None, inner))
    return text(element)


def _whole(text: str) -> str:
    """Put what is more than a word or a number into brackets."""
    return text if _ONE.fullmatch(text) else f"({text})"


def _lifted(text: str) -> str:
    return wholly_raised(text) or (text and f"^{_whole(text)}")
