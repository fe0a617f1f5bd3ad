"""Something that can be done, for the palette and the list of shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Command(NamedTuple):
    """Shown with its shortcut, so that people learn it."""

    text: str
    icon: str
    key: str
    run: Callable[[], object]
    more: str = ""
    about: tuple[str, int] | None = None
    """The person or the placement that it opens: "participant" or "placement", and its key."""
