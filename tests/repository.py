"""The repository's own files, without what is made in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MADE = {
    ".git",
    ".venv",
    "build",
    "dist",
    "out",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    "__pycache__",
    ".pytest_cache",
}


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file, the way git would list them where .gitignore is kept."""
    for path in sorted(folder.iterdir()):
        if path.name in MADE or path.suffix in {".pyc", ".amdesk"}:
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path
