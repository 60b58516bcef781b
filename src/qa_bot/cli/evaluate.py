"""`qa-bot eval`: measures answers with a person's own questions. Heavy imports inside commands."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa_bot.cli.console import Console, report
from qa_bot.cli.evaluate_run import run
from qa_bot.cli.options import FILE, READABLE, shared, with_place
from qa_bot.config import Config
from qa_bot.errors import UsageError, pasted
from qa_bot.text.display import counted

if TYPE_CHECKING:
    from qa_bot.evaluation.cases import Case
    from qa_bot.index import Index


@click.group("eval", epilog="Example: qa-bot eval run cases.jsonl --fail-under right=0.9")
def evaluate() -> None:
    """Measure the answers to your own questions.

    A case is a question with the answers and the quotes that you accept; no language model judges.
    """


evaluate.add_command(run)


@evaluate.command(epilog="Example: qa-bot eval new --count 30 -o cases.jsonl")
@click.option(
    "--count",
    type=click.IntRange(1, 10_000),
    metavar="N",
    default=20,
    show_default=True,
    help="Cases drafted.",
)
@click.option(
    "--seed",
    type=int,
    metavar="N",
    default=7,
    show_default=True,
    help="Other seed, other cases.",
)
@click.option("--from-sessions", is_flag=True, help="From the answers that you marked instead.")
@click.option("-o", "--output", type=FILE, help="A new file.  [default: stdout]")
@shared
def new(
    count: int,
    seed: int,
    from_sessions: bool,
    output: Path | None,
    config: Config,
    console: Console,
) -> int:
    """Draft cases to edit, from figures in your own documents.

    Or, with --from-sessions, from the answers that you marked in saved conversations.
    """
    if output and output.exists():
        raise UsageError(f"{output} is there already", hint="choose another file with -o")

    from qa_bot.engine import QABot
    from qa_bot.evaluation.cases import as_line
    from qa_bot.evaluation.drafts import draft_cases
    from qa_bot.evaluation.spreadsheets import SUFFIXES

    if output and output.suffix.lower() in SUFFIXES:  # `run` would read it as a spreadsheet
        jsonl = pasted(output.with_suffix(".jsonl"))
        raise UsageError(
            f"{output} is no spreadsheet: drafts are JSON lines", hint=f"qa-bot eval new -o {jsonl}"
        )

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
        console.note(with_place(f"then: qa-bot eval run {pasted(output)}"))
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


@evaluate.command(epilog="Example: qa-bot eval compare runs/before.json runs/after.json")
@click.argument("first", type=READABLE, metavar="A")
@click.argument("second", type=READABLE, metavar="B")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "markdown"]),
    default="table",
    show_default=True,
)
@click.option(
    "--fail-if-worse",
    "losses",
    multiple=True,
    metavar="METRIC[=BY]",
    help="Exit with 1 when a metric is worse in B, or by more than BY; may be given again.",
)
def compare(first: Path, second: Path, style: str, losses: tuple[str, ...]) -> int:
    """Compare two saved runs on the cases that both have.

    Each metric comes with the 95 % interval of its difference (paired bootstrap) and the chance of
    such a difference if the runs were alike (p, paired permutation test); then the cases that
    changed, with both answers. The metrics are those of `qa-bot eval run`.
    """
    from qa_bot.evaluation.compare import compare_runs
    from qa_bot.evaluation.data import comparison_json
    from qa_bot.evaluation.gates import read_losses
    from qa_bot.evaluation.markdown import comparison_markdown
    from qa_bot.evaluation.runs import load_run
    from qa_bot.evaluation.tables import comparison_table

    allowed = read_losses(losses)
    found = compare_runs(load_run(first), load_run(second))
    failures = [failure for loss in allowed if (failure := loss.failure(found.compared))]
    written = {
        "table": lambda: comparison_table(found),
        "json": lambda: comparison_json(found, failures),
        "markdown": lambda: comparison_markdown(found, failures),
    }
    click.echo(written[style]())
    if failures:
        report("; ".join(failures), f"qa-bot eval report {pasted(second)} -o report.html")
    return 1 if failures else 0


@evaluate.command("report", epilog="Example: qa-bot eval report runs/dev.json -o report.html")
@click.argument("run", type=READABLE)
@click.option("-o", "--output", type=FILE, help="The HTML file.  [default: stdout]")
@click.option("--quiet", "-q", is_flag=True, help="Only errors on stderr.")
def report_run(run: Path, output: Path | None, quiet: bool) -> int:
    """Make one HTML file of a saved run, to look at in a browser.

    It needs no network: metrics with intervals, plots, tags, and every case with question, answer,
    cited and gold text side by side.
    """
    from qa_bot.evaluation.report import report_html
    from qa_bot.evaluation.runs import load_run
    from qa_bot.evaluation.writing import refuse_to_replace

    refuse_to_replace(run, output, f"qa-bot eval report {pasted(run)} -o report.html")
    _write(report_html(load_run(run)), output)
    if output:
        Console(quiet=quiet).note(f"wrote {output}; open it in a browser")
    return 0
