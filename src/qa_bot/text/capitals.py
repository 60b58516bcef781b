"""Capitals that tell something, and those that do not.

Comes in: any text. Goes out: the same text, as long, where capitals are of names alone. Words are
read from it: what shouts is no name, and "May" is a month where it is no verb.
"""

import re

from qa_bot.text.calendar import YEAR

MAY = "May"
"""In any other writing it is a small word that carries no meaning."""

_SHOUTED = 4
"""Words of which a text in capitals has at least so many; fewer may be a name."""

_VERB = re.compile(r"(?:\A|[.?!:;\n][\"'”’)]*\s)[\s\"'“‘(]*May\b(?!\s+\d)")
_MONTH = re.compile(rf"(?:(?i:\b(?:in|since|until|by)\s)|\d\s)may\b|\bmay(?=\s{YEAR}\b)")


def is_shouted(text: str) -> bool:
    """Tell whether a text of some words is all in capitals."""
    return text.isupper() and len(text.split()) >= _SHOUTED


def spoken(text: str) -> str:
    """Lower a text of some words that is all in capitals, and the "May" that opens a sentence.

    The month gets a capital where words beside it tell: "in may" and "may 2020".
    """
    if is_shouted(text):
        lowered = text.lower()
        text = lowered if len(lowered) == len(text) else text
    if MAY not in text and MAY.lower() not in text:
        return text
    text = _VERB.sub(lambda verb: verb.group()[: -len(MAY)] + MAY.lower(), text)
    return _MONTH.sub(lambda month: month.group()[: -len(MAY)] + MAY, text)
