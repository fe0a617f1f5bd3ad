"""The first rows of a file with our fields over its columns; two columns become one field where both are given the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from amdesk.domain.texts import Text
from amdesk.domain.values import squash
from amdesk.services.exchange.rereading import FirstRow, LookedAt
from amdesk.ui.exchange.cells import both
from amdesk.ui.exchange.kinds import tells_who
from amdesk.ui.exchange.owncalled import OwnCalled
from amdesk.ui.exchange.reading import ReadAnew
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Elided, Panel, button, label
from amdesk.ui.kit.fieldarea import FieldArea
from amdesk.ui.kit.fields import Choice
from amdesk.ui.kit.shell import Shell

MOST = 60
"""Columns shown; a file with more of them is read all the same."""
COLUMN = "application/x-amdesk-column"
DOTS = "••••"
OPEN = {"wishes", "extent", "available_from", "language", "licence", "occupation", "from_date", "to_date", "protected"}
"""Fields whose cells are shown of whoever is protected: none says who she is."""
NUMBER = re.compile(r"\b((?:18|19|20)?\d{2}[01]\d\d{2}[-+ ]?)\d{4}\b")


def masked(said: str) -> str:
    """Whatever looks like a personal identity number without its last figures."""
    return NUMBER.sub(lambda m: (m[1] if m[1][-1:] in "-+" else f"{m[1].strip()}-") + DOTS, said)


class FileHeading(QLabel):
    """What heads a column in the file, by its letter; dragged onto another one it joins it."""

    def __init__(self, band: ColumnsBand, column: int, said: str) -> None:
        super().__init__(said)
        self.band, self.column = band, column
        self.setProperty("kind", "small")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(said)
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._from = QPoint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position().toPoint() - self._from).manhattanLength()
        if event.buttons() & Qt.MouseButton.LeftButton and far >= QApplication.startDragDistance():
            drag, data = QDrag(self), QMimeData()
            data.setData(COLUMN, str(self.column).encode())
            drag.setMimeData(data)
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.LinkAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(COLUMN):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.band.join(int(bytes(event.mimeData().data(COLUMN).data())), self.column)


class FirstCell(Elided):
    """A cell of the file, and what is made of it: its own words grey, ours in petrol. Of somebody protected it stands on amber."""

    def __init__(self, shell: Shell, said: str, ours: str, *, hidden: bool) -> None:
        super().__init__(f"{said} → {ours}" if ours else said)
        self.theme, self.said, self.ours, self.hidden = shell.theme, said, ours, hidden
        self.setProperty("kind", "strong" if ours else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self.ours or self.hidden):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        if self.hidden:
            painter.fillRect(self.rect(), self.theme.color("warn_soft"))
        if self.ours:
            both(painter, self.theme, self.rect(), self.said, self.ours)
        else:
            paint.say(painter, self.rect().adjusted(2, 0, 0, 0), self.said, self.theme.font(), self.theme.color("text"))
        painter.end()


class ColumnsBand(Panel):
    """`change` reads the file anew with what was said of a column."""

    def __init__(self, shell: Shell, change: ReadAnew) -> None:
        t = shell.words
        super().__init__(
            t("The first rows"),
            more=t(
                "Our fields stand above the headings of the file. Drag a heading onto another to join them, or choose the same field for both."
            ),
        )
        self.shell, self.t, self.change = shell, t, change
        self.look: LookedAt | None = None
        self.choices: dict[int, Choice] = {}
        self.wrong = label("", "bad", wrap=True)
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self.area = FieldArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys, and scrolls it
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.area)

    def show_look(self, look: LookedAt) -> None:
        self.look, self.own = look, OwnCalled(self.shell, look.staged)
        focus = next((i for i, one in self.choices.items() if one.hasFocus()), None)
        inner = QWidget()
        inner.setObjectName("scrolled")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        self.choices = {}
        columns = self._columns(look)
        for line, row in enumerate(look.first, 2):
            if row.hidden:
                grid.addWidget(FirstCell(self.shell, "", "", hidden=True), line, 0, 1, len(columns))
        joined = _joined(look, columns)
        skip: set[int] = set()
        for at, column in enumerate(columns):
            if column not in skip:
                others = joined.get(column, [])
                grid.addWidget(self._top(look, column, others), 0, at, 1, 1 + len(others))
                skip |= set(others)
            name = "" if self.own.hidden else look.staged.heading(column)
            heading = FileHeading(self, column, f"{look.staged.letters(column)}  {name}")
            heading.setFixedHeight(self.shell.theme.px(30))
            grid.addWidget(heading, 1, at)
            for line, row in enumerate(look.first, 2):
                grid.addWidget(self._cell(look, row, column), line, at)
            grid.setColumnMinimumWidth(at, self._wide(look, column))
        grid.setColumnStretch(len(columns), 1)
        self.area.setWidget(inner)
        bar = self.area.horizontalScrollBar().sizeHint().height()
        self.area.setFixedHeight(inner.sizeHint().height() + bar)
        self._say_wrong(look)
        if focus is not None and focus in self.choices:
            self.choices[focus].setFocus()

    def _wide(self, look: LookedAt, column: int) -> int:
        """Room for the name of the field, as far as there is any."""
        theme, field = self.shell.theme, look.staged.mapping.get(column, "")
        said = self.called(look, column) if field else self.t("not read")
        return max(theme.px(100), min(paint.width(said, theme.font()) + 52, theme.px(190)))

    def _columns(self, look: LookedAt) -> list[int]:
        unread = {c.index for c in look.reading.unread}
        wide = max(len(look.staged.headers), *(c + 1 for c in unread), 1) if unread else len(look.staged.headers)
        return [c for c in range(wide) if c in look.staged.mapping or c in unread or look.staged.heading(c)][:MOST]

    def _top(self, look: LookedAt, column: int, others: list[int]) -> QWidget:
        t, field = self.t, look.staged.mapping.get(column, "")
        if others:
            return self._together(look, column, others)
        fields = [(f.name, t.say(Text(f.label)) + (" *" if f.required else "")) for f in look.staged.kind.fields]
        choice = Choice(self.shell, [("", t("not read")), *fields], field, self.own.heading(column))
        choice.setProperty("warn", "false" if field else "true")
        choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        choice.activated.connect(partial(self._chosen, column))
        self.choices[column] = choice
        return choice

    def _together(self, look: LookedAt, column: int, others: list[int]) -> QFrame:
        """One field over the columns that are read as one, and what parts them."""
        t = self.t
        box = QFrame()
        box.setObjectName("joined")
        row = QHBoxLayout(box)
        row.setContentsMargins(10, 0, 2, 0)
        row.addWidget(label(self.called(look, column), "strong"))
        count = 1 + len(others)
        row.addWidget(Elided(t.plural("{count} column", "{count} columns", count, count=count), "small"), 1)
        names = ", ".join(self.own.heading(c) for c in (column, *others))
        part = button(self.shell, "", partial(self.part, others), kind="link", icon="dismiss")
        part.setAccessibleName(t("Read {names} as columns of their own", names=names))
        part.setToolTip(part.accessibleName())
        row.addWidget(part)
        return box

    def called(self, look: LookedAt, column: int) -> str:
        field = look.staged.mapping[column]
        name = "name" if field in {"first_name", "last_name"} else field
        return self.t.say(Text(look.staged.kind.field(name).label))

    def _cell(self, look: LookedAt, row: FirstRow, column: int) -> QLabel:
        field = look.staged.mapping.get(column, "")
        value = row.cells[column] if column < len(row.cells) else None
        said = "" if value is None else masked(squash(str(value)))
        asked = {q.code for q in look.reading.questions if q.column == look.staged.called(column)}
        dotted = self._dotted(look, field) and not any(code.startswith("PROTECTION") for code in asked)
        if said and (dotted or (row.hidden and field not in OPEN and not asked)):
            said = DOTS
        ours = look.ours.get(row.number, {}).get(field) if not (row.hidden or dotted) else None
        after = "" if ours is None else self.t("as words") if ours.as_words else self.t.show(ours.value)
        out = FirstCell(self.shell, said, after if said else "", hidden=row.hidden)
        out.setFixedHeight(self.shell.theme.px(27))
        return out

    def _dotted(self, look: LookedAt, field: str) -> bool:
        return self.shell.names_hidden and tells_who(look.staged.kind.name, field)

    def _say_wrong(self, look: LookedAt) -> None:
        missing = look.staged.missing()
        self.wrong.setVisible(bool(missing))
        if missing:
            self.wrong.setText(self.t("No column for {field}. Choose it above.", field=Text(missing[0].label)))

    # what is said of a column

    def _chosen(self, column: int, _index: int = 0) -> None:
        if self.look is not None:
            code = self.choices[column].code()
            self.change({f"column:{self.look.staged.called(column)}": code or "ignore"})

    def join(self, dragged: int, onto: int) -> None:
        """Both columns are read as the field of the one that was dropped on, or else as that of the other."""
        look = self.look
        if look is None or dragged == onto:
            return
        mapping = look.staged.mapping
        field = mapping.get(onto) or mapping.get(dragged)
        if field is not None:
            said: Mapping[str, str] = {f"column:{look.staged.called(c)}": field for c in (dragged, onto)}
            self.change(said)

    def part(self, columns: list[int]) -> None:
        """These are not read any more; each can be chosen for by itself again."""
        if self.look is not None:
            self.change({f"column:{self.look.staged.called(c)}": "ignore" for c in columns})

    def focus_first(self) -> None:
        """The first column that nobody knows, else the first."""
        unread = [one for one in self.choices.values() if not one.code()]
        first = next(iter([*unread, *self.choices.values()]), None)
        if first:
            first.setFocus()


def _joined(look: LookedAt, columns: list[int]) -> dict[int, list[int]]:
    """By the first of them, the columns beside it that are read as one field with it."""
    out: dict[int, list[int]] = {}
    first = -1
    for before, column in zip([-1, *columns], columns, strict=False):
        fields = [look.staged.mapping.get(c, "") for c in (before, column)]
        fields = ["name" if f in {"first_name", "last_name"} else f for f in fields]
        if before >= 0 and fields[0] and fields[0] == fields[1]:
            out.setdefault(first, []).append(column)
        else:
            first = column
    return out
