"""What a question asks of another thing in the words of the one before it.

Comes in: two questions. Goes out: what of the earlier one the later one puts another thing in the
place of: after "how much does the lamp weigh?", the lamp in "how much does the boat weigh?". Lent
to it, the lamp would answer for the boat.
"""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from qa_bot.question import Concept
from qa_bot.question.names import is_name
from qa_bot.text.terms import Term, terms


def displaced(
    question: str,
    earlier: str,
    concepts_in: Callable[[str], Sequence[Concept]],
    rarity: Callable[[Concept], float],
) -> list[Concept]:
    """List what stands in an earlier question where this one names another thing.

    One thing takes the place of one of its kind, a name that of a name: "the response in women?"
    after "the response in BOSTON?" goes on about BOSTON. What no document knows may be a name in
    small letters.

    Args:
        question: As typed.
        earlier: The question before it, as typed.
        concepts_in: Lists what a text names.
        rarity: Weighs a concept by its rarity in the documents: 0 stands nowhere at all.
    """
    before, now = terms(earlier), terms(question)
    matcher = SequenceMatcher(
        None, [one.form for one in before], [one.form for one in now], autojunk=False
    )
    found: list[Concept] = []
    for tag, start, end, own_start, own_end in matcher.get_opcodes():
        if tag != "replace" or (end - start == len(before) and own_end - own_start == len(now)):
            continue
        old = concepts_in(_between(earlier, before[start:end]))
        new = concepts_in(_between(question, now[own_start:own_end]))
        if len(old) == len(new) == 1 and (
            is_name(old[0], earlier) == is_name(new[0], question) or not rarity(new[0])
        ):
            found += old
    return found


def _between(text: str, words: Sequence[Term]) -> str:
    return text[words[0].span.start : words[-1].span.end]
