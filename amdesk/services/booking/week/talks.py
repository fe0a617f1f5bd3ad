"""Talks with those who are placed: the result in a line, on the day it was had."""

from __future__ import annotations

from datetime import date

from amdesk.db.people import participants as people
from amdesk.domain.booking.week.rhythm import TALK_KINDS
from amdesk.domain.errors import Refused
from amdesk.domain.sane import had
from amdesk.domain.texts import N_, text
from amdesk.services.bank.work import Work
from amdesk.services.people.gate import held


class Talks:
    """What is noted of a talk."""

    work: Work

    def talked(self, participant: int | str, kind: str, words: str = "", on: date | None = None) -> None:
        """Note a talk, today where no day is named: what was said or agreed in a line, or nothing but that it was had. Raises
        Refused: KIND, AHEAD for a day that has not been, FAR for one long before she was known here."""
        if kind not in TALK_KINDS:
            raise Refused(
                text(N_("There is no contact {kind}. Write one of {kinds}."), kind=kind, kinds=", ".join(TALK_KINDS)),
                "KIND",
            )
        day, person = on or self.work.today, self.work.participant(participant)
        had(day, self.work.today)
        with self.work.bank.write(text(N_("Contact noted: {name}"), name=person.shown_name)):
            held(self.work, person.id)
            line = " ".join(words.split())
            said = {"kind": kind, "on_date": day, "body": line, "author": self.work.bank.actor}
            people.add_note(self.work.bank, person.id, said)
