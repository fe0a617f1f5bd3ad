"""JSON that somebody else wrote, or that a disk has spoilt."""

from __future__ import annotations

import json


def parsed(said: str | bytes) -> object:
    """What a JSON text says. Raises ValueError for all that is none, nests too deeply or has numbers of thousands of digits."""
    try:
        found: object = json.loads(said)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return found
