"""What dialogs share: title, fields, one primary button; Esc closes, Ctrl+Enter confirms, focus on the first field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from amdesk.domain.errors import AmdeskError
from amdesk.ui.kit.basic import button, label
from amdesk.ui.kit.shell import BareShell, Shell

if TYPE_CHECKING:
    from amdesk.services.desk import Desk

T = TypeVar("T")
Spanned = QWidget | tuple[QWidget, int]
"""A field, or one over several columns: (field, how many)."""


class BareDialog(QDialog):
    """A dialog answers with a value through a classmethod of its own; a caller never sees it. This one needs no bank."""

    writes = False
    """Whether its primary button changes the bank."""

    def __init__(
        self,
        parent: QWidget | None,
        shell: BareShell,
        title: str,
        confirm: str,
        *,
        sentence: str = "",
        width: int = 460,
        danger: bool = False,
    ) -> None:
        super().__init__(parent.window() if parent else None)
        self.shell: BareShell = shell
        self.t = shell.words
        self.storing = False
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(shell.theme.px(width))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(12)
        outer.addWidget(label(title, "title"))
        if sentence:
            outer.addWidget(label(sentence, "muted", wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer.addLayout(self.body)
        self.wrong = label("", "bad", wrap=True)
        self.wrong.hide()
        outer.addWidget(self.wrong)
        self.row = QHBoxLayout()
        self.row.addStretch(1)
        self.row.addWidget(button(shell, self.t("Cancel"), self.reject, key="Esc"))
        self.ok = button(
            shell, confirm, self.confirm, kind="danger" if danger else "primary", key="Ctrl Enter", writes=self.writes
        )
        self.row.addWidget(self.ok)
        if self.writes:
            self.complain(shell.read_only)
        outer.addSpacing(4)
        outer.addLayout(self.row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, activated=self.confirm)  # type: ignore[call-overload]  # `activated` is a signal, which the stub does not take

    def confirm(self) -> None:
        """Check and accept; overridden where there is something to check."""
        if self.ok.isEnabled():
            self.accept()

    def reject(self) -> None:
        """Esc and the window's cross. What is being stored is not taken back by closing the form, so it stays until then."""
        if self.storing:
            self.complain(self.t("It is being saved. When it is saved it can be undone."))
            return
        super().reject()

    def complain(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))


class Dialog(BareDialog):
    """A dialog over an open bank."""

    def __init__(
        self,
        parent: QWidget | None,
        shell: Shell,
        title: str,
        confirm: str,
        *,
        sentence: str = "",
        width: int = 460,
        danger: bool = False,
    ) -> None:
        super().__init__(parent, shell, title, confirm, sentence=sentence, width=width, danger=danger)
        self.shell: Shell = shell

    def write(self, work: Callable[[Desk], T], then: Callable[[T], object]) -> None:
        """Store off the window's thread; a known error is shown here and the dialog stays."""
        self.ok.setEnabled(False)
        self.complain("")
        self.storing = True

        def failed(error: Exception) -> None:
            self.storing = False
            self.ok.setEnabled(True)
            said = self.shell.sentence(error)
            if said is None:
                self.reject()
                self.shell.error(error)
            else:
                self.complain(said)
            if isinstance(error, AmdeskError) and error.code == "MOVED":
                self.shell.tasks.written.emit()  # somebody else has written: the page behind is old too

        def stored(answer: T) -> None:
            self.storing = False
            self.accept()
            then(answer)

        self.shell.tasks.write(work, stored, failed=failed)


def grid(fields: Sequence[Spanned], columns: int = 2) -> QGridLayout:
    """Fields in columns; a (field, span) takes several."""
    out = QGridLayout()
    out.setHorizontalSpacing(12)
    out.setVerticalSpacing(10)
    row = column = 0
    for item in fields:
        field, span = item if isinstance(item, tuple) else (item, 1)
        if column + span > columns:
            row, column = row + 1, 0
        out.addWidget(field, row, column, 1, span)
        column += span
    for i in range(columns):
        out.setColumnStretch(i, 1)
    return out


def scrolled(inner: QWidget, height: int) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    inner.setObjectName("scrolled")
    area.setWidget(inner)
    area.setMinimumHeight(height)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    return area
