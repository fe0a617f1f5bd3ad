"""A chapter of guidance written as a draft, in both languages; and a draft put in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from amdesk.domain.change import Change, changes
from amdesk.domain.guidance.versions import words_of
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import DateEdit, Field
from amdesk.ui.kit.written import words_in

if TYPE_CHECKING:
    from amdesk.domain.guidance.versions import GuidanceVersion
    from amdesk.services.desk import Desk
    from amdesk.ui.kit.shell import Shell


def _words(said: str, tall: int) -> QPlainTextEdit:
    box = QPlainTextEdit(said)
    box.setTabChangesFocus(True)
    box.setMinimumHeight(tall)
    return box


class DraftDialog(Dialog):
    """Both languages below each other: they are one version."""

    writes = True
    act = "guidance.change"

    def __init__(self, parent: QWidget, shell: Shell, chapter: str, title: str, newest: GuidanceVersion) -> None:
        t = shell.words
        said = t(
            "Markdown. A heading says in braces what it is about. It is kept as a draft until you put it in force."
        )
        super().__init__(parent, shell, t("Write guidance"), t("Save draft"), sentence=said, width=820)
        self.belongs_to(title)
        self.chapter, self.opened = chapter, words_of(newest)
        self.new = newest.since is not None
        tall = shell.theme.px(150)
        self.sv, self.en = _words(newest.sv, tall), _words(newest.en, tall)
        self.why = QLineEdit(self.opened["why"])
        self.body.addWidget(Field(t("Swedish"), self.sv))
        self.body.addWidget(Field(t("English"), self.en))
        self.body.addWidget(Field(t("What is changed, and why"), self.why))
        self.sv.setFocus()
        self.shown = self._facts()

    def _facts(self) -> dict[str, object]:
        return {"sv": words_in(self.sv), "en": words_in(self.en), "why": self.why.text().strip()}

    def confirm(self) -> None:
        chapter, changed = self.chapter, changes(self.opened, self.shown, self._facts())
        if not changed.keys() & {"sv", "en"} and (self.new or not changed):
            self.accept()
            return

        def work(desk: Desk, given: Mapping[str, Change]) -> GuidanceVersion:
            return desk.guidance.rewrite(chapter, given)

        self.store(changed, work, self._stored, self.opened)

    def _stored(self, made: GuidanceVersion) -> None:
        t, said = self.t, self._facts()
        told = t("Version {version} is kept as a draft.", version=made.version)
        if [one.splitlines() for one in (made.sv, made.en)] != [str(said[n]).splitlines() for n in ("sv", "en")]:
            told = t("Version {version} is kept as a draft, with what another changed meanwhile.", version=made.version)
        self.shell.toast(told, undo=True)


class BeginDialog(Dialog):
    """From which day a draft is in force, or one that is to be; its day is moved as long as it has not come."""

    writes = True
    act = "guidance.change"

    def __init__(self, parent: QWidget, shell: Shell, title: str, draft: GuidanceVersion) -> None:
        t = shell.words
        said = t("Decisions made before that day keep the version that was in force then.")
        super().__init__(parent, shell, t("Put guidance in force"), t("Put in force"), sentence=said)
        self.belongs_to(f"{title} · {t('Version {version}', version=draft.version)}")
        self.draft = draft
        self.since = DateEdit(shell, draft.since or shell.today)
        self.body.addWidget(Field(t("In force from"), self.since))
        self.since.setFocus()

    def confirm(self) -> None:
        seen, since = self.draft, self.since.value()
        if since is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        if since == seen.since:
            self.accept()
            return

        def work(desk: Desk, given: Mapping[str, Change]) -> GuidanceVersion:
            return desk.guidance.use(seen.id, given["since"], seen)

        self.store({"since": Change(seen.since, since)}, work, self._stored)

    def _stored(self, made: GuidanceVersion) -> None:
        self.shell.toast(self.t("The guidance is in force from {day}.", day=made.since), undo=True)
