"""A few words with the rarity that documents would give them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa_bot.glossary import Glossary
from qa_bot.question import Concept
from qa_bot.question.concepts import concepts_in


@dataclass(frozen=True)
class Words:
    """Knows words by a glossary, and how rare some of them are."""

    glossary: Glossary = field(default_factory=lambda: Glossary([]))
    rare: Mapping[str, float] = field(default_factory=dict)
    others: float = 0.5

    def concepts_in(self, text: str) -> Sequence[Concept]:
        return concepts_in(text, self.glossary)

    def rarity(self, concept: Concept) -> float:
        return min(self.rare.get(word, self.others) for word in concept.wordings[0])
