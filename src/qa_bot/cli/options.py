"""Options that several commands share, and how they override the configuration."""

import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from qa_bot.bases import Bases
from qa_bot.cli.console import Console
from qa_bot.config import Config, IndexConfig, load_config, with_setting
from qa_bot.errors import IndexNotFoundError, QABotError, UsageError

_TYPED = {
    "index_path": ("index", "path"),
    "model": ("encoder", "model"),
    "passages": ("answer", "passages"),
    "threshold": ("answer", "threshold"),
    "reader": ("reader", "model"),
    "llm": ("llm", "enabled"),
}
"""Which setting an option changes: its table and its name."""

_PLACE = "qa_bot.place"
_ON_AN_INDEX = re.compile(
    r"\bqa-bot (?:ask|chat|doctor|index|inspect|mcp|show|status|verify|watch"
    r"|eval (?:new|run)|sessions (?:export|replay))\b"
)
"""A command that is `shared`, as hints name it."""


Options = tuple[Callable[[Any], Any], ...]

_SHARED = (
    click.option("--kb", "base", metavar="NAME", help="Knowledge base, see qa-bot kb."),
    click.option("--index", "index_path", metavar="DIR", help="Index folder.  [default: index]"),
    click.option(
        "--model", metavar="NAME", help="Encoder: a sentence-transformers name or folder."
    ),
    click.option(
        "--config",
        "config_path",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Settings.  [default: qa-bot.toml, if there]",
    ),
    click.option("--quiet", "-q", is_flag=True, help="Only errors on stderr."),
)


_ASKING = (
    click.option(
        "-k", "--passages", type=int, metavar="N", help="Passages found, 1 to 100.  [default: 8]"
    ),
    click.option(
        "--threshold",
        type=float,
        metavar="SHARE",
        help="How often answers should be right, 0 to 1; 0 always answers.  [default: 0.8]",
    ),
    click.option(
        "--reader", metavar="NAME", help="Reader: default, none, or a question-answering model."
    ),
)

_GLOBS = tuple(
    click.option(name, multiple=True, metavar="GLOB", help=f"{rule}; may be given again.")
    for name, rule in (
        ("--include", "Only these files, as *.pdf"),
        ("--exclude", "Not these, as drafts/"),
    )
)

FILE = click.Path(path_type=Path, dir_okay=False)
READABLE = click.Path(path_type=Path, dir_okay=False, exists=True)

text_or_json = click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True
)


def asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--passages`, `--threshold` and `--reader` to a command that is `shared`."""
    return _with(command, _ASKING)


def globs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--include` and `--exclude` to a command that names folders."""
    return _with(command, _GLOBS)


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--kb`, `--index`, `--model`, `--config` and `--quiet` to a command.

    The command is called with `config`, the settings as what was typed changes them, and
    `console`; of the options themselves it is not told.

    Raises:
        ConfigError: When the settings cannot be used.
        BaseError: When there is no knowledge base of the name that was typed.
        UsageError: When an index was typed beside it.
    """

    @wraps(command)
    def configured(
        *, quiet: bool, config_path: Path | None, base: str | None, **values: object
    ) -> int:
        typed = {name: values.pop(name) for name in _TYPED if name in values}
        names = {"--kb": base, "--index": typed["index_path"], "--config": config_path}
        click.get_current_context().meta[_PLACE] = "".join(
            f" {option} {shlex.quote(str(value))}" for option, value in names.items() if value
        )
        config = load_config(config_path)
        if base:
            config = _of_base(config, base, typed["index_path"])
        for name, value in typed.items():
            if value is not None:
                config = with_setting(config, *_TYPED[name], value, _option(name))
        try:
            code: int = command(config=config, console=Console(quiet=quiet), **values)
        except QABotError as error:
            if base and isinstance(error, IndexNotFoundError):
                error.hint = "qa-bot index"  # its folders are known
            error.hint = with_place(error.hint)
            raise
        return code

    return _with(configured, _SHARED)


def _option(name: str) -> str:
    """Name an option of the command as it is typed."""
    parameters = click.get_current_context().command.params
    return next(one.opts[-1] for one in parameters if one.name == name)


def is_placed() -> bool:
    """Tell whether an index was named by what was typed."""
    return bool(click.get_current_context().meta[_PLACE])


def with_place(hint: str) -> str:
    """Give the commands of a hint the options by which the index was named."""
    return placing()(hint)


def placing() -> Callable[[str], str]:
    """Make what does so in any thread."""
    place: str = click.get_current_context().meta[_PLACE]

    def placed(hint: str) -> str:
        named = "--index" in hint
        return hint if named else _ON_AN_INDEX.sub(lambda found: found.group() + place, hint)

    return placed


def _with(command: Callable[..., Any], options: Options) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


def overridden(config: Config, table: str, **values: object) -> Config:
    """Set some values of a table of the settings."""
    return replace(config, **{table: replace(getattr(config, table), **values)})


def _of_base(config: Config, name: str, index: object) -> Config:
    """Point the settings at a knowledge base."""
    if index:
        raise UsageError(f"both --kb {name} and --index {index}", hint=f"--kb {name} alone")
    base = Bases().find(name)
    return replace(
        config, index=IndexConfig(base.folders, base.include, base.exclude, path=base.index)
    )
