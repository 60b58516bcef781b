"""`qa-bot show`: a citation is followed into its document. Heavy imports inside commands."""

import click

from qa_bot.cli.console import Console, bold
from qa_bot.cli.options import shared
from qa_bot.config import Config


@click.command(epilog="Example: qa-bot show knowledge/boston.md:14")
@click.argument("address")
@click.option(
    "-C",
    "--context",
    type=click.IntRange(0, 1000),
    metavar="N",
    default=3,
    show_default=True,
    help="Lines around it.",
)
@shared
def show(address: str, context: int, config: Config, console: Console) -> int:
    """Show a quote in its document, with line numbers.

    ADDRESS is DOCUMENT, DOCUMENT:LINE or DOCUMENT:START-END, in characters.
    """
    from qa_bot.index.addresses import locate
    from qa_bot.render import excerpt_of
    from qa_bot.stores import open_configured

    with open_configured(config, whole=False) as index:
        place = locate(index, address)
    click.echo(excerpt_of(place, context=context, highlight=bold))
    return 0
