"""`qa-bot kb`: knowledge bases by name. Heavy imports inside commands."""

import shlex
from pathlib import Path

import click

from qa_bot.bases import Base, Bases
from qa_bot.cli.options import globs
from qa_bot.disk import is_folder, real
from qa_bot.errors import BaseError, FolderError, IndexStateError, pasted
from qa_bot.text.display import one_line


@click.group("kb", epilog="Example: qa-bot kb add papers ~/papers")
def kb() -> None:
    """Name knowledge bases, to ask them from anywhere.

    Then --kb NAME chooses one in every command. Documents are never moved or changed.
    """


@kb.command(epilog="Example: qa-bot kb add papers ~/papers ~/leaflets --exclude drafts/")
@click.argument("name")
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@globs
@click.option("--index", "index_path", metavar="DIR", help="Keep the index there.")
def add(
    name: str,
    folders: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    index_path: str | None,
) -> int:
    """Name a knowledge base: a folder or several.

    It is indexed when it is first asked, or by `qa-bot index --kb NAME`.
    """
    for folder in folders:
        if not is_folder(folder):
            raise FolderError(
                f"{folder} is not a folder", hint=f"qa-bot kb add {pasted(name)} FOLDER"
            )
    absolute = tuple(str(real(folder)) for folder in folders)
    index = str(real(index_path)) if index_path else ""
    if index and (others := _indexed(index)) and set(others) != set(absolute):
        options = [f"--include={one}" for one in include] + [f"--exclude={one}" for one in exclude]
        raise BaseError(
            f"{index} holds an index of {', '.join(map(one_line, others))}",
            hint=shlex.join(["qa-bot", "kb", "add", name, *folders, *options]),
        )
    base = Bases().add(Base(name, index, absolute, include, exclude))
    click.echo(f"{base.name}: {', '.join(map(one_line, base.folders))}")
    return 0


def _indexed(index: str) -> list[str]:
    """List the folders that an index is of; none where there is no index that can be read."""
    from qa_bot.index.layout import last_generation
    from qa_bot.index.manifest import read_collection

    try:
        collection = read_collection(last_generation(Path(index)))
    except IndexStateError:
        return []
    return [str(folder.resolve()) for folder in collection.folders]


@kb.command("list", epilog="Example: qa-bot kb list")
def list_bases() -> int:
    """List the knowledge bases, and where their documents are."""
    from qa_bot.index import open_index
    from qa_bot.text.display import counted

    bases = Bases().all()
    if not bases:
        click.echo("none yet: qa-bot kb add NAME FOLDER", err=True)
    width = max(map(len, bases), default=0)
    for base in bases.values():
        try:
            with open_index(Path(base.index)) as index:
                found = index.manifest
                documents = counted(found.documents, "document")
                state = f"{documents}, {counted(found.passages, 'passage')}"
        except IndexStateError as error:
            state = error.message.partition(" in ")[0]
        folders = ", ".join(map(one_line, base.folders))
        click.echo(f"{base.name:<{width}}  {state}  {folders}")
    return 0


@kb.command(epilog="Example: qa-bot kb remove papers")
@click.argument("name")
def remove(name: str) -> int:
    """Forget a knowledge base, and delete its index.

    Its documents stay where they are.
    """
    base = Bases().remove(name)
    click.echo(
        f"{base.name}: removed; its documents stay in {', '.join(map(one_line, base.folders))}"
    )
    return 0
