"""What every field of work shares: the bank, the clock, and the words of the unit's documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amdesk.db.bank import reference
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.db.port import Bank
from amdesk.domain.booking.plan import Plan, read_plan
from amdesk.domain.clock import Clock
from amdesk.domain.errors import Refused
from amdesk.domain.people.identity import BadIdentity, parse_identity
from amdesk.domain.people.participant import Participant
from amdesk.domain.places.placement import Placement
from amdesk.domain.record import CodeOf, Kind, LastDay, ManyOf, Named, OneOf, Percent, WeekHours, YesNo
from amdesk.domain.texts import N_, Text, text
from amdesk.domain.values import FAR


@dataclass(frozen=True, slots=True)
class Work:
    bank: Bank
    clock: Clock
    lang: str = "sv"
    """Language of names from code lists: sv or en."""

    @property
    def today(self) -> date:
        return self.clock.today()

    @property
    def plan(self) -> Plan:
        """When this unit assesses."""
        return read_plan(reference.setting(self.bank, "assessment_plan"))

    def in_words(self, kind: Kind, value: object) -> object:
        """A value of a declared field in words, as a sentence names it; what a kind has no words for is said as it is."""
        match kind:
            case ManyOf() if isinstance(value, tuple):
                names = self._names(kind.codes)
                return ", ".join(names.get(code, code) for code in map(str, value))
            case OneOf():
                return next((c.sv for c in reference.codes(self.bank, kind.codes) if c.code == value), value)
            case CodeOf(table="occupation"):
                return self._names("occupations").get(str(value), value)
            case Named() if value in dict(kind.choices):
                return Text(dict(kind.choices)[str(value)])
            case Percent() if isinstance(value, int):
                return text(N_("{extent} %"), extent=value)
            case WeekHours() if isinstance(value, int):
                return value / 100
            case LastDay() if value == FAR:
                return text(N_("until further notice"))
            case YesNo():
                return text(N_("yes")) if value else text(N_("no"))
        return value

    def _names(self, codes: str) -> dict[str, str]:
        if codes == "occupations":
            return {o.code: o.name(self.lang) for o in reference.occupations(self.bank)}
        return {c.code: c.name(self.lang) for c in reference.codes(self.bank, codes)}

    def participant(self, said: str | int) -> Participant:
        """A participant by key, number (D-0001) or personal identity number. Raises Refused where there is none."""
        key: int | None
        if isinstance(said, int):
            key = said
        else:
            key = people.by_name_of_number(self.bank, said.strip().upper())
            if key is None:
                try:
                    key = people.by_identity(self.bank, parse_identity(said, self.today).number)
                except BadIdentity:
                    key = None
        found = people.get(self.bank, key) if key is not None else None
        if found is None:
            raise Refused(
                text(N_("There is no participant {number} in the bank. Check the number."), number=str(said)),
                "NO_PARTICIPANT",
            )
        return found

    def placement(self, said: str | int) -> Placement:
        """A placement by key, number (P-0001) or the source system's id. Raises Refused where there is none."""
        found = places.get(self.bank, said) if isinstance(said, int) else places.by_number(self.bank, said.strip())
        if found is None and isinstance(said, str):
            found = places.by_number(self.bank, said.strip().upper())
        if found is None:
            raise Refused(
                text(N_("There is no placement {number} in the bank. Check the number."), number=str(said)),
                "NO_PLACEMENT",
            )
        return found
