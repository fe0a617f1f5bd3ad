"""What can be done with a row of a list, in the row itself: buttons behind the sentence that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from amdesk.services.exchange.imports import RowOutcome
from amdesk.ui.kit.basic import KeyButton
from amdesk.ui.kit.rows import Row
from amdesk.ui.kit.shell import Shell

SPACE = 12
"""Pixels between the sentence and the first button, and between two."""


class RowActs:
    """The buttons of the rows that are in sight; made once for each line of the table and moved to where they belong.

    `offered` gives the keys of what can be done with a row, `room` where its sentence begins and ends, and below what; `do`
    is told the key and the row.
    """

    def __init__(
        self,
        shell: Shell,
        table: QTableView,
        said: Mapping[str, str],
        offered: Callable[[RowOutcome], list[str]],
        room: Callable[[int, int], tuple[int, int, int]],
        do: Callable[[str, RowOutcome], object],
    ) -> None:
        self.shell, self.table, self.said, self.offered, self.room, self.do = shell, table, said, offered, room, do
        self.lines: list[dict[str, KeyButton]] = []
        self.at: dict[int, dict[str, KeyButton]] = {}
        """The buttons that are in sight, by the row of the table."""
        self.of: dict[KeyButton, RowOutcome] = {}
        """The row that each stands in now."""
        table.verticalScrollBar().valueChanged.connect(self.place)
        table.horizontalScrollBar().valueChanged.connect(self.place)
        table.horizontalHeader().sectionResized.connect(self.place)

    def place(self, *_: int) -> None:
        """Put them where the rows stand now."""
        view, model = self.table.viewport(), self.table.model()
        first, last = self.table.rowAt(0), self.table.rowAt(view.height() - 1)
        rows = range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1) if model.rowCount() else range(0)
        wanted = [(at, outcome) for at in rows if self.offered(outcome := model.index(at, 0).data(Row))]
        self.at = {}
        for line, (at, outcome) in enumerate(wanted):
            self.at[at] = self._shown(self._line(view, line), at, outcome)
        for spare in self.lines[len(wanted) :]:
            for one in spare.values():
                one.hide()

    def wide(self, outcome: RowOutcome) -> int:
        """Pixels that the buttons of a row take, with the space before each."""
        offered = self.offered(outcome)
        line = self._line(self.table.viewport(), 0) if offered else {}
        return sum(line[key].sizeHint().width() + SPACE for key in offered)

    def button(self, at: int, key: str) -> KeyButton | None:
        """A button of a row of the table that is in sight."""
        return self.at.get(at, {}).get(key)

    def _line(self, view: QWidget, line: int) -> dict[str, KeyButton]:
        while len(self.lines) <= line:
            made = {key: KeyButton(self.shell, said, key=key, act="import") for key, said in self.said.items()}
            for key, one in made.items():
                one.clicked.connect(partial(self._pressed, key, one))
                one.setParent(view)
                one.setProperty("small", "true")
                one.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys stay in the table, where the letters do the same
                one.hide()
            self.lines.append(made)
        return self.lines[line]

    def _pressed(self, key: str, one: KeyButton, _checked: bool = False) -> None:
        self.do(key, self.of[one])

    def _shown(self, line: dict[str, KeyButton], at: int, outcome: RowOutcome) -> dict[str, KeyButton]:
        offered = self.offered(outcome)
        left, top, tall = self.room(at, self.wide(outcome))
        for key, one in line.items():
            one.setVisible(key in offered)
            if key not in offered:
                continue
            self.of[one] = outcome
            size = one.sizeHint()
            one.setGeometry(left, top + (tall - size.height()) // 2, size.width(), size.height())
            left += size.width() + SPACE
        return {key: line[key] for key in offered}
