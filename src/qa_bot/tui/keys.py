"""The actions that have keys, and the keys that a user gave them.

Comes in: the table `[keys]` of the settings, action by action. Goes out: the same, checked; an
action or key that does not exist is refused with the nearest one.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.keys import REPLACED_KEYS, Keys

from qa_bot.errors import ConfigError

COPY_OR_LEAVE = (
    Binding("ctrl+c", "screen.copy_text", show=False),
    Binding("ctrl+c", "app.help_quit", show=False),
)
"""Keys of a dialog, which hears none of the application's: without a selection it is to be left."""

_MODIFIERS = frozenset({"ctrl", "shift", "alt", "meta", "super", "hyper"})
_NAMED = frozenset({*(str(key.value) for key in Keys), *REPLACED_KEYS})


def bindings_of(*holders: type[DOMNode]) -> Iterator[Binding]:
    """Yield the bindings of classes that can be re-bound: those with an id."""
    for holder in holders:
        bindings: Iterable[BindingType] = holder.__dict__.get("BINDINGS", ())
        for binding in bindings:
            if isinstance(binding, Binding) and binding.id:
                yield binding


def checked(keys: Mapping[str, str], known: Iterable[str]) -> dict[str, str]:
    """Check that actions and keys exist and that no key is given twice.

    Args:
        keys: One key or several, separated by commas, for each action.
        known: The actions' ids.

    Raises:
        ConfigError: With the action and what was given.
    """
    ids, given = sorted(known), dict[str, str]()
    for action, value in keys.items():
        place = f"[keys] {action} = {value!r}"
        if action not in ids:
            close = get_close_matches(action, ids, n=1, cutoff=0.4)
            hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(ids)}"
            raise ConfigError(f"{place}: unknown action {action!r}", hint=hint)
        for key in (part.strip() for part in value.split(",")):
            if not _is_key(key):
                raise ConfigError(f"{place}: {key!r} is no key", hint="such as: ctrl+n, f5, j")
            if given.setdefault(key, action) != action:
                raise ConfigError(
                    f"{place}: {key!r} is given to {given[key]!r} too", hint="one key, one action"
                )
    return dict(keys)


def _is_key(key: str) -> bool:
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    if not _MODIFIERS.issuperset(modifiers):
        return False
    return (len(name) == 1 and name.isprintable()) or name in _NAMED or _is_character(name)


def _is_character(name: str) -> bool:
    """Tell whether a name such as `question_mark` is that of a character."""
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return True
