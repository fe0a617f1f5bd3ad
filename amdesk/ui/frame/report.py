"""An unexpected error: work goes on, and what happened can be copied for support. No personal data is in it."""

from __future__ import annotations

import platform
import traceback

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from amdesk import __version__
from amdesk.ui.kit.basic import button
from amdesk.ui.kit.dialog import Dialog
from amdesk.ui.kit.shell import Shell


class ReportDialog(Dialog):
    def __init__(self, parent: QWidget, shell: Shell, report: str) -> None:
        t = shell.words
        super().__init__(
            parent,
            shell,
            t("Something went wrong"),
            t("Go on"),
            sentence=t(
                "Nothing was stored by what you just did; the bank is unharmed. You can go on. Copy the text below to whoever helps you."
            ),
            width=620,
            only_shows=True,
        )
        box = QPlainTextEdit(report)
        box.setReadOnly(True)
        box.setAccessibleName(t("Error report"))
        box.setMinimumHeight(220)
        self.body.addWidget(box)
        self.row.insertWidget(
            0, button(shell, t("Copy"), lambda: QGuiApplication.clipboard().setText(report), icon="copy")
        )

    @classmethod
    def show_error(cls, parent: QWidget, shell: Shell, error: Exception) -> None:
        """Log the error and show the report."""
        cls(parent, shell, noted(error)).open()


def noted(error: Exception) -> str:
    """Log an unexpected error. Returns what was logged: its kind and where it was, without its message, which may hold what was
    stored."""
    import logging

    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {f.filename.rsplit('amdesk', 1)[-1]}:{f.lineno} {f.name}" for f in frames]
    program = f"AMDesk {__version__}, Python {platform.python_version()}, {platform.system()}"
    report = "\n".join([program, type(error).__name__, *lines])
    logging.getLogger("amdesk").error("unexpected\n%s", report)
    return report
