"""The teacher's round trip without a login: an attendance list out, filled in, read back, accepted as one step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from amdesk.db.bank import access_log, settings
from amdesk.db.people.names import restricted_ones
from amdesk.domain.change import Change
from amdesk.domain.competence.attendance import MARKS_TAKEN, ListHead, Mark, list_check, mark_name, marked, marks
from amdesk.domain.competence.modules import ATTENDANCE, Enrolment, Register
from amdesk.domain.errors import BadFile, Refused
from amdesk.domain.exchange.leaving import LeavingForms
from amdesk.domain.people.masked import Masked
from amdesk.domain.texts import N_, text
from amdesk.export.attendance import write_attendance
from amdesk.i18n import Words
from amdesk.imports.attendance import read_attendance
from amdesk.services.bank.work import Work
from amdesk.services.competence.modules import Modules
from amdesk.services.competence.sheets import ROW_KEYS, Sheets


class Attendance:
    def __init__(self, work: Work) -> None:
        self.work = work

    def leaving(self, module_id: int) -> LeavingForms:
        """What `write` would hold: how many people, and for which days. Nothing leaves; that it was looked at is logged."""
        register = Modules(self.work).register(module_id)
        people, left = self._listed(register)
        access_log.log_read(self.work.bank, "list_leaving", None, f"attendance {len(people)}")
        days = tuple(str(o.on_date) for o in register.meetings)
        return LeavingForms(((Masked(register.module.name, 0, 0), len(people)),), days, left)

    def _listed(self, register: Register) -> tuple[list[Enrolment], int]:
        """Who stands on the list, and how many are left out of it."""
        restricted = restricted_ones(self.work.bank)
        enrolled = [e for e in register.people if e.status == "enrolled"]
        shown = [e for e in enrolled if not e.protected and e.participant_id not in restricted]
        return shown, len(enrolled) - len(shown)

    def write(self, path: Path, module_id: int, lang: str = "sv", to: str = "") -> int:
        """The list of those enrolled, with what is noted already; returns how many. Protected people are left out, and those whose
        processing is restricted;
        each read is logged. Raises Refused, BadFile."""
        register = Modules(self.work).register(module_id)
        people, _left = self._listed(register)
        if not people:
            raise Refused(text(N_("Nobody is enrolled in {module}."), module=register.module.name), "EMPTY")
        secret = Sheets(self.work).key()
        keys = {e.id for e in people}
        base = {f"{e}.{o}": state for (e, o), state in register.attendance.items() if e in keys}
        head = ListHead(
            module_id, self.work.today, tuple(e.id for e in people), tuple(o.id for o in register.meetings), base
        )
        for e in people:
            access_log.log_read(self.work.bank, "attendance", e.participant_id)
        access_log.log_read(self.work.bank, "export_attendance", None, str(len(people)), to.strip())
        words = Words(lang, self.work.today)
        write_attendance(path, register.module, register.meetings, people, head, secret, words)
        return len(people)

    def read(self, path: Path) -> tuple[Register, list[Mark]]:
        """The module's register and what the file would change in it; nothing is stored. Raises BadFile, Refused."""
        head, check, rows = read_attendance(path)
        secret = settings.setting(self.work.bank, ROW_KEYS)
        if not secret or check != list_check(secret, head):
            raise BadFile(
                text(N_("{file} holds no sheet of this bank. Choose the file that was sent out."), file=path.name),
                "NO_SHEET",
            )
        register = Modules(self.work).register(head.module)
        names = {e.id: e.participant.text for e in register.people}
        days = {o.id: o.on_date for o in register.meetings}
        words = {
            Words(lang, self.work.today)(said).replace(",", "").casefold(): code
            for lang in ("sv", "en")
            for code, said in ATTENDANCE.items()
        }
        return register, marks(secret, head, rows, register.attendance, names, days, words)

    def accept(self, found: Sequence[Mark], chosen: Collection[Mark] | None = None) -> int:
        """Store the marks chosen (all that can be, conflicts left out, where none are named) as one undo step. Raises Moved
        where somebody else has noted something else since they were read."""
        taken = [m for m in found if m.new and (m in chosen if chosen is not None else m.kind in MARKS_TAKEN)]
        return self.store({mark_name(m.enrolment, m.occasion): Change(m.old, m.new) for m in taken})

    def store(self, given: Mapping[str, Change]) -> int:
        """Store marks as a form sends them, by mark_name(enrolment, occasion), as one undo step. Raises Moved."""
        return Modules(self.work).attend({marked(name): one for name, one in given.items()})
