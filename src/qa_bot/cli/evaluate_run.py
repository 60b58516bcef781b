"""`qa-bot eval run`: cases are asked, the run is saved. Heavy imports inside commands."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa_bot.cli.console import Console, report
from qa_bot.cli.options import FILE, READABLE, asking, shared, with_place
from qa_bot.config import Config
from qa_bot.errors import RunError, pasted
from qa_bot.text.display import counted

if TYPE_CHECKING:
    from qa_bot.engine import QABot
    from qa_bot.evaluation.case_files import CaseFile
    from qa_bot.evaluation.gates import Gate
    from qa_bot.evaluation.runs import Run
    from qa_bot.evaluation.unfinished import Unfinished


@click.command(epilog="Example: qa-bot eval run cases.jsonl --fail-under right=0.9")
@click.argument("cases", type=READABLE)
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    help="Only cases with this tag; may be given again.",
)
@click.option(
    "--only",
    "ids",
    multiple=True,
    metavar="ID",
    help="Only the case with this id; may be given again.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "junit", "markdown"]),
    default="table",
    show_default=True,
)
@click.option(
    "-o",
    "--output",
    "--out",
    type=FILE,
    help="Where the run is saved.  [default: runs/TIME-CASES.json]",
)
@click.option(
    "--fail-under",
    "limits",
    multiple=True,
    metavar="METRIC=VALUE",
    help="Exit with 1 when a metric is worse; may be given again.",
)
@click.option(
    "--resume", is_flag=True, help="Go on with a run of the same cases that was interrupted."
)
@asking
@shared
def run(
    cases: Path,
    tags: tuple[str, ...],
    ids: tuple[str, ...],
    style: str,
    output: Path | None,
    limits: tuple[str, ...],
    resume: bool,
    config: Config,
    console: Console,
) -> int:
    """Ask every case of a file, print the metrics and save the run.

    The file has a JSON object a line, or is a spreadsheet (.csv, .tsv) with the columns id,
    question, answerable (yes, no), accepted, document, quote, turns, tags; | stands between several
    in a cell.

    The metrics, 0 to 1: right, citation_precision, citation_recall, exact_match, token_f1,
    number_match, recall@1, recall@5, recall@10, mrr, ndcg@10, abstention_precision,
    abstention_recall, auroc, coverage@95; better when low: calibration_error, and in seconds
    seconds_p50 and seconds_p95. `qa-bot eval report` says what each is.
    """
    from qa_bot.engine import QABot
    from qa_bot.evaluation.case_files import load_cases
    from qa_bot.evaluation.gates import read_gates
    from qa_bot.evaluation.runs import save_new_run, save_run
    from qa_bot.evaluation.writing import refuse_to_replace

    again = with_place(f"qa-bot eval run {pasted(cases)} -o runs/NAME.json")
    refuse_to_replace(cases, output, again)
    gates = read_gates(limits)
    bot = QABot.open(config, console)
    store = bot.index.store
    found = load_cases(cases, store.text, list(store.documents())).only(ids, tags)
    done, kept = _asked(bot, found, config, console, resume)
    unsaved: RunError | None = None
    try:  # before it is printed: what reads it may stop early
        if output:
            save_run(done, output)
        path = output or save_new_run(done)
        kept.discard()
    except RunError as error:
        error.hint = with_place(error.hint)
        unsaved = error
    failures = [failure for gate in gates if (failure := gate.failure(done.summary))]
    click.echo(_written(done, style, gates, failures))
    if unsaved:
        raise unsaved
    look = f"qa-bot eval report {pasted(path)} -o report.html"
    console.note(f"saved {path}; to look at it: {look}")
    if failures:
        report("; ".join(failures), look)
    return 1 if failures else 0


def _written(done: "Run", style: str, gates: "list[Gate]", failures: list[str]) -> str:
    """Write a run in one of the formats."""
    from qa_bot.evaluation.data import run_json
    from qa_bot.evaluation.junit import junit_xml
    from qa_bot.evaluation.markdown import run_markdown
    from qa_bot.evaluation.tables import run_table

    if style == "junit":
        return junit_xml(done, gates)
    if style == "table":
        return run_table(done)
    return {"json": run_json, "markdown": run_markdown}[style](done, failures)


def _asked(
    bot: "QABot", found: "CaseFile", config: Config, console: Console, resume: bool
) -> "tuple[Run, Unfinished]":
    """Ask every case, or those that an interrupted run did not come to."""
    from qa_bot.evaluation.runner import made_from, run_cases
    from qa_bot.evaluation.unfinished import Unfinished

    of = (config, bot.index.manifest.content, bot.index.manifest.encoder)
    kept = Unfinished(found.name, made_from(found, *of))
    if resume:
        kept.go_on()
        console.note(f"{len(kept.rows)} of {counted(len(found.cases), 'case')} were asked already")
    if not kept.rows:
        try:
            kept.begin()
        except OSError as error:
            console.note(f"nothing can be kept in runs, should this stop early: {error.strerror}")
    try:
        return run_cases(bot, found, *of, console, kept), kept
    except KeyboardInterrupt:
        if kept.rows:
            click.echo(err=True)  # below the terminal's ^C
            asked = f"{counted(len(kept.rows), 'case')} asked so far"
            console.note(f"{asked}: the same command with --resume goes on from there")
        raise
