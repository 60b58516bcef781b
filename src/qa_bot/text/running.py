"""Sentences read one after another: what leads into several of them is said once.

Comes in: units in their order, and how each reads by itself. Goes out: how they read together.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from qa_bot.records import Unit

_CLOSED = re.compile(r"[.:;,?!…：；，？。！][)\]\"”’*]*\Z|[;,]\s(?:and|or)\Z")
"""What is parted already from what comes behind it: an item may end in `; and`."""


def led(lead: str, text: str) -> str:
    """Write a text after what leads into it."""
    return f"{lead}{_parting(lead, is_led=True)}{text}" if lead else text


def running_forms(units: Sequence[Unit], forms: Sequence[str]) -> list[str]:
    """Let sentences be read one after another: what leads into several is said once, before them.

    Args:
        units: In their order.
        forms: How each reads by itself.
    """
    said: set[str] = set()
    own = [form[len(led(unit.lead, "")) :] for unit, form in zip(units, forms, strict=True)]
    running = []
    for at, (unit, form) in enumerate(zip(units, forms, strict=True)):
        begins = at > 0 and forms[at - 1].startswith(led(unit.lead, ""))
        is_said = begins or unit.lead in said or _is_just_said(unit.lead, units[:at], own[:at])
        running.append(own[at] if is_said else form)
        said |= {unit.lead, form} - {""}
    return running


def _is_just_said(lead: str, units: Sequence[Unit], own: Sequence[str]) -> bool:
    """Tell whether a lead is the last sentences together, where an item has several."""
    together = ""
    for unit, sentence in zip(reversed(units), reversed(own), strict=True):
        together = f"{sentence} {together}".rstrip()
        if led(unit.lead, together) == lead:
            return True
        if len(together) > len(lead):
            break
    return False


def listed_forms(units: Sequence[Unit], forms: Sequence[str]) -> list[tuple[str, str]]:
    """Do as `running_forms` does, each form after what parts it from the one before.

    Items without a stop are told apart, for as one sentence they would say something else.
    """
    partings = [""]
    for (_, before), (unit, _) in pairwise(zip(units, forms, strict=True)):
        partings.append(_parting(before, is_led=unit.lead == before))
    return [*zip(partings, running_forms(units, forms), strict=False)]


def _parting(before: str, *, is_led: bool) -> str:
    return " " if _CLOSED.search(before) else " — " if is_led else "; "
