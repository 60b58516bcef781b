"""`qa-bot completion`: a shell learns to complete the commands and their options."""

import click

from qa_bot.errors import UsageError

COMPLETE = "_QA_BOT_COMPLETE"
"""The variable by which a shell asks what a word may become."""


@click.command(epilog='Example: eval "$(qa-bot completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print what makes a shell complete commands and options."""
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    if completer is None:
        raise UsageError(f"no completion for {shell}", hint="qa-bot completion bash")
    commands = click.get_current_context().find_root().command
    click.echo(completer(commands, {}, "qa-bot", COMPLETE).source())
    return 0
