"""What was found of a certificate that somebody brought: the verdict, and what the city signed beside the picture of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImageReader, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.competence.verify import Verdict

WIDE, TALL = 380, 440
"""The picture's room; the words have as much beside it."""


class CheckedDialog(Dialog):
    """The levels come from what was signed, never from the picture: whoever looks compares the two."""

    def __init__(self, parent: QWidget, shell: Shell, verdict: Verdict, path: Path) -> None:
        t = shell.words
        picture = _picture(path, shell.theme.px(WIDE), shell.theme.px(TALL)) if verdict.kind == "picture" else None
        title = t("The certificate is genuine") if verdict.paper else t("The code is genuine; compare the paper")
        if not verdict.valid:
            title = t("The certificate does not hold")
        super().__init__(
            parent,
            shell,
            title,
            t("Close"),
            sentence=t.say(verdict.text),
            width=840 if picture else 560,
            only_shows=True,
        )
        said = "\n".join(verdict.shown)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(self._column(t("What the city signed"), self._words(said)), 1)
        if picture is not None:
            row.addLayout(self._column(t("The picture that you chose, which nobody signed"), self._shown(picture)), 1)
        self.body.addLayout(row)
        copy = button(shell, t("Copy"), lambda: QGuiApplication.clipboard().setText(said), icon="copy")
        self.row.insertWidget(0, copy)
        self.ok.setFocus()

    def _column(self, head: str, under: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(head, "strong", wrap=True))
        column.addWidget(under, 1)
        return column

    def _words(self, said: str) -> QWidget:
        box = QPlainTextEdit(said)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setAccessibleName(self.t("What the city signed"))
        box.setMinimumHeight(self.shell.theme.px(TALL))
        return box

    def _shown(self, picture: QPixmap) -> QWidget:
        shown = label("")
        shown.setPixmap(picture)
        shown.setAccessibleName(self.t("The picture that you chose, which nobody signed"))
        shown.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        shown.setMinimumSize(picture.size())
        return shown


def _picture(path: Path, wide: int, tall: int) -> QPixmap | None:
    """The picture as it was held, no larger than its room; nothing where it cannot be shown."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    read = reader.read()
    if read.isNull():
        return None
    room = QSize(wide, tall)
    return QPixmap.fromImage(
        read.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    )
