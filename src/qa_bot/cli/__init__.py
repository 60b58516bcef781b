"""The command line: parse, call, print, exit code; everything heavy is imported inside commands.

`main` is the door. stdout carries data, stderr the narration; the exit codes are those of
`errors`, 0 for an answer, 1 for none, 130 for an interruption.
"""

import os
import sys

import click

from qa_bot.cli.commands import commands
from qa_bot.cli.console import report
from qa_bot.errors import QABotError

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = commands.main(standalone_mode=False, prog_name="qa-bot")
    except QABotError as error:
        report(error.message, error.hint)
        code = error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = 2
    except click.UsageError as error:
        hint = f"{error.ctx.command_path} --help" if error.ctx else "qa-bot --help"
        report(error.format_message(), hint)
        code = 2
    except click.ClickException as error:
        report(error.format_message(), "qa-bot --help")
        code = 2
    except (KeyboardInterrupt, click.Abort):
        report("interrupted; what was there before is untouched", "")
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader of the pipe went away: nothing is left to be said, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
