"""What was found of a certificate that somebody brought: the verdict, and what the city signed beside the picture of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImageReader, QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractSlider, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from amdesk.domain.texts import N_
from amdesk.ui.competence.redrawn import RedrawnCertificate
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.shell import Shell

if TYPE_CHECKING:
    from amdesk.services.competence.verify import Verdict

WIDE, TALL = 380, 440
"""The picture's room; what was signed has as much beside it."""
LOOKS = {
    "ok": ("checkmark_circle", "ok", "ok_soft"),
    "revoked": ("warning", "warn", "warn_soft"),
    "unknown": ("question_circle", "text2", "surface3"),
    "forged": ("dismiss_circle", "bad", "bad_soft"),
}
"""Icon, its colour and the ground of each verdict: always with its words."""
SCROLLS = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
"""What each key does to a dialog that scrolls."""


def _verdict(verdict: Verdict) -> tuple[str, str]:
    """How it looks, and its first words."""
    if verdict.valid:
        return "ok", N_("The certificate is genuine") if verdict.paper else N_("The code is genuine; compare the paper")
    if verdict.code == "REVOKED":
        return "revoked", N_("The certificate is revoked")
    if verdict.code in {"OLD_LIST", "OLDER_LIST", "EARLY_LIST", "SEVERAL"}:
        return "unknown", N_("It cannot be checked")
    return "forged", N_("The certificate does not hold")


class CheckedDialog(Dialog):
    """The verdict, then the certificate as it was signed. The levels come from there, never from the picture: whoever looks
    compares the two."""

    def __init__(self, parent: QWidget, shell: Shell, verdict: Verdict, path: Path) -> None:
        t = shell.words
        picture = _picture(path, shell.theme.px(WIDE), shell.theme.px(TALL)) if verdict.kind == "picture" else None
        wide = 840 if picture is not None else 560
        super().__init__(parent, shell, t("Check a certificate"), t("Close"), width=wide, only_shows=True)
        look, first = _verdict(verdict)
        self.setWindowTitle(t(first))
        said = t.say(verdict.text)
        if verdict.valid and verdict.listed:
            said = f"{said} {t('Not revoked according to the register on {day}.', day=t.long_day(verdict.listed))}"
        self.body.addWidget(VerdictBand(shell, look, t(first), said))
        row = QHBoxLayout()
        row.setSpacing(16)
        if verdict.drawn is not None:
            signed = t("What the city signed")
            drawn = RedrawnCertificate(shell, verdict.drawn, signed)
            drawn.setMinimumHeight(shell.theme.px(TALL))
            row.addLayout(self._column(signed, drawn), 1)
        if picture is not None:
            row.addLayout(self._column(t("The picture that you chose, which nobody signed"), self._shown(picture)), 1)
        self.body.addLayout(row)
        if verdict.shown:
            whole = "\n".join(verdict.shown)
            copy = button(shell, t("Copy"), lambda: QGuiApplication.clipboard().setText(whole), icon="copy")
            self.row.insertWidget(0, copy)
        self.ok.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing in what was signed takes the keys: they scroll it."""
        step = SCROLLS.get(Qt.Key(event.key()))
        if step is None or self.area is None:
            super().keyPressEvent(event)
            return
        self.area.verticalScrollBar().triggerAction(step)

    def _column(self, head: str, under: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(head, "strong", wrap=True))
        column.addWidget(under, 1)
        return column

    def _shown(self, picture: QPixmap) -> QWidget:
        shown = label("")
        shown.setPixmap(picture)
        shown.setAccessibleName(self.t("The picture that you chose, which nobody signed"))
        shown.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        shown.setMinimumSize(picture.size())
        return shown


class VerdictBand(QFrame):
    """Icon, first words and sentence on the verdict's ground."""

    def __init__(self, shell: Shell, look: str, first: str, said: str) -> None:
        super().__init__()
        icon, role, ground = LOOKS[look]
        self.setObjectName("verdict")
        self.setStyleSheet(
            f"#verdict {{ background: {shell.theme.roles[ground]}; border: none; border-radius: 10px; }}"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(14)
        mark = QLabel()
        size, dpr = shell.theme.mark(32), self.devicePixelRatioF()
        mark.setPixmap(shell.theme.pixmap(icon, role, size, filled=True, dpr=dpr))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(first, "title", wrap=True))
        self.sentence = label(said, wrap=True)
        words.addWidget(self.sentence)
        row.addLayout(words, 1)
        self.setAccessibleName(f"{first}. {said}")


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
