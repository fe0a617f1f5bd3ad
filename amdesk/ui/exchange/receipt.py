"""The receipt of an imported payment file, to keep beside the file's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from amdesk.domain.texts import Text
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.shell import Shell


class ReceiptDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell, lines: Sequence[tuple[Text, Text | str | int]]) -> None:
        t = shell.words
        super().__init__(parent, shell, t("Receipt of the import"), t("Close"), width=620, only_shows=True)
        self.lines = [(t.say(name), t.show(value)) for name, value in lines]
        box = QGridLayout()
        box.setHorizontalSpacing(24)
        box.setVerticalSpacing(8)
        for i, (name, said) in enumerate(self.lines):
            box.addWidget(label(name, "muted"), i, 0)
            value = label(said, "strong", wrap=len(said) > 40)
            value.setTextInteractionFlags(value.textInteractionFlags().TextSelectableByMouse)
            box.addWidget(value, i, 1)
        box.setColumnStretch(1, 1)
        self.body.addLayout(box)
        self.row.insertWidget(0, button(shell, t("Copy"), self.copy, kind="link", icon="copy"))
        self.ok.setFocus()

    def copy(self) -> None:
        """All lines with tabs, for a note or a spreadsheet."""
        QGuiApplication.clipboard().setText("\n".join(f"{name}\t{said}" for name, said in self.lines))
