"""Names made of parts: settings and options, such as `max_execution_time`, and codes of things.

Comes in: texts. Goes out: the symbols in one, and whether another has one of them. To the search
their parts are words, and `max_input_time` looks much like `max_execution_time`; but what is said
of one does not answer for the other.
"""

import re
from functools import lru_cache

_SYMBOL = re.compile(
    r"(?<![\w-])--[^\W_]\w*(?:-\w+)*"  # an option of a command
    r"|(?<!\w)(?<!\w\.)(?:\w+\.)*\w*[^\W_]_+[^\W_]\w*(?:\.\w+)*"
    r"|(?<!\w)_+[^\W_]\w*(?<!_)(?!\w)"  # what is marked on both sides is emphasis
    r"|(?<![\w-])[A-Z][^\W_]*(?:-[^\W_]+)+-\d+(?![\w-])"  # `ISO-IEC-27001`, not `COVID-19`
    r"|(?<![\w/-])[A-Z]{2,}/\d+(?:\.\d+)*(?![\w/]|[.-]\w)"  # `HTTP/3`
)
_JOINT = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
_JOINTS = r"[\s._/-]*"
_MEMBER = re.compile(r"(?<![\w.@/-])([^\W\d]\w+)\.([^\W\d]\w+)(?![\w@])")
_MIXED = re.compile(r"(?=\w{5})\w*(?:[a-z][A-Z]|[A-Z]{2}[a-z]{3})\w*(?:['’]s)?")


def symbols(text: str) -> tuple[str, ...]:
    """List the symbols of a text whose parts are joined by marks, each once."""
    return tuple(dict.fromkeys(_SYMBOL.findall(text)))


def is_mixed(word: str) -> bool:
    """Tell whether a word has capitals inside, as `maxRetries`, `GitHub` and `VMware`.

    A short one may be a unit or an abbreviation: `kWh`, `mRNA`, `PDFs`.
    """
    return bool(_MIXED.fullmatch(word))


def writes(text: str, symbol: str) -> bool:
    """Tell whether a text has a symbol, in whatever case its letters are.

    Its parts may be joined otherwise, or stand apart: "maxExecutionTime", "max execution time".
    """
    return bool(_written(symbol).search(text))


def names_other_member(sentence: str, asked: str, above: str = "") -> bool:
    """Tell whether a sentence names others of the family of a dotted name than a question does.

    Args:
        sentence: As it reads.
        asked: The question; of `timeouts.write` nothing is said where `timeouts.read` is told.
        above: Its headings, which may name it.
    """
    wanted = _members(asked)
    families = {family for family, _ in wanted}
    told = {one for one in _members(sentence) if one[0] in families} if wanted else set()
    return bool(told) and wanted.isdisjoint(told | _members(above))


def _members(text: str) -> set[tuple[str, str]]:
    """List the dotted names of a text, each as its family and its own name, in small letters."""
    return {(one[1].lower(), one[2].lower()) for one in _MEMBER.finditer(text)}


@lru_cache(maxsize=256)
def _written(symbol: str) -> re.Pattern[str]:
    parts = _JOINTS.join(filter(None, _JOINT.split(symbol)))
    return re.compile(rf"(?<!\w)(?<!\w-)_*{parts}_*(?!\w|[-.]\w)", re.IGNORECASE)
