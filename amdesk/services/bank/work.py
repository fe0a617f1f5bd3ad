"""What every field of work shares: the bank, the clock, and the words of the unit's documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from amdesk.db.bank import settings
from amdesk.db.port import Bank
from amdesk.domain.booking.plan import Plan, read_plan
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.texts import N_, text

if TYPE_CHECKING:
    from amdesk.domain.people.participant import Participant
    from amdesk.domain.places.placement import Placement

GONE_PERSON = N_("The participant is no longer in the bank: they were erased, or what added them was undone.")


def _nobody(_person: int, _by_number: bool) -> None:
    """Nobody asks who was met."""


class Work(NamedTuple):
    """What records need is imported when one is first asked for: the first screen does without."""

    bank: Bank
    clock: Clock
    lang: str = "sv"
    """Language of names from code lists: sv or en."""
    met: Callable[[int, bool], None] = _nobody
    """Hears which protected person is asked for, and whether by her personal identity number."""

    @property
    def today(self) -> date:
        return self.clock.today()

    @property
    def plan(self) -> Plan:
        """When this unit assesses."""
        return read_plan(settings.setting(self.bank, "assessment_plan"))

    def participant(self, said: str | int) -> Participant:
        """A participant by key, number (D-0001) or personal identity number. Raises Refused where there is none."""
        from amdesk.db.people import participants as people
        from amdesk.domain.people.identity import BadIdentity, parse_identity

        key: int | None
        by_number = False
        if isinstance(said, int):
            key = said
        else:
            key = people.by_name_of_number(self.bank, said.strip().upper())
            if key is None:
                by_number = True
                try:
                    key = people.by_identity(self.bank, parse_identity(said, self.today).number)
                except BadIdentity:
                    key = None
        found = people.get(self.bank, key) if key is not None else None
        if found is None and isinstance(said, int):
            raise Refused(text(GONE_PERSON), "NO_PARTICIPANT")
        if found is None:
            raise Refused(
                text(N_("There is no participant {number} in the bank. Check the number."), number=str(said)),
                "NO_PARTICIPANT",
            )
        if found.protection:
            self.met(found.id, by_number)
        return found

    def placement(self, said: str | int) -> Placement:
        """A placement by key, number (P-0001) or the source system's id. Raises Refused where there is none."""
        from amdesk.db.places import placements as places

        found = places.get(self.bank, said) if isinstance(said, int) else places.by_number(self.bank, said.strip())
        if found is None and isinstance(said, str):
            found = places.by_number(self.bank, said.strip().upper())
        if found is None and isinstance(said, int):
            raise Refused(text(N_("The placement is no longer in the bank: what added it was undone.")), "NO_PLACEMENT")
        if found is None:
            raise Refused(
                text(N_("There is no placement {number} in the bank. Check the number."), number=str(said)),
                "NO_PLACEMENT",
            )
        return found
