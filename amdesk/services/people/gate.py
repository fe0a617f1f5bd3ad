"""The gate to what is known of one person: a protected one is opened for a reason alone, and the log is written first."""

from __future__ import annotations

from amdesk.db.bank import history
from amdesk.domain.errors import Refused
from amdesk.domain.people.participant import Participant
from amdesk.domain.texts import N_, text
from amdesk.services.work import Work

CODE = "PROTECTED"


def opened(work: Work, person: Participant, what: str, why: str = "") -> None:
    """Log that somebody opens `what` of a person; the caller shows it afterwards.

    Raises Refused (code PROTECTED) where the person is protected and `why` is empty (domain rule 9; OSL 21 kap. 3 §).
    """
    if person.protection and not why.strip():
        raise Refused(text(N_("The record is protected. Give the reason why you need to open it; it is logged.")), CODE)
    history.log_read(work.bank, what, person.id, why.strip())
