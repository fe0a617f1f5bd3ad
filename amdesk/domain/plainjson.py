"""JSON that somebody else wrote, or that a disk has spoilt."""

from __future__ import annotations

import json
from typing import Any


def parsed(said: str | bytes) -> Any:
    """What a JSON text says. Raises ValueError for all that is none, nests too deeply or has numbers of thousands of digits."""
    try:
        return json.loads(said)
    except RecursionError:
        raise ValueError("nested too deeply") from None
