"""What kind of answer a question asks for, by the words that it is asked with.

Comes in: a question as typed. Goes out: whether it wants a figure, how many of something, an
identifier, a list, what something stands for; and what it says besides, which is what it is about.
"""

import re

from qa_bot.text.spans import blanked
from qa_bot.text.terms import folded

_EXTENTS = "many|much|often|long|old|far|large|big|high|low|fast"
_AUXILIARIES = (
    "am|are|can|could|did|do|does|had|has|have|is|may|might|must|should|was|were|will|would"
)
_ASKING = re.compile(
    rf"\b(?:what|who|whom|whose|when|where|which|why|how|{_AUXILIARIES}"
    r"|tell|give|show|explain|describe|list|find|compare)\b",
    re.IGNORECASE,
)
"""Words of which a whole question has one; a fragment, such as "high risk?", has none."""

PREPOSITIONS = "after|at|before|by|during|for|from|in|of|on|since|to|under|until|with|without"
_HALF_ASKED = re.compile(
    rf"\W*(?:how\s+(?:much\s+of|many\s+(?:of|{_AUXILIARIES}))\b"
    rf"|(?:(?:{PREPOSITIONS})\s+(?:what|when|where|which|whom)"
    rf"|(?:\w+\s+)?how\s+(?:{_EXTENTS}))\b"
    rf"(?!.*\b(?:{_AUXILIARIES})\b))",
    re.IGNORECASE,
)
"""Without a verb, "at what temperature?", or without what is counted, "how many were?"."""

_LONG_FORM_ASKED = re.compile(r"(?<=\s)(?:stands?|short)\s+for\b", re.IGNORECASE)
_FRAME = re.compile(
    rf"\bhow\s+(?:{_EXTENTS}|soon|well)\b|{_LONG_FORM_ASKED.pattern}"
    r"|(?<=\bit\s)takes?\b|\btakes?(?=\W*\Z)|(?<=\w\s)(?:vs|versus)\b",
    re.IGNORECASE,
)
"""What a question is asked with, not about; no document need mention it."""

_WANTED = re.compile(
    r"(?:\A\W*(?:\w+\s)?|\()"  # in front, or where a conversation lent it
    rf"(?P<what>how\s(?:{_EXTENTS}|soon)|when|where|who|whom|why)\b",
    re.IGNORECASE,
)
_MEASURES = (
    r"(?:percent(?:age)?|number|median|mean|average|dose|dosage|dosing|ratio|p[- ]?value|auc|price"
    r"|cost|year|age|duration|half-life|proportion|frequency|incidence|pfs|orr|survival"
    r"|concentration|weight|sample size|confidence interval|rates?|date)"
)
_ASKS_FOR_FIGURE = re.compile(
    rf"\b(?:how (?:{_EXTENTS})|when|what day"
    rf"|percent(?:age)?|(?:what|which) (?:share|count|{_MEASURES}))\b",
    re.IGNORECASE,
)
_NAMES_FIGURE = re.compile(
    rf"(?<!up to )(?<!out of )(?<!\bI )(?<!\bto )\b(?:{_MEASURES}|share of|count (?:of|in|at))\b",
    re.IGNORECASE,
)
"""What is measured; not a file that is up to date, nor what I rate."""

_MAY_NAME_FIGURE = re.compile(r"\b(?:os|hr|ci)\b", re.IGNORECASE)
"""Outcomes and statistics in a telegram ("BOSTON OS?"), where nothing tells another sense."""

_ASKS_OTHERWISE = re.compile(
    r"\W*(?:(?:by|for|from|in|on|to|with) )?(?:who|whom|whose|where|why|which"
    r"|how to|how (?:can|could|do|may|must|should) (?:I|we|you))\b",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(rf"\W*(?:{_AUXILIARIES})\b", re.IGNORECASE)
_ASKS_FOR_STATISTIC = re.compile(
    r"\b(?:hazard|ratio|hr|(?-i:OR)|p[- ]?values?|ci|confidence|interval|significan\w+|range)\b",
    re.IGNORECASE,
)
_ASKS_FOR_LIST = re.compile(
    r"\b(?:list|(?:what|which) (?:are|were|\w+s (?:are|were|have|do|did|can|may|should))"
    r"|name (?:all|the|some|\w+s)|examples? of)\b",
    re.IGNORECASE,
)
_SEVERAL = r"(?-i:(?!this\b)[a-z]{3,}s|people|children|(?:wo)?men)\b"
"""What is counted: the number of the trial is a name, the number of patients is none."""

_ASKS_FOR_IDENTIFIER = re.compile(
    r"\b(?:nct|ndc|clinicaltrials|identifiers?|accession|ids?|codes?"
    r"|(?:regist\w+|trial|study|licen[cs]e|eu|catalogue?|serial|part|order|model|batch|lot|article)"
    rf" (?:nos?|numbers?)(?! of {_SEVERAL})|numbers? of (?:the|this|that) (?:trial|study))\b",
    re.IGNORECASE,
)
_ASKS_FOR_COUNT = re.compile(
    r"(?:[^()]*\()?\W*(?:(?:\w+\s)?how many\b(?:\s(?P<what>[^\W\d_]+))?"
    r"|(?:(?:what|which) (?:is|was|are|were) |(?-i:\S*[A-Z]\S*) )?(?:the )?(?:\w+ )?"
    rf"numbers? of (?P<several>{_SEVERAL})"
    r"|(?:what (?:is|was) )?(?:the )?number (?:in|on|with|who|\w+ed)\b)",
    re.IGNORECASE,
)
_ASKS_FOR_P_VALUE = re.compile(r"\bp[- ]?values?\b", re.IGNORECASE)
_ASKS_FOR_INTERVAL = re.compile(r"\bconfidence (?:interval|limit|range)s?\b", re.IGNORECASE)


def asks_for_figure(question: str) -> bool:
    """Tell whether a question wants a number, a date or a dose."""
    if _ASKS_FOR_FIGURE.search(question):
        return True
    if _ASKS_OTHERWISE.match(question):
        return False
    if _NAMES_FIGURE.search(question):
        return True
    return bool(_MAY_NAME_FIGURE.search(question)) and not asks_whether(question)


def asks_whether(question: str) -> bool:
    """Tell whether a question is answered by yes or no."""
    return bool(_ASKS_WHETHER.match(question))


def asks_for_identifier(question: str) -> bool:
    """Tell whether a question wants what something is registered or ordered by."""
    return bool(_ASKS_FOR_IDENTIFIER.search(question))


def asks_for_list(question: str) -> bool:
    """Tell whether a question wants several things named."""
    return bool(_ASKS_FOR_LIST.search(question))


def counted_noun(question: str) -> str | None:
    """Fold what a question asks how many there are of; empty if it does not say, None if none."""
    asked = _ASKS_FOR_COUNT.match(question)
    return folded(asked["what"] or asked["several"] or "") if asked else None


def asks_for_interval(question: str) -> bool:
    """Tell whether a question, with its abbreviations spelled out, wants a confidence interval."""
    return asks_for_figure(question) and bool(_ASKS_FOR_INTERVAL.search(question))


def asks_for_p_value(question: str) -> bool:
    """Tell whether a question wants to know how likely a difference is by chance."""
    return bool(_ASKS_FOR_P_VALUE.search(question))


def is_asked(text: str) -> bool:
    """Tell whether a text has a word that questions are asked with."""
    return bool(_ASKING.search(text))


def is_half_asked(text: str) -> bool:
    """Tell whether a question leaves out what it asks of: "how much sugar?"."""
    return bool(_HALF_ASKED.match(text))


def wanted(question: str) -> str:
    """Find the words that say a number, a time, a place, a person or a reason is wanted."""
    found = _WANTED.search(question)
    return found["what"].lower() if found else ""


def without_frame(question: str) -> str:
    """Blank what a question is asked with, such as "how many": the rest is what it is about."""
    return blanked(question, _FRAME)


def asks_long_form(question: str) -> bool:
    """Tell whether a question asks what something stands for.

    Then the long form is the answer: spelled out, it would be no question any more.
    """
    return bool(_LONG_FORM_ASKED.search(question))


def asks_for_statistic(question: str) -> bool:
    """Tell whether a question wants what stands in brackets beside a figure, as a p value."""
    return bool(_ASKS_FOR_STATISTIC.search(question))
