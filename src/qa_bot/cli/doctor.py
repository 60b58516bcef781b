"""`qa-bot doctor`: is everything as it should be? Heavy imports inside commands."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from qa_bot.cli.console import Console, styled
from qa_bot.cli.options import shared, text_or_json, with_place
from qa_bot.config import Config
from qa_bot.text.display import json_text, one_line

if TYPE_CHECKING:
    from qa_bot.health import Check

_COLOURS = {"ok": "green", "warning": "yellow", "failed": "red"}


@click.command(epilog="Example: qa-bot doctor --fix")
@click.option("--fix", is_flag=True, help="Update or rebuild the index where that is the remedy.")
@click.option("--thorough", is_flag=True, help="Compare the exported encoder with torch too.")
@text_or_json
@shared
def doctor(fix: bool, thorough: bool, style: str, config: Config, console: Console) -> int:
    """Check the model, the index and the documents.

    Each finding comes with a remedy. The exit code is 1 when something failed; a warning does not
    count.
    """
    from qa_bot.health import Verdict
    from qa_bot.upkeep import build_index, indexed_folder

    checks = _examined(config, thorough=thorough)
    fixes = {check.fix for check in checks} - {""}
    if fix and fixes:
        console.note(f"mending: {'rebuilding' if 'rebuild' in fixes else 'updating'} the index")
        build_index(indexed_folder(config), console, rebuild="rebuild" in fixes)
        checks = _examined(config, thorough=thorough)
    if style == "json":
        click.echo(json_text([asdict(check) for check in checks], indent=1))
    else:
        click.echo("\n".join(map(_as_text, checks)))
    return int(any(check.verdict is Verdict.FAILED for check in checks))


def _examined(config: Config, *, thorough: bool) -> list["Check"]:
    from qa_bot.health import examine

    return [
        replace(check, remedy=with_place(check.remedy))
        for check in examine(config, thorough=thorough)
    ]


def _as_text(check: "Check") -> str:
    verdict = styled(f"{check.verdict:<7}", colour=_COLOURS[check.verdict])
    remedy = f"\n{'':23}remedy: {one_line(check.remedy)}" if check.remedy else ""
    return f"{verdict}  {check.name:<12}  {one_line(check.detail)}{remedy}"
