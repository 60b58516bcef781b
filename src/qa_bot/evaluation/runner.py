"""Asks a bot every case of a file, and judges what it says.

Comes in: a `Bot` and cases. Goes out: a row for each. Of a conversation the earlier questions are
asked first; the last one is judged, and its time alone counts.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Protocol

from qa_bot import __version__
from qa_bot.config import Config, shown_address
from qa_bot.conversation import Turn
from qa_bot.encoder import EncoderIdentity
from qa_bot.errors import UsageError
from qa_bot.evaluation.case_files import CaseFile
from qa_bot.evaluation.cases import Case, as_data
from qa_bot.evaluation.judging import DEPTHS, judge
from qa_bot.evaluation.runs import Row, Run
from qa_bot.evaluation.summary import summarise
from qa_bot.evaluation.unfinished import Unfinished
from qa_bot.records import Answer, Hit
from qa_bot.render.data import as_data as answer_data
from qa_bot.replies import Bot, Narrator, Provenance, Reply


class SearchingBot(Bot, Protocol):
    """A bot that can be asked for more passages than it reads."""

    def search(self, question: str, limit: int) -> list[Hit]:
        """Find the passages for a question, best first."""
        ...


def run_cases(
    bot: SearchingBot,
    found: CaseFile,
    config: Config,
    index: str,
    encoder: EncoderIdentity,
    narrator: Narrator,
    kept: Unfinished | None = None,
) -> Run:
    """Ask every case and add up.

    Args:
        bot: Who is asked.
        found: The cases.
        config: The settings that the bot was opened with.
        index: SHA-256 that identifies the content of its index.
        encoder: What made the index.
        narrator: Hears how far it is, and of questions that cannot be asked.
        kept: The cases that need not be asked again; each that is asked is added.
    """
    known = dict(kept.rows) if kept else {}
    rows: list[Row] = []
    for row in _rows(bot, found.cases, known, Provenance(index, encoder, {}), narrator):
        rows.append(row)
        if kept:
            kept.add(row)
    return Run(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        rows=tuple(rows),
        summary=summarise(rows),
        **made_from(found, config, index, encoder),
    )


def made_from(
    found: CaseFile, config: Config, index: str, encoder: EncoderIdentity
) -> dict[str, Any]:
    """List all that the answers of a run depend on, by the names of `Run`."""
    return {
        "program": __version__,
        "configuration": _without_secrets(config),
        "index": index,
        "encoder": asdict(encoder),
        "cases": found.name,
        "cases_sha256": found.sha256,
        "part": found.part,
    }


def _without_secrets(config: Config) -> dict[str, Any]:
    """Write the settings down, but for what opens a server: runs are shown to others."""
    settings = asdict(config)
    del settings["index"]["token"]
    settings["index"]["uri"] = shown_address(config.index.uri)
    return settings


def _rows(
    bot: SearchingBot,
    cases: tuple[Case, ...],
    known: Mapping[str, Row],
    made_from: Provenance,
    narrator: Narrator,
) -> Iterator[Row]:
    asked: dict[tuple[str, ...], Turn] = {}
    is_first = True
    for number, case in enumerate(cases):
        narrator.progress("asking", number, len(cases))
        if case.id in known:
            yield known[case.id]
            continue
        earlier = _turns(bot, case.turns, asked, made_from)
        if is_first:
            # What is loaded at the first question would count as its time alone.
            _reply(bot, case.question, earlier, made_from)
            is_first = False
        started = time.perf_counter()
        reply, refusal = _reply(bot, case.question, earlier, made_from)
        seconds = time.perf_counter() - started
        if refusal:
            narrator.note(f"case {case.id!r} counts as not found: {refusal}")
        found = () if refusal else _found(bot, reply)
        judgement = judge(case, reply.answer, found)
        yield Row(
            case=as_data(case),
            answer=answer_data(reply),
            verdict=judgement.verdict,
            metrics=judgement.metrics,
            seconds=round(seconds, 6),
            unasked=refusal,
        )
    narrator.progress("asking", len(cases), len(cases))


def _found(bot: SearchingBot, reply: Reply) -> list[Hit]:
    """List the passages for a question: those that were read, in their order, and then the next."""
    read = {hit.passage.id for hit in reply.answer.hits}
    deeper = bot.search(reply.turn.standalone, max(DEPTHS))
    return [*reply.answer.hits, *(hit for hit in deeper if hit.passage.id not in read)]


def _turns(
    bot: Bot,
    questions: tuple[str, ...],
    asked: dict[tuple[str, ...], Turn],
    made_from: Provenance,
) -> list[Turn]:
    """Ask the earlier questions of a conversation, those that another case asked not again."""
    turns: list[Turn] = []
    for number, question in enumerate(questions, 1):
        so_far = questions[:number]
        if so_far not in asked:
            asked[so_far] = _reply(bot, question, turns, made_from)[0].turn
        turns.append(asked[so_far])
    return turns


def _reply(
    bot: Bot, question: str, earlier: Sequence[Turn], made_from: Provenance
) -> tuple[Reply, str]:
    """Ask; a question that cannot be asked finds nothing, and why is told."""
    try:
        return bot.ask(question, earlier=earlier), ""
    except UsageError as error:
        nothing = Answer(question, question, (), 0.0)
        return Reply(nothing, made_from), error.message
