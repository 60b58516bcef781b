"""`qa-bot status`: how the documents differ from the index. Heavy imports inside commands."""

import click

from qa_bot.cli.console import Console
from qa_bot.cli.options import shared, text_or_json
from qa_bot.config import Config
from qa_bot.text.display import counted, json_text, one_line


@click.command(epilog="Example: qa-bot status && echo up to date")
@text_or_json
@shared
def status(style: str, config: Config, console: Console) -> int:
    """Tell what is new, changed, removed or unreadable.

    Nothing is done: files are compared by size and time. The exit code is 1 when the index is
    behind, 2 when a folder is gone.
    """
    from qa_bot.stores import open_configured

    with open_configured(config, whole=False) as index:
        changes, skipped = index.changes(), index.store.skipped()
        folders = list(map(str, index.collection.folders))
        manifest = index.manifest
    files = {
        "new": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "unreadable": [f"{one.name}: {one.reason}" for one in skipped if one.failed],
        "skipped": [f"{one.name}: {one.reason}" for one in skipped if not one.failed],
    }
    counts = {"documents": manifest.documents, "passages": manifest.passages}
    if style == "json":
        lists = {state: list(names) for state, names in files.items()}
        click.echo(json_text({"folders": folders, **counts, **lists}, indent=1))
    else:
        size = f"{counted(manifest.documents, 'document')}, {counted(manifest.passages, 'passage')}"
        click.echo(f"{', '.join(map(one_line, folders))}: {size}")
        for state, names in files.items():
            for name in names:
                click.echo(f"{state:<10}  {one_line(name)}")
        if not changes:
            click.echo("The index is up to date.")
    return 1 if changes else 0
