"""Options that several commands share, and how they override the configuration."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from qa_bot.bases import Bases
from qa_bot.config import Config, IndexConfig, load_config
from qa_bot.errors import UsageError

_BASE = "qa_bot.base"


def _remember_base(context: click.Context, _: click.Parameter, name: str | None) -> None:
    context.meta[_BASE] = name


Options = tuple[Callable[[Any], Any], ...]

_SHARED = (
    click.option(
        "--kb",
        metavar="NAME",
        callback=_remember_base,
        expose_value=False,
        help="Knowledge base, see qa-bot kb.",
    ),
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
        "-k", "--passages", type=click.IntRange(1, 100), help="Passages read.  [default: 8]"
    ),
    click.option(
        "--threshold",
        type=click.FloatRange(0, 1),
        help="How often answers should be right; 0 always answers.  [default: 0.8]",
    ),
    click.option(
        "--reader", metavar="NAME", help="Reader: default, none, or a question-answering model."
    ),
)


def asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--passages`, `--threshold` and `--reader` to a command."""
    return _with(command, _ASKING)


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--kb`, `--index`, `--model`, `--config` and `--quiet` to a command.

    The command is not told of `--kb`: `configured` is.
    """
    return _with(command, _SHARED)


def _with(command: Callable[..., Any], options: Options) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


def configured(
    config_path: Path | None,
    *,
    index: str | None = None,
    folders: tuple[str, ...] = (),
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    model: str | None = None,
    download: bool = False,
    passages: int | None = None,
    threshold: float | None = None,
    reader: str | None = None,
) -> Config:
    """Load the settings and let what was typed override them.

    Raises:
        ConfigError: When the settings cannot be used.
        BaseError: When there is no knowledge base of the name that was typed.
        UsageError: When an index was typed beside it.
    """
    config = _of_base(load_config(config_path), index)
    chosen = {"folders": folders, "include": include, "exclude": exclude}
    lists: dict[str, Any] = {name: values for name, values in chosen.items() if values}
    return replace(
        config,
        index=replace(config.index, **_typed(path=index), **lists),
        encoder=replace(config.encoder, **_typed(model=model, download=download or None)),
        reader=replace(config.reader, **_typed(model=reader)),
        answer=replace(config.answer, **_typed(passages=passages, threshold=threshold)),
    )


def _of_base(config: Config, index: str | None) -> Config:
    """Point the settings at the knowledge base that was named, if one was."""
    context = click.get_current_context(silent=True)
    name = context.meta.get(_BASE) if context else None
    if not name:
        return config
    if index:
        raise UsageError(f"both --kb {name} and --index {index}", hint=f"--kb {name} alone")
    base = Bases().find(name)
    return replace(
        config, index=IndexConfig(base.folders, base.include, base.exclude, path=base.index)
    )


def _typed(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - options of every type pass through
    return {name: value for name, value in values.items() if value is not None}
