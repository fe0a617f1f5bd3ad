"""Employments of a list: which of the bank each row means, what it changes, and how it is stored."""

from __future__ import annotations

from collections.abc import Sequence

from amdesk.db.bank import reference
from amdesk.db.booking import bookings
from amdesk.db.people import participants as people
from amdesk.db.places import placements as places
from amdesk.domain.values import fold
from amdesk.imports.kinds import READ_OF_JOBS, CheckedEmployment
from amdesk.imports.model import RowOutcome
from amdesk.imports.same import Job
from amdesk.imports.same import pair as paired
from amdesk.services.exchange.whose import ask_who, gender, level_text, shown
from amdesk.services.people.participants import identity_values
from amdesk.services.work import Work


class EmploymentImports:
    def __init__(self, work: Work) -> None:
        self.work = work
        self.known: dict[int, bookings.KnownJob] = {}

    def pair(self, outcomes: Sequence[RowOutcome]) -> None:
        """Which employment of the bank each accepted row means, looked at for all rows of a person together."""
        bank = self.work.bank
        of: dict[int, list[tuple[int, CheckedEmployment]]] = {}
        for o in outcomes:
            if o.outcome == "accepted":
                v = o.of(CheckedEmployment)
                v.kept = None
                v.person = people.by_identity(bank, v.identity.number)
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
            v.person_changes = self._later(outcome, v.person)
        if found is None:
            outcome.action = "new"
            if v.person is None:
                ask_who(self.work, outcome, v, "")
            return
        if v.from_date != found.from_date:
            outcome.changes.append(("from_date", shown(found.from_date), shown(v.from_date)))
        if v.to_date != found.to_date and found.ended_on is None and (v.to_date or v.open_end):
            outcome.changes.append(("to_date", shown(found.to_date), shown(v.to_date)))
        if v.extent != found.extent:
            outcome.changes.append(("extent", str(found.extent), str(v.extent)))
        for name in (f.name for f in READ_OF_JOBS):
            kept = getattr(bookings.employment(self.work.bank, found.id), name)
            if v.fields[name] not in (None, "", ()) and v.fields[name] != kept:
                outcome.changes.append((name, shown(kept), shown(v.fields[name])))
        if v.placement_text and not found.placement_text and not found.placement_id:
            outcome.changes.append(("placement", "", v.placement_text))
        outcome.action = "update" if outcome.changes else "same"

    def _later(self, outcome: RowOutcome, key: int) -> dict[str, object]:
        """What the row tells of a person whom the bank has already: a name that was missing, a higher protection."""
        v = outcome.of(CheckedEmployment)
        person = people.get(self.work.bank, key)
        later: dict[str, object] = {}
        if person and not person.name and v.name:
            later["name"] = v.name
            outcome.changes.append(("name", "", v.name))
        if person and v.protection > person.protection:
            later["protection"] = v.protection
            outcome.changes.append(
                ("protected", level_text(self.work, person.protection), level_text(self.work, v.protection))
            )
        return later

    def store(self, outcome: RowOutcome) -> None:
        """Inside the import's write()."""
        v = outcome.of(CheckedEmployment)
        if v.person is not None and v.person_changes:
            people.change(self.work.bank, v.person, v.person_changes)
        if v.kept is not None:
            self._change_employment(outcome, v.kept)
            return
        person = self._person(v)
        form = self._form(v.form)
        place = places.get(self.work.bank, v.placement_id) if v.placement_id else None
        kind = (
            place.kind
            if place
            else ("in_house" if "arbetsmarknad" in fold(v.department) else "external" if v.department else "")
        )
        occupation = next(o.id for o in reference.occupations(self.work.bank) if o.code == v.occupation)
        bookings.add_employment(
            self.work.bank,
            {
                "ref": bookings.new_ref("E"),
                "participant_id": person,
                "form": form,
                "occupation_id": occupation,
                "placement_id": v.placement_id,
                "placement_text": v.placement_text,
                "kind": kind,
                "from_date": v.from_date,
                "to_date": v.to_date,
                "extent": v.extent,
                **{n: said for n, said in v.fields.items() if said is not None},
            },
        )

    def _change_employment(self, outcome: RowOutcome, key: int) -> None:
        v = outcome.of(CheckedEmployment)
        changed = {n for n, _, _ in outcome.changes}
        said: dict[str, object] = {"from_date": v.from_date, "to_date": v.to_date, "extent": v.extent, **v.fields}
        sets = {n: value for n, value in said.items() if n in changed}
        if "placement" in changed:
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
        if known is not None:
            if v.person is None:  # an earlier row of this list has made her
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
