"""`qa-bot index`: folders of documents become an index. Heavy imports inside commands."""

import click

from qa_bot.cli.console import Console
from qa_bot.cli.options import globs, overridden, shared
from qa_bot.config import Config


@click.command(epilog="Example: qa-bot index ~/papers --index ~/papers-index")
@click.argument("folders", nargs=-1, metavar="[FOLDER]...")
@globs
@click.option(
    "--rebuild/--resume",
    help="Encode everything anew; or only what is not encoded yet, even by a build that was"
    " stopped.  [default: resume]",
)
@click.option("--download", is_flag=True, help="Let the model's weights be fetched.")
@shared
def index(
    folders: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    rebuild: bool,
    download: bool,
    config: Config,
    console: Console,
) -> int:
    """Index folders of documents, or bring the index up to date.

    What did not change is not encoded again. Without FOLDER they are those that were indexed
    before, with the same globs, or the configured ones (knowledge). Globs are written as in
    .gitignore; so are those in a folder's .qabotignore.
    """
    chosen = {"folders": folders, "include": include, "exclude": exclude}
    config = overridden(config, "index", **{name: one for name, one in chosen.items() if one})
    if download:
        config = overridden(config, "encoder", download=True)

    from qa_bot.upkeep import build_index, indexed_folder

    if not folders:
        config = indexed_folder(config, include=include, exclude=exclude)
    summary = build_index(config, console, rebuild=rebuild)
    for skipped in summary.skipped:
        console.note(f"skipped {skipped.name}: {skipped.reason}")
    click.echo(str(summary))
    return 2 if summary.failed else 0
