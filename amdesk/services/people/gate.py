"""The gate to one person: a protected one is opened for a reason alone, and the log is written first; and nothing is put to a
record that was merged into another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from amdesk.db.bank import access_log, settings
from amdesk.db.people import deputies
from amdesk.db.people import participants as people
from amdesk.domain.errors import Refused
from amdesk.domain.people.deputies import FOR
from amdesk.domain.people.masked import Token
from amdesk.domain.people.participant import Participant, Person
from amdesk.domain.texts import N_, text
from amdesk.services.bank import unlogged
from amdesk.services.bank.work import GONE_PERSON, Work

WANTS_REASON = "PROTECTED"
STORED_ALONE, RESTRICTED = "STORED_ALONE", "RESTRICTED"
"""Of somebody whose processing is restricted: refused until a reason is given, and refused altogether."""


def opened(work: Work, person: Participant, what: str, why: str = "") -> Token:
    """Log that somebody opens `what` of a person; what the token opens is shown afterwards.

    Raises Refused where `why` is empty and the person is protected (code PROTECTED; domain rule 9; OSL 21 kap. 3 §) or her processing
    restricted (code STORED_ALONE; GDPR art. 18.2), and BankBusy
    where the bank cannot be written to and she is protected, or nothing can be noted beside it either.
    """
    if person.protection and not why.strip():
        raise Refused(
            text(N_("The record is protected. Give the reason why you need to open it; it is logged.")), WANTS_REASON
        )
    if person.restricted_on and not why.strip():
        said = N_(
            "The processing of this record is restricted. Give the reason why you need to open it: a legal claim, her consent, or whose right it protects. It is logged."
        )
        raise Refused(text(said), STORED_ALONE)
    said = " ".join(x for x in (why.strip(), deputy_for(work, person.id)) if x)
    unlogged.log_opening(work.bank, what, person.id, said, protected=bool(person.protection))
    return Token(person.id, work.bank.actor, what, why.strip())


def deputy_for(work: Work, person: int) -> str:
    """ "[for NAME]", as the log has it, where I stand in for her case worker today; "" else."""
    me = settings.setting(work.bank, f"account:{work.bank.account}")
    name = deputies.for_whom(work.bank, int(me), person, work.today) if me else ""
    return f"[{FOR}{name}]" if name else ""


def unopened(person: Participant) -> Person:
    """A participant as she leaves the services where nobody has opened her: of a protected one nothing is left that says who
    she is, where she lives or how she is reached."""
    if not person.protection:
        return person
    return replace(
        person, name="", identity=None, phone="", email="", case_number="", district="", languages="", restricted_why=""
    )


def usable(person: Participant) -> None:
    """Raises Refused (code RESTRICTED) where the data may be stored and no more (GDPR art. 18)."""
    if person.restricted_on:
        raise restricted(person.number, person.restricted_on)


def restricted(number: str, since: date) -> Refused:
    """To be raised."""
    said = N_(
        "The processing of {number} is restricted since {day}: the data is stored, and nothing else is done with it. Lift the restriction on the person's page first."
    )
    return Refused(text(said, number=number, day=since), RESTRICTED)


def held(work: Work, key: int, *, stored_alone: bool = False) -> people.HeldParticipant:
    """The person as she is now, kept from others until the transaction ends. Inside a write(), by whatever puts something to
    her record. Raises Refused (code NO_PARTICIPANT) where she was erased or taken back meanwhile; (code MERGED) where somebody
    has merged it into another: nobody would find it there; and (code RESTRICTED) where her processing is restricted, but for
    what is done all the same (`stored_alone`)."""
    found = people.held(work.bank, key)
    if found is None:
        raise Refused(text(GONE_PERSON), "NO_PARTICIPANT")
    if found.merged_into is not None:
        into = work.participant(people.living(work.bank, key)).number
        raise Refused(
            text(
                N_("The record {number} was merged into {into}. Open {into} instead."), number=found.number, into=into
            ),
            "MERGED",
        )
    if found.restricted_on and not stored_alone:
        raise restricted(found.number, found.restricted_on)
    if said := deputy_for(work, key):
        access_log.log_read(work.bank, "deputy", key, said)
    return found
