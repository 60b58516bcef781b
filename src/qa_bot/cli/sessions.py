"""`qa-bot sessions`: what was asked before. Heavy imports inside commands."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa_bot.cli.console import Console, write_out
from qa_bot.cli.options import FILE, is_placed, shared
from qa_bot.config import Config
from qa_bot.errors import IndexStateError
from qa_bot.text.display import counted, json_text, one_line

if TYPE_CHECKING:
    from qa_bot.documents import Collection
    from qa_bot.replies import Bot
    from qa_bot.sessions import Dialogue, SavedTurn

FORMATS = ("markdown", "html", "json", "bibtex", "csl-json")
_session = click.argument("name", metavar="ID|last")


@click.group("sessions", epilog='Example: qa-bot ask --session last "and the response rate?"')
def sessions() -> None:
    """Look at saved conversations.

    They are in one file on this machine (QA_BOT_DATA moves it). `ask` saves only with --session.
    """


def open_dialogue(bot: "Bot", name: str, config: Config, console: Console) -> "Dialogue":
    """Go on with a saved conversation, or begin one with the name `new`.

    One about other documents is said to be.

    Raises:
        SessionError: When there is no such session, or they cannot be used.
    """
    from qa_bot.sessions import Dialogue, Sessions
    from qa_bot.stores import lasting_place

    saved = Sessions(place=lasting_place(config))
    if name == "new":
        return Dialogue(bot, saved)
    session = saved.find(name)
    if elsewhere := saved.elsewhere(session):
        console.note(f"session {session} is about other documents: those of {elsewhere}")
    return Dialogue(bot, saved, session)


@sessions.command("list", epilog="Example: qa-bot sessions list --format json")
@click.option(
    "--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True
)
def list_sessions(style: str) -> int:
    """List the sessions, the one asked last first."""
    from dataclasses import asdict

    from qa_bot.sessions import Sessions
    from qa_bot.sessions.store import local_time

    with Sessions() as saved:
        found = saved.sessions()
    if style == "json":
        click.echo(json_text(list(map(asdict, found)), indent=2))
        return 0
    for one in found:
        click.echo(
            f"{one.id:>4}  {local_time(one.asked)}  {one.turns:>3}  {one_line(one.question)}"
            + (f"  ({one_line(one.place)})" if one.place else "")
        )
    if not found:
        click.echo('none yet: qa-bot ask --session new "..."', err=True)
    return 0


@sessions.command(epilog="Example: qa-bot sessions show last")
@_session
def show(name: str) -> int:
    """Show a session: questions, answers and numbered quotes."""
    from qa_bot.render.markdown import unescaped
    from qa_bot.sessions.export import as_markdown

    click.echo(unescaped(as_markdown(_turns(name))))
    return 0


@sessions.command(epilog="Example: qa-bot sessions search response rate")
@click.argument("words", nargs=-1, required=True)
def search(words: tuple[str, ...]) -> int:
    """Find past questions and answers by their words.

    All of the words must be there; the exit code is 1 when they nowhere are.
    """
    from qa_bot.sessions import Sessions

    with Sessions() as saved:
        found = saved.search(" ".join(words))
    for one in found:
        click.echo(f"{one.session}.{one.number}  {one_line(one.turn.standalone)}")
        for statement in one.answer["statements"][:1]:
            click.echo(f"      {one_line(statement['text'])}")
    return 0 if found else 1


@sessions.command(epilog="Example: qa-bot sessions export last --format bibtex -o cited.bib")
@_session
@click.option(
    "--format", "style", type=click.Choice(FORMATS), default="markdown", show_default=True
)
@click.option("-o", "--output", type=FILE, help="The file.  [default: stdout]")
@shared
def export(name: str, style: str, output: Path | None, config: Config, console: Console) -> int:
    """Write a session, or the references that it cites.

    BibTeX and CSL-JSON take the entries from the bibliographies of the indexed folder, as far as
    they are still there. With --index, `last` is the last session about that one.
    """
    turns = _turns(name, config if is_placed() else None)

    from qa_bot.sessions.citing import as_bibtex, as_csl, entries_in
    from qa_bot.sessions.export import as_html, as_json, as_markdown

    if style in {"bibtex", "csl-json"}:
        cite = as_bibtex if style == "bibtex" else as_csl
        text = cite(turns, entries_in(_collection(Path(config.index.path))))
    else:
        text = {"markdown": as_markdown, "html": as_html, "json": as_json}[style](turns)
    write_out(text, output)
    if output:
        console.note(f"wrote {output}")
    return 0


@sessions.command(epilog="Example: qa-bot sessions replay last")
@_session
@shared
def replay(name: str, config: Config, console: Console) -> int:
    """Ask a session again on today's index.

    The exit code is 1 when an answer says something else.
    """
    turns = _turns(name, config)

    from qa_bot.engine import QABot
    from qa_bot.sessions import replay as asked

    bot = QABot.open(config, console)
    differ = False
    for one in asked.replay(bot, turns):
        click.echo(asked.as_text(one))
        differ |= one.change not in {asked.Change.SAME, asked.Change.MOVED}
    return 1 if differ else 0


@sessions.command(epilog="Example: qa-bot sessions mark last 2 good")
@_session
@click.argument("number", type=int)
@click.argument("mark", type=click.Choice(["good", "bad", "none"]))
def mark(name: str, number: int, mark: str) -> int:
    """Say whether an answer was good.

    NUMBER is that of its question in the session. `qa-bot eval new --from-sessions` makes cases of
    what is marked.
    """
    from qa_bot.sessions import Mark, Sessions

    with Sessions() as saved:
        saved.mark(saved.find(name), number, Mark("" if mark == "none" else mark))
    return 0


@sessions.command(epilog="Example: qa-bot sessions delete 3 4")
@click.argument("names", nargs=-1, required=True, metavar="ID...")
def delete(names: tuple[str, ...]) -> int:
    """Delete sessions; their text is overwritten in the file."""
    from qa_bot.sessions import Sessions

    with Sessions() as saved:
        numbers = list(map(saved.find, names))
        for number in numbers:
            saved.delete(number)
    Console().note(f"deleted {counted(len(set(numbers)), 'session')}")
    return 0


def _turns(name: str, config: Config | None = None) -> "list[SavedTurn]":
    """Read a session; with settings, `last` is the last about their documents."""
    from qa_bot.sessions import Sessions
    from qa_bot.stores import lasting_place

    with Sessions(place=lasting_place(config) if config else "") as saved:
        return saved.turns(saved.find(name))


def _collection(index: Path) -> "Collection | None":
    """Tell what was indexed, if there is an index."""
    from qa_bot.index import open_index

    try:
        with open_index(index) as opened:
            return opened.collection
    except IndexStateError:
        return None
