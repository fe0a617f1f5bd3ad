"""Where the program's own data lies: in a checkout, in an installed package, or in a frozen build."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

T = TypeVar("T")


def folder() -> Path:
    """The resources folder."""
    frozen = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent
    for place in (Path(frozen) / "resources" if frozen else None, here / "resources", here.parent / "resources"):
        if place is not None and place.is_dir():
            return place
    raise FileNotFoundError("resources")


class BrokenInstallError(Exception):
    """A file of the program itself is missing or damaged; its name is the argument."""


def read_json(name: str, _shape: type[T]) -> T:
    """A data file under resources, read once, as its reader says that it is; the files come with the program, and
    a test holds each to what they say. Raises BrokenInstallError."""
    return cast("T", parsed(name))


@cache
def parsed(name: str) -> object:
    """The same, of no type yet."""
    try:
        found: object = json.loads((folder() / name).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise BrokenInstallError(name) from None
    return found


def manual(lang: str, part: str) -> str:
    """One part of the manual as Markdown: howto, pages, administration, keys, commands, fields or tour. Raises BrokenInstallError."""
    return manual_file(lang, f"{part}.md").read_text("utf-8")


def manual_file(lang: str, name: str) -> Path:
    """A file of the manual, its pictures among them. Raises BrokenInstallError."""
    for place in (folder() / "manual", folder().parent / "docs" / "manual"):
        path = place / lang / name
        if path.is_file():
            return path
    raise BrokenInstallError(f"manual/{lang}/{name}")
