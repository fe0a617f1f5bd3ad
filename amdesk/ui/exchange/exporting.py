"""Every Excel list that goes out, and what each holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from amdesk.ui.kit.basic import CheckBox, KeyButton, Panel, button, label
from amdesk.ui.kit.saving import ask_file
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.tasks import Progress

if TYPE_CHECKING:
    from amdesk.domain.places.placement import PlacementRow
    from amdesk.services.desk import Desk
    from amdesk.ui.exchange.leaving import LeavingAs


class ExportPanel(Panel):
    """`chosen` limits the placement bank's list to those marked there; `off` takes the progress away."""

    def __init__(self, shell: Shell, off: Callable[[], None]) -> None:
        t = shell.words
        super().__init__(t("Export to Excel"))
        self.shell, self.t, self.off = shell, t, off
        self.chosen: Sequence[PlacementRow] | None = None
        self.buttons: dict[str, KeyButton] = {}
        lines = (
            (
                "supervisors",
                t("Lists to supervisors"),
                t(
                    "One sheet for each supervisor: who, where, from, to, days left, extent. Protected people are left out."
                ),
            ),
            ("placements", t("Placement bank"), t("Every placement with free places today and when the next is free.")),
            ("bookings", t("Bookings"), t("All bookings that are not cancelled.")),
        )
        for code, title, sentence in lines:
            self.body.addWidget(label(title, "strong"))
            self.body.addWidget(label(sentence, "small", wrap=True))
            one = button(
                shell, t("Export: {what}", what=title), partial(self._export, code), icon="arrow_export", act="export"
            )
            self.buttons[code] = one
            self.body.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
            if code == "supervisors":
                self.one_each = CheckBox(self.shell, t("One workbook for each supervisor, into a folder"))
                self.body.addWidget(self.one_each)
            self.body.addSpacing(8)
        self._of_attendance()
        self.body.addStretch(1)

    def _of_attendance(self) -> None:
        """What goes out of attendance has a week and a month to choose first."""
        t, title = self.t, self.t("Attendance and payroll")
        self.body.addWidget(label(title, "strong"))
        said = t("A week as a form on paper or as lists to supervisors, and a month to the payroll office.")
        self.body.addWidget(label(said, "small", wrap=True))
        show = partial(self.shell.open, "week.lists", self)
        self.attendance = button(self.shell, f"{title} …", show, icon="arrow_export", act="week.see")
        self.body.addWidget(self.attendance, 0, Qt.AlignmentFlag.AlignLeft)

    def _export(self, what: str) -> None:
        """What leaves is shown first."""
        from amdesk.ui.exchange.leaving import LeavingDialog  # nothing leaves before the first paint

        chosen = self.chosen if what == "placements" else None
        title = self.buttons[what].text()
        LeavingDialog(self, self.shell, what, title, lambda asked: self._where(what, asked), chosen).open()

    def _where(self, what: str, asked: LeavingAs) -> None:
        one_each = what == "supervisors" and self.one_each.isChecked()
        if one_each:
            folder = QFileDialog.getExistingDirectory(self, self.t("Choose folder"), str(Path.home()))
            path = Path(folder) if folder else None
        else:
            names = {
                "supervisors": self.t("Supervisors"),
                "placements": self.t("Placements"),
                "bookings": self.t("Bookings"),
            }
            suggested = str(Path.home() / f"{names[what]} {self.shell.today}.xlsx")
            path = ask_file(self, self.t("Save Excel"), suggested, "Excel (*.xlsx)")
        if path:
            self.export_to(what, path, one_each=one_each, asked=asked)

    def export_to(self, what: str, path: Path, *, one_each: bool = False, asked: LeavingAs | None = None) -> None:
        """Write the list; long ones show how far they have come and can be stopped."""
        chosen = self.chosen if what == "placements" else None

        purpose, to, password = asked or ("", "", "")
        lang = self.shell.papers

        def work(desk: Desk) -> Progress:
            made = desk.exports
            if what == "supervisors":
                return made.supervisors(path, lang, one_each=one_each, purpose=purpose, password=password, to=to)
            if what == "placements":
                return made.placements(path, lang, chosen=chosen, purpose=purpose, password=password, to=to)
            return made.bookings(path, lang, purpose=purpose, password=password, to=to)

        def done(finished: bool) -> None:
            self.off()
            self.shell.toast(self.t("Saved: {path}", path=str(path)) if finished else self.t("The export was stopped."))

        def failed(said: str) -> None:
            self.off()
            self.shell.toast(said)

        self.shell.tasks.long(work, done, file=True, failed=self.shell.guarded(failed))
