"""The command line: parse, call, print, exit code; everything heavy is imported inside commands.

`main` is the door. It imports the rest itself, so that an interruption is heard meanwhile, too.
"""

import sys

INTERRUPTED = 130
"""What a shell reports of a program that SIGINT ended."""


def main() -> None:
    """Run the command line and exit."""
    try:
        from qa_bot.cli.running import run

        code = run()
    except KeyboardInterrupt:  # what could say more is not there yet
        code = INTERRUPTED
    sys.exit(code)
