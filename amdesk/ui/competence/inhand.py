"""What is typed in the assessment grid and is not in the bank yet: it is stored before anything reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from amdesk.domain.booking.bookings import Employment
from amdesk.domain.change import Change, Moved, changes, found
from amdesk.domain.competence.assessments import Assessment, words_of
from amdesk.services.competence.certificates import AssessmentSheet
from amdesk.ui.competence.certificate import CertificatePanel
from amdesk.ui.competence.grid import Grid
from amdesk.ui.kit.dialog import ClashDialog, ToStore
from amdesk.ui.kit.page import Page
from amdesk.ui.kit.saving import Unsaved
from amdesk.ui.kit.shell import Shell
from amdesk.ui.people.whose import of_employment

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

PAUSE = 250
"""Milliseconds after the last key before the certificate beside the grid is drawn anew."""


class InHand(Page):
    """One person's assessment as it stands on the screen, and as it began."""

    grid: Grid
    certificate: CertificatePanel

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, shell.words("Competence"))
        self.sheet: AssessmentSheet | None = None
        self.opening: tuple[int, int | None] | None = None
        """The person asked for and not shown yet: what is typed until then belongs to nobody."""
        self.why = ""
        self.unsaved_levels = Unsaved(shell, self._storing, self._stored, self._choose)
        self.begun: dict[str, object] = {}
        """What stood in the bank of the assessment that is shown, by skill and words."""
        self.finished = False
        self.behind = False
        """The sheet that is shown is being read again: what it says of the certificate may be old."""
        self.beside = words_of(None)
        """What is said beside the levels, by the names of the fields."""
        self.occasion, self.on = "extra", shell.today
        self.stood: str | None = None
        """What the assessment of that day is called in the bank; None where there is none."""
        self.after: list[tuple[int, Callable[[], None]]] = []
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE)
        self.pause.timeout.connect(self._follow)

    def load(self, participant: int, employment: int | None = None, why: str = "") -> None:
        """Show one person's grid; what was not saved is saved first."""
        raise NotImplementedError

    def waits(self) -> bool:
        """Whether another person is being opened, which is said: nothing may be typed or done for who stands there still."""
        if self.opening:
            self.shell.toast(self.t("Another person is being opened. Wait until the grid shows who it is."))
        return self.opening is not None

    def levels(self) -> dict[str, int]:
        return {r.skill.code: r.levels[-1] for r in self.grid.table.rows if r.skill is not None and r.levels[-1]}

    def typed(self) -> None:
        """A level or a word was changed: it is stored before anything is printed, and when the page or person is left."""
        self.unsaved_levels.touch()
        self.pause.start()
        self._follow_by(self.certificate.follow_key)

    def _follow(self) -> None:
        """The certificate beside the grid as it is with what was typed."""
        self._follow_by(self.certificate.follow)

    def _follow_by(self, follow: Callable[[Assessment], None]) -> None:
        sheet = self.sheet
        if sheet is not None and self.changed:
            profile = sheet.profile.id if sheet.profile else 0
            follow(
                Assessment(
                    0,
                    sheet.employment.id,
                    profile,
                    self.occasion,
                    self.on,
                    self.shell.settings.user,
                    self.levels(),
                    finished=self.finished,
                    **self.beside,
                )
            )

    @property
    def changed(self) -> bool:
        return self.unsaved_levels.changed

    def store_first(self, then: Callable[[], None], otherwise: Callable[[str], None] | None = None) -> None:
        self.unsaved_levels.first(then, otherwise)

    def in_hand(self) -> bool:
        return self.changed or super().in_hand()

    def up_to_date(self, then: Callable[[], None]) -> None:
        """What was typed is stored, and what the certificate lacks is read again; then `then`."""
        sheet = self.sheet
        if self.waits():
            return
        if sheet is None or not (self.changed or self.behind):
            then()
            return
        person, employment = sheet.participant.id, sheet.employment.id

        def read() -> None:
            self.after.append((employment, then))
            self.load(person, employment)

        self.unsaved_levels.first(read)

    def _noted_now(self) -> dict[str, object]:
        """What stands in the grid, and the words: None for a skill that is not assessed."""
        found: dict[str, object] = {**self.beside}
        skills = (r for r in self.grid.table.rows if r.skill is not None)
        return found | {r.skill.code: r.levels[-1] or None for r in skills if r.skill is not None}

    def _asked(self) -> ToStore:
        """What stands in the grid now, as changes for the writing thread."""
        sheet, now = self.sheet, self._noted_now()
        changed = changes(self.begun, self.begun, now)
        if sheet is None:
            return ToStore({}, lambda _desk, _given: None, lambda _given: None)
        key, on, finished, occasion = sheet.employment.id, self.on, self.finished, Change(self.stood, self.occasion)
        assessor = self._assessor(sheet.employment)

        def work(desk: Desk, given: Mapping[str, Change]) -> None:
            desk.competence.assess_changes(key, occasion, on, given, assessor=assessor, finished=finished)

        return ToStore(changed, work, self._chosen, dict(self.begun))

    def _storing(self) -> Callable[[Desk], object]:
        asked, sheet = self._asked(), self.sheet

        def work(desk: Desk) -> tuple[AssessmentSheet | None, Mapping[str, Change]]:
            asked.work(desk, found(asked.opened or {}, asked.changed))
            return sheet, asked.changed

        return work

    def _stored(self, answer: object) -> None:
        """What was typed is in the bank: what is typed next began with it."""
        self.behind, self.stood = True, self.occasion
        if isinstance(answer, tuple) and answer[0] is self.sheet:
            self.begun |= {name: one.after for name, one in answer[1].items()}
            self.grid.show_stored(answer[1])

    def _choose(self, error: Moved, then: Callable[[], None], otherwise: Callable[[], None]) -> None:
        """Somebody else has assessed the same on the same day: what is to stand is asked skill by skill."""
        dialog = ClashDialog(self, self.shell, self.t("Assessment"), self._asked(), error)
        dialog.belongs_to(self.whose())
        dialog.accepted.connect(then)
        dialog.rejected.connect(otherwise)
        dialog.open()

    def whose(self) -> str:
        """Whose assessment stands in the grid."""
        sheet = self.sheet
        return of_employment(self.shell, sheet.participant, sheet.employment) if sheet is not None else ""

    def _chosen(self, _given: Mapping[str, Change]) -> None:
        """The grid as it was chosen, which the bank has now."""
        sheet = self.sheet
        if sheet is not None and not self.opening:
            self.load(sheet.participant.id, sheet.employment.id, self.why)

    def _assessor(self, employment: Employment) -> str:
        return self.shell.settings.user
