"""Questions that a passage seems to answer and does not.

Comes in: answered examples. Goes out: the same questions asked of another passage (`elsewhere`, or
`unrelated` if it was taken blindly), of the same passage under another title (`headed`), or with
one detail changed so that the passage answers no longer (`altered`).
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from qa_bot.records import Span
from training.data import CLINICAL, Example

ALTERNATIVES = (
    "first second third last final",
    "north south east west northern southern eastern western",
    "highest lowest",
    "higher lower",
    "largest smallest",
    "most least fewest",
    "more fewer less",
    "before after during",
    "increase decrease",
    "increased decreased",
    "minimum maximum",
    "youngest oldest",
    "earliest latest",
    "men women",
    "male female",
    "boys girls",
    "best worst",
    "longest shortest",
    "placebo control intervention comparator sham standard",
    "mortality relapse hospitalisation remission",
    "survival response toxicity recurrence adherence",
    "median mean maximum minimum",
    "dose duration frequency volume",
    "primary secondary exploratory",
    "inclusion exclusion",
    "baseline follow-up discharge screening",
    "phase cohort",
    "weeks months years days hours",
    "week month year day hour",
    "daily weekly monthly hourly",
    "oral intravenous subcutaneous topical intramuscular",
    "systolic diastolic",
    "pain nausea fatigue vomiting headache",
    "children adults infants adolescents",
    "mg ml mcg",
    "founded destroyed abolished renamed",
    "won lost",
    "born killed married crowned",
    "won rejected refused declined",
    "north-west south-east",
    "king queen bishop general president",
    "father mother brother sister",
)
"""Words of which one is put for another."""

AT_ONCE = 256
"""So many questions are compared with all passages together."""

_GROUPS = {word: group.split() for group in ALTERNATIVES for word in group.split()}
_WORD = re.compile(r"[\w’'-]*\w")
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][\w-]+)(?: [A-Z][\w-]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATABLE = re.compile(r"\b(was|were|is|are|did|does|do|can|has|have|could|would|should)\b")


def altered(example: Example, pool: "Pool", rng: random.Random) -> Example | None:
    """Change one detail of a question so that its passage answers no longer; None if none can."""
    ways: list[Callable[[Example, Pool, random.Random], str | None]] = [
        _other_name, _other_number, _other_alternative, _other_term, _other_term,
    ]  # fmt: skip
    if example.set != CLINICAL:
        ways.append(_negated)
    rng.shuffle(ways)
    for way in ways:
        question = way(example, pool, rng)
        if question and question != example.question:
            return example.unanswered("altered", 0.7, question=question)
    return None


def headed(example: Example, titles: Sequence[str], rng: random.Random) -> Example | None:
    """Put a passage under another document's title, where the question names the right one."""
    asked = set(_terms(example.question)) - set(_terms(example.text))
    named = asked & set(_terms(example.headings))
    other = rng.choice(titles)
    if len(named) < 2 and not any(len(term) > 8 for term in named):
        return None
    if named & set(_terms(other)):
        return None
    return example.unanswered("headed", 0.3, headings=other)


def unrelated(example: Example, others: Sequence[Example], rng: random.Random) -> Example | None:
    """Ask a question of a passage that has nothing to do with it."""
    other = rng.choice(others)
    if other.document == example.document:
        return None
    return example.unanswered("unrelated", 0.0, text=other.text, headings=other.headings)


class Pool:
    """The passages of a set, to find by BM25 those that a question is confused with."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Count the words of every passage and the names in every question."""
        self.passages = list({(one.text, one.headings): one for one in examples}.values())
        self._vectorizer = CountVectorizer(stop_words="english", token_pattern=r"\w+")
        texts = [f"{one.headings} {one.text}" for one in self.passages]
        counts = self._vectorizer.fit_transform(texts).astype(np.float32).tocsr()
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
        self.idf = np.log(1 + (len(texts) - frequency + 0.5) / (frequency + 0.5))
        norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
        counts.data = counts.data * 2.2 / (counts.data + np.repeat(norm, np.diff(counts.indptr)))
        self._weights = counts
        self.vocabulary: dict[str, int] = self._vectorizer.vocabulary_
        questions = [one.question for one in examples]
        self.names = sorted({name for one in questions for name in _NAME.findall(one)})
        heard = Counter(term for one in questions for term in _terms(one))
        self.terms = sorted(t for t, n in heard.items() if n <= 20 and t in self.vocabulary)

    def nearest(self, examples: Sequence[Example], most: int) -> Iterator[list[int]]:
        """Yield for each question the numbers of the passages nearest to it, best first."""
        for first in range(0, len(examples), AT_ONCE):
            questions = [one.question for one in examples[first : first + AT_ONCE]]
            asked = self._vectorizer.transform(questions).multiply(self.idf).tocsr()
            scores = (asked @ self._weights.T).toarray()
            yield from np.argsort(-scores, axis=1)[:, :most].tolist()

    def confused(self, example: Example, rng: random.Random, most: int = 8) -> Example | None:
        """Choose one of the passages nearest to the question that does not hold its answer."""
        answers = {span.of(example.text).casefold() for span in example.answers}
        near = [
            passage
            for passage in (self.passages[row] for row in next(self.nearest([example], most)))
            if passage.text != example.text
            and not any(answer in passage.text.casefold() for answer in answers)
        ]
        if not near:
            return None
        other = near[min(int(rng.expovariate(0.7)), len(near) - 1)]
        relevance = 0.3 if other.document == example.document else 0.1
        return example.unanswered("elsewhere", relevance, text=other.text, headings=other.headings)

    def rarity(self, term: str) -> float:
        """Tell how rare a term is among the passages; 0 if it is in none."""
        column = self.vocabulary.get(term)
        return 0.0 if column is None else float(self.idf[column])


def _terms(text: str) -> list[str]:
    return [word.casefold() for word in re.findall(r"\w+", text) if len(word) > 3]


def _place(question: str, span: Span, word: str) -> str:
    return question[: span.start] + word + question[span.end :]


def _other_name(example: Example, pool: Pool, rng: random.Random) -> str | None:
    """Put another name for a name that the passage has."""
    found = [one for one in _NAME.finditer(example.question) if one[0] in _whole(example)]
    names = rng.sample(pool.names, min(20, len(pool.names)))
    names = [name for name in names if name not in _whole(example)]
    if not found or not names:
        return None
    one = rng.choice(found)
    return _place(example.question, Span(*one.span()), names[0])


def _other_number(example: Example, pool: Pool, rng: random.Random) -> str | None:
    """Put another number for one that the passage has."""
    found = [one for one in _NUMBER.finditer(example.question) if one[0] in _whole(example)]
    if not found:
        return None
    one = rng.choice(found)
    if not one[0].isdigit():
        return None
    number = int(one[0])
    near = [number + step for step in (-20, -10, -4, -2, -1, 1, 2, 3, 6, 10, 12)]
    near += [number * 2, number * 3, number // 2]
    fitting = [str(n) for n in near if n > 0 and str(n) not in _whole(example)]
    return _place(example.question, Span(*one.span()), rng.choice(fitting)) if fitting else None


def _other_alternative(example: Example, pool: Pool, rng: random.Random) -> str | None:
    """Put one of a group of words for another, such as `placebo` for `intervention`."""
    found = [one for one in _WORD.finditer(example.question) if one[0].casefold() in _GROUPS]
    if not found:
        return None
    one = rng.choice(found)
    said = set(re.findall(r"\w+", _whole(example).casefold()))
    others = [word for word in _GROUPS[one[0].casefold()] if word not in said]
    return _place(example.question, Span(*one.span()), rng.choice(others)) if others else None


def _other_term(example: Example, pool: Pool, rng: random.Random) -> str | None:
    """Put another rare word for the rarest one that the passage shares with the question."""
    said = set(_terms(_whole(example)))
    found = [
        one
        for one in re.finditer(r"\w{4,}", example.question)
        if one[0].casefold() in said and pool.rarity(one[0].casefold()) > 4
    ]
    others = [term for term in rng.sample(pool.terms, min(30, len(pool.terms))) if term not in said]
    others = [term for term in others if pool.rarity(term) > 4]
    if not found or not others:
        return None
    one = max(found, key=lambda match: pool.rarity(match[0].casefold()))
    like = [other for other in others if other[-2:] == one[0][-2:].casefold()] or others
    term = like[0].capitalize() if one[0][0].isupper() else like[0]
    return _place(example.question, Span(*one.span()), term)


def _negated(example: Example, pool: Pool, rng: random.Random) -> str | None:
    """Negate the verb; seldom, for it is easily recognised."""
    found = _NEGATABLE.search(example.question)
    if not found or rng.random() > 0.3:
        return None
    word = "never" if rng.random() < 0.3 and found[1] in {"was", "were", "is"} else "not"
    return _place(example.question, Span(found.end(), found.end() + 1), f" {word} ").rstrip()


def _whole(example: Example) -> str:
    return f"{example.headings} {example.text}"
