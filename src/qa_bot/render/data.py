"""An answer as JSON, for programs; `answer.schema.json` beside this file describes it.

Offsets count characters (code points) of the decoded document, from 0. Text is verbatim;
what would steer a terminal is escaped.
"""

from typing import Any

from qa_bot.conversation import Resolution
from qa_bot.llm import Wording
from qa_bot.records import Answer, Citation, Hit
from qa_bot.replies import Reply
from qa_bot.text.display import json_text

VERSION = 1


def as_json(reply: Reply) -> str:
    """Write an answer as one indented object."""
    return json_text(as_data(reply), indent=2)


def as_jsonl(reply: Reply) -> str:
    """Write an answer as one object on one line."""
    return json_text(as_data(reply))


def as_data(reply: Reply) -> dict[str, Any]:
    """Turn an answer into plain lists and dictionaries."""
    answer, provenance = reply.answer, reply.provenance
    encoder, reader = provenance.encoder, provenance.reader
    return {
        "version": VERSION,
        "question": answer.question,
        **({"understood": _resolution(reply.resolution)} if reply.resolution else {}),
        **({"corrections": _corrections(answer)} if answer.corrections else {}),
        "searched": answer.searched,
        "status": str(answer.status),
        "confidence": round(answer.confidence, 4),
        **({"wording": _wording(reply.wording, answer)} if reply.wording else {}),
        "statements": _statements(answer),
        "citations": [_citation(number, one) for number, one in enumerate(answer.citations, 1)],
        "missing_terms": list(answer.missing_terms),
        **({"apart_terms": list(answer.apart_terms)} if answer.apart_terms else {}),
        **({"unanswered": list(answer.unanswered)} if answer.unanswered else {}),
        "hits": [hit_data(hit) for hit in answer.hits],
        "timings": {stage: round(seconds, 4) for stage, seconds in provenance.seconds.items()},
        "index": {"content": provenance.index},
        "encoder": {"name": encoder.name, "key": encoder.key, "dimension": encoder.dimension},
        "reader": {"name": reader.name, "key": reader.key} if reader else None,
    }


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return {
        "question": resolution.standalone,
        "added": [
            {"words": one.words, "turn": one.turn, "from": "answer" if one.answered else "question"}
            for one in resolution.added
        ],
        "new_subject": resolution.new_subject,
    }


def _corrections(answer: Answer) -> list[dict[str, str]]:
    return [{"typed": one.typed, "read": one.read} for one in answer.corrections]


def _wording(wording: Wording, answer: Answer) -> dict[str, Any]:
    numbers = {citation: number for number, citation in enumerate(answer.citations, 1)}
    return {
        "model": wording.writer.model,
        "endpoint": wording.writer.endpoint,
        "sentences": [
            {"text": one.text, "citations": [numbers[citation] for citation in one.citations]}
            for one in wording.sentences
        ],
        "dropped": [{"text": one.text, "fault": str(one.fault)} for one in wording.dropped],
        "error": wording.error.message if wording.error else None,
    }


def _statements(answer: Answer) -> list[dict[str, Any]]:
    numbers = {citation: number for number, citation in enumerate(answer.citations, 1)}
    return [
        {
            "text": statement.text,
            "citations": [numbers[citation] for citation in statement.citations],
            "highlights": [
                {"start": span.start, "end": span.end, "text": span.of(statement.text)}
                for span in statement.highlights
            ],
        }
        for statement in answer.statements
    ]


def _citation(number: int, citation: Citation) -> dict[str, Any]:
    passage = citation.passage
    return {
        "number": number,
        "document": passage.document,
        "line": citation.line,
        "page": citation.page,
        "section": list(passage.section),
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "highlights": [
            {"start": span.start, "end": span.end, "text": passage.quote(span)}
            for span in citation.highlights
        ],
        "references": [
            {"key": entry.key, "text": entry.text, "url": entry.url, "doi": entry.doi}
            for entry in citation.references
        ],
        "sha256": passage.sha256,
    }


def hit_data(hit: Hit) -> dict[str, Any]:
    """Turn a hit into plain lists and dictionaries, without its text."""
    passage = hit.passage
    return {
        "document": passage.document,
        "line": passage.line,
        "page": passage.page,
        "section": list(passage.section),
        "start": passage.span.start,
        "end": passage.span.end,
        "score": round(hit.score, 4),
        "dense": {"score": _rounded(hit.dense_score), "rank": hit.dense_rank},
        "lexical": {"score": _rounded(hit.lexical_score), "rank": hit.lexical_rank},
        "reader": _rounded(hit.reader_score),
        "matched": list(hit.matched),
        "sha256": passage.sha256,
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)
