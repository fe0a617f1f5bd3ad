"""Where the program's own data lies: in a checkout, in an installed package, or in a frozen build."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any


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


@cache
def read_json(name: str) -> Any:  # type: ignore[explicit-any]  # JSON of the program's own, whose readers know its shape
    """A data file under resources, read once. Raises BrokenInstallError."""
    try:
        return json.loads((folder() / name).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise BrokenInstallError(name) from None
