"""`qa-bot ask`: a question, or many, become replies on stdout. Heavy imports inside commands."""

import sys
from collections.abc import Iterator
from typing import IO

import click

from qa_bot.cli.console import Console, report
from qa_bot.cli.options import asking, shared, with_place
from qa_bot.cli.sessions import open_dialogue
from qa_bot.config import Config
from qa_bot.errors import UsageError, WriterError, pasted

MISTYPED = "qa_bot.mistyped"
"""Where the command is noted that a question looks like, in what the context of a command knows."""

_FORMATS = ("text", "json", "jsonl", "markdown")
_LONGEST_INPUT = 1_000_000


@click.command(epilog="Example: qa-bot ask what is the BOSTON median PFS --explain")
@click.argument("words", nargs=-1, metavar="[QUESTION]...")
@click.option(
    "--format", "style", type=click.Choice(_FORMATS), help="[default: text, jsonl of a batch]"
)
@click.option("--explain", "explained", is_flag=True, help="Show how each passage was found.")
@click.option(
    "--batch",
    type=click.File(encoding="utf-8-sig"),
    metavar="FILE",
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
    if meant := click.get_current_context().meta.get(MISTYPED):
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
