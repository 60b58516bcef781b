"""Superscripts, subscripts and the typeface Symbol: type that says more than its plain letters.

Comes in: text, and how it is set. Goes out: characters that say the same by themselves.
"""

import re

_FIGURES = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_ALL = _FIGURES | str.maketrans("()n", "⁽⁾ⁿ")
_FIGURES_BELOW = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_NOTE_MARK = re.compile(r"\s*\[[^\[\]]*\]\s*")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ′″°*]*")

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a sign whose meaning is not known: something was there."""

_SYMBOL = dict(
    enumerate(
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
        "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
        f"{UNKNOWN}αβχδεφγηιϕκλμνοπθρστυϖωξψζ{{|}}∼",
        0x20,
    )
) | dict(
    enumerate(
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑",
        0xA0,
    )
)
"""The signs of the typeface Symbol, in which `³` is the picture of `≥`."""

_PRIVATE = 0xF000
"""What programs of Microsoft add to the code of a sign in such a typeface."""


def sign(code: int, typeface: str) -> str:
    """Tell what a sign of a typeface means; `UNKNOWN` where only the typeface knows."""
    known = _SYMBOL.get(code % _PRIVATE) if typeface.casefold() == "symbol" else None
    return known or (chr(code) if 0xFF < code < 0xD800 else UNKNOWN)


def raised(text: str) -> str:
    """Write figures as superscripts: 10 to the power of 3 is not 103.

    Letters and brackets are left as they are unless all can be raised: the 2nd has no power of n.
    So is the mark of a note, which its own brackets set apart.
    """
    if _NOTE_MARK.fullmatch(text):
        return text
    return wholly_raised(text) or text.translate(_FIGURES)


def lowered(text: str, before: str) -> str:
    """Write figures as subscripts: 1 with the index 2 is not 12.

    After a letter they are part of a name, which is typed on the line: CO2, HbA1c.

    Args:
        text: What is set below the line.
        before: What stands before it.
    """
    return text if before[-1:].isalpha() else text.translate(_FIGURES_BELOW)


def wholly_raised(text: str) -> str:
    """Write a text as superscripts, or nothing where it holds what cannot be one."""
    lifted = text.translate(_ALL)
    return lifted if _RAISED.fullmatch(lifted) else ""
