"""The sentences and rows that may answer a question, each with the signs that it does.

Comes in: a question taken apart and its hits, read. Goes out: candidates, whose signs are plain
numbers between -1 and 1, to be weighed by `odds`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from qa_bot.answering.figures import figures_that_answer, has_identifier
from qa_bot.answering.others import not_of_others
from qa_bot.answering.reading import SUREST, passage_text, sureness, with_spans
from qa_bot.answering.units import ReadHit, ReadUnit, leant_on
from qa_bot.encoder import Encoder
from qa_bot.question import Concept, Question
from qa_bot.question.asking import asks_for_figure, asks_for_identifier
from qa_bot.question.concepts import said_by
from qa_bot.reader import Evidence, Reader, ScoredSpan
from qa_bot.records import Hit, Span
from qa_bot.text.markup import in_place
from qa_bot.text.terms import content_terms

MOST_CANDIDATES = 6
"""Each is looked at by itself; hardly one of those further down is the best."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence, or the weight of each in log-odds.

    Attributes:
        cosine: Of the question and the sentence, headings in front; 0 where a reader read.
        here: Share of the question's weight that the sentence covers.
        headed: Share that it covers together with its headings and what it leans on.
        around: Share that its passage covers together with its headings.
        focus: Share of the sentence's own words that the question asks about.
        uncovered: Weight share of the heaviest concept that it lacks, those included.
        lag: How far its passage's fused score is behind the best one's.
        figure: 1 if the question asks for a figure and it has one, -1 if it has none, else 0.
        identifier: Likewise for what something is registered by, such as a trial's number.
        relevance: The reader's log-odds that its passage is about what is asked, as a share of
            `reading.SUREST`; 0 without a reader.
        support: Likewise that its passage answers.
        span: Likewise that an answer stands in this very sentence.
        own_relevance: Relevance of the sentence, read by itself under its headings.
        own_support: Its support, read so.
        own_span: And that an answer stands in it.
    """

    cosine: float
    here: float
    headed: float
    around: float
    focus: float
    uncovered: float
    lag: float
    figure: float
    identifier: float = 0.0
    relevance: float = 0.0
    support: float = 0.0
    span: float = 0.0
    own_relevance: float = 0.0
    own_support: float = 0.0
    own_span: float = 0.0

    def weighed(self, weights: "Signs") -> float:
        """Add the signs up, each times its weight."""
        pairs = ((getattr(self, one.name), getattr(weights, one.name)) for one in fields(self))
        return float(sum(sign * weight for sign, weight in pairs))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence or row that may answer.

    Attributes:
        hit: The passage it stands in.
        read: How it reads.
        signs: What speaks for it.
        before: The sentences that tell what its "it" stands for, if it opens so.
    """

    hit: Hit
    read: ReadUnit
    signs: Signs
    before: tuple[ReadUnit, ...] = ()

    @property
    def text(self) -> str:
        """How it reads."""
        return self.read.text

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.read.unit.columns)

    @property
    def quote(self) -> Span:
        """Where it stands in the document."""
        return self.read.unit.span

    @property
    def in_place(self) -> str:
        """The sentence with the headings that it stands under."""
        return in_place(self.text, self.hit.passage)


def candidates(
    question: Question,
    hits: Sequence[ReadHit],
    idf: Callable[[Concept], float],
    encoder: Encoder,
    reader: Reader | None = None,
) -> list[Candidate]:
    """List the sentences and rows of the hits that share most with the question.

    Each is judged by itself, too: beside others a sentence is taken for the answer for what they
    say. Where a reader does so, cosines are left out: they would cost as much and tell less.

    Args:
        question: What is asked.
        hits: Passages found for it and read, best first.
        idf: Weighs a concept by its rarity.
        encoder: The one that made the index.
        reader: The one that has read the hits, if any has.
    """
    weights = {concept: idf(concept) for concept in question.concepts}
    best = next((one.hit.score for one in hits if one.may_answer), 0.0)
    found = [
        one
        for hit, units in not_of_others(question, hits)
        for one in _of_hit(question, hit, units, weights, best)
    ]
    found = sorted(found, key=_promise)[:MOST_CANDIDATES]
    if not found:
        return []
    if reader:
        return list(_read_alone(question, found, reader))
    vectors = encoder.encode_documents([one.in_place for one in found])
    cosines = vectors @ encoder.encode_question(question.searched)
    return [
        replace(one, signs=replace(one.signs, cosine=float(cosine)))
        for one, cosine in zip(found, cosines, strict=True)
    ]


def _read_alone(
    question: Question, found: Sequence[Candidate], reader: Reader
) -> Iterator[Candidate]:
    """Let each sentence be read without those beside it, which tells best what in it answers."""
    for one, evidence in zip(found, _evidence_of_each(question, found, reader), strict=True):
        signs = replace(
            one.signs,
            own_relevance=sureness(evidence.relevance),
            own_support=sureness(evidence.support),
            own_span=_best(evidence.spans),
        )
        spans = evidence.spans or one.read.spans
        yield replace(one, signs=signs, read=replace(one.read, spans=spans))


def _evidence_of_each(
    question: Question, found: Sequence[Candidate], reader: Reader
) -> Iterator[Evidence]:
    """Have each sentence read behind those it leans on, and alone where these answer better."""
    texts = [passage_text(one.hit, [*one.before, one.read]) for one in found]
    read = reader.read(question.searched, texts)
    own = [_own(one, evidence) for one, evidence in zip(found, read, strict=True)]
    texts = [
        passage_text(one.hit, [one.read])
        for one, evidence in zip(found, own, strict=True)
        if not evidence
    ]
    alone = iter(reader.read(question.searched, texts) if texts else ())
    yield from (evidence or next(alone) for evidence in own)


def _own(one: Candidate, evidence: Evidence) -> Evidence | None:
    """Take what was read of a sentence behind others, unless one of these answers better."""
    if not one.before:
        return evidence
    *_, read = with_spans((*one.before, one.read), evidence.spans)
    is_best = read.spans[:1] and read.spans[0].score == evidence.spans[0].score
    return replace(evidence, spans=read.spans) if is_best else None


def _promise(candidate: Candidate) -> tuple[float, str, Span]:
    """Rank before the costly signs are told: by words, passage and reader.

    Unweighed: it tells which few are looked at closely, and the odds decide among these.
    """
    signs, hit = candidate.signs, candidate.hit
    return -(signs.headed + hit.score + signs.span), hit.passage.id, candidate.quote


def _of_hit(
    question: Question,
    read: ReadHit,
    units: Sequence[ReadUnit],
    weights: Mapping[Concept, float],
    best_score: float,
) -> Iterator[Candidate]:
    """Yield the sentences and rows of a passage that may answer, all signs told but the cosine."""
    hit, evidence = read.hit, read.evidence
    wants_figure = asks_for_figure(question.text)
    wants_identifier = asks_for_identifier(question.text)
    headings = said_by(read.above)
    asked = {term for concept in weights for wording in concept.wordings for term in wording}
    total = sum(weights.values()) or 1.0
    around = _covered(weights, read.said) / total
    for one in units:
        before = leant_on(read, one)
        above = headings.union(*(said_by(each.text) for each in before))
        said = said_by(one.text)
        words = {term.form for term in content_terms(one.text)}
        signs = Signs(
            cosine=0.0,
            here=_covered(weights, said) / total,
            headed=_covered(weights, said | above) / total,
            around=around,
            focus=len(words & asked) / max(len(words), 1),
            uncovered=_heaviest_left(weights, said | above) / total,
            lag=best_score - hit.score,
            figure=_met(wants_figure, bool(figures_that_answer(question.text, one.text))),
            identifier=_met(wants_identifier, has_identifier(one.text)),
            relevance=sureness(evidence.relevance) if evidence else 0.0,
            support=sureness(evidence.support) if evidence else 0.0,
            span=_best(one.spans) if evidence else 0.0,
        )
        yield Candidate(hit, one, signs, before)


def _best(spans: Sequence[ScoredSpan]) -> float:
    return sureness(spans[0].score if spans else -SUREST)


def _heaviest_left(weights: Mapping[Concept, float], found: frozenset[str]) -> float:
    left = (weight for concept, weight in weights.items() if not concept.is_in(found))
    return max(left, default=0.0)


def _met(is_asked: bool, is_there: bool) -> float:
    return (1.0 if is_there else -1.0) if is_asked else 0.0


def _covered(weights: Mapping[Concept, float], found: frozenset[str]) -> float:
    return sum(weight for concept, weight in weights.items() if concept.is_in(found))
