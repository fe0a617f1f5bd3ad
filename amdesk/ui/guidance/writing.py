"""A chapter of guidance written as a draft, in both languages; and a draft put in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.fields import DateEdit, Field

if TYPE_CHECKING:
    from amdesk.domain.guidance.versions import GuidanceVersion
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
        self.chapter, self.newest = chapter, newest
        tall = shell.theme.px(150)
        self.sv, self.en = _words(newest.sv, tall), _words(newest.en, tall)
        self.why = QLineEdit(newest.why if newest.since is None else "")
        self.body.addWidget(Field(t("Swedish"), self.sv))
        self.body.addWidget(Field(t("English"), self.en))
        self.body.addWidget(Field(t("What is changed, and why"), self.why))
        self.sv.setFocus()

    def confirm(self) -> None:
        chapter, seen = self.chapter, self.newest
        sv, en, why = self.sv.toPlainText(), self.en.toPlainText(), self.why.text().strip()
        said_why = seen.why if seen.since is None else why
        if (sv, en, why) == (seen.sv, seen.en, said_why):
            self.accept()
            return
        self.write(
            lambda desk: desk.guidance.draft(chapter, sv, en, why, seen),
            lambda made: self.shell.toast(
                self.t("Version {version} is kept as a draft.", version=made.version), undo=True
            ),
        )


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
        key, since = self.draft.id, self.since.value()
        if since is None:
            self.complain(self.t("Write a date, for instance 2026-12-07 or +2v."))
            return
        self.write(
            lambda desk: desk.guidance.use(key, since),
            lambda made: self.shell.toast(self.t("The guidance is in force from {day}.", day=made.since), undo=True),
        )
