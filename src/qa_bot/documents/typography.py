"""Type that says something which plain letters do not."""

_SUPERSCRIPT = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")


def raised(text: str) -> str:
    """Write figures as superscripts: 10 to the power of 3 is not 103."""
    return text.translate(_SUPERSCRIPT)
