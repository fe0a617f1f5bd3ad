"""People of a list: compared with those of the bank, and stored."""

from __future__ import annotations

from amdesk.db.people import caseworkers
from amdesk.db.people import participants as people
from amdesk.domain.people.identity import masked
from amdesk.domain.people.participant import Need
from amdesk.imports.model import RowOutcome
from amdesk.imports.people import COMPARED, CheckedPerson
from amdesk.services.exchange.whose import MASKED, SAME, ask_which, ask_who, gender, level_text, meant, shown
from amdesk.services.people.participants import identity_values
from amdesk.services.work import Work


class ParticipantImports:
    def __init__(self, work: Work) -> None:
        self.work = work

    def compare(self, outcome: RowOutcome) -> None:
        """Whether a row is new, changes somebody, or says the same."""
        v = outcome.of(CheckedPerson)
        bank = self.work.bank
        key = (
            people.by_identity(bank, v.identity.number)
            if v.identity
            else people.by_name(bank, v.name, v.born, v.phone, v.email)
        )
        if key is None and outcome.answer == SAME:
            key = meant(self.work, v)
        person = people.get(bank, key) if key is not None else None
        if person is None:
            outcome.action = "new"
            ask_who(self.work, outcome, v, v.phone)
            if outcome.outcome == "accepted":
                ask_which(self.work, outcome)
            return
        v.person = person.id
        if v.identity and person.identity is None:
            outcome.changes.append(("identity", "", masked(v.identity.number)))
        for name in COMPARED:
            after = v.fields.get(name)
            if name == "needs":
                after = v.fields["needs"] = _needs(v.needs, v.aside, person.needs)
            said_none = name in v.none and getattr(person, name) not in (None, "")
            if name == "available_from" and said_none:  # "at once" is news only to a day that is still to come
                said_none = person.available_from is not None and person.available_from > self.work.today
            if name in v.fields and (after not in (None, "", ()) or said_none) and after != getattr(person, name):
                outcome.changes.append((name, shown(getattr(person, name)), shown(after)))
        if v.protection > person.protection:
            outcome.changes.append(
                ("protected", level_text(self.work, person.protection), level_text(self.work, v.protection))
            )
        if person.protection or v.protection:
            outcome.changes = [
                (n, b and MASKED, MASKED) if n != "protected" else (n, b, a) for n, b, a in outcome.changes
            ]
        if v.case_worker and person.case_worker_id is None:
            outcome.changes.append(("case_worker", "", v.case_worker))
        outcome.action = "update" if outcome.changes else "same"

    def store(self, outcome: RowOutcome) -> None:
        """Inside the import's write()."""
        v = outcome.of(CheckedPerson)
        bank = self.work.bank
        worker = caseworkers.case_worker_named(bank, v.case_worker) if v.case_worker else None
        if v.case_worker and worker is None:
            worker = caseworkers.add_case_worker(bank, v.case_worker)
        if v.person is not None:
            changed = {n for n, _, _ in outcome.changes}
            sets = {n: v.fields[n] for n in COMPARED if n in changed}
            if "case_worker" in changed:
                sets["case_worker_id"] = worker
            if "protected" in changed:
                sets["protection"] = v.protection
            if v.identity and "identity" in changed:
                people.replace_identity(bank, v.person, v.identity.number, v.identity.born, self.work.today)
            people.change(bank, v.person, sets)
            return
        values = {n: v.fields[n] for n in COMPARED if v.fields.get(n) is not None} | {
            "born": v.born,
            "registered_on": self.work.today,
            "case_worker_id": worker,
            "protection": v.protection,
            "needs": _needs(v.needs, v.aside, ()),
        }
        if v.identity:
            values |= identity_values(v.identity)
        people.add(bank, values | gender(v.gender))


def _needs(listed: tuple[Need, ...], aside: tuple[Need, ...], kept: tuple[Need, ...]) -> tuple[Need, ...]:
    """Needs after an import: the list's where it says one that is new, else those that are kept; words set aside are added."""
    base = kept if set(listed) <= set(kept) else listed
    return (*base, *(n for n in dict.fromkeys(aside) if n not in base))
