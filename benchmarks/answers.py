"""Whole answers on public questions: what is found, said, cited and refused.

    python -m benchmarks.answers DATA [--sets squad2,sleepqa,bioasq]

Comes in: the folder of public data sets (see `public.py`). Goes out: one JSON line a set on
stdout. Each question is put to the bot as `qa-bot ask` would put it, over all documents of its
set, with the settings of `qa-bot.toml` and the environment (`QA_BOT_ANSWER_THRESHOLD=0` answers
everything). What is said is what the first statement highlights.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Figure, estimate, reciprocal_rank, sampled, separation, success
from benchmarks.indexes import WORK, Narrator, bot_of, index_of, kept, ranked_documents, settings
from benchmarks.public import Collection, DataError, Query, chosen, read
from qa_bot import __version__
from qa_bot.config import load_config
from qa_bot.evaluation.judging import highlighted, quoted_words
from qa_bot.evaluation.metrics.locations import Location, precision
from qa_bot.evaluation.metrics.wording import exact_match, occurs, squad_form, token_f1
from qa_bot.records import Answer
from qa_bot.replies import Bot

SETS = ("squad2", "sleepqa", "bioasq")
MOST_CANDIDATES = 5
"""How many answers to a factoid BioASQ accepts."""

Scores = dict[str, float | None]


def main() -> None:
    """Measure the sets that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--split", choices=["test", "tune"], default="test")
    parser.add_argument("--most", type=int, default=2000, help="questions of a set")
    parser.add_argument("--work", type=Path, default=WORK)
    options = parser.parse_args()
    config = load_config()
    encoder = kept(config, options.work)
    for name in chosen(options.sets, SETS):
        try:
            collection = read(name, options.data, options.split)
        except DataError as error:
            sys.exit(str(error))
        index_of(collection.documents, options.work / name, encoder).close()
        bot = bot_of(collection.documents, options.work / name, config, Narrator())
        row: dict[str, object] = {"benchmark": "answers", "set": name, "split": options.split}
        row |= {"qa_bot": __version__, **settings(config)}
        print(json.dumps({**row, **measure(bot, collection, options.most)}), flush=True)


def measure(bot: Bot, collection: Collection, most: int) -> dict[str, object]:
    """Ask a sample of the questions and estimate every metric over those that it applies to."""
    asked = {name: collection.queries[name] for name in sampled(collection.queries, most)}
    answers = {name: bot.ask(query.text).answer for name, query in asked.items()}
    rows = [score(query, answers[name]) for name, query in asked.items()]
    row: dict[str, object] = {"questions": len(asked), "of": len(collection.queries)}
    row |= _estimates(rows)
    answerable = [bool(query.grades) for query in asked.values()]
    if not all(answerable):
        confidence = [answer.confidence for answer in answers.values()]
        row["confidence AUROC"] = separation(confidence, answerable)
    return row


def score(query: Query, answer: Answer) -> Scores:
    """Judge one answer; None for what its question says nothing about."""
    found = ranked_documents(hit.passage for hit in answer.hits)
    answered = float(bool(answer.statements))
    if not query.grades:
        return {"refused": 1 - answered, "EM all": 1 - answered, "F1 all": 1 - answered}
    return {
        "answered": answered,
        "success@1": success(found, query.grades, 1),
        "success@5": success(found, query.grades, 5),
        **(_of_wording(query, answer) if query.answers else {}),
        **(_of_candidates(query, answer) if query.kind == "factoid" else {}),
        "citation precision": _citation_precision(query, answer),
    }


def _of_wording(query: Query, answer: Answer) -> Scores:
    """Compare what is highlighted and what is quoted with the accepted answers."""
    accepted = [[text] for text in query.answers]
    said = highlighted(answer.statements[0]) if answer.statements else []
    exact, f1 = (exact_match(said, accepted), token_f1(said, accepted)) if said else (0.0, 0.0)
    quoted = " ".join(quoted_words(citation) for citation in answer.citations)
    stated = float(any(occurs(text, quoted) for text in query.answers))
    return {"EM": exact, "F1": f1, "EM all": exact, "F1 all": f1, "answer in quote": stated}


def _of_candidates(query: Query, answer: Answer) -> Scores:
    """Judge the best five pieces as BioASQ does a factoid: strict, lenient and MRR."""
    accepted = dict.fromkeys(map(squad_form, query.answers), 1)
    pieces = (squad_form(one) for statement in answer.statements for one in highlighted(statement))
    ranked = list(dict.fromkeys(pieces))[:MOST_CANDIDATES]
    return {
        "strict": success(ranked, accepted, 1),
        "lenient": success(ranked, accepted, MOST_CANDIDATES),
        "MRR": reciprocal_rank(ranked, accepted),
    }


def _citation_precision(query: Query, answer: Answer) -> float | None:
    """Share of the cited sentences that overlap a place which people marked."""
    marked = [Location(name, span) for name, span in query.evidence]
    cited = [
        Location(citation.passage.document.partition("/")[2], citation.span)
        for citation in answer.citations
    ]
    return precision(cited, [marked]) if marked else None


def _estimates(rows: Sequence[Mapping[str, float | None]]) -> dict[str, Figure]:
    names = dict.fromkeys(name for row in rows for name in row)
    figures = {name: estimate(row.get(name) for row in rows) for name in names}
    return {name: figure for name, figure in figures.items() if figure["n"]}


if __name__ == "__main__":
    main()
