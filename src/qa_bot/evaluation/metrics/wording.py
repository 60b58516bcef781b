"""Whether a text has the accepted words: by the measures of SQuAD, and as they stand.

Comes in: what was highlighted or quoted, and what is accepted. Goes out: 0 to 1.
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = re.compile(
    rf"""
    (?P<minus>(?<![\w.,)%\]])[-−–](?=[$€£]?\.?\d))  # of no range, as in `1-5`
    | (?<=\d),(?=\d{{3}}(?!\d))  # of thousands: `1,000` and `1000` are the same
    | (?P<point>(?<=\d)[.,](?=\d)|(?<![\w.])\.(?=\d))
    | [{re.escape(string.punctuation)}]
    """,
    re.VERBOSE,
)
_SIGNED = r"""(?<!(?<![\w.,)%\]])-)(?<!(?<![\w.)\]"”])\.)"""
"""Behind neither a minus nor a point that a figure begins with."""

_DASHES = str.maketrans("‐‑‒–—−", "------")
_RAISED = re.compile(r"(?<=\d)(?=[⁺⁻]?[⁰¹²³⁴-⁹])")
_FRACTION = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")


def squad_form(text: str) -> str:
    """Lower the case; take off punctuation, articles and surplus space (Rajpurkar et al. 2016).

    SQuAD's own script takes the decimal point and the minus of a figure off too, so that 1.7 would
    match 17, and -5 would match 5: here they stay, and nothing else differs. Figures on SQuAD v2.0
    may thus differ slightly from its script's, where answers have a point or a sign.
    """
    bare = _PUNCTUATION.sub(_kept, text.lower())
    return " ".join(_ARTICLES.sub(" ", bare).split())


def _kept(sign: re.Match[str]) -> str:
    return "-" if sign["minus"] else "." if sign["point"] else ""


def exact_match(said: Sequence[str], accepted: Sequence[Sequence[str]]) -> float:
    """Tell, as 1 or 0, whether what is said is one of the accepted answers, as SQuAD compares.

    Args:
        said: The pieces of the answer.
        accepted: Alternatives, each made of parts; several parts may be said in any order.
    """
    if not said:
        return 0.0
    pieces = [form for piece in said if (form := squad_form(piece))]
    for parts in accepted:
        forms = [squad_form(part) for part in parts]
        if sorted(pieces) == sorted(forms) or " ".join(pieces) == " ".join(forms):
            return 1.0
    return 0.0


def token_f1(said: Sequence[str], accepted: Sequence[Sequence[str]]) -> float:
    """Compare the answer's tokens with each alternative's: the best F1 (Rajpurkar et al. 2016).

    Args:
        said: The pieces of the answer.
        accepted: Alternatives, each made of parts.
    """
    if not said:
        return 0.0
    own = Counter(squad_form(" ".join(said)).split())
    return max(
        (_f1(own, Counter(squad_form(" ".join(one)).split())) for one in accepted), default=0
    )


def _f1(own: Counter[str], other: Counter[str]) -> float:
    common = (own & other).total()
    if not common:
        return float(own == other)
    precision, recall = common / own.total(), common / other.total()
    return 2 * precision * recall / (precision + recall)


def occurs(words: str, text: str) -> bool:
    """Tell whether words stand in a text as whole words, whatever their case, spaces and dashes.

    Figures count whole too: 13.9 does not occur in 13.93, nor 13 in 13,000, nor 5 in -5 or .5.
    """
    plain = _plain(words)
    wanted = f"{_SIGNED if plain[:1].isdigit() else ''}{re.escape(plain)}"
    pattern = rf"(?<![^\W_])(?<!\d[.,]){wanted}(?![^\W_])(?![.,]\d)"
    return bool(words.strip()) and re.search(pattern, _plain(text)) is not None


def _plain(text: str) -> str:
    apart = _FRACTION.sub(" ", _RAISED.sub("e", text))  # 10⁶ is neither 106 nor 10
    folded = unicodedata.normalize("NFKC", apart).casefold().translate(_DASHES)
    return " ".join(folded.split())
