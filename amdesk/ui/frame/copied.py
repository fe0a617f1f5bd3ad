"""What was copied out of a window that is locked: out of the clipboard until it is unlocked, since the lock screen's own field would
take it and show it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication


def _is_ours(clipboard: QClipboard, mode: QClipboard.Mode) -> bool:
    """Whether this program has put there what is there: what another one has is not touched."""
    if mode == QClipboard.Mode.Selection:
        return clipboard.supportsSelection() and clipboard.ownsSelection()
    return clipboard.ownsClipboard()


class Copied:
    """Taken when it is made. What was only selected is not put back: it was never copied."""

    def __init__(self) -> None:
        self.kept: QMimeData | None = None
        clipboard = QGuiApplication.clipboard()
        for mode in (QClipboard.Mode.Selection, QClipboard.Mode.Clipboard):
            if _is_ours(clipboard, mode):
                self.kept = _same(clipboard.mimeData(mode)) if mode == QClipboard.Mode.Clipboard else None
                clipboard.clear(mode)

    def put_back(self) -> None:
        """Where nobody has copied anything else meanwhile."""
        clipboard = QGuiApplication.clipboard()
        if self.kept is not None and not _formats(clipboard.mimeData()):
            clipboard.setMimeData(self.kept)
        self.kept = None


def _formats(data: QMimeData | None) -> list[str]:
    """None of a clipboard in which nothing is."""
    return list(data.formats()) if data is not None else []


def _same(data: QMimeData | None) -> QMimeData:
    """Its own, since what stands in the clipboard goes with it."""
    out = QMimeData()
    if data is None:
        return out
    for kind in data.formats():
        out.setData(kind, data.data(kind))
    if data.hasImage():
        out.setImageData(data.imageData())
    return out
