"""What hits say of others than those a question asks about: another arm, dose, time or person.

Comes in: a question and its hits, read. Goes out: the sentences and rows that are left and tell
something of the kind that is asked for. What shares most words with a question is often another's
answer; an answer about another would be worse than none. Doubt speaks for a sentence.
"""

from collections.abc import Iterator, Sequence

from qa_bot.answering.demands import demands
from qa_bot.answering.headed import lists_asked_for
from qa_bot.answering.naming import says_what_narrows
from qa_bot.answering.rows import rows_without_answer
from qa_bot.answering.topics import of_other_topics
from qa_bot.answering.units import ReadHit, ReadUnit, quotable
from qa_bot.question import Question
from qa_bot.question.combinations import is_of_larger, larger_ones
from qa_bot.question.names import is_of_other_group
from qa_bot.question.symbols import names_other_member
from qa_bot.values.bounds import tells_other_end
from qa_bot.values.ends import tells_contrary_end
from qa_bot.values.labels import names_others
from qa_bot.values.moments import tells_other_time
from qa_bot.values.rules import about_other_values, tells_other_dose
from qa_bot.values.versions import leaves_out, names_other_release

_OF_ANOTHER = (
    names_others,
    leaves_out,
    names_other_release,
    tells_other_dose,
    tells_other_time,
    tells_other_end,
    tells_contrary_end,
    names_other_member,
)
"""Each tells by its values whether a sentence, under its headings, is about another."""


def not_of_others(
    question: Question, hits: Sequence[ReadHit]
) -> Iterator[tuple[ReadHit, list[ReadUnit]]]:
    """Yield the hits that may answer, each with what in it is not about another.

    It has to tell something of the kind that is asked for, too.
    """
    values = about_other_values([hit.texts for hit in hits], question.searched)
    rows = rows_without_answer(question, hits)
    larger = larger_ones(question, [text for hit in hits for text in hit.texts])
    for hit in hits:
        if not (hit.may_answer and says_what_narrows(question, hit)):
            continue
        others = rows | of_other_topics(question, hit)
        demanded = demands(question, hit.above)
        own = [
            one
            for one in (*quotable(hit), *lists_asked_for(question, hit))
            if one not in others
            and one.text not in values
            and not is_of_larger(one.text, hit.above, larger)
            and not _is_of_another(question, one.text, hit.above)
            and all(tells(one.text) for tells in demanded)
        ]
        yield hit, own


def _is_of_another(question: Question, sentence: str, path: str) -> bool:
    """Tell whether a sentence is about another, by its values or its group."""
    by_values = any(tells(sentence, question.text, path) for tells in _OF_ANOTHER)
    return by_values or is_of_other_group(sentence, question)
