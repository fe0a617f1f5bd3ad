"""Undo, redo, the history page and the access log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from amdesk.db import history as db
from amdesk.db.port import Row
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, Text, text
from amdesk.services.work import Work


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the history, newest first in lists."""

    id: int
    at: str
    actor: str
    account: str
    what: Text
    kind: str
    changes: int
    undone: bool


class History:
    def __init__(self, work: Work) -> None:
        self.work = work

    def undo(self) -> Text:
        """Take back my latest step. Raises Refused where there is none, or where its rows have been changed since."""
        step = db.last_step(self.work.bank, "undo")
        if step is None:
            raise Refused(text(N_("There is nothing to undo.")), "NOTHING")
        return db.reverse(self.work.bank, step, "undo")

    def redo(self) -> Text:
        """Do again what was undone last, as long as nothing new was done since."""
        step = db.last_step(self.work.bank, "redo")
        if step is None:
            raise Refused(text(N_("There is nothing to redo.")), "NOTHING")
        return db.reverse(self.work.bank, step, "redo")

    def steps(self, limit: int = 200) -> Sequence[Step]:
        return [
            Step(
                r["id"],
                r["at"],
                r["actor"],
                r["account"],
                Text(r["what"], json.loads(r["params"])),
                r["kind"],
                r["changes"],
                r["state"] == "undone",
            )
            for r in db.steps(self.work.bank, limit)
        ]

    def access(self, participant: str | None = None, limit: int = 1000) -> Sequence[Row]:
        """Reads and changes of one person's record, or all: at, actor, account, what, number, why."""
        key = self.work.participant(participant).id if participant else None
        return db.access_rows(self.work.bank, key, limit)
