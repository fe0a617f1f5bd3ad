"""The city that is asked, with what it has none of done in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from amdesk.services.results import leastloss
from tests import make
from tests.approved.calls import Chosen
from tests.approved.more import more
from tests.gate.people import open_desk


@pytest.fixture(autouse=True)
def as_long_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is withheld is the least loss of all, however slow the computer: else it would be what was found in time."""
    monkeypatch.setattr(leastloss, "SECONDS", 600.0)


@pytest.fixture(scope="module")
def chosen(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chosen]:
    desk = open_desk(make.copied(demo_file, tmp_path_factory.mktemp("approved") / "ekhamra.amdesk"))
    more(desk, tmp_path_factory.mktemp("lists"))
    yield Chosen(desk)
    desk.close()
