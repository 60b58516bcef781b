"""`qa-bot eval`: measures answers with a person's own questions. Heavy imports inside commands."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa_bot.cli.console import Console, report
from qa_bot.cli.options import asking, shared, with_place
from qa_bot.config import Config
from qa_bot.errors import RunError, UsageError
from qa_bot.text.display import counted

if TYPE_CHECKING:
    from qa_bot.evaluation.cases import Case
    from qa_bot.evaluation.runs import Run
    from qa_bot.evaluation.unfinished import Unfinished
    from qa_bot.index import Index

_FILE = click.Path(path_type=Path, dir_okay=False)
_READABLE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group("eval", epilog="Example: qa-bot eval run cases.jsonl --fail-under right=0.9")
def evaluate() -> None:
    """Measure the answers to your own questions: new, run, compare, report.

    A case is a question with the answers and the quotes that you accept; no language model judges.
    """


@evaluate.command(epilog="Example: qa-bot eval new --count 30 -o cases.jsonl")
@click.option(
    "--count", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Cases drafted."
)
@click.option("--seed", type=int, default=7, show_default=True, help="Other seed, other cases.")
@click.option("--from-sessions", is_flag=True, help="From the answers that you marked instead.")
@click.option("-o", "--output", type=_FILE, help="A new file.  [default: stdout]")
@shared
def new(
    count: int,
    seed: int,
    from_sessions: bool,
    output: Path | None,
    config: Config,
    console: Console,
) -> int:
    """Draft cases from figures in your own documents, or from marked answers, to edit."""
    if output and output.exists():
        raise UsageError(f"{output} is there already", hint="choose another file with -o")

    from qa_bot.engine import QABot
    from qa_bot.evaluation.cases import as_line
    from qa_bot.evaluation.drafts import draft_cases

    # Brought up to date, as it will be when they are asked.
    with QABot.open(config, console).index as index:
        drafts = _marked(index) if from_sessions else draft_cases(index, count, seed)
    _write("\n".join(map(as_line, drafts)), output)
    if len(drafts) < count and not from_sessions:
        console.note(
            f"{count} were asked for: no sentence or row is left that has a figure and stands once"
        )
    console.note(f"{counted(len(drafts), 'draft')}; edit them before their figures count:")
    console.note("- ask as people would, in words that the document does not use")
    console.note("- take out what nobody would ask; add other answers that you accept")
    console.note('- add questions that the documents do not answer ("answerable": false)')
    if unfinished := [one.id for one in drafts if one.is_open]:
        console.note(
            f"- {len(unfinished)} of them cannot be run before you add what answers them,"
            f' as "gold" or "accepted": {", ".join(unfinished)}'
        )
    if output:
        console.note(with_place(f"then: qa-bot eval run {shlex.quote(str(output))}"))
    return 0


def _write(text: str, output: Path | None) -> None:
    """Write a text into a file, or to stdout."""
    if output is None:
        click.echo(text)
        return
    from qa_bot.evaluation.writing import write_whole

    try:
        write_whole(output, f"{text}\n".encode())
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written: {error.strerror}", hint="choose another file with -o"
        ) from error


def _marked(index: "Index") -> "list[Case]":
    from qa_bot.evaluation.marked import marked_cases
    from qa_bot.sessions import Sessions

    with Sessions() as saved:
        return marked_cases(saved, index.store.text)


@evaluate.command(epilog="Example: qa-bot eval run cases.jsonl --fail-under right=0.9")
@click.argument("cases", type=_READABLE)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "junit", "markdown"]),
    default="table",
    show_default=True,
)
@click.option("--out", type=_FILE, help="Where the run is saved.  [default: runs/TIME-CASES.json]")
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
    style: str,
    out: Path | None,
    limits: tuple[str, ...],
    resume: bool,
    config: Config,
    console: Console,
) -> int:
    """Ask every case of a file, print the metrics and save the run.

    The metrics, 0 to 1: right, citation_precision, citation_recall, exact_match, token_f1,
    number_match, recall@1, recall@5, recall@10, mrr, ndcg@10, abstention_precision,
    abstention_recall, auroc, coverage@95; better when low: calibration_error, and in seconds
    seconds_p50 and seconds_p95. `qa-bot eval report` says what each is.
    """
    from qa_bot.evaluation.data import run_json
    from qa_bot.evaluation.gates import read_gates
    from qa_bot.evaluation.junit import junit_xml
    from qa_bot.evaluation.markdown import run_markdown
    from qa_bot.evaluation.runs import save_new_run, save_run
    from qa_bot.evaluation.tables import run_table
    from qa_bot.evaluation.writing import refuse_to_replace

    again = with_place(f"qa-bot eval run {shlex.quote(str(cases))} --out runs/NAME.json")
    refuse_to_replace(cases, out, again)
    gates = read_gates(limits)
    done, kept = _asked(cases, config, console, resume)
    unsaved: RunError | None = None
    try:  # before it is printed: what reads it may stop early
        if out:
            save_run(done, out)
        path = out or save_new_run(done)
        kept.discard()
    except RunError as error:
        error.hint = with_place(error.hint)
        unsaved = error
    failures = [failure for gate in gates if (failure := gate.failure(done.summary))]
    written = {
        "table": lambda: run_table(done),
        "json": lambda: run_json(done, failures),
        "junit": lambda: junit_xml(done, gates),
        "markdown": lambda: run_markdown(done, failures),
    }
    click.echo(written[style]())
    if unsaved:
        raise unsaved
    look = f"qa-bot eval report {shlex.quote(str(path))} -o report.html"
    console.note(f"saved {path}; to look at it: {look}")
    if failures:
        report("; ".join(failures), look)
    return 1 if failures else 0


def _asked(cases: Path, config: Config, console: Console, resume: bool) -> "tuple[Run, Unfinished]":
    """Ask every case, or those that an interrupted run did not come to."""
    from qa_bot.engine import QABot
    from qa_bot.evaluation.case_files import load_cases
    from qa_bot.evaluation.runner import made_from, run_cases
    from qa_bot.evaluation.unfinished import Unfinished

    bot = QABot.open(config, console)
    store, manifest = bot.index.store, bot.index.manifest
    found = load_cases(cases, store.text, list(store.documents()))
    of = (config, manifest.content, manifest.encoder)
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


@evaluate.command(epilog="Example: qa-bot eval compare runs/before.json runs/after.json")
@click.argument("first", type=_READABLE, metavar="A")
@click.argument("second", type=_READABLE, metavar="B")
@click.option(
    "--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True
)
def compare(first: Path, second: Path, style: str) -> int:
    """Compare two saved runs on the cases that both have.

    Each metric comes with the 95 % interval of its difference (paired bootstrap) and the chance of
    such a difference if the runs were alike (p, paired permutation test); then the cases that
    changed, with both answers.
    """
    from qa_bot.evaluation.compare import compare_runs
    from qa_bot.evaluation.data import comparison_json
    from qa_bot.evaluation.runs import load_run
    from qa_bot.evaluation.tables import comparison_table

    found = compare_runs(load_run(first), load_run(second))
    click.echo(comparison_table(found) if style == "table" else comparison_json(found))
    return 0


@evaluate.command("report", epilog="Example: qa-bot eval report runs/dev.json -o report.html")
@click.argument("run", type=_READABLE)
@click.option("-o", "--output", type=_FILE, help="The HTML file.  [default: stdout]")
@click.option("--quiet", "-q", is_flag=True, help="Only errors on stderr.")
def report_run(run: Path, output: Path | None, quiet: bool) -> int:
    """Make one HTML file of a saved run, to look at in a browser.

    It needs no network: metrics with intervals, plots, tags, and every case with question, answer,
    cited and gold text side by side.
    """
    from qa_bot.evaluation.report import report_html
    from qa_bot.evaluation.runs import load_run
    from qa_bot.evaluation.writing import refuse_to_replace

    refuse_to_replace(run, output, f"qa-bot eval report {shlex.quote(str(run))} -o report.html")
    _write(report_html(load_run(run)), output)
    if output:
        Console(quiet=quiet).note(f"wrote {output}; open it in a browser")
    return 0
