"""How each passage was found, as a table that fits 80 columns."""

from textwrap import shorten

from qa_bot.conversation import Resolution
from qa_bot.llm import Wording
from qa_bot.records import Hit
from qa_bot.render.text import place
from qa_bot.replies import Reply
from qa_bot.text.display import one_line

_WIDTH = 80


def explain(reply: Reply) -> str:
    """Write question, confidence and, for each hit, scores, ranks and matched words."""
    answer = reply.answer
    seconds = ", ".join(f"{stage} {time:.3f} s" for stage, time in reply.provenance.seconds.items())
    head = [
        *_lent(reply.resolution),
        f"searched: {one_line(answer.searched)}",
        f"confidence: {answer.confidence:.2f}   {seconds}",
        *_dropped(reply.wording),
        "",
        " score  reader   cosine rank     BM25 rank   matched words, and the passage",
    ]
    return "\n".join([*head, *(_hit(hit) for hit in answer.hits)])


def _lent(resolution: Resolution | None) -> list[str]:
    """Say which words come from which turn, a line a turn; or that the subject is a new one."""
    if resolution and resolution.new_subject:
        return ["new subject: nothing of earlier turns is added"]
    lent: dict[str, list[str]] = {}
    for one in resolution.added if resolution else ():
        whose = f"{'answer' if one.answered else 'question'} {one.turn}"
        lent.setdefault(whose, []).append(one_line(one.words))
    return [f"from {whose}: {', '.join(words)}" for whose, words in lent.items()]


def _dropped(wording: Wording | None) -> list[str]:
    """Show what a language model wrote that is no part of the answer, shortened."""
    sentences = wording.dropped if wording else ()
    return [
        shorten(f"dropped ({one.fault}): {one_line(one.text)}", _WIDTH, placeholder="…")
        for one in sentences
    ]


def _hit(hit: Hit) -> str:
    dense = f"{_score(hit.dense_score, 3)} {_rank(hit.dense_rank)}"
    lexical = f"{_score(hit.lexical_score, 2)} {_rank(hit.lexical_rank)}"
    where = place(hit.passage, hit.passage.line)
    matched = ", ".join(map(one_line, hit.matched)) or "no word"
    reader = _score(hit.reader_score, 3)
    return f" {hit.score:.3f} {reader}  {dense}  {lexical}   {matched}\n        {where}"


def _score(score: float | None, digits: int) -> str:
    return f"{'-':>7}" if score is None else f"{score:>7.{digits}f}"


def _rank(rank: int | None) -> str:
    return f"{'-':>4}" if rank is None else f"{rank:>4}"
