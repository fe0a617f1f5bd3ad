"""The page while there is a file: how it is read and its first rows, or in one line how it is read and all its rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from amdesk.services.exchange.imports import RowOutcome
from amdesk.ui.exchange.columns import ColumnsBand
from amdesk.ui.exchange.drop import stacked
from amdesk.ui.exchange.reading import ReadAnew, ReadingBand, ReadingLine
from amdesk.ui.exchange.rows import Decide, RowsBand
from amdesk.ui.kit.basic import Panel
from amdesk.ui.kit.fieldarea import FieldArea
from amdesk.ui.kit.shell import Shell

READING, ROWS = "reading", "rows"


class FilePart(QWidget):
    """`over` is where it stands from the first; `change` goes back to how the file is read; the others are told what its bands
    are told."""

    def __init__(
        self,
        over: QWidget,
        shell: Shell,
        change: Callable[[], None],
        read_anew: ReadAnew,
        mend: Callable[[int, str, str], None],
        acted: Callable[[str, RowOutcome], None],
        decide: Decide,
    ) -> None:
        super().__init__(over)
        t = shell.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.card = ReadingLine(shell, change)
        self.reading = ReadingBand(shell, read_anew)
        self.columns = ColumnsBand(shell, read_anew)
        said = t("New, changed, alike and refused rows are counted when the file can be read. Nothing is stored.")
        self.bands = FieldArea(self)
        self.bands.setWidgetResizable(True)
        self.bands.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = stacked((self.reading, 0), (self.columns, 0), (Panel(t("Rows"), more=said), 0), (QWidget(), 1))
        inner.setObjectName("scrolled")
        self.bands.setWidget(inner)
        self.rows = RowsBand(shell, mend, acted, decide)
        for part, share in ((self.card, 0), (self.bands, 1), (self.rows, 1)):
            column.addWidget(part, share)

    def part(self) -> str:
        """Which of the two is shown."""
        return READING if self.rows.isHidden() else ROWS

    def turn(self, part: str, *, waiting: bool) -> None:
        """Rows of the work list have no file whose reading could be changed."""
        self.card.setVisible(part == ROWS and not waiting)
        self.bands.setVisible(part == READING)
        self.rows.setVisible(part == ROWS)
