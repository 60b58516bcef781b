"""Is everything as it should be? Each check has a name, a verdict, a detail and a remedy.

`machine` looks at the model, the disk and the terminal, `parts` at the index, `content` at the
documents. A check never raises: what goes wrong is its verdict.
"""

from collections.abc import Iterator

from qa_bot.config import Config
from qa_bot.errors import IndexNotFoundError, IndexStateError
from qa_bot.health.check import Check, Verdict
from qa_bot.health.content import content_checks
from qa_bot.health.machine import machine_checks
from qa_bot.health.parts import part_checks
from qa_bot.stores import open_configured

__all__ = ["Check", "Verdict", "examine"]


def examine(config: Config, *, thorough: bool = False) -> Iterator[Check]:
    """Check the machine, then the configured index, then what is in it.

    Args:
        config: The settings.
        thorough: Whether to compare the exported encoder with the model itself, which takes torch.
    """
    yield from machine_checks(config, thorough=thorough)
    try:
        index = open_configured(config)
    except IndexNotFoundError as error:
        yield Check("manifest", Verdict.WARNING, error.message, error.hint, fix="update")
        return
    except IndexStateError as error:
        yield Check("manifest", Verdict.FAILED, error.message, error.hint, fix="rebuild")
        return
    with index:
        manifest = index.manifest
        detail = f"format {manifest.format}, written {manifest.created} by {manifest.version}"
        yield Check("manifest", Verdict.OK, detail)
        yield from part_checks(index)
        yield from content_checks(index)
