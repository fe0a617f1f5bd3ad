"""Finished files to disk, for window and command line alike."""

from __future__ import annotations

from pathlib import Path

from amdesk.export.xlsx import save_bytes, writable


def check(path: Path) -> None:
    """Raise BadFile where `path` cannot be written, before anything irreversible is done."""
    writable(path)


def save(path: Path, content: bytes) -> None:
    """Write by way of a part file. Raises BadFile."""
    save_bytes(path, content)
