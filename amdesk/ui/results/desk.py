"""Att följa upp: who reaches day 90 this week, who is late, who is coming; one key per outcome."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from amdesk.domain.results.followup import Due
from amdesk.domain.texts import N_
from amdesk.ui.kit import paint
from amdesk.ui.kit.basic import Panel, button, clear, label
from amdesk.ui.kit.menu import MenuAct, buttons_in, fill, offer_acts
from amdesk.ui.kit.relay import in_columns, pairs
from amdesk.ui.kit.rows import Row, RowsModel, after_act, stand_on
from amdesk.ui.kit.shell import Shell
from amdesk.ui.kit.states import EmptyState
from amdesk.ui.results.form import ask_and_store

WAYS = (
    ("phone", N_("Phone")),
    ("text_message", N_("Text message")),
    ("letter", N_("Letter")),
    ("e_mail", N_("E-mail")),
    ("visit", N_("Visit")),
)
DESK_GROUPS = (N_("Overdue"), N_("Today"), N_("Not reached, try again"), N_("Coming: day 90 is not here yet"))
"""All but the last are those whom the tab, the badge and the overview count."""


Heading = tuple[str, int]
"""A group, and how many are in it."""


def under(shell: Shell, row: Due) -> str:
    """The second line: where she was, until when, and whose she is."""
    return " · ".join(x for x in (shell.shown(row.place), shell.words("ended {day}", day=row.ended), row.worker) if x)


class DueRow(QStyledItemDelegate):
    """A person to follow up: name, place and end, day 90, attempts."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.shell.theme.px(32 if isinstance(index.data(Row), tuple) else 46))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, theme, t = index.data(Row), self.shell.theme, self.shell.words
        painter.save()
        if isinstance(row, tuple):
            rect = option.rect.adjusted(16, 4, -16, 0)
            wide = paint.say(painter, rect, t(row[0]), theme.font("label"), theme.color("text2"))
            paint.say(
                painter, rect.adjusted(wide + 8, 0, 0, 0), str(row[1]), theme.digits("label"), theme.color("text3")
            )
        elif isinstance(row, Due):
            paint.row_background(painter, option, index, theme)
            self._person(painter, option.rect.adjusted(18, 4, -16, -4), row)
        painter.restore()

    def _person(self, painter: QPainter, rect: QRect, row: Due) -> None:
        theme, t = self.shell.theme, self.shell.words
        half, right = rect.height() // 2, theme.px(120)
        late = (self.shell.today - row.due).days
        names = QRect(rect.left(), rect.top(), rect.width() - right, half)
        paint.say(painter, names, self.shell.name(row.name), theme.font("body_strong"), theme.color("text"))
        paint.say(
            painter, names.translated(0, half), under(self.shell, row), theme.font("caption"), theme.color("text2")
        )
        side = QRect(rect.right() - right, rect.top(), right, half)
        when = t("{days} d late", days=late) if late > 0 else t("Today") if late == 0 else t.day(row.due)
        paint.say(
            painter,
            side,
            when,
            theme.font("body_strong"),
            theme.color("bad" if late > 14 else "warn" if late > 0 else "text"),
            paint.RIGHT,
        )
        tried = (
            t.plural(
                "{count} attempt, {day}",
                "{count} attempts, {day}",
                row.attempts,
                count=row.attempts,
                day=f"{row.tried:%m-%d}",
            )
            if row.tried
            else t("not tried")
        )
        paint.say(painter, side.translated(0, half), tried, theme.font("caption"), theme.color("text2"), paint.RIGHT)


class DueList(QListView):
    """Enter follows up, T notes an attempt."""

    def __init__(self, pane: DeskPane) -> None:
        super().__init__()
        self.pane = pane
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pane.follow_up()
        elif event.key() == Qt.Key.Key_T:
            self.pane.attempt("phone")
        elif event.key() == Qt.Key.Key_O:
            self.pane.open_person()
        else:
            super().keyPressEvent(event)


class DeskPane(QWidget):
    def __init__(self, shell: Shell, over: QWidget | None = None) -> None:
        super().__init__(over)
        self.shell, self.t = shell, shell.words
        self.found: list[Due] = []
        in_columns(self, (self._list(), 1), (self._facts(), 0))

    def _list(self) -> QWidget:
        t = self.t
        panel = Panel(padding=0)
        panel.body.setContentsMargins(0, 8, 0, 8)
        self.rows: RowsModel[Due | Heading] = RowsModel(self._spoken, lambda r: isinstance(r, tuple))
        self.list = DueList(self)
        self.list.setModel(self.rows)
        self.list.setItemDelegate(DueRow(self.shell, self.list))
        self.list.setAccessibleName(t("Day 90 to follow up"))
        self.list.doubleClicked.connect(lambda _i: self.follow_up())
        offer_acts(self.list, lambda: list(buttons_in(self.acts)), self.shell)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_facts())
        panel.body.addWidget(self.list, 1)
        self.empty = QVBoxLayout()
        panel.body.addLayout(self.empty)
        said = (
            ("↑ ↓", t("choose")),
            ("Enter", t("follow up")),
            ("T", t("tried, no answer")),
            ("O", t("open the person")),
        )
        self.keys = QWidget()
        keys = pairs([(label(key, "key"), label(words, "small")) for key, words in said])
        keys.setContentsMargins(16, 4, 16, 4)
        self.keys.setLayout(keys)
        panel.body.addWidget(self.keys)
        return panel

    def _spoken(self, row: Due | Heading) -> str:
        if isinstance(row, tuple):
            return f"{self.t(row[0])} {row[1]}"
        return f"{self.shell.name(row.name)}, {under(self.shell, row)}, {self.t('Day 90')} {self.t.day(row.due)}"

    def _facts(self) -> QWidget:
        panel = Panel(padding=16)
        panel.setFixedWidth(self.shell.theme.px(344))
        self.facts = QVBoxLayout()
        self.facts.setSpacing(6)
        panel.body.addLayout(self.facts)
        panel.body.addStretch(1)
        self.acts = QVBoxLayout()
        self.acts.setSpacing(8)
        panel.body.addLayout(self.acts)
        return panel

    # showing

    def refresh(self) -> None:
        self.shell.tasks.run(lambda desk: desk.results.desk(), self.show_found, key="day90")

    def show_found(self, found: list[Due]) -> None:
        before = self.due()
        stood = [r.employment for r in self.rows.rows if isinstance(r, Due)]
        self.found = found
        today = self.shell.today
        groups: list[list[Due]] = [[], [], [], []]
        for d in found:
            at = 3 if d.due > today else 2 if d.contact == "not_contacted" else 0 if d.due < today else 1
            groups[at].append(d)
        rows: list[Due | Heading] = []
        for name, group in zip(DESK_GROUPS, groups, strict=True):
            if group:
                rows += [(name, len(group)), *group]
        self.rows.set_rows(rows)
        clear(self.empty)
        self.list.setVisible(bool(rows))
        self.keys.setVisible(bool(rows))  # they are the list's: without it none of them does anything
        if not rows:
            self.empty.addWidget(
                EmptyState(
                    self.shell,
                    "checkmark_circle",
                    self.t("Everybody is followed up"),
                    self.t("Nobody reaches day 90 in the next four weeks."),
                    role="ok",
                )
            )
        now = [r.employment for r in rows if isinstance(r, Due)]
        self._select(after_act(stood, before.employment if before else None, now))

    def headings(self) -> list[Heading]:
        """The groups that are shown, and how many stand in each."""
        return [r for r in self.rows.rows if isinstance(r, tuple)]

    def _select(self, employment: int | None) -> None:
        people = [(i, r) for i, r in enumerate(self.rows.rows) if isinstance(r, Due)]
        here = next((i for i, r in people if r.employment == employment), people[0][0] if people else -1)
        stand_on(self.list, self.rows, here)
        self._show_facts()

    def due(self) -> Due | None:
        """Whom the keys are on."""
        row = self.list.currentIndex().data(Row)
        return row if isinstance(row, Due) else None

    def _show_facts(self) -> None:
        t, d = self.t, self.due()
        clear(self.facts)
        clear(self.acts)
        if d is None:
            return
        self.facts.addWidget(label(self.shell.name(d.name), "section"))
        lines = (
            (t("Phone"), self.shell.name(d.phone) or "–"),
            (t("Placement"), self.shell.shown(d.place) or "–"),
            (t("Ended"), t.day(d.ended)),
            (t("Day 90"), t.day(d.due)),
            (t("Case worker"), d.worker or "–"),
            (t("Attempts"), str(d.attempts)),
        )
        for name, said in lines:
            row = QHBoxLayout()
            row.addWidget(label(name, "small"))
            row.addStretch(1)
            row.addWidget(label(said, "strong"))
            self.facts.addLayout(row)
        if d.note and not d.name.hidden:
            self.facts.addWidget(label(d.note, "small", wrap=True))
        self.acts.addWidget(
            button(
                self.shell,
                t("Follow up"),
                self.follow_up,
                kind="primary",
                icon="clipboard_checkmark",
                key="Enter",
                writes=True,
                act="followup",
            )
        )
        self.acts.addWidget(
            button(self.shell, t("Tried, no answer"), self._ways, icon="phone", key="T", writes=True, act="followup")
        )
        self.acts.addWidget(
            button(self.shell, t("Open the person"), self.open_person, kind="link", icon="person", act="people.open")
        )

    # acts

    def follow_up(self) -> None:
        """One key per outcome, then Enter."""
        d = self.due()
        if d is None:
            return
        if d.ended >= self.shell.today:
            self.shell.toast(self.t("The employment has not ended, so there is nothing to follow up yet."))
            return
        ask_and_store(self, self.shell, d.employment)

    def _ways(self) -> None:
        menu = QMenu(self)
        ways = [MenuAct(self.t(said), partial(self.attempt, code), writes=True, act="followup") for code, said in WAYS]
        fill(menu, ways, self.shell)
        menu.popup(self.mapToGlobal(self.rect().bottomRight()))

    def attempt(self, how: str) -> None:
        """Tried to reach the person and did not."""
        d = self.due()
        if d is not None:
            key = d.employment
            self.shell.tasks.write(
                lambda desk: desk.results.attempt(key, how),
                lambda _: self.shell.toast(self.t("The attempt is noted."), undo=True),
                failed=self.shell.guarded(lambda s: self.shell.toast(s)),
            )

    def open_person(self) -> None:
        d = self.due()
        if d is not None:
            self.shell.go("participants", participant=d.participant)
