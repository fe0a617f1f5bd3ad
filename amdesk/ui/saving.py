"""Saving a PDF where the user says: asked, written off the window's thread, and said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from amdesk.services import files
from amdesk.ui.shell import Shell


def ask_pdf(parent: QWidget, shell: Shell, suggested: str) -> Path | None:
    """Where the PDF goes, or None."""
    name, _ = QFileDialog.getSaveFileName(parent, shell.words("Save PDF"), str(Path.home() / suggested), "PDF (*.pdf)")
    return Path(name) if name else None


def to_file(parent: QWidget, shell: Shell, suggested: str, make: Callable[[Any], bytes]) -> None:
    """Ask where, make the bytes and write them; the window says where they are."""
    path = ask_pdf(parent, shell, suggested)
    if path is not None:
        shell.tasks.run(
            lambda desk: files.save(path, make(desk)),
            lambda _: shell.toast(shell.words("Saved: {path}", path=str(path))),
            failed=shell.guarded(lambda s: shell.toast(s)),
        )


def save_issued(parent: QWidget, shell: Shell, row: Any) -> None:
    """An issued certificate once more, byte for byte as it was."""
    document = row["document_id"]
    to_file(parent, shell, f"{row['number']}.pdf", lambda desk: desk.competence.pdf(document)[1])
