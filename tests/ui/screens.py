"""Every page and every dialog of the program, and how somebody comes to it."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from amdesk.domain.bank.generations import Folders
from amdesk.domain.bank.undoing import BuiltUpon, CertificateStands
from amdesk.domain.booking.week.sheet import NAMES_ROW
from amdesk.domain.employers.brought import BroughtVacancy, ReadVacancies
from amdesk.domain.errors import Refused
from amdesk.domain.people.masked import NOBODY, Masked
from amdesk.domain.people.participant import Need
from amdesk.domain.texts import text
from amdesk.services.competence.verify import verify
from amdesk.services.desk import Desk
from amdesk.services.exchange.shown import Absentee
from amdesk.services.overview.handover import CaseloadPages
from amdesk.tour import SCREENS
from amdesk.ui.bank.rehearsing import RehearseDialog
from amdesk.ui.bank.rekeying import RekeyDialog
from amdesk.ui.bank.secrets import PassphraseDialog, SecretDialog, TypeDialog, UnlockDialog
from amdesk.ui.bank.undoing import BuiltUponDialog, IssuedDialog
from amdesk.ui.booking.capacity import ConflictsDialog
from amdesk.ui.booking.chains import ChainsDialog
from amdesk.ui.booking.fairness import FairnessDialog
from amdesk.ui.booking.steps import open_step
from amdesk.ui.booking.week.columns import PayrollColumnsDialog
from amdesk.ui.booking.week.lists import ReturnedWeekDialog, WeekListsDialog
from amdesk.ui.booking.week.period import AgreedDialog, DaysDialog
from amdesk.ui.booking.week.subsidies import SubsidiesDialog
from amdesk.ui.booking.week.subsidyform import ClaimDialog
from amdesk.ui.booking.why import WhyDialog
from amdesk.ui.competence.checked import CheckedDialog
from amdesk.ui.competence.module_acts import AttendanceDialog, EndModuleDialog, ModuleDialog, NeedDialog
from amdesk.ui.competence.sheets import SheetsDialog
from amdesk.ui.competence.words import WordsDialog
from amdesk.ui.employers.acts import BroughtDialog, IntroduceDialog, NotDialog
from amdesk.ui.employers.employerpane import ForgetDialog
from amdesk.ui.employers.form import TalkDialog
from amdesk.ui.employers.vacancyform import PasteDialog
from amdesk.ui.exchange.absent import AbsentDialog
from amdesk.ui.exchange.leaving import LeavingDialog
from amdesk.ui.exchange.receipt import ReceiptDialog
from amdesk.ui.frame.manual import ManualDialog, TourDialog
from amdesk.ui.frame.report import ReportDialog
from amdesk.ui.frame.shortcuts import ShortcutsDialog
from amdesk.ui.frame.start import NewBankDialog, StartDialog
from amdesk.ui.guidance.beside import GuidanceDialog
from amdesk.ui.guidance.writing import BeginDialog, DraftDialog
from amdesk.ui.kit.dialog import LeaveDialog
from amdesk.ui.kit.filepassword import LockDialog
from amdesk.ui.kit.leaving import WorkDialog
from amdesk.ui.kit.paper import Paper
from amdesk.ui.kit.period import PeriodDialog, SpanDialog
from amdesk.ui.kit.printing import print_paper
from amdesk.ui.kit.reason import ReasonDialog
from amdesk.ui.people import activity, handover
from amdesk.ui.people.activity import DemandDialog
from amdesk.ui.people.acts import EndDialog, ExtractDialog, IdentityDialog, MergeDialog, NoteDialog, WorkerDialog
from amdesk.ui.people.caseload import CaseloadPagesDialog
from amdesk.ui.people.deputy import DeputyDialog
from amdesk.ui.people.protecting import ProtectDialog
from amdesk.ui.results.behind import BehindDialog
from amdesk.ui.results.committee import CommitteeDialog
from amdesk.ui.results.frozen import FrozenDialog
from amdesk.ui.results.period import Period
from tests import make
from tests.services import attacks
from tests.ui import records
from tests.ui.conftest import Hands
from tests.ui.test_every_form import NAMED

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: (page, dict(visit)) for name, (page, visit) in SCREENS.items()},
    "archive": ("competence", {"tab": "archive"}), "text": ("followup", {"tab": "text"}),
    **{part: ("settings", {"part": part}) for part in ("unit", "weights", "bank", "users", "copies", "history", "access", "retention", "about")},
}  # fmt: skip
"""Each view of each page: its page, and what that is told."""


def _dice() -> random.Random:
    return random.Random(3)


def _person(desk: Desk) -> Any:
    return desk.work.participant(records.person(desk, _dice()))


def _employment(desk: Desk) -> Any:
    key = records.employment(desk, _dice())
    return next(e for e in desk.booking.employments() if e.id == key)


def _placed(desk: Desk) -> int:
    """Somebody who works and is opened without a reason."""
    return min(r.participant_id for r in desk.week.placed() if not r.participant.hidden)


def _week(h: Hands, desk: Desk) -> None:
    """Of somebody whose absence a written rule asks about."""
    seen = [r for r in desk.week.placed() if not r.participant.hidden and r.agreed]
    who = min(r.participant_id for r in seen)
    for weeks in (1, 2, 3):
        with suppress(Refused):
            desk.week.note(who, "sick", make.TODAY - timedelta(7 * weeks))
    h.shell.open("week.of", h.window.window, who)


def _of_week(h: Hands, desk: Desk, kind: type[DaysDialog | AgreedDialog]) -> None:
    who = min(r.participant_id for r in desk.week.placed() if not r.participant.hidden and r.agreed)
    kind(h.window.window, h.shell, desk.week.of(who), 0, lambda: None).open()


def _week_back(h: Hands, desk: Desk, folder: Path) -> None:
    """A week's list that came back with a day that is new and one that is none."""
    path = folder / "vecka.xlsx"
    desk.week.lists(path)
    book = load_workbook(path)
    for column, said in ((3, "N"), (4, "kanske")):
        book.worksheets[0].cell(NAMES_ROW + 1, column, said)
    book.save(path)
    ReturnedWeekDialog(h.window.window, h.shell, path.name, desk.week.returned(path)).open()


def _subsidy(h: Hands, desk: Desk) -> tuple[Any, Any]:
    """Somebody who may be seen, with a decision and a month of it to claim."""
    ref = records.subsidy(desk, _dice())
    of = desk.subsidies.get(ref)
    return desk.work.participant(of.participant_id), of


def _subsidies(h: Hands, desk: Desk) -> None:
    person, _ = _subsidy(h, desk)
    SubsidiesDialog(h.window.window, h.shell, desk.subsidies.of(person.id, "prov"), "prov").open()


def _claimed(h: Hands, desk: Desk) -> None:
    person, _ = _subsidy(h, desk)
    ClaimDialog(h.window.window, h.shell, desk.subsidies.of(person.id, "prov").lines[0]).open()


def _printed(h: Hands, desk: Desk) -> None:
    open_to_all = (e for e in desk.booking.employments() if not desk.work.participant(e.participant_id).protection)
    key = next(e.id for e in open_to_all if e.occupation)
    print_paper(
        h.window.window, h.shell, Paper("x", "y", "x.pdf", lambda desk, why: desk.sheets.form(key, "sv", why), "bank")
    )


def _attendance(h: Hands, desk: Desk, folder: Path) -> None:
    path = folder / "narvaro.xlsx"
    desk.attendance.write(path, desk.modules.every()[0].id)
    register, found = desk.attendance.read(path)
    AttendanceDialog(h.window.window, h.shell, register.module.name, found).open()


def _sheets(h: Hands, desk: Desk, folder: Path) -> None:
    path = folder / "blad.xlsx"
    desk.sheets.out(path, desk.sheets.running()[:1])
    SheetsDialog(h.window.window, h.shell, path.name, desk.sheets.read(path)).open()


def _end_module(h: Hands, desk: Desk) -> None:
    people = desk.modules.register(desk.modules.every()[0].id).people
    enrolment = next(e for e in people if e.status == "enrolled")
    EndModuleDialog(h.window.window, h.shell, enrolment, "interrupted", "Aida").open()


def _clash(h: Hands, desk: Desk) -> None:
    """A setting that a colleague changed meanwhile."""
    h.window.window.go("settings", part="unit")
    h.rest()
    page = h.page("settings")
    page.unit.fields["phone"].setText("010-9")
    desk.set_settings({"phone": "010-1"})
    page.refresh()
    h.rest()
    page.unit.save()


def _behind(h: Hands, desk: Desk) -> None:
    from amdesk.services.results.outcomes import BehindRow

    who = next(p for p in desk.participants.listing() if p.name.seen != p.number)
    BehindDialog(
        h.window.window, h.shell, "En", [BehindRow(None, who.id, who.number, who.name, NOBODY, None, "")]
    ).open()


def _checked(h: Hands, folder: Path) -> None:
    """A photo of a certificate, with what was signed beside it."""
    path, key = folder / "foto.jpg", folder / "stad.pem"
    path.write_bytes(attacks.picture(attacks.genuine()))
    key.write_bytes(attacks.city())
    CheckedDialog(h.window.window, h.shell, verify(path, key), path).open()


def _over(kind: Any, *given: Any) -> Callable[[Hands, Desk, Path], object]:
    return lambda h, _desk, _folder: kind(h.window.window, h.shell, *given).open()


def _introduced(h: Hands, desk: Desk) -> None:
    """Somebody whose certificate is issued, to an employer."""
    done = next(one for one in desk.vacancies.soon(90) if one.certificate.seen)
    IntroduceDialog(
        h.window.window, h.shell, (done.participant, "Aida · D-0001"), (1, "Parkarbetare, Växthuset"), done
    ).open()


def _queued(h: Hands, desk: Desk) -> None:
    """Somebody waits for a place that asks for what she must not do, and it is nobody's turn."""
    from amdesk.ui.booking.queue import of_person

    desk.participants.change(_person(desk).id, {"needs": (Need("district", "X", "must"),)})
    place = desk.placements.listing(day=make.TODAY)[0].id
    if not desk.queues.of_person(_person(desk).id, "x"):
        desk.queues.add(_person(desk).id, place)
    of_person(h.window.window, h.shell, _person(desk).id, "x")


def _held(h: Hands, desk: Desk) -> None:
    """One place is held, and one more could be."""
    from amdesk.ui.booking.holding import hold_of_place

    place = make.placement(desk.bank, 3)
    desk.holds.hold(place)
    hold_of_place(h.window.window, h.shell, place)


def _of_person(kind: Any) -> Callable[[Hands, Desk, Path], object]:
    return lambda h, desk, _folder: kind.run(h.window.window, h.shell, _person(desk))


def _form(kind: str) -> Callable[[Hands, Desk, Path], object]:
    return lambda h, desk, _folder: NAMED[kind].show(h, desk, NAMED[kind].stage(desk, _dice()))


def _start(h: Hands) -> StartDialog:
    made = StartDialog(h.shell, make.CLOCK, str)
    made.open()
    return made


def _guided(h: Hands, desk: Desk, chapter: str, kind: Any) -> None:
    found = desk.guidance.of(chapter)
    given = (found.name,) if kind is DraftDialog else ()
    kind(h.window.window, h.shell, *given, found.title, found.versions[0]).open()


def _forget(h: Hands, desk: Desk) -> None:
    whose = desk.employers.get(records.employer(desk, _dice()))
    ForgetDialog(h.window.window, h.shell, whose, desk.employers.contacts(whose.id)[0]).open()


def _improved(kind: str, h: Hands, desk: Desk, _folder: Path) -> None:
    """A form of the page Förbättring, over the action that is shown first."""
    h.window.window.go("improvement")
    h.rest()  # what was typed on the page before is stored first
    page = h.page("improvement")
    h.until(lambda: page.read is not None)
    h.rest()
    {"ActionDialog": page.change, "ActionStepDialog": page.new_step, "WorkshopDialog": page.new_workshop}[kind]()


def _reviewed(kind: str, h: Hands, desk: Desk, _folder: Path) -> None:
    """A form of the page Granskning, over the recommendation that waits for its answer."""
    h.window.window.go("reviews", part="R-002")
    h.rest()
    page = h.page("reviews")
    h.until(lambda: page.read is not None)
    h.rest()
    {
        "RecommendationDialog": page.change,
        "AnswerDialog": page.write_answer,
        "TieDialog": page.tie,
        "EvidenceDialog": page.show_it,
        "FreezeDialog": page.freeze_report,
        "FrozenDialog": lambda: FrozenDialog.show_report(page, h.shell, desk.frozen.listed()[0].number),
    }[kind]()


def _caseload(desk: Desk) -> CaseloadPages:
    """Whose pages go where no folder is: else the dialog is closed by itself before anybody has looked at it."""
    return desk.handovers.of_caseload(max(desk.participants.case_workers(), key=lambda w: w.caseload).id)


def _ignore(*_: object) -> None:
    return


DIALOGS: dict[str, Callable[[Hands, Desk, Path], object]] = {
    **{kind: _form(kind) for kind in NAMED},
    **{kind.__name__: _of_person(kind) for kind in (ExtractDialog, IdentityDialog, WorkerDialog, MergeDialog, ProtectDialog)},
    "NoteDialog": lambda h, desk, _: NoteDialog.run(h.window.window, h.shell, _person(desk).id),
    "WeekDialog": lambda h, desk, _: _week(h, desk),
    "DaysDialog": lambda h, desk, _: _of_week(h, desk, DaysDialog), "AgreedDialog": lambda h, desk, _: _of_week(h, desk, AgreedDialog),
    "DeputyDialog": lambda h, _desk, _: DeputyDialog.run(h.window.window, h.shell),
    "CaseloadPagesDialog": lambda h, desk, folder: CaseloadPagesDialog(h.window.window, h.shell, _caseload(desk), folder / "none" / "pages.pdf").open(),
    "HandoverDialog": lambda h, desk, _: handover.show(h.window.window, h.shell, _placed(desk)),
    "ActivityDialog": lambda h, desk, _: activity.show(h.window.window, h.shell, _person(desk).id, "prov"), "DemandDialog": lambda h, desk, _: DemandDialog(h.window.window, h.shell, _person(desk)).open(),
    "PayrollColumnsDialog": lambda h, desk, _: PayrollColumnsDialog(h.window.window, h.shell, desk.week.payroll_columns(), "2026-10", lambda: None).open(),
    "WeekListsDialog": _over(WeekListsDialog), "ReturnedWeekDialog": lambda h, desk, folder: _week_back(h, desk, folder),
    "SubsidiesDialog": lambda h, desk, _: _subsidies(h, desk), "ClaimDialog": lambda h, desk, _: _claimed(h, desk),
    "EndDialog": lambda h, desk, _: EndDialog.run(h.window.window, h.shell, _employment(desk), None),
    "ModuleDialog": lambda h, desk, _: ModuleDialog(h.window.window, h.shell, desk.modules.kinds(), _ignore).open(),
    "NeedDialog": lambda h, desk, _: NeedDialog(h.window.window, h.shell, _person(desk).id, "B1", desk.modules.kinds()).open(),
    "EndModuleDialog": lambda h, desk, _: _end_module(h, desk),
    "AttendanceDialog": _attendance, "SheetsDialog": _sheets,
    "ClashDialog": lambda h, desk, _: _clash(h, desk),
    "IssuedDialog": lambda h, _desk, _: IssuedDialog(h.window.window, h.shell, CertificateStands(text("x"), 1, "AMD-2026-00001", 1, text("x"))).open(),
    "BuiltUponDialog": lambda h, _desk, _: BuiltUponDialog(h.window.window, h.shell, BuiltUpon(text("x"), None), None).open(),
    "ConflictsDialog": _over(ConflictsDialog),
    "ManualDialog": _over(ManualDialog), "TourDialog": _over(TourDialog),
    "GuidanceDialog": lambda h, desk, _: GuidanceDialog(h.window.window, h.shell, desk.guidance.paragraph("form", "bea_visstid")).open(),
    "DraftDialog": lambda h, desk, _: _guided(h, desk, "outcome", DraftDialog),
    "BeginDialog": lambda h, desk, _: _guided(h, desk, "outcome", BeginDialog),
    **{kind: partial(_improved, kind) for kind in ("ActionDialog", "ActionStepDialog", "WorkshopDialog")},
    **{kind: partial(_reviewed, kind) for kind in ("RecommendationDialog", "AnswerDialog", "TieDialog", "EvidenceDialog", "FreezeDialog", "FrozenDialog")},
    "CancelDialog": lambda h, desk, _: open_step(h.window.window, h.shell, desk.booking.get(records.booking(desk, _dice())), "cancel"),
    "InterruptDialog": lambda h, desk, _: open_step(h.window.window, h.shell, desk.booking.get(records.booking(desk, _dice())), "interrupt"),
    "FairnessDialog": _over(FairnessDialog),
    "ChainsDialog": lambda h, desk, _: ChainsDialog(h.window.window, h.shell, _person(desk)).open(),
    "HoldDialog": lambda h, desk, _: _held(h, desk),
    "QueueDialog": lambda h, desk, _: _queued(h, desk),
    "WhyDialog": lambda h, desk, _: WhyDialog(h.window.window, h.shell, _person(desk), "").open(),
    "WordsDialog": _over(WordsDialog, {"remark": "", "comment": ""}, _ignore),
    "AbsentDialog": _over(AbsentDialog, "employments", [Absentee("D-001", Masked("Zita Provström", 1, 0), Masked("Parklag Prov", 1, 0), date(2026, 1, 2))]),
    "ReceiptDialog": _over(ReceiptDialog, [(text("Rows read"), 12)]),
    "CheckedDialog": lambda h, _desk, folder: _checked(h, folder),
    "ReportDialog": _over(ReportDialog, "x"),
    "ShortcutsDialog": lambda h, _desk, _: ShortcutsDialog(h.window.window, h.shell, h.window.window.commands()).open(),
    "WorkDialog": _over(WorkDialog, _ignore), "LeaveDialog": _over(LeaveDialog, _ignore),
    "SpanDialog": _over(SpanDialog, "x", "y", "z"), "PeriodDialog": _over(PeriodDialog, "x"),
    "ReasonDialog": _over(ReasonDialog, "x", "y", "z"),
    "LeavingDialog": _over(LeavingDialog, "supervisors", "x", _ignore), "LockDialog": _over(LockDialog, "x", _ignore),
    "BehindDialog": lambda h, desk, _: _behind(h, desk),
    "CommitteeDialog": _over(CommitteeDialog, Period(make.TODAY, make.TODAY)),
    "SecretDialog": _over(SecretDialog, "x"), "UnlockDialog": _over(UnlockDialog, "x"), "PassphraseDialog": _over(PassphraseDialog),
    "TypeDialog": _over(TypeDialog, "x", "y", "z"),
    "RehearseDialog": _over(RehearseDialog, _ignore), "RekeyDialog": _over(RekeyDialog, "x", Folders(Path("x"))),
    "TalkDialog": lambda h, desk, _: TalkDialog(h.window.window, h.shell, desk.employers.listing()[0].employer).open(),
    "ForgetDialog": lambda h, desk, _: _forget(h, desk),
    "IntroduceDialog": lambda h, desk, _: _introduced(h, desk),
    "NotDialog": _over(NotDialog, (1, "Aida · D-0001"), (1, "Parkarbetare"), None),
    "BroughtDialog": _over(BroughtDialog, ReadVacancies("x.csv", "list", [BroughtVacancy("2", "Växthuset", values={"title": "Odlare"}, outcome="new")], {"Kontakt": 1})),
    "PasteDialog": _over(PasteDialog),
    "PrintDialog": lambda h, desk, _: _printed(h, desk),
    "NewBankDialog": _over(NewBankDialog, make.CLOCK),
    "StartDialog": lambda h, _desk, _: _start(h),
}  # fmt: skip
"""By the name of its class. Whoever opens one keeps what is answered: it may be the dialog, which nothing else holds."""
