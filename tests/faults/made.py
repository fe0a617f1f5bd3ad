"""What the rounds begin from: banks that are made once, and what is to be in them."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from amdesk.db import port
from amdesk.db.catalogue import COPIED
from amdesk.db.engine.backup import prove
from amdesk.db.engine.opening import open_bank
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.services.bank import access, banks
from tests import make

WHO = access.Who("Ada", "ada")
SECRET, NEW = "fyra ord som ingen gissar", "den nya långa frasen"
Round = Callable[[Path, random.Random], Iterable[str]]
"""One round of a part, in the part's folder; says what it met."""


def once(folder: Path, name: str, fill: Callable[[SqliteBank], object], secret: str | None = SECRET) -> Path:
    """A bank in the part's folder, made by its first round."""
    path = folder / name / "bank.amdesk"
    if not path.exists():
        path.parent.mkdir()
        bank, _ = banks.create(path, secret, make.CLOCK, WHO)
        assert isinstance(bank, SqliteBank)
        fill(bank)
        bank.close()
    return path


def fresh(folder: Path, bank: Path) -> Path:
    """A copy of it, alone in a folder of its own."""
    place = folder / "round"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for end in ("", ".key.json", "-wal"):
        if Path(f"{bank}{end}").exists():
            shutil.copyfile(f"{bank}{end}", place / f"{bank.name}{end}")
    return place / bank.name


def opened(path: Path, secret: str | None = SECRET, key: str | None = None) -> SqliteBank:
    bank = open_bank(str(path), secret=secret, key=key, actor="Ada", account="ada", clock=make.CLOCK)
    assert isinstance(bank, SqliteBank)
    return bank


def names(path: Path, secret: str | None = SECRET) -> set[str]:
    """Who is in a bank that is whole by all that can be asked of it."""
    bank = opened(path, secret)
    try:
        assert prove(bank) == []
        return {str(r["name"]) for r in port.rows(bank, "select name from participant")}
    finally:
        bank.close()


def content(bank: SqliteBank) -> str:
    """All that a bank holds, in an order."""
    return repr([(t, port.tuples(bank, f"select * from {t} order by rowid")) for t in COPIED])


_TOOK: dict[str, float] = {}
"""How long a work takes that is left to its end, by its name: it is made so by the first round, and now and then anew."""


def killed(what: str, work: Callable[[], object], dice: random.Random) -> int:
    """The work in a program of its own, killed at a random moment of it; its exit code, or minus the signal."""
    whole = what not in _TOOK or dice.random() < 0.02
    began, child = time.monotonic(), _begun(work)
    if not whole:
        time.sleep(dice.uniform(0.0, 1.05 * _TOOK[what]))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if whole:
        _TOOK[what] = time.monotonic() - began
    return code


def _begun(work: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - told by the exit code
            os._exit(1)
    return child


def ended(work: Callable[[], object]) -> int:
    """The work in a program of its own, to its end; its exit code, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(_begun(work), 0)[1])
