"""A question finds passages: by meaning, by words, and by both fused.

Comes in: a question. Goes out: hits, best first, each with the scores and ranks that put it there.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from qa_bot.encoder import Encoder, FloatArray
from qa_bot.glossary import Glossary, Wording
from qa_bot.index import Index
from qa_bot.lexical import SATURATION, Clause
from qa_bot.question import Concept, Question, understand
from qa_bot.question.concepts import concepts_in, said_by
from qa_bot.question.slips import Vocabulary
from qa_bot.records import Hit, Passage
from qa_bot.text.markup import indexed_text
from qa_bot.text.terms import bare, folded, pairs, terms

DENSE_CANDIDATES = 100
LEXICAL_CANDIDATES = 1000
DENSE_WEIGHT = 0.45
PAIR_WEIGHT = 0.3
"""Both chosen on training questions, never on those reported: see `benchmarks/README.md`."""


def fuse(
    cosines: Mapping[int, float], bm25: Mapping[int, float], bound: float, weight: float
) -> list[tuple[int, float]]:
    """Fuse two scorings of rows by a convex combination, sorted by (-score, row).

    BM25 is divided by the most that any passage could reach for the question, instead of the most
    that one did reach (Bruch et al., ACM TOIS 2023, compare such normalisations): a score then
    means the same for every question, so that "nothing fits" can be told from "something does".

    Args:
        cosines: Each candidate row's cosine.
        bm25: BM25 scores; a row that is not there has none of the words.
        bound: The highest BM25 score there could be.
        weight: Of the cosine, 0 to 1.
    """
    scores = {
        row: weight * cosine + (1 - weight) * (bm25.get(row, 0.0) / bound if bound else 0.0)
        for row, cosine in cosines.items()
    }
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


class Retriever:
    """Searches one index with the encoder that made it."""

    def __init__(self, index: Index, encoder: Encoder, dense_weight: float = DENSE_WEIGHT) -> None:
        """Learn the documents' abbreviations and synonyms.

        Args:
            index: What is searched.
            encoder: The one that made the index.
            dense_weight: Share of the cosine in the fused score: 1 is dense alone, 0 BM25 alone.
        """
        self._index = index
        self._encoder = encoder
        self._dense_weight = dense_weight
        # Neither search holds the interpreter while it works: a second core takes one of them.
        self._beside = ThreadPoolExecutor(1, "by-words")
        self._glossary = Glossary(index.store.abbreviations(), index.store.synonyms())

    def understand(self, text: str) -> Question:
        """Take a question apart, with the wordings and the words that the documents know.

        Raises:
            UsageError: When it is empty, too long, or has no word to search for.
        """
        lexical = self._index.lexical
        vocabulary = Vocabulary(lexical.passages_with, self._knows, self._writes, len(lexical))
        return understand(text, self._glossary, vocabulary)

    def _knows(self, word: str) -> bool:
        """Tell whether a word is an ordinary one: the encoder takes it whole, as one token."""
        return self._encoder.count_tokens([word]) == [1]

    def _writes(self, word: str) -> bool:
        """Tell whether one of the passages with a word's stem has the word itself."""
        form = folded(word)
        found = self._index.lexical.search([[{form: 1.0}]], LEXICAL_CANDIDATES)
        texts = map(indexed_text, self._index.store.passages([row for row, _ in found]))
        return any(
            one.form == form and bare(one.span.of(text)) == word
            for text in texts
            for one in terms(text)
        )

    def concepts_in(self, text: str) -> tuple[Concept, ...]:
        """List what a text asks about or says, as the documents know it."""
        return concepts_in(text, self._glossary)

    def rarity(self, concept: Concept) -> float:
        """Weigh a concept by its idf, as a share of the most there is; 0 if it stands nowhere."""
        lexical = self._index.lexical
        occurs = any(all(map(lexical.passages_with, words)) for words in concept.wordings)
        return self.idf(concept) / lexical.idf("") if occurs else 0.0

    def idf(self, concept: Concept) -> float:
        """Weigh a concept by the rarity of its rarest term, in its most frequent wording."""
        lexical = self._index.lexical
        return min(max(lexical.idf(term) for term in wording) for wording in concept.wordings)

    def passages_of(self, document: str) -> Iterator[Passage]:
        """Yield a document's passages, in reading order."""
        return self._index.store.passages_of(self._index.store.documents()[document].id)

    def search(self, question: Question, limit: int) -> list[Hit]:
        """Find the passages for a question, best first."""
        by_words = self._beside.submit(
            self._index.lexical.search, self._clauses(question), LEXICAL_CANDIDATES
        )
        vector = self._encoder.encode_question(question.searched)
        dense = dict(self._index.vectors.search(vector, DENSE_CANDIDATES))
        lexical = dict(by_words.result())
        by_words_alone = [row for row in list(lexical)[:DENSE_CANDIDATES] if row not in dense]
        cosines = dense | self._cosines(vector, by_words_alone)
        fused = fuse(cosines, lexical, self._bound(question), self._dense_weight)[:limit]
        dense_ranks, lexical_ranks = (dict(zip(one, count(1))) for one in (dense, lexical))
        passages = self._index.store.passages([row for row, _ in fused])
        hits = [
            Hit(
                passage=passage,
                score=score,
                dense_score=cosines[row],
                dense_rank=dense_ranks.get(row),
                lexical_score=lexical.get(row),
                lexical_rank=lexical_ranks.get(row),
                matched=_matched(question, passage),
            )
            for (row, score), passage in zip(fused, passages, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))

    def _cosines(self, vector: FloatArray, rows: Sequence[int]) -> dict[int, float]:
        """Compare rows with a unit vector of shape (dimension,)."""
        if not rows:
            return {}
        return dict(zip(rows, map(float, self._index.vectors.of(rows) @ vector), strict=True))

    def _clauses(self, question: Question) -> list[Clause]:
        """Ask for each concept, and for neighbouring words as such, at less weight."""
        in_order = [term for concept in question.concepts for term in concept.wordings[0]]
        phrases = [[{pair: PAIR_WEIGHT}] for pair in pairs(in_order)]
        return [*(self._clause(concept) for concept in question.concepts), *phrases]

    def _clause(self, concept: Concept) -> Clause:
        """Weigh each wording of a concept so that, whole, it counts as much as the first."""
        most = self._total_idf(concept.wordings[0])
        wordings = []
        for wording in concept.wordings:
            weight = most / (self._total_idf(wording) or 1.0) if most else 1.0
            wordings.append(dict.fromkeys(wording, weight))
        return wordings

    def _total_idf(self, wording: Wording) -> float:
        """Sum the idf of the terms that occur anywhere."""
        lexical = self._index.lexical
        return sum(lexical.idf(term) for term in wording if lexical.passages_with(term))

    def _bound(self, question: Question) -> float:
        """Tell the highest BM25 score that a passage could reach."""
        return SATURATION * sum(self._total_idf(one.wordings[0]) for one in question.concepts)


def _matched(question: Question, passage: Passage) -> tuple[str, ...]:
    """List the words of a question that a passage with its headings says."""
    said = said_by(indexed_text(passage))
    return tuple(one.words for one in question.concepts if one.is_in(said))
