"""Employments of a list: which of the bank each row means, what it changes, and how it is stored."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.db.bank import reference
from amdesk.db.booking import bookings
from amdesk.db.people import participants as people
from amdesk.db.people.namesakes import Namesakes
from amdesk.db.places import placements as places
from amdesk.domain.booking.bookings import Employment
from amdesk.domain.exchange.differences import RowDifference
from amdesk.domain.values import fold
from amdesk.imports.kinds import READ_OF_JOBS, CheckedEmployment
from amdesk.imports.model import RowOutcome
from amdesk.imports.same import Job
from amdesk.imports.same import pair as paired
from amdesk.services.bank.work import Work
from amdesk.services.exchange.lists import About, Hearing, Lists
from amdesk.services.exchange.whose import SAME, ask_who, gender, meant, number_change, protection_change, store_number
from amdesk.services.people.participants import identity_values


class EmploymentImports:
    def __init__(self, work: Work, lists: Lists) -> None:
        self.work, self.lists = work, lists
        self.known: dict[int, bookings.KnownJob] = {}
        self.of_name = Namesakes(work.bank)

    def about(self, outcome: RowOutcome) -> About | None:
        """The person and the employment of the bank that a row is about."""
        v = outcome.of(CheckedEmployment)
        return None if v.kept is None else (v.person, v.kept)

    def pair(self, outcomes: Sequence[RowOutcome]) -> None:
        """Which employment of the bank each accepted row means, looked at for all rows of a person together."""
        bank = self.work.bank
        self.of_name = Namesakes(bank)
        of: dict[int, list[tuple[int, CheckedEmployment]]] = {}
        for o in outcomes:
            if o.outcome == "accepted":
                v = o.of(CheckedEmployment)
                v.kept = None
                v.person = people.by_identity(bank, v.identity.number)
                if v.person is None and o.answer == SAME:
                    v.person = meant(self.work, self.of_name, v)
                if v.person is not None:
                    of.setdefault(v.person, []).append((o.row, v))
        for person, mine in of.items():
            kept = bookings.jobs(bank, person)
            known = [
                Job(k.id, k.from_date, k.last, _names(k.placement_id, k.placement_text, k.place), k.occupation)
                for k in kept
            ]
            said = [
                Job(row, v.from_date, v.to_date, _names(v.placement_id, v.placement_text, ""), v.occupation)
                for row, v in mine
            ]
            found, by_id = paired(said, known), {k.id: k for k in kept}
            for row, v in mine:
                if row in found:
                    v.kept = found[row]
                    self.known[found[row]] = by_id[found[row]]

    def compare(self, outcome: RowOutcome) -> None:
        """Whether a row is new, changes the employment it was paired with, or says the same."""
        v = outcome.of(CheckedEmployment)
        found = self.known[v.kept] if v.kept is not None else None
        if v.person is not None:
            self._later(outcome, v.person)
        if found is None:
            outcome.action = "new"
            self._hear_all(outcome, v)
            if v.person is None:
                ask_who(self.of_name, outcome, v, "")
            return
        self._fields(self.lists.hearing(Employment, outcome, (v.person, found.id)), v, found)
        outcome.compared()

    def _fields(self, hearing: Hearing, v: CheckedEmployment, found: bookings.KnownJob) -> None:
        hearing.value("from_date", found.from_date, v.from_date)
        if found.ended_on is None:
            hearing.value("to_date", found.to_date, v.to_date, none=v.open_end, empty=None, erasable=True)
        hearing.value("extent", found.extent, v.extent)
        kept = bookings.employment(self.work.bank, found.id)
        for f in READ_OF_JOBS:
            before = getattr(kept, f.name)
            hearing.value(f.name, before, v.fields[f.name], empty=f.of.kind.nothing, erasable=True)
        if v.placement_text and not found.placement_text and not found.placement_id:
            hearing.value("placement", "", v.placement_text)

    def _hear_all(self, outcome: RowOutcome, v: CheckedEmployment) -> None:
        """What is remembered of an employment that is new."""
        hearing = self.lists.hearing(Employment, outcome, None)
        for name, said in self._said(v).items():
            hearing.first(name, said)

    def _said(self, v: CheckedEmployment) -> dict[str, object]:
        return {"from_date": v.from_date, "to_date": v.to_date, "extent": v.extent, **v.fields}

    def _later(self, outcome: RowOutcome, key: int) -> None:
        """What the row tells of a person whom the bank has already: a number or a name that was missing, a higher protection."""
        v = outcome.of(CheckedEmployment)
        person = people.get(self.work.bank, key)
        if person is None:
            return
        if number := number_change(outcome, v.identity, person):
            outcome.differences.append(number)
        if not person.name and v.name:
            outcome.differences.append(RowDifference("name", "NEW", "", v.name, value=v.name))
        if v.protection > person.protection:
            outcome.differences.append(protection_change(self.work, person.protection, v.protection))

    def store(self, outcome: RowOutcome) -> About:
        """Inside the import's write()."""
        v = outcome.of(CheckedEmployment)
        if v.person is not None:
            self._change_person(outcome, v.person)
        if v.kept is not None:
            self._change_employment(outcome, v.kept)
            return v.person, v.kept
        person = self._person(v) if v.person is None else v.person
        return person, bookings.add_employment(self.work.bank, self._values(v, person))

    def _change_person(self, outcome: RowOutcome, key: int) -> None:
        store_number(self.work, outcome, key)
        sets = {n: d.value for n, f in (("name", "name"), ("protection", "protected")) for d in outcome.taken(f)}
        if sets:
            people.change(self.work.bank, key, sets)

    def _values(self, v: CheckedEmployment, person: int) -> dict[str, object]:
        """A new employment's columns."""
        place = places.get(self.work.bank, v.placement_id) if v.placement_id else None
        kind = (
            place.kind
            if place
            else ("in_house" if "arbetsmarknad" in fold(v.department) else "external" if v.department else "")
        )
        return {
            "ref": bookings.new_ref("E"),
            "participant_id": person,
            "form": self._form(v.form),
            "occupation_id": next(o.id for o in reference.occupations(self.work.bank) if o.code == v.occupation),
            "placement_id": v.placement_id,
            "placement_text": v.placement_text,
            "kind": kind,
            "from_date": v.from_date,
            "to_date": v.to_date,
            "extent": v.extent,
            **{n: said for n, said in v.fields.items() if said is not None},
        }

    def _change_employment(self, outcome: RowOutcome, key: int) -> None:
        v = outcome.of(CheckedEmployment)
        sets = {n: d.value for n in self._said(v) for d in outcome.taken(n)}
        if outcome.taken("placement"):
            sets |= {"placement_text": v.placement_text, "placement_id": v.placement_id}
        if sets:
            bookings.change_employment(self.work.bank, key, **sets)

    def _form(self, said: str) -> str:
        """The code of a form of employment; a new word is added to the code list."""
        for c in reference.codes(self.work.bank, "employment_forms"):
            if fold(said) in {fold(c.code), fold(c.sv), *(fold(a) for a in c.aliases)}:
                return str(c.code)
        if not said:
            return "bea_visstid"
        code = fold(said).replace(" ", "_")
        reference.add_code(self.work.bank, "employment_forms", code, said)
        return code

    def _person(self, v: CheckedEmployment) -> int:
        """The person of an employment row, made where the bank does not know her."""
        known = people.by_identity(self.work.bank, v.identity.number)
        if known is not None:  # an earlier row of this list has made her
            person = people.get(self.work.bank, known)
            if person and v.protection > person.protection:
                people.change(self.work.bank, known, {"protection": v.protection})
            return known
        values = {
            "name": v.name,
            "registered_on": min(v.from_date, self.work.today),
            **identity_values(v.identity),
            "wishes": (v.occupation,),
            "extent": v.extent,
            "protection": v.protection,
        }
        return people.add(self.work.bank, values | gender(v.gender))


def _names(key: int | None, *said: str) -> frozenset[str | int]:
    """Everything a place is known by: its key and its names."""
    return frozenset([*([key] if key else []), *(fold(s) for s in said if fold(s))])
