"""Knowledge bases by name: which folders each is made of, with which rules, and where its index is.

They are in one JSON file of the user's data folder; the documents stay where they are.
"""

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from qa_bot.disk import replace_file
from qa_bot.errors import BaseError, pasted

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LISTS = ("folders", "include", "exclude")


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base.

    Attributes:
        name: What it is called.
        index: The folder of its index, absolute.
        folders: The folders of its documents, absolute.
        include: Patterns of the files wanted; none for every file.
        exclude: Patterns of what is not wanted.
    """

    name: str
    index: str
    folders: tuple[str, ...]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Bases:
    """The file of all knowledge bases."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Find the file; `QA_BOT_DATA` moves its folder."""
        self._home = environment.get("QA_BOT_DATA") or ""

    @property
    def home(self) -> Path:
        """The folder of the file, and of the indexes that are not placed elsewhere."""
        from platformdirs import user_data_path

        return Path(self._home) if self._home else user_data_path("qa-bot")

    @property
    def file(self) -> Path:
        """Where they are written down."""
        return self.home / "bases.json"

    def all(self) -> dict[str, Base]:
        """Read them all, by name.

        Raises:
            BaseError: When the file cannot be read.
        """
        try:
            found = json.loads(self.file.read_text(encoding="utf-8"))
            bases = [
                Base(**{**one, **{name: tuple(one[name]) for name in _LISTS}}) for one in found
            ]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError) as error:
            aside = f"{self.file}.damaged"
            raise BaseError(
                f"{self.file} cannot be read: {error}",
                hint=f"mv {pasted(self.file)} {pasted(aside)}   (then add them again)",
            ) from error
        return {base.name: base for base in sorted(bases, key=lambda base: base.name)}

    def find(self, name: str) -> Base:
        """Find one by name.

        Raises:
            BaseError: When there is none.
        """
        bases = self.all()
        if name not in bases:
            close = get_close_matches(name, bases, n=1, cutoff=0.4)
            hint = f"did you mean {close[0]!r}?" if close else "qa-bot kb list"
            raise BaseError(f"no knowledge base is called {name!r}", hint=hint)
        return bases[name]

    def add(self, base: Base) -> Base:
        """Write one down; without a place of its own, its index is kept here.

        Raises:
            BaseError: When the name is taken or is none, or the file cannot be written.
        """
        if not _NAME.fullmatch(base.name):
            raise BaseError(
                f"{base.name!r} is not a name for a knowledge base",
                hint="letters, digits, dots, dashes; it starts with a letter or digit",
            )
        if not base.index:
            base = replace(base, index=str(self._kept(base.name)))
        with self._changing() as bases:
            if base.name in bases:
                raise BaseError(
                    f"there is a knowledge base called {base.name!r} already",
                    hint=f"qa-bot kb remove {pasted(base.name)}",
                )
            bases[base.name] = base
        return base

    def remove(self, name: str) -> Base:
        """Forget one, and delete its index if it is kept here; its documents stay.

        Raises:
            BaseError: When there is none, or the file cannot be written.
        """
        base = self.find(name)
        with self._changing() as bases:
            bases.pop(name, None)
        if Path(base.index) == self._kept(name):
            shutil.rmtree(base.index, ignore_errors=True)
        return base

    def _kept(self, name: str) -> Path:
        return self.home.absolute() / "indexes" / name

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Base]]:
        """Lend them to be changed, then write them; another program that changes them waits."""
        from filelock import FileLock

        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with FileLock(self.file.with_suffix(".lock")):
                bases = self.all()
                yield bases
                text = json.dumps([asdict(base) for base in bases.values()], indent=1)
                replace_file(self.file, text.encode())
        except OSError as error:
            raise BaseError(
                f"{self.file} cannot be written: {error.strerror}",
                hint="set QA_BOT_DATA to a folder that can",
            ) from error
