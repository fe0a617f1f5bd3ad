"""Teaching modules: needs, offers, enrolment, attendance, completion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from amdesk.db.bank import reference
from amdesk.db.competence import modules as db
from amdesk.domain.booking.meetings import Occasion
from amdesk.domain.change import Change, asked, moved, settle, worded
from amdesk.domain.competence.attendance import mark_name, marked
from amdesk.domain.competence.modules import (
    ATTENDANCE,
    ENROLMENT_STATUSES,
    ENROLMENT_STEPS,
    Enrolment,
    Module,
    Register,
    hours_present,
)
from amdesk.domain.errors import Refused
from amdesk.domain.places.placement import LANGUAGE_LEVELS
from amdesk.domain.texts import N_, Text, text
from amdesk.services.bank.work import Work
from amdesk.services.guidance.deciding import keep
from amdesk.services.people.gate import held


class Modules:
    def __init__(self, work: Work) -> None:
        self.work = work

    def kinds(self) -> dict[str, str]:
        """Names of the kinds by code."""
        return {c.code: c.name(self.work.lang) for c in reference.codes(self.work.bank, "teaching_modules")}

    def every(self) -> list[Module]:
        return db.modules(self.work.bank)

    def occasions(self, module_id: int) -> list[Occasion]:
        return db.occasions(self.work.bank, module_id)

    def create(
        self, said: Mapping[str, object], meetings: Sequence[tuple[date, str, str]], occupation: str = ""
    ) -> Module:
        """A module, by its declared fields, with its meetings (day, from, to). Raises Refused for what no module can be."""
        values = {n: v.strip() if isinstance(v, str) else v for n, v in said.items()}
        if values["kind"] not in self.kinds():
            raise Refused(text(N_("Choose what kind of module it is.")), "KIND")
        counts = (values["hours"], values["capacity"])
        if not values["name"] or not all(isinstance(n, int) and n > 0 for n in counts):
            raise Refused(text(N_("A module has a name, and at least one hour and one place.")), "INCOMPLETE")
        if bad := next((m for m in meetings if not m[1] < m[2]), None):
            raise Refused(
                text(N_("The meeting on {day} ends before it begins. Write the times as 09:00."), day=bad[0]), "TIMES"
            )
        bank = self.work.bank
        job = reference.occupation_id(bank, occupation) if occupation else None
        with bank.write(text(N_("New module: {name}"), name=values["name"])):
            key = db.add_module(bank, values, meetings, job)
        found = db.module(bank, key)
        assert found is not None
        return found

    def need(
        self, participant: int | str, kind: str, *, level_before: str = "", more: Mapping[str, object] | None = None
    ) -> Enrolment:
        """An individual need of a kind of module; `more` are fields that are declared besides. Raises Refused where the same need is open already."""
        person, bank = self.work.participant(participant), self.work.bank
        if kind not in self.kinds():
            raise Refused(text(N_("Choose what kind of module it is.")), "KIND")
        open_ones = {"need", "offered", "enrolled"}
        if any(e.kind == kind and e.status in open_ones for e in db.enrolments(bank, participant=person.id)):
            raise Refused(text(N_("{name} has that need already."), name=person.shown_name), "AGAIN")
        with bank.write(text(N_("Need of a module: {name}, {kind}"), name=person.shown_name, kind=self.kinds()[kind])):
            held(self.work, person.id)
            said = {"kind": kind, "level_before": level_before or person.language, "on_date": self.work.today}
            key = db.add_enrolment(bank, person.id, {**said, "status": "need", **(more or {})})
            keep(self.work, "enrolment", key, person.id, [("module", kind)])
        return self._get(key)

    def step(
        self, enrolment_id: int, status: str, *, module_id: int | None = None, reason: str = "", level_after: str = ""
    ) -> Enrolment:
        """Offered, enrolled (in a module), completed, interrupted (with a reason), declined.

        The bank refuses more enrolments than the module has places (AM012). Completing counts the hours attended, or the
        module's own where no attendance was noted. Raises Refused.
        """
        found, bank = self._get(enrolment_id), self.work.bank
        if status not in ENROLMENT_STEPS[found.status]:
            raise Refused(
                text(
                    N_("The module is {status}, so that step cannot be taken."),
                    status=Text(ENROLMENT_STATUSES[found.status]),
                ),
                "STEP",
            )
        module = db.module(bank, module_id or found.module_id or 0)
        if status in {"enrolled", "completed"} and module is None:
            raise Refused(text(N_("Choose which module first.")), "MODULE")
        if module is not None and module.kind != found.kind:
            raise Refused(text(N_("{module} is another kind of module than the need."), module=module.name), "KIND")
        if status == "interrupted" and not reason.strip():
            raise Refused(text(N_("Write why it was interrupted.")), "REASON")
        if level_after and level_after not in LANGUAGE_LEVELS:
            raise Refused(
                text(
                    N_("{level} is no level of Swedish. Use one of {known}."),
                    level=level_after,
                    known=", ".join(LANGUAGE_LEVELS),
                ),
                "LEVEL",
            )
        values: dict[str, object] = {"status": status, "reason": reason.strip(), "on_date": self.work.today}
        if module is not None:
            values["module_id"] = module.id
        if level_after:
            values["level_after"] = level_after
        if status == "completed" and module is not None:
            noted = db.attendance(bank, enrolment_id)
            values["hours"] = hours_present(db.occasions(bank, module.id), noted) if noted else module.hours
        name = self.work.participant(found.participant_id).shown_name
        with bank.write(text(N_("Module {status}: {name}"), status=Text(ENROLMENT_STATUSES[status]), name=name)):
            now = db.held_status(bank, enrolment_id)
            if now != found.status:
                raise moved(text(N_("Status")), Text(ENROLMENT_STATUSES[now]))
            db.change_enrolment(bank, enrolment_id, **values)
        return self._get(enrolment_id)

    def attend(self, states: Mapping[tuple[int, int], str | Change]) -> int:
        """Attendance by (enrolment, occasion) as one step; returns how many were noted. Raises Refused, also where somebody
        else has noted something else than a Change began with."""
        given = {mark_name(*at): state for at, state in states.items()}
        wanted = [asked(one) for one in given.values() if not (isinstance(one, Change) and one.before == one.after)]
        if bad := [s for s in wanted if s not in ATTENDANCE]:
            raise Refused(text(N_("{said} is no attendance."), said=worded(bad[0])), "STATE")
        with self.work.bank.write(text(N_("Attendance noted: {count}"), count=len(states))):
            now: dict[str, object] = {}
            for enrolment, occasion in states:
                db.held_status(self.work.bank, enrolment)
                now[mark_name(enrolment, occasion)] = db.attendance(self.work.bank, enrolment).get(occasion)
            for name, state in settle(given, now, self._attended).items():
                db.attend(self.work.bank, *marked(name), state)
        return len(states)

    def _attended(self, name: str, now: object) -> tuple[Text, object]:
        """Whose attendance it is and on which day, and what of it in words."""
        enrolment, occasion = marked(name)
        found = self._get(enrolment)
        day = next((o.on_date for o in self.occasions(found.module_id or 0) if o.id == occasion), None)
        who = text(N_("Attendance of {name}"), name=found.participant.text)
        label = text("{what}, {day}", what=who, day=day) if day else who
        return label, Text(ATTENDANCE[str(now)]) if now else None

    def of(self, participant: int | str) -> list[Enrolment]:
        return db.enrolments(self.work.bank, participant=self.work.participant(participant).id)

    def needing(self, kind: str) -> list[Enrolment]:
        """Everybody with an open need of a kind, longest first."""
        found = [
            e
            for e in db.enrolments(self.work.bank)
            if e.kind == kind and e.status in {"need", "offered"} and e.module_id is None
        ]
        return sorted(found, key=lambda e: (e.on_date, e.id))

    def register(self, module_id: int) -> Register:
        """Everything a teacher's list shows: enrolled first, then offered, those in need, and those who are done. Raises Refused."""
        found = db.module(self.work.bank, module_id)
        if found is None:
            raise Refused(text(N_("That module is no longer in the bank.")), "GONE")
        here = [*db.enrolments(self.work.bank, module_id=module_id), *self.needing(found.kind)]
        order = {"enrolled": 0, "offered": 1, "need": 2}
        people = sorted({e.id: e for e in here}.values(), key=lambda e: order.get(e.status, 3))
        noted = db.attendance_of(self.work.bank, module_id)
        return Register(found, tuple(self.occasions(module_id)), tuple(people), noted)

    def attendance(self, enrolment_id: int) -> dict[int, str]:
        return db.attendance(self.work.bank, enrolment_id)

    def _get(self, key: int) -> Enrolment:
        found = db.enrolment(self.work.bank, key)
        if found is None:
            raise Refused(text(N_("That module is no longer in the bank.")), "GONE")
        return found
