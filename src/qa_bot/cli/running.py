"""A command is run, and what became of it is told by an exit code.

stdout carries data, stderr the narration; the exit codes are those of `errors`, 0 for an answer,
1 for none, 130 for an interruption, 141 for a pipe that was closed.
"""

import errno
import os
import shlex
import sys
from pathlib import Path

import click
from click.shell_completion import shell_complete

from qa_bot.cli import INTERRUPTED
from qa_bot.cli.completion import COMPLETE
from qa_bot.cli.console import report
from qa_bot.errors import QABotError, UsageError

CLOSED_PIPE = 141
"""What a shell reports of a program that SIGPIPE ended."""


def run() -> int:
    """Run the command line and tell its exit code; a stream closed from the start is None."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(errors="backslashreplace")
    if not sys.stdin:  # as cron and daemons have it; it reads as an empty one
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - until the end
    try:
        if not sys.stdout:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return _ended()
    except OSError as error:
        return _unprinted(error)


def _ended() -> int:
    """Run a command and report how it failed, if it did."""
    try:
        return _invoked()
    except QABotError as error:
        return _reported(error)
    except OSError as error:
        if not error.filename:  # of the output, not of a file
            raise
        return _reported(_unusable(error))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
    except click.UsageError as error:
        report(_plain(error), f"{error.ctx.command_path if error.ctx else _typed()} --help")
    except click.ClickException as error:
        report(_plain(error), "qa-bot --help")
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except ImportError as error:
        # What is written in C++ passes an interruption on as the cause of its own failure.
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        return _interrupted()
    return 2


def _invoked() -> int:
    """Run a command; click's own `main` would end with 1, "not found", where a pipe is closed.

    The commands are imported here, where an interruption is heard.
    """
    from qa_bot.cli.commands import commands

    if instruction := os.environ.get(COMPLETE):
        return shell_complete(commands, {}, "qa-bot", COMPLETE, instruction)
    try:
        with commands.make_context("qa-bot", sys.argv[1:]) as context:
            code: int = commands.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    return code


def _typed() -> str:
    """Name the command that was typed, where click does not: an option at the end lacks its value.

    A question without a command names none.
    """
    from qa_bot.cli.commands import commands

    path: list[str] = ["qa-bot"]
    command: click.Command = commands
    for word in sys.argv[1:]:
        if not isinstance(command, click.Group) or word not in command.commands:
            break
        path.append(word)
        command = command.commands[word]
    return " ".join(path)


def _plain(error: click.ClickException) -> str:
    """Write what click found as our own messages are: in small letters, without a full stop."""
    message = error.format_message()
    return message[:1].lower() + message[1:].removesuffix(".")


def _reported(error: QABotError) -> int:
    report(error.message, error.hint)
    return error.exit_code


def _interrupted() -> int:
    click.echo(err=True)  # below the terminal's ^C
    report("interrupted; what was there before is untouched", "")
    return INTERRUPTED


def _unusable(error: OSError) -> UsageError:
    """Name a file that the system refuses, where nothing nearer to it has said so."""
    path = shlex.quote(str(error.filename))
    return UsageError(
        f"{error.filename} cannot be used: {error.strerror}",
        hint=f"ls -ld {path}   (or name another file or folder)",
    )


def _unprinted(error: OSError) -> int:
    """Say that the output cannot be written, and have nothing of it tried again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    if isinstance(error, BrokenPipeError):
        return CLOSED_PIPE
    unwritable = UsageError(
        f"the output cannot be written: {error.strerror}",
        hint="free some space, or write it elsewhere: qa-bot ... > FILE",
    )
    try:
        return _reported(unwritable)
    except OSError:
        os.dup2(nowhere, 2)
    return unwritable.exit_code
