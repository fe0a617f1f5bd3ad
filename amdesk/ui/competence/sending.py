"""The supervisor's round trip: assessment sheets out for one or for all at the placement, blank on paper, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from amdesk.ui.kit.menu import MenuAct, fill
from amdesk.ui.kit.reason import ask_whom
from amdesk.ui.kit.saving import ask_file, file_name, who

if TYPE_CHECKING:
    from amdesk.domain.exchange.leaving import LeavingForms
    from amdesk.services.competence.sheets import Sent
    from amdesk.ui.competence.inhand import InHand


class Sending:
    """What the page of an assessment sends out and takes in; what was typed there goes with it."""

    def __init__(self, page: InHand) -> None:
        self.page, self.shell, self.t = page, page.shell, page.t

    def offer(self, menu: QMenu) -> None:
        """The sheets of whoever is shown, as acts of a menu."""
        sheet, t, why = self.page.sheet, self.t, self.page.why
        if sheet is None:
            return
        key, place, person = sheet.employment.id, sheet.employment.placement_id, sheet.participant
        whom = who(self.shell, person.name, person.number, protected=bool(person.protection))
        acts = [MenuAct(t("Excel sheet for {name}", name=person.number), lambda: self._send([key], whom), act="export")]
        if place is not None:
            name = self.shell.shown(sheet.employment.placement)
            said = t("Excel sheets for everybody at {place}", place=name)
            acts.append(MenuAct(said, lambda: self._send(None, name), act="export"))
        acts.append(MenuAct(t("Blank form to print"), lambda: self._form(key, whom, why), act="competence.see"))
        fill(menu, acts, self.shell)
        menu.addSeparator()
        fill(menu, [MenuAct(t("Read in a sheet"), self.read, act="competence.assess")], self.shell)

    def _form(self, key: int, whom: str, why: str) -> None:
        from amdesk.ui.kit.paper import Paper
        from amdesk.ui.kit.printing import print_paper  # nothing is printed before the first paint

        said, lang = self.t("Assessment"), self.shell.papers
        name = file_name(self.shell, whom, said)
        paper = Paper(said, whom, name, lambda desk, reason: desk.sheets.form(key, lang, reason), act="competence.see")
        print_paper(self.page, self.shell, paper, why)

    def read(self) -> None:
        """A sheet that came back."""
        from amdesk.ui.competence.sheets import choose_and_read

        self.page.up_to_date(lambda: choose_and_read(self.page, self.shell))

    def _send(self, keys: list[int] | None, whom: str) -> None:
        """Excel sheets for those named, or for everybody at this person's placement."""
        self.page.up_to_date(lambda: self._send_now(keys, whom))

    def _send_now(self, keys: list[int] | None, whom: str) -> None:
        sheet = self.page.sheet
        if sheet is None:
            return
        place, why = sheet.employment.placement_id, self.page.why if keys else ""
        self.shell.tasks.run(
            lambda desk: desk.sheets.leaving(keys if keys is not None else desk.sheets.running(place), why),
            lambda forms: self._looked(forms, keys, whom),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _looked(self, forms: LeavingForms, keys: list[int] | None, whom: str) -> None:
        """What leaves is told first, and to whom it goes is asked."""
        to = ask_whom(self.page, self.shell, self.t("Sheets"), forms)
        sheet = self.page.sheet
        if to is None:
            return
        suggested = file_name(self.shell, whom, self.t("Assessment"), ending="xlsx")
        start = str(Path.home() / suggested)
        name = ask_file(self.page, self.t("Sheets"), start, "Excel (*.xlsx)")
        if not name or sheet is None:
            return
        path, place, lang, why = name, sheet.employment.placement_id, self.shell.papers, self.page.why if keys else ""
        self.shell.tasks.run(
            lambda desk: desk.sheets.out(path, keys if keys is not None else desk.sheets.running(place), lang, why, to),
            lambda sent: self._sent(sent, path),
            failed=self.shell.guarded(lambda s: self.shell.toast(s)),
        )

    def _sent(self, sent: Sent, path: Path) -> None:
        """What was written, and who was left out of it: that is never said by the file's own silence."""
        said = self.t.plural(
            "{count} sheet is saved: {path}",
            "{count} sheets are saved: {path}",
            sent.count,
            count=sent.count,
            path=str(path),
        )
        self.shell.toast(f"{said}\n{self.t.say(sent.left)}" if sent.left else said)
