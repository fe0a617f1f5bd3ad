"""A rehearsal of a restore: the newest copy opened with the recovery code as it stands on paper, and proved, on a copy of it.

Every ninety days, so that a lost paper or a copy that does not open is known before it is needed.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from amdesk.db.bank import generations, settings
from amdesk.db.engine import keys, ruleset
from amdesk.db.engine.backup import prove_searchable, reason
from amdesk.db.engine.errors import WrongKey
from amdesk.db.engine.sqlite import SqliteBank
from amdesk.db.port import Bank
from amdesk.domain.bank.generations import Folders
from amdesk.domain.clock import Clock
from amdesk.domain.errors import BankUnusable, Refused
from amdesk.domain.texts import N_, text
from amdesk.services.bank import reach
from amdesk.services.bank.due import PROVED_ON, is_due, proved_on


def rehearse(bank: Bank, folders: Folders, code: str, clock: Clock) -> Path:
    """Open and prove the newest copy by the printed code, and note the day. Returns which copy it was.

    Raises Refused where there is no copy or no code to try, WrongKey where the code does not open it, and BankUnusable where the
    copy is not whole.
    """
    if not isinstance(bank, SqliteBank):
        raise BankUnusable(text(N_("A shared bank is backed up on its server (pg_dump). Ask the IT department.")))
    if keys.is_open(Path(bank.address)):
        raise Refused(text(N_("This bank opens for anybody: there is no recovery code to rehearse with.")), "OPEN")
    found = [c for f in reach.within_reach(folders) for c in generations.own(bank, f)]
    if not found:
        raise Refused(text(N_("There is no copy of the bank to rehearse with. Make one first.")), "NO_COPY")
    copy = max(found, key=lambda c: (c.sequence, c.step)).path
    try:
        with tempfile.TemporaryDirectory(prefix="amdesk-") as folder:
            work = Path(folder) / copy.name
            shutil.copyfile(copy, work)
            keys.key_file(work).write_bytes(keys.content(copy))
            _prove(work, copy, code, bank)
    except OSError as error:
        raise BankUnusable(reason(error, copy.parent), "REHEARSAL") from error
    said = N_("A restore was rehearsed: the copy {copy} opens with the printed recovery code and is whole")
    with bank.write(text(said, copy=copy.name), undoable=False):
        settings.set_day(bank, PROVED_ON, clock.today())
    return copy


def _prove(work: Path, copy: Path, code: str, bank: SqliteBank) -> None:
    try:
        opened = keys.unlock(work, code)
    except WrongKey:
        opened = None
    if opened is None or opened.kind != "recovery":
        raise WrongKey(
            text(
                N_(
                    "That is not the recovery code of the copy {path}. Take the paper that was locked away, or make a new code by a new passphrase."
                ),
                path=str(copy),
            )
        )
    found = SqliteBank(str(work), opened.key, actor=bank.actor, account=bank.account, clock=bank.clock)
    try:
        faults = prove_searchable(found, ruleset.noted(found))
    finally:
        found.close()
    if faults:
        raise BankUnusable(
            text(N_("The backup {path} is damaged and was not used: {fault}"), path=str(copy), fault=faults[0])
        )


__all__ = ["PROVED_ON", "is_due", "proved_on", "rehearse"]
