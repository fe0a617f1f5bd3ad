"""One staged bank for all walks; a walk that changes something takes a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.gate.people import Staged, stage
from tests.ui.conftest import chosen

__all__ = ["chosen"]


@pytest.fixture(scope="session")
def staged_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Staged]:
    path = tmp_path_factory.mktemp("gate") / "ekhamra.amdesk"
    _copy(demo_file, path)
    return path, stage(path, path.parent)


@pytest.fixture
def guarded(staged_file: tuple[Path, Staged], tmp_path: Path) -> tuple[Path, Staged]:
    """A copy of the staged bank, and whom it holds."""
    source, staged = staged_file
    path = tmp_path / "ekhamra.amdesk"
    _copy(source, path)
    return path, staged


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    shutil.copyfile(source.with_name(source.name + ".key.json"), target.with_name(target.name + ".key.json"))
