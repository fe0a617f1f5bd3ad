"""What every page is: a header with title and actions, a body, and a few words it answers to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Unpack

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from amdesk.ui.kit.basic import Elided, label
from amdesk.ui.kit.shell import Shell, Visit

if TYPE_CHECKING:
    from amdesk.ui.kit.relay import Wrapping


class Page(QWidget):
    """A screen. `arrive` is called on every visit, `refresh` after every change of the bank."""

    def __init__(self, shell: Shell, title: str) -> None:
        super().__init__(shell.stand)
        self.shell, self.t = shell, shell.words
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 0, 20, 16)
        self.column.setSpacing(12)
        wraps = shell.theme.scale > 100
        self.head = _row(wraps=wraps)
        self.head.setContentsMargins(0, 8, 0, 0)
        self.head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title: QLabel = label(title, "title")
        self.subtitle: QLabel = Elided("", "small")  # gives way to the buttons beside it
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self.head.addLayout(words)
        self.head.addSpacing(16)
        self.left = _row(wraps=wraps)
        self.head.addLayout(self.left)
        self.head.addStretch(1)
        self.actions_row = _row(wraps=wraps)
        self.actions_row.setSpacing(8)
        self.head.addLayout(self.actions_row)
        holder = QWidget()
        holder.setLayout(self.head)
        if wraps:
            holder.setMinimumHeight(shell.theme.px(54))
            self.column.addWidget(holder)
        else:
            holder.setFixedHeight(shell.theme.px(54))
            self.column.addWidget(holder)
            self.column.setAlignment(holder, Qt.AlignmentFlag.AlignTop)

    def arrive(self, **arguments: Unpack[Visit]) -> None:
        """Shown again, perhaps with something to show."""
        self.refresh()

    def refresh(self) -> None:
        """Read again from the bank."""

    def store_first(self, then: Callable[[], None], otherwise: Callable[[str], None] | None = None) -> None:
        """Write what was typed here and is not in the bank yet, then `then`. `otherwise` hears why it cannot be written."""
        then()

    def unsaved(self) -> str:
        """What stands here and is stored only when the user says so, by name; "" where there is nothing."""
        return ""

    def in_hand(self) -> bool:
        """Whether something stands here that is not in the bank yet."""
        return bool(self.unsaved())

    def carried(self) -> object:
        """What stands here and in no bank, for the page of the next window on the same bank; None where there is nothing."""
        return None

    def carry(self, kept: object) -> None:
        """Show what the page of the window before this one had."""

    def focus_search(self) -> None:
        """Ctrl+F."""

    def confirm(self) -> None:
        """Ctrl+Enter: the page's main action."""

    def book(self) -> None:
        """Ctrl+B."""
        self.shell.go("matching")

    def protect(self) -> None:
        """From the palette: the personal data of whom the page of participants shows, and nobody else's by mistake."""
        self.shell.go("participants")
        self.shell.toast(self.t("Open the person's record first, then choose Protect personal data."))

    def reserve(self) -> None:
        """Ctrl+Shift+Enter."""

    def print_(self) -> None:
        """Ctrl+P."""

    def export(self) -> bool:
        """Ctrl+E. False where the page has no Excel of its own."""
        return False

    def done(self) -> None:
        """Ctrl+D."""

    def next_(self, step: int) -> None:
        """Ctrl+J and Ctrl+Shift+J."""

    def regions(self) -> list[QWidget]:
        """What F6 walks through."""
        return []


def _row(*, wraps: bool) -> QHBoxLayout | Wrapping:
    """One that goes on in the next line where text is larger than usual and may have no room."""
    if not wraps:
        return QHBoxLayout()
    from amdesk.ui.kit.relay import Wrapping  # at the usual size the first paint has none

    return Wrapping()
