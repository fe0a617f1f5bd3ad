"""Every dialog of an act on a person, a booking, an employment, a placement or a certificate says in its head whose it is."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from amdesk.services.desk import Desk
from amdesk.ui.competence.words import WordsDialog
from amdesk.ui.people.acts import EndDialog
from tests.ui import records
from tests.ui.conftest import Hands, other
from tests.ui.screens import DIALOGS

__all__ = ["other"]

OF_A_PERSON = (
    "ParticipantDialog", "ExtractDialog", "IdentityDialog", "WorkerDialog", "MergeDialog", "ProtectDialog", "NoteDialog", "NeedDialog", "WeekDialog", "HandoverDialog", "SubsidiesDialog", "SubsidyDialog", "ClaimDialog", "ActivityDialog", "DemandDialog", "DaysDialog", "AgreedDialog",
    "WhyDialog", "QueueDialog", "ChainsDialog", "EndDialog", "DecisionDialog", "FollowUpDialog", "CancelDialog", "InterruptDialog", "MoveDialog", "LastDayDialog", "BookingDialog",
)  # fmt: skip
OF_A_PLACE = ("PlacementDialog", "CapacityDialog", "HoldDialog")
OF_AN_EMPLOYER = ("EmployerDialog", "ContactDialog", "VacancyDialog", "TalkDialog", "ForgetDialog")
OF_NOBODY = {
    "DeputyDialog", "CaseloadPagesDialog",
    "FairnessDialog", "IntroduceDialog", "NotDialog", "BroughtDialog", "PasteDialog",
    "ModuleDialog", "AttendanceDialog", "SheetsDialog", "ClashDialog", "IssuedDialog", "BuiltUponDialog", "ConflictsDialog", "ReceiptDialog",
    "WeekListsDialog", "PayrollColumnsDialog", "ReturnedWeekDialog", "ReportDialog", "ShortcutsDialog", "WorkDialog", "SpanDialog", "PeriodDialog", "ReasonDialog", "BehindDialog", "CommitteeDialog", "SecretDialog",
    "UnlockDialog", "PassphraseDialog", "TypeDialog", "PrintDialog", "NewBankDialog", "StartDialog", "AssumptionDialog", "EndModuleDialog",
    "RehearseDialog", "RekeyDialog",
    "CheckedDialog",
    "WordsDialog", "AbsentDialog", "LeaveDialog", "GuidanceDialog", "ManualDialog", "TourDialog", "DraftDialog", "BeginDialog", "ActionDialog", "ActionStepDialog", "WorkshopDialog", "RecommendationDialog", "AnswerDialog", "TieDialog", "EvidenceDialog", "FreezeDialog", "FrozenDialog", "LeavingDialog", "LockDialog",
}  # fmt: skip
"""About several, about the bank or a file, or told whose by whoever opens them."""


def test_every_dialog_is_of_somebody_or_of_nobody() -> None:
    assert set(DIALOGS) == {*OF_A_PERSON, *OF_A_PLACE, *OF_AN_EMPLOYER, *OF_NOBODY}


def head(dialog: Any) -> str:
    """Title, whose, and the sentence, as far as they are shown."""
    parts = [one.text() for one in dialog.findChildren(QLabel) if one.property("kind") == "title"]
    return " | ".join([*parts, *(one.text() for one in (dialog.whose, dialog.sentence) if not one.isHidden())])


def shown(hands: Hands, desk: Desk, kind: str, folder: Path) -> str:
    kept = DIALOGS[kind](hands, desk, folder)
    hands.until(lambda: type(QApplication.activeModalWidget()).__name__ == kind)
    hands.rest()
    dialog = QApplication.activeModalWidget()
    said = head(dialog)
    dialog.reject()  # type: ignore[union-attr]  # it is a dialog
    del kept
    return said


@pytest.mark.thorough(36)
@pytest.mark.parametrize("kind", OF_A_PERSON)
def test_a_dialog_about_a_person_says_whose_it_is(hands: Hands, other: Desk, tmp_path: Path, kind: str) -> None:
    said = shown(hands, other, kind, tmp_path)
    told = {r.name.seen or r.number for r in other.participants.listing()}
    assert any(one and one in said for one in told), said


@pytest.mark.thorough(3)
@pytest.mark.parametrize("kind", OF_A_PLACE)
def test_a_dialog_about_a_placement_says_which(hands: Hands, other: Desk, tmp_path: Path, kind: str) -> None:
    said = shown(hands, other, kind, tmp_path)
    assert any(p.name in said for p in other.placements.listing()), said


@pytest.mark.thorough(5)
@pytest.mark.parametrize("kind", OF_AN_EMPLOYER)
def test_a_dialog_about_an_employer_says_which(hands: Hands, other: Desk, tmp_path: Path, kind: str) -> None:
    said = shown(hands, other, kind, tmp_path)
    assert any(r.employer.name in said for r in other.employers.listing()), said


def test_the_end_of_an_employment_says_whose_where_and_when(hands: Hands, other: Desk) -> None:
    key = records.employment(other, random.Random(3))
    found = next(e for e in other.booking.employments() if e.id == key)
    EndDialog.run(hands.window.window, hands.shell, found, None)
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), EndDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EndDialog)
    said, t = dialog.whose.text(), hands.shell.words
    assert found.placement.seen in said
    assert t.day(found.from_date) in said
    assert (t.day(found.end) if found.end else t("until further notice")) in said
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_words_beside_the_levels_say_whose(hands: Hands) -> None:
    hands.shell.go("competence", tab="assess")
    page = hands.page("competence")
    hands.until(lambda: page.sheet is not None)
    page.note()
    hands.until(lambda: isinstance(QApplication.activeModalWidget(), WordsDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WordsDialog)
    assert page.sheet.participant.name in head(dialog)
    assert page.sheet.employment.placement.seen in head(dialog)
    dialog.reject()


@pytest.mark.thorough(long=True)
def test_no_name_stands_in_a_head_while_names_are_hidden(
    hands: Hands, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of people who have a name: whoever has none is called by the number, which stands there all the same."""
    made, called = records.person, "Astrid Prov"

    def named(desk: Desk, dice: random.Random) -> int:
        key = made(desk, dice)
        desk.participants.change(key, {"name": called})
        return key

    monkeypatch.setattr(records, "person", named)
    hands.shell.names_hidden = True
    for kind in OF_A_PERSON:
        said = shown(hands, other, kind, tmp_path)
        names = {r.name.seen for r in other.participants.listing() if r.name.seen != r.number} - {""}
        assert not any(one in said for one in names), (kind, said)
    assert called in names
