"""The gate to one person: a protected one is opened for a reason alone, and the log is written first; and nothing is put to a
record that was merged into another."""

from __future__ import annotations

from amdesk.db.bank import history
from amdesk.db.people import participants as people
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


def held(work: Work, key: int) -> people.HeldParticipant:
    """The person as she is now, kept from others until the transaction ends. Inside a write(), by whatever puts something to
    her record. Raises Refused (code MERGED) where somebody has merged it into another: nobody would find it there."""
    found = people.held(work.bank, key)
    if found is None:
        raise Refused(
            text(N_("There is no participant {number} in the bank. Check the number."), number=str(key)),
            "NO_PARTICIPANT",
        )
    if found.merged_into is not None:
        into = work.participant(people.living(work.bank, key)).number
        raise Refused(
            text(
                N_("The record {number} was merged into {into}. Open {into} instead."), number=found.number, into=into
            ),
            "MERGED",
        )
    return found
