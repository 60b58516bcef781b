"""The commands. Each turns what was typed into one call of the engine and prints what it says."""

import shlex
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from typing import IO

import click

from qa_bot import __version__
from qa_bot.cli.bases import kb
from qa_bot.cli.chat import chat
from qa_bot.cli.console import Console, bold, report
from qa_bot.cli.doctor import doctor
from qa_bot.cli.evaluate import evaluate
from qa_bot.cli.inspect import inspect
from qa_bot.cli.mcp import mcp
from qa_bot.cli.options import asking, overridden, shared, with_place
from qa_bot.cli.sessions import open_dialogue, sessions
from qa_bot.cli.status import status
from qa_bot.cli.verify import verify
from qa_bot.cli.watch import watch
from qa_bot.config import Config
from qa_bot.errors import UsageError, WriterError, pasted

_LONGEST_INPUT = 1_000_000
FORMATS = ("text", "json", "jsonl", "markdown")
COMPLETE = "_QA_BOT_COMPLETE"
"""The variable by which a shell asks what a word may become."""
_MISTYPED = "qa_bot.mistyped"
_CLOSE = 0.8
"""How alike a first word and a command must be, from 0 to 1: `inspct` and `inspect` are 0.92."""


class DefaultToAsk(click.Group):
    """A group whose first word may be left out when it is `ask`, or `chat` on a terminal."""

    def parse_args(self, context: click.Context, words: list[str]) -> list[str]:
        """Put `ask` before words that name no command; without words, `chat` on a terminal."""
        known = {*self.commands, "--help", "-h", "--version"}
        if words and words[0] not in known:
            context.meta[_MISTYPED] = self._meant(words)
            words = ["ask", *words]
        elif not words and not context.resilient_parsing:  # else a shell asks what may come here
            words = ["chat"] if sys.stdin.isatty() and sys.stdout.isatty() else ["ask"]
        return super().parse_args(context, words)

    def _meant(self, words: list[str]) -> str:
        """Write words as the command whose name is close to the first of them, else ``."""
        close = get_close_matches(words[0], self.commands, n=1, cutoff=_CLOSE)
        return shlex.join(["qa-bot", *close, *words[1:]]) if close else ""


@click.group(
    cls=DefaultToAsk,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog='Example: qa-bot "what is the BOSTON median PFS"',
)
@click.version_option(__version__, prog_name="qa-bot")
def commands() -> None:
    """Answers from your own documents, quoted word for word and cited, or "not found"."""


commands.add_command(chat)
commands.add_command(doctor)
commands.add_command(evaluate)
commands.add_command(kb)
commands.add_command(inspect)
commands.add_command(mcp)
commands.add_command(sessions)
commands.add_command(status)
commands.add_command(verify)
commands.add_command(watch)


@commands.command(epilog="Example: qa-bot ask what is the BOSTON median PFS --explain")
@click.argument("words", nargs=-1, metavar="[QUESTION]...")
@click.option(
    "--format", "style", type=click.Choice(FORMATS), help="[default: text, jsonl of a batch]"
)
@click.option("--explain", "explained", is_flag=True, help="Show how each passage was found.")
@click.option(
    "--batch",
    type=click.File(encoding="utf-8-sig"),
    help="A question a line; answers as JSON lines.",
)
@click.option(
    "--session", metavar="ID|last|new", help="Go on with a saved conversation, or begin one."
)
@click.option("--alone", is_flag=True, help="Take the question as it stands in its session.")
@click.option(
    "--llm/--no-llm",
    default=None,
    help="Let a language model word the answer; each sentence is checked.  [default: no-llm]",
)
@asking
@shared
def ask(
    words: tuple[str, ...],
    style: str | None,
    explained: bool,
    batch: IO[str] | None,
    session: str | None,
    alone: bool,
    config: Config,
    console: Console,
) -> int:
    """Answer a question, or say that it is not found.

    The question needs no quotes; without one, or with -, it is read from stdin. The exit code of a
    batch is 0 if any line is answered, 1 if none is; 2 if one cannot be asked, which is named and
    passed over.
    """
    questions = _batch(batch, words, style) if batch else iter([("", _question(words))])
    if meant := click.get_current_context().meta.get(_MISTYPED):
        console.note(f"asked as a question; for the command: {meant}")

    from qa_bot.cli.printing import Printer
    from qa_bot.cli.wording import worded
    from qa_bot.engine import QABot
    from qa_bot.llm import load_writer

    writer = load_writer(config.llm)
    printer = Printer("jsonl" if batch else style or "text", explained=explained)
    bot = QABot.open(config, console)
    asked = worded(bot, writer, console, printer.grow) if writer else bot
    dialogue = open_dialogue(asked, session, config, console) if session else None
    answered = unusable = 0
    unworded: WriterError | None = None
    for place, question in questions:
        try:
            reply = dialogue.answer(question, alone=alone) if dialogue else asked.ask(question)
        except UsageError as error:
            if not batch:
                raise
            report(f"{place}: {error.message}", error.hint)
            unusable += 1
            continue
        if dialogue:
            dialogue.keep(reply)
        answered += bool(reply.answer.statements)
        printer.finish(reply)
        if reply.wording:
            unworded = unworded or reply.wording.error
    if unworded:
        raise unworded
    if dialogue:
        again = with_place("qa-bot ask --session last ...")
        console.note(f"session {dialogue.session}; to go on: {again}")
    return 2 if unusable else 0 if answered else 1


@commands.command(epilog="Example: qa-bot index ~/papers --index ~/papers-index")
@click.argument("folders", nargs=-1, metavar="[FOLDER]...")
@click.option("--include", multiple=True, metavar="GLOB", help="Only these files, as *.pdf.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Not these, as drafts/.")
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
    """Index folders of documents; what did not change is not encoded again.

    Without FOLDER they are those that were indexed before, with the same globs, or the configured
    ones (knowledge). Globs are written as in .gitignore; so are those in a folder's .qabotignore.
    """
    chosen = {"folders": folders, "include": include, "exclude": exclude}
    config = overridden(config, "index", **{name: one for name, one in chosen.items() if one})
    if download:
        config = overridden(config, "encoder", download=True)

    from qa_bot.engine import build_index, indexed_folder

    if not folders:
        config = indexed_folder(config, include=include, exclude=exclude)
    summary = build_index(config, console, rebuild=rebuild)
    for skipped in summary.skipped:
        console.note(f"skipped {skipped.name}: {skipped.reason}")
    click.echo(str(summary))
    return 2 if summary.failed else 0


@commands.command(epilog="Example: qa-bot show knowledge/boston.md:14")
@click.argument("address")
@click.option(
    "-C", "--context", type=click.IntRange(0, 1000), default=3, show_default=True, help="Lines."
)
@shared
def show(address: str, context: int, config: Config, console: Console) -> int:
    """Show a quote in its document, with line numbers; ADDRESS is DOCUMENT:LINE or :START-END."""
    from qa_bot.engine import locate
    from qa_bot.render import excerpt_of

    click.echo(excerpt_of(locate(config, address), context=context, highlight=bold))
    return 0


@commands.command(epilog='Example: eval "$(qa-bot completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print what makes a shell complete qa-bot's commands and options."""
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    if completer is None:
        raise UsageError(f"no completion for {shell}", hint="qa-bot completion bash")
    click.echo(completer(commands, {}, "qa-bot", COMPLETE).source())
    return 0


def _question(words: tuple[str, ...]) -> str:
    """Take the question as typed, else from stdin; what is no text becomes U+FFFD either way."""
    if words and words != ("-",):
        # Bytes of a command line that are no UTF-8 arrive as surrogates.
        return " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if sys.stdin.isatty() and not words:
        raise UsageError("no question", hint='qa-bot ask "what is the BOSTON median PFS"')
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    return sys.stdin.read(_LONGEST_INPUT).removeprefix("\ufeff")  # a byte order mark


def _batch(file: IO[str], words: tuple[str, ...], style: str | None) -> Iterator[tuple[str, str]]:
    """Take the questions from a file; beside it none may be typed, nor another format."""
    if words:
        raise UsageError(
            f"a question, and {file.name} of questions", hint="qa-bot ask --batch FILE"
        )
    if style not in {None, "jsonl"}:
        raise UsageError(
            f"--format {style} of a batch, which gives a JSON line a question",
            hint=f"qa-bot ask --batch {pasted(file.name)} --format jsonl",
        )
    return _lines(file)


def _lines(file: IO[str]) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each line that is not empty; there must be one."""
    asked = False
    try:
        for number, line in enumerate(file, 1):
            if line.strip():
                asked = True
                yield f"{file.name}:{number}", line.strip()
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{file.name}: not UTF-8 text at byte {error.start}", hint="one question a line, UTF-8"
        ) from error
    if not asked:
        raise UsageError(f"no question in {file.name}", hint="one question a line, UTF-8")
