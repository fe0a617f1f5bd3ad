"""A bank that opens and holds somebody whom the list beside it knows as erased: an older file was laid in its place by hand, or by
whoever brings disks back, and not by a restore. They are erased again before anybody sees them."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from threading import Lock

from amdesk.db.bank import standing
from amdesk.db.port import Bank
from amdesk.domain.errors import AmdeskError
from amdesk.domain.names import ERASED_LIST

WHAT = "erased_again"
"""What the log says of it."""
_one = Lock()
"""Each thread of a window opens the bank: the first erases, and the others wait for it."""


def erase_again(bank: Bank) -> None:
    """Nothing of a shared bank, of one that is only read, and where there is no list; a list that cannot be read is told where a copy
    is put back. Where the bank takes nothing now, it is done by whoever opens it next."""
    listed = f"{bank.address}{ERASED_LIST}"
    if bank.engine != "sqlite" or getattr(bank, "only_read", False) or not os.path.isfile(listed):
        return
    with suppress(AmdeskError, OSError, ValueError, TypeError), _one:
        with open(listed, encoding="utf-8") as file:
            uids = json.load(file)
        if not standing.any_stands(bank, uids):
            return
        from amdesk.db.bank import access_log, erasure  # a bank that holds nobody of them opens without
        from amdesk.services.bank import retention

        count = retention.replay(bank, frozenset(uids))
        access_log.log_read(bank, WHAT, None, str(count))
        erasure.forget_writes(bank)
