"""One staged bank for all walks; a walk that changes something takes a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import make
from tests.gate.people import Staged, stage
from tests.ui.conftest import chosen, no_printer, printer

__all__ = ["chosen", "no_printer", "printer"]


@pytest.fixture(scope="session")
def staged_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Staged]:
    path = tmp_path_factory.mktemp("gate") / "ekhamra.amdesk"
    make.copied(demo_file, path)
    return path, stage(path, path.parent)


@pytest.fixture
def guarded(staged_file: tuple[Path, Staged], tmp_path: Path) -> tuple[Path, Staged]:
    """A copy of the staged bank, and whom it holds."""
    source, staged = staged_file
    return make.copied(source, tmp_path / "ekhamra.amdesk"), staged
