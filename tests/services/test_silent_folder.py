"""A second folder on a drive that hangs keeps nobody waiting, whatever looks for copies in it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from amdesk.db.bank import erasure
from amdesk.domain.bank.generations import Folders
from amdesk.domain.errors import AmdeskError
from amdesk.services.bank import access, banks, damage, generations, holders, reach, rehearsal
from amdesk.settings import Settings
from tests import make

SECRET = "fyra ord som ingen gissar"
WHO = access.Who("Test", "test")


class DriveAsked(BaseException):
    """The drive was asked by somebody who would have waited for it; nothing catches it on its way."""


@pytest.fixture
def drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that answers nothing until the test is over; only a thread that is left behind may ask it."""
    folder, over = tmp_path / "drive", threading.Event()
    folder.mkdir()

    def silent(real: Callable[..., Any]) -> Callable[..., Any]:
        def ask(path: Any = ".", *given: Any, **named: Any) -> Any:
            if not isinstance(path, int) and os.fspath(path).startswith(str(folder)):
                if threading.current_thread() is threading.main_thread():
                    raise DriveAsked(path)
                over.wait()
            return real(path, *given, **named)

        return ask

    monkeypatch.setattr(reach, "ANSWERS_WITHIN", 0.2)
    for name in ("stat", "lstat", "scandir", "listdir", "open"):
        monkeypatch.setattr(os, name, silent(getattr(os, name)))
    for name in ("is_dir", "exists", "is_file", "iterdir", "glob"):  # which later Pythons ask in other ways
        monkeypatch.setattr(Path, name, silent(getattr(Path, name)))
    yield folder
    over.set()


ACTS: dict[str, Callable[[Path, str, Folders], object]] = {
    "the newest whole copy": lambda path, key, folders: damage.trouble(str(path), key, folders),
    "the way out": lambda path, key, folders: damage.way_out(str(path), key, folders),
    "another key": lambda path, key, folders: banks.rekey(str(path), SECRET, SECRET + " två", folders),
}
OPEN: dict[str, Callable[[Any, str, Folders], object]] = {
    "copies as listed": lambda bank, code, folders: generations.listed(bank, folders),
    "the log beside the copies": lambda bank, code, folders: generations.unlike(bank, folders),
    "a copy": lambda bank, code, folders: generations.keep(bank, folders, make.CLOCK),
    "a rehearsal": lambda bank, code, folders: rehearsal.rehearse(bank, folders, code, make.CLOCK),
    "copies that hold the erased": lambda bank, code, folders: holders.holding(bank, folders),
}


@pytest.mark.thorough(long=True)
@pytest.mark.parametrize("act", ACTS)
def test_a_silent_drive_keeps_nobody_from(act: str, tmp_path: Path, drive: Path) -> None:
    path = tmp_path / "bank.amdesk"
    bank, _ = banks.create(path, SECRET, make.CLOCK, WHO)
    copy = generations.numbered(bank, tmp_path / "copies", make.CLOCK)
    bank.close()
    found = ACTS[act](path, banks.unlock(str(path), SECRET), Folders(tmp_path / "copies", drive))
    assert copy.name in str(found)


@pytest.mark.thorough(5)
@pytest.mark.parametrize("act", OPEN)
def test_a_silent_drive_keeps_nobody_who_works_from(
    act: str, tmp_path: Path, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank, code = banks.create(tmp_path / "bank.amdesk", SECRET, make.CLOCK, WHO)
    generations.numbered(bank, tmp_path / "copies", make.CLOCK)
    monkeypatch.setattr(erasure, "erased", lambda _: ["somebody"])
    OPEN[act](bank, code, Folders(tmp_path / "copies", drive))
    bank.close()


@pytest.mark.thorough(long=True)
def test_a_silent_drive_keeps_nobody_from_a_restore(
    tmp_path: Path, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bank.amdesk"
    bank, _ = banks.create(path, SECRET, make.CLOCK, WHO)
    copy = generations.numbered(bank, tmp_path / "copies", make.CLOCK)
    bank.close()
    settings = Settings(backup_folder=str(tmp_path / "copies"), second_folder=str(drive))
    monkeypatch.setattr(Settings, "load", lambda: settings)
    try:
        assert banks.restore(copy, path, SECRET, make.CLOCK, WHO) is not None
    except AmdeskError as error:
        pytest.fail(str(error))


def test_several_folders_are_asked_at_once(tmp_path: Path, drive: Path) -> None:
    assert reach.within_reach([drive, tmp_path, None, drive / "deeper"]) == [tmp_path]
