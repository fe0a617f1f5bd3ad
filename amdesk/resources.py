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


@cache
def read_json(name: str) -> Any:
    """A data file under resources, read once."""
    return json.loads((folder() / name).read_text("utf-8"))
