"""One staged bank for all walks; a walk that changes something takes a copy."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tests import make
from tests.conftest import Once
from tests.gate.people import Staged, stage
from tests.ui.conftest import chosen, no_printer, printer

__all__ = ["chosen", "no_printer", "printer"]


@pytest.fixture(scope="session")
def staged_file(demo_file: Path, once: Once) -> tuple[Path, Staged]:
    def fill(folder: Path) -> None:
        path = make.copied(demo_file, folder / "ekhamra.amdesk")
        (folder / "staged").write_bytes(pickle.dumps(stage(path, folder)))

    folder = once("staged", fill)
    staged: Staged = pickle.loads((folder / "staged").read_bytes())
    return folder / "ekhamra.amdesk", staged


@pytest.fixture
def guarded(staged_file: tuple[Path, Staged], tmp_path: Path) -> tuple[Path, Staged]:
    """A copy of the staged bank, and whom it holds."""
    source, staged = staged_file
    return make.copied(source, tmp_path / "ekhamra.amdesk"), staged
