"""Type that says something which plain letters do not."""

import re

_FIGURES = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_ALL = _FIGURES | str.maketrans("()n", "⁽⁾ⁿ")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ′″°*]*")


def raised(text: str) -> str:
    """Write figures as superscripts: 10 to the power of 3 is not 103.

    Letters and brackets are left as they are unless all can be raised: the 2nd has no power of n.
    """
    return wholly_raised(text) or text.translate(_FIGURES)


def wholly_raised(text: str) -> str:
    """Write a text as superscripts, or nothing where it holds what cannot be one."""
    lifted = text.translate(_ALL)
    return lifted if _RAISED.fullmatch(lifted) else ""
