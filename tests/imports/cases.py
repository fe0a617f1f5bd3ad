"""Small inputs of the city, read as a user reads them."""

from __future__ import annotations

from pathlib import Path

from amdesk.services.desk import Desk
from amdesk.services.exchange.review import Review

CASES = Path(__file__).parent.parent / "cases" / "imports"
HOLDS_HER = {"Hemlig Prov", "070-1740699"}


def lines(folder: Path, *rows: str) -> Path:
    """A csv with these lines."""
    path = folder / "list.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def read(desk: Desk, file: str | Path, kind: str = "participants") -> Review:
    """What becomes of each row; nothing is stored."""
    return desk.imports.review(desk.imports.stage(CASES / file, kind))


def store(desk: Desk, file: str | Path, kind: str = "participants") -> Review:
    """Read and stored."""
    review = read(desk, file, kind)
    desk.imports.store(review)
    return review
