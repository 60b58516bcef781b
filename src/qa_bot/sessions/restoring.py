"""A saved answer as records again, to be shown as it was when it was given.

Comes in: saved turns, whose answers are the JSON that `ask` prints. Goes out: replies that print
the same. Of a passage only what was quoted was saved: one that was merely found has no text.
"""

from collections.abc import Mapping
from typing import Any

from qa_bot.conversation import Added, Resolution
from qa_bot.encoder import EncoderIdentity
from qa_bot.errors import WriterError
from qa_bot.llm import DroppedSentence, WordedSentence, Wording, WriterIdentity
from qa_bot.llm.checks import Fault
from qa_bot.reader import ReaderIdentity
from qa_bot.records import Answer, Citation, Correction, Hit, Passage, Reference, Span, Statement
from qa_bot.replies import Provenance, Reply
from qa_bot.sessions.store import SavedTurn, damaged

Data = Mapping[str, Any]


def restore(turn: SavedTurn) -> Reply:
    """Make a reply of a saved turn.

    Raises:
        SessionError: When what was saved is no answer.
    """
    try:
        return _reply(turn.answer)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise damaged(turn.session, turn.number) from error


def _reply(data: Data) -> Reply:
    citations = [_citation(one) for one in data["citations"]]
    answer = Answer(
        question=data["question"],
        searched=data["searched"],
        statements=tuple(_statement(one, citations) for one in data["statements"]),
        confidence=data["confidence"],
        missing_terms=tuple(data["missing_terms"]),
        apart_terms=tuple(data.get("apart_terms", ())),
        hits=tuple(map(_hit, data["hits"])),
        corrections=tuple(Correction(**one) for one in data.get("corrections", ())),
        unanswered=tuple(data.get("unanswered", ())),
    )
    if data["status"] != answer.status:
        raise ValueError(f"{data['status']} with {len(answer.statements)} statements")
    encoder, reader = data["encoder"], data["reader"]
    provenance = Provenance(
        data["index"]["content"],
        EncoderIdentity(encoder["name"], encoder["key"], encoder["dimension"]),
        dict(data["timings"]),
        ReaderIdentity(reader["name"], reader["key"]) if reader else None,
    )
    return Reply(answer, provenance, _resolution(data), _wording(data, citations))


def _statement(data: Data, citations: list[Citation]) -> Statement:
    cited = tuple(citations[number - 1] for number in data["citations"])
    return Statement(data["text"], cited, tuple(map(_span, data["highlights"])))


def _citation(data: Data) -> Citation:
    references = tuple(Reference(**one) for one in data["references"])
    return Citation(
        _passage(data, data["quote"], data["sha256"], references),
        _span(data),
        data["line"],
        tuple(map(_span, data["highlights"])),
        references,
    )


def _hit(data: Data) -> Hit:
    return Hit(
        _passage(data, sha256=data.get("sha256", "")),  # what was saved before has none
        data["score"],
        data["dense"]["score"],
        data["dense"]["rank"],
        data["lexical"]["score"],
        data["lexical"]["rank"],
        tuple(data["matched"]),
        data["reader"],
    )


def _passage(
    data: Data, text: str = "", sha256: str = "", references: tuple[Reference, ...] = ()
) -> Passage:
    return Passage(
        document=data["document"],
        sha256=sha256,
        span=_span(data),
        text=text,
        line=data["line"],
        section=tuple(data["section"]),
        units=(),
        references=references,
        page=data["page"],
    )


def _span(data: Data) -> Span:
    return Span(data["start"], data["end"])


def _resolution(data: Data) -> Resolution | None:
    if "understood" not in data:
        return None
    understood = data["understood"]
    added = tuple(
        Added(one["words"], one["turn"], one["from"] == "answer") for one in understood["added"]
    )
    changed = understood.get("new_subject", False)  # what was saved before has no such field
    return Resolution(data["question"], understood["question"], added, changed)


def _wording(data: Data, citations: list[Citation]) -> Wording | None:
    if "wording" not in data:
        return None
    worded = data["wording"]
    sentences = (
        WordedSentence(one["text"], tuple(citations[number - 1] for number in one["citations"]))
        for one in worded["sentences"]
    )
    dropped = (DroppedSentence(one["text"], Fault(one["fault"])) for one in worded["dropped"])
    return Wording(
        WriterIdentity(worded["model"], worded["endpoint"]),
        tuple(sentences),
        tuple(dropped),
        WriterError(worded["error"], hint="") if worded["error"] else None,
    )
